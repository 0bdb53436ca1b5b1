"""A report sees each dossier as it stood when its period ended, and what nobody knows."""

from dataclasses import replace

import pytest

from monitor.domain.dossier import Carried, Channel, Dossier, PromiseKind, Status
from monitor.domain.figures import End, EndKind, LetterFacts, Snapshot
from monitor.domain.letter import Letter, LetterKind, LetterState
from monitor.domain.office import Office
from monitor.domain.procedure import OnSupplement
from monitor.flows.snapshots import snapshot
from tests.builders import a_dossier, a_pause, a_promise, vn
from tests.exports import LEDGER
from tests.notices.office import DIRECTORY, OFFICE

ENDS_AT = vn("2026-12-01")
BEFORE, AFTER = "2026-11-20 09:00", "2026-12-03 09:00"
OPEN = replace(
    a_dossier(
        received="2026-11-02 08:00", promised="2026-11-16 17:00", as_of="2026-12-01 07:10"
    ),
    procedure="tro-cap",
    channel=Channel.ONLINE,
)
LETTER = Letter(
    dossier=OPEN.code,
    deadline=vn("2026-11-16 17:00"),
    state=LetterState.ISSUED,
    cause="B2",
    issued_at=vn("2026-11-13 14:00"),
    dated_on=vn("2026-11-13").date(),
    new_due_at=vn("2026-11-20 17:00"),
)


def seen(dossier: Dossier, letter: Letter | None = None, office: Office = OFFICE) -> Snapshot:
    found = snapshot(dossier, letter, office, ends_at=ENDS_AT)
    assert found is not None
    return found


def ended(at: str | None, status: Status | None = Status.FINISHED) -> Dossier:
    return replace(OPEN, status=status, finished_at=vn(at) if at else None)


def test_an_open_dossier_is_told_with_its_names() -> None:
    assert seen(OPEN) == Snapshot(
        code=OPEN.code,
        unit="VHXH",
        unit_name="Phòng Văn hóa - Xã hội",
        procedure="tro-cap",
        procedure_name="Thực hiện trợ cấp xã hội hằng tháng",
        channel=Channel.ONLINE,
        received_at=vn("2026-11-02 08:00"),
        first_due_at=vn("2026-11-16 17:00"),
        due_at=vn("2026-11-16 17:00"),
        shown_at=OPEN.as_of,
    )


def test_no_export_shows_a_dossier_where_none_could_show_its_end() -> None:
    assert seen(replace(OPEN, carries=frozenset({Carried.RECEIVED}))).shown_at is None


@pytest.mark.parametrize(
    ("procedure", "is_short"),
    [("sao-y", True), ("tro-cap", False), ("khac", False), ("9", False)],
)
def test_the_term_of_the_procedure_tells_a_short_one(procedure: str, *, is_short: bool) -> None:
    assert seen(replace(OPEN, procedure=procedure)).is_short is is_short


def test_a_dossier_without_receipt_is_none() -> None:
    assert snapshot(replace(OPEN, received_at=None), None, OFFICE, ends_at=ENDS_AT) is None


def test_what_the_directory_does_not_know_keeps_the_exports_words() -> None:
    found = seen(replace(OPEN, unit="Phòng cũ", procedure="9", procedure_name="Thủ tục cũ"))

    assert (found.unit_name, found.procedure, found.procedure_name) == (
        "Phòng cũ",
        "9",
        "Thủ tục cũ",
    )


def test_without_a_unit_there_is_no_name() -> None:
    found = seen(replace(OPEN, unit=None))

    assert (found.unit, found.unit_name) == ("", "")


