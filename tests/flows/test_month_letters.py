"""What the register tells of a period, and what a report tells of a late dossier's letter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.dossier import Status
from monitor.domain.figures import Snapshot
from monitor.domain.letter import Delivery, Letter, LetterKind, LetterState
from monitor.domain.month_letters import LetterRegister
from monitor.domain.period import Period
from monitor.flows.figures import figures, month_counts
from monitor.flows.scan import scan
from monitor.flows.snapshots import snapshot
from monitor.rules import RULES
from monitor.store.work import SqlStore
from reports.sections.letters import LetterCounts, OtherAgency
from tests.builders import vn
from tests.exports import CODE, a_record
from tests.flows.scene import RECORD
from tests.notices.office import COMMUNE, DIRECTORY, LAND, OFFICE, TELLING
from tests.store.taking import take

NOVEMBER = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
LATER = vn("2026-12-02 08:00")
SENT = Letter(
    dossier=CODE,
    deadline=vn("2026-11-16 17:00"),
    state=LetterState.ISSUED,
    issued_at=vn("2026-11-12 09:00"),
    delivery=Delivery.MAIL,
    returned_at=vn("2026-11-30 23:59"),
)


def keep(store: SqlStore, *kept: Letter) -> None:
    with store.writing() as work:
        for letter in kept:
            work.letters.open(letter)


def register(store: SqlStore, unit: str = "XA") -> LetterRegister:
    with store.reading() as work:
        return month_counts(work, OFFICE, DIRECTORY.units[unit], NOVEMBER, at=LATER).register()


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        pytest.param(SENT, LetterRegister(issued=1), id="issued"),
        pytest.param(
            replace(SENT, issued_at=vn("2026-12-01 00:00")), LetterRegister(), id="after it"
        ),
        pytest.param(
            replace(SENT, kind=LetterKind.URGING), LetterRegister(), id="a slip to an agency"
        ),
        pytest.param(
            replace(SENT, version=2, first_issued_at=vn("2026-10-31 09:00")),
            LetterRegister(replaced=1),
            id="in the place of an older one",
        ),
        pytest.param(
            replace(SENT, version=2, first_issued_at=vn("2026-11-10 09:00")),
            LetterRegister(issued=1, replaced=1),
            id="in the place of one of the period",
        ),
    ],
)
def test_letters_count_when_they_are_issued(
    store: SqlStore, letter: Letter, expected: LetterRegister
) -> None:
    take(store, RECORD)
    keep(store, letter)

    assert register(store) == expected
    assert register(store, "KT") == LetterRegister()


@pytest.mark.parametrize(
    ("ended", "kept"),
    [("2026-11-16 09:00", 1), ("2026-11-18 09:00", 0), ("2026-12-01 00:00", 0)],
)
def test_some_were_in_time_after_all(store: SqlStore, ended: str, kept: int) -> None:
    over = replace(RECORD, status=Status.FINISHED, finished_at=vn(ended))
    take(store, over, exported="2026-12-01 07:10", at="2026-12-01 07:30")
    scan(store, OFFICE, RULES, at=LATER)
    keep(store, SENT)

    assert register(store).kept_after_all == kept


@pytest.mark.parametrize(("at", "recalled"), [("2026-11-30 23:59", 1), ("2026-12-01 00:00", 0)])
def test_a_recall_counts_when_it_was_told(store: SqlStore, at: str, recalled: int) -> None:
    take(store, RECORD)
    with store.writing() as work:
        work.done.mark(f"recall/{SENT.mark}", at=vn(at))

    assert register(store).recalled == recalled
    assert register(store, "KT").recalled == 0


def seen(store: SqlStore, letter: Letter) -> Snapshot:
    with store.reading() as work:
        dossier = work.dossiers.load([CODE])[CODE]
    one = snapshot(dossier, letter, OFFICE, ends_at=NOVEMBER.ends_at)
    assert one is not None
    return one


def test_a_snapshot_tells_how_the_letter_went_out(store: SqlStore) -> None:
    take(store, RECORD)

    letter = seen(store, SENT).letter
    later = seen(store, replace(SENT, returned_at=NOVEMBER.ends_at)).letter

    assert letter is not None
    assert later is not None
    assert (letter.delivery, letter.is_returned, later.is_returned) == (
        Delivery.MAIL,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("change", "urged"),
    [
        pytest.param(lambda slip: slip, 1, id="a slip is out"),
        pytest.param(
            lambda slip: replace(slip, issued_at=NOVEMBER.ends_at), 0, id="after the period"
        ),
        pytest.param(
            lambda slip: replace(slip, state=LetterState.APPROVED), 0, id="not issued"
        ),
        pytest.param(
            lambda slip: replace(slip, kind=LetterKind.APOLOGY), 0, id="an apology is none"
        ),
    ],
)
def test_slips_to_the_agency_that_decides_are_counted(
    store: SqlStore, change: Callable[[Letter], Letter], urged: int
) -> None:
    theirs = next(
        one.code for one in DIRECTORY.procedures.values() if one.deciding_unit == LAND.code
    )
    take(store, a_record(procedure=theirs), exported="2026-12-01 07:10", at="2026-12-01 07:30")
    scan(store, OFFICE, RULES, at=LATER)
    keep(store, change(replace(SENT, kind=LetterKind.URGING)))

    with store.reading() as work:
        report = figures(work, OFFICE, TELLING, COMMUNE, NOVEMBER, at=LATER)

    (other,) = report.part(LetterCounts).others
    assert other == OtherAgency(name=LAND.name, late=1, urged=urged)