@pytest.mark.parametrize(
    ("dossier", "first", "binding"),
    [
        pytest.param(
            replace(
                OPEN,
                promises=(
                    *OPEN.promises,
                    a_promise("2026-11-20 17:00", made=BEFORE, kind=PromiseKind.REAPPOINTMENT),
                ),
            ),
            "2026-11-16 17:00",
            "2026-11-20 17:00",
            id="promised again: both dates",
        ),
        pytest.param(
            replace(
                OPEN,
                promises=(
                    *OPEN.promises,
                    a_promise("2026-12-10 17:00", made=AFTER, kind=PromiseKind.REAPPOINTMENT),
                ),
            ),
            "2026-11-16 17:00",
            "2026-11-16 17:00",
            id="promised again after the period: the first alone",
        ),
        pytest.param(
            replace(OPEN, promises=(), procedure="khac"), None, None, id="no date at all"
        ),
        pytest.param(
            replace(OPEN, promises=(), received_at=vn("2019-11-02 08:00")),
            None,
            None,
            id="a term beyond the calendar",
        ),
    ],
)
def test_the_deadlines(dossier: Dossier, first: str | None, binding: str | None) -> None:
    found = seen(dossier)

    assert found.first_due_at == (vn(first) if first else None)
    assert found.due_at == (vn(binding) if binding else None)


def test_a_term_of_hours_is_judged_by_the_minute() -> None:
    assert seen(replace(OPEN, procedure="chung-thuc")).is_by_minute
    assert not seen(OPEN).is_by_minute


@pytest.mark.parametrize(
    ("dossier", "end"),
    [
        pytest.param(OPEN, None, id="open"),
        pytest.param(ended(BEFORE), End(at=vn(BEFORE)), id="finished"),
        pytest.param(ended(AFTER), End(at=vn(AFTER)), id="finished later: the real end"),
        pytest.param(
            replace(OPEN, status=None, collected_at=vn(BEFORE)),
            End(at=vn(BEFORE)),
            id="collected",
        ),
        pytest.param(
            ended(BEFORE, Status.WITHDRAWN),
            End(at=vn(BEFORE), kind=EndKind.WITHDRAWN),
            id="given up",
        ),
        pytest.param(
            replace(ended(None, Status.SENT_BACK), end_seen_at=vn(BEFORE)),
            End(at=vn(BEFORE), kind=EndKind.SENT_BACK),
            id="given up on a day that no source states: as seen",
        ),
        pytest.param(ended(None), None, id="ended, nobody has seen when"),
    ],
)
def test_the_end(dossier: Dossier, end: End | None) -> None:
    assert seen(dossier).end == end


RUNNING_ON = replace(
    OFFICE,
    directory=replace(
        DIRECTORY,
        procedures={
            **DIRECTORY.procedures,
            "tro-cap": replace(DIRECTORY.procedures["tro-cap"], on_supplement=OnSupplement.RUN),
        },
    ),
)
WAITING = replace(OPEN, status=Status.PAUSED_SUPPLEMENT, pauses=(a_pause(BEFORE),))


@pytest.mark.parametrize(
    ("dossier", "office", "since"),
    [
        pytest.param(OPEN, OFFICE, None, id="at work"),
        pytest.param(WAITING, OFFICE, BEFORE, id="waiting"),
        pytest.param(
            replace(OPEN, pauses=(a_pause(BEFORE, AFTER),)), OFFICE, BEFORE, id="waited then"
        ),
        pytest.param(
            replace(WAITING, pauses=(a_pause(AFTER),)), OFFICE, None, id="waits since later"
        ),
        pytest.param(WAITING, RUNNING_ON, None, id="waiting does not stop this clock"),
        pytest.param(
            replace(ended(BEFORE), pauses=(a_pause("2026-11-10 09:00"),)),
            OFFICE,
            None,
            id="ended in a pause that nobody closed",
        ),
    ],
)
def test_the_clock_stands_still(dossier: Dossier, office: Office, since: str | None) -> None:
    found = seen(dossier, office=office)

    assert found.is_paused is (since is not None)
    assert found.paused_at == (vn(since) if since else None)


def test_a_pause_known_by_its_status_alone_has_no_beginning() -> None:
    found = seen(replace(OPEN, status=Status.PAUSED_FINANCE))

    assert found.is_paused
    assert found.paused_at is None


@pytest.mark.parametrize(
    ("dossier", "is_unknown"),
    [
        pytest.param(OPEN, False, id="open, seen after its deadline"),
        pytest.param(
            replace(OPEN, as_of=vn("2026-11-16 07:10")), True, id="open, last seen before it"
        ),
        pytest.param(
            replace(OPEN, carries=LEDGER), True, id="open in a ledger, which shows no end"
        ),
        pytest.param(
            replace(OPEN, promises=(a_promise("2026-12-10 17:00"),), as_of=vn(BEFORE)),
            False,
            id="open and due after the period",
        ),
        pytest.param(ended("2026-11-18 09:00"), False, id="finished late"),
        pytest.param(
            replace(OPEN, status=None, collected_at=vn("2026-11-18 09:00"), carries=LEDGER),
            True,
            id="collected late, finished nobody knows when",
        ),
        pytest.param(
            replace(OPEN, status=None, collected_at=vn("2026-11-13 09:00"), carries=LEDGER),
            False,
            id="collected in time",
        ),
        pytest.param(
            replace(ended(None), end_seen_at=vn("2026-11-18 07:10")),
            True,
            id="seen finished after its deadline",
        ),
        pytest.param(
            replace(ended(None), end_seen_at=vn("2026-11-16 07:10")),
            False,
            id="seen finished before it",
        ),
        pytest.param(replace(OPEN, promises=(), procedure="khac"), False, id="no deadline"),
        pytest.param(
            replace(
                OPEN,
                procedure="chung-thuc",
                promises=(a_promise("2031-11-16 17:00"),),
                as_of=vn("2031-11-17 07:10"),
            ),
            True,
            id="beyond the calendar, by the minute",
        ),
    ],
)
def test_whether_anybody_can_tell_on_time_from_late(
    dossier: Dossier, *, is_unknown: bool
) -> None:
    assert seen(dossier).is_lateness_unknown is is_unknown


def test_another_agencys_dossier_names_it() -> None:
    found = seen(replace(OPEN, procedure="dat-dai"))

    assert found.deciding_agency == "Chi nhánh Văn phòng đăng ký đất đai khu vực"


def test_an_issued_letter_and_its_cause_are_told() -> None:
    found = seen(OPEN, LETTER)

    assert found.letter == LetterFacts(
        state=LetterState.ISSUED,
        issued_at=LETTER.issued_at,
        dated_on=LETTER.dated_on,
        new_due_at=LETTER.new_due_at,
    )
    assert (found.cause, found.cause_text) == ("B2", OFFICE.causes["B2"].text)


@pytest.mark.parametrize(
    ("letter", "facts"),
    [
        pytest.param(
            replace(LETTER, approved_at=vn(BEFORE), issued_at=vn(AFTER)),
            LetterFacts(state=LetterState.APPROVED),
            id="issued after the period: approved by then",
        ),
        pytest.param(
            replace(LETTER, answered_at=vn(BEFORE), approved_at=vn(AFTER), issued_at=vn(AFTER)),
            LetterFacts(state=LetterState.DRAFT),
            id="approved after the period: a draft by then",
        ),
        pytest.param(
            replace(
                LETTER,
                state=LetterState.DELIVERED,
                answered_at=vn(AFTER),
                approved_at=vn(AFTER),
                issued_at=vn(AFTER),
            ),
            LetterFacts(state=LetterState.ASKED),
            id="answered after the period: asked by then",
        ),
        pytest.param(
            replace(LETTER, state=LetterState.DRAFT, issued_at=None, dated_on=None),
            LetterFacts(state=LetterState.DRAFT, new_due_at=LETTER.new_due_at),
            id="drafted: its date is planned",
        ),
    ],
)
def test_a_letter_that_was_not_out(letter: Letter, facts: LetterFacts) -> None:
    assert seen(OPEN, letter).letter == facts


def test_a_cause_of_another_catalogue_is_left_out() -> None:
    found = seen(OPEN, replace(LETTER, cause="Z9"))

    assert (found.cause, found.cause_text) == ("", "")


def test_a_slip_to_the_agency_that_decides_is_no_apology() -> None:
    slip = replace(LETTER, kind=LetterKind.URGING)

    found = seen(replace(OPEN, procedure="dat-dai"), slip)

    assert (found.letter, found.cause) == (None, "")
