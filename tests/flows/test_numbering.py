"""Where the office numbers by itself, a letter has its number before any paper is set."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.dossier import Status
from monitor.domain.errors import LetterError
from monitor.domain.letter import Letter, LetterState
from monitor.domain.letter_choices import Numbering
from monitor.domain.numbering import BoundNumber
from monitor.domain.office import Office
from monitor.domain.paper import ApologyLetter
from monitor.domain.record import Record
from monitor.flows.answer import Lateness, answer_late, approve, refuse
from monitor.flows.issue import Signed
from monitor.flows.letter_ends import Ruling, replace_letter
from monitor.store.work import SqlStore
from tests.builders import DAYS_2026, a_calendar, vn
from tests.exports import CODE
from tests.flows.scene import LATENESS, RECORD, SIGNED, Scene
from tests.notices.office import COMMUNE, CULTURE, ECONOMY, a_directory

APPROVED, ISSUED = "2026-11-12 08:00", "2026-11-12 14:00"
OTHER = "H99.01-261102-0777"
DAY = date(2026, 11, 12)
DECISION = "QD 12/QD-UBND"


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    scene = Scene(store)
    scene.choose(numbering=Numbering.OWN, numbering_decision=DECISION)
    directory = a_directory(
        replace(COMMUNE, symbol="UBND"),
        replace(CULTURE, symbol="VHXH"),
        replace(ECONOMY, symbol="KT"),
    )
    scene.office = replace(scene.office, directory=directory)
    return scene


def numbers(scene: Scene, year: int = 2026) -> list[BoundNumber]:
    with scene.store.reading() as work:
        return work.numbers.list(year=year)


def drafts(scene: Scene, *records: Record, at: str = "2026-11-11 09:00") -> None:
    """Have drafts about several dossiers."""
    scene.take(*records, exported="2026-11-11 07:30")
    scene.apologise("2026-11-11 07:30")
    for one in records:
        answer_late(scene.store, scene.office, one.code, LATENESS, at=vn(at))


def approved(scene: Scene, code: str, at: str = APPROVED) -> Letter:
    return approve(scene.store, scene.office, code, by="thanh", at=vn(at))


def reason_of(caught: pytest.ExceptionInfo[LetterError]) -> object:
    return caught.value.facts["reason"]


def test_approval_gives_the_number_and_the_day(scene: Scene) -> None:
    scene.drafted()
    before = numbers(scene)

    letter = scene.approve(APPROVED)
    scene.apologise("2026-11-12 08:05")

    (bound,) = numbers(scene)
    assert before == []
    assert (letter.number, letter.symbol, letter.dated_on) == ("01", bound.series.symbol, DAY)
    assert (bound.mark, bound.bound_at) == (letter.mark, vn(APPROVED))
    assert (bound.series.issuer, bound.series.year) == ("XA", 2026)
    paper = scene.letters.set_[-1]
    assert (paper.number, paper.dated_on) == ("01", DAY)


def test_an_office_whose_clerk_numbers_leaves_the_number_blank(scene: Scene) -> None:
    scene.choose(numbering=Numbering.VAN_THU)
    scene.approved()

    assert (scene.letter.number, scene.letter.dated_on) == ("", None)
    assert numbers(scene) == []
    paper = next(one for one in scene.letters.set_ if isinstance(one, ApologyLetter))
    assert (paper.number, paper.dated_on) == (None, None)


def test_letters_of_an_issuer_share_a_series_by_symbol(scene: Scene) -> None:
    """The unit that keeps the file stands in the symbol of an apology."""
    elsewhere = replace(RECORD, code=OTHER, unit="KT", handler="dung")
    third = replace(RECORD, code="H99.01-261102-0778")
    drafts(scene, RECORD, elsewhere, third)

    letters = [approved(scene, one.code) for one in (RECORD, elsewhere, third)]

    symbols = [one.symbol for one in letters]
    assert symbols[0] == symbols[2] != symbols[1]
    assert [one.number for one in letters] == ["01", "01", "02"]


def refused(scene: Scene) -> None:
    refuse(
        scene.store,
        scene.office,
        CODE,
        by="thanh",
        why="thiếu căn cứ",
        at=vn("2026-11-12 09:00"),
    )


def ended(scene: Scene) -> None:
    finished = replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-12 10:00"))
    scene.take(finished, replace(RECORD, code=OTHER), exported="2026-11-12 10:30")
    scene.apologise("2026-11-12 10:35")


@pytest.mark.parametrize(
    ("end", "state", "why"),
    [
        pytest.param(refused, LetterState.REFUSED, "thiếu căn cứ", id="refused"),
        pytest.param(ended, LetterState.WITHDRAWN, "withdrawn", id="withdrawn"),
    ],
)
def test_the_number_of_a_letter_taken_back_is_void_and_the_next_takes_the_next(
    scene: Scene, end: object, state: LetterState, why: str
) -> None:
    drafts(scene, RECORD, replace(RECORD, code=OTHER))
    first = approved(scene, CODE)
    assert callable(end)

    end(scene)
    second = approved(scene, OTHER, "2026-11-12 11:00")

    assert (scene.letter.state, scene.letter.shown_number) == (state, "")
    assert scene.letter.dated_on is None
    assert (first.number, second.number) == ("01", "02")
    assert [(one.number, one.void_for) for one in numbers(scene)] == [(1, why), (2, "")]


def test_a_letter_approved_again_takes_a_new_number(scene: Scene) -> None:
    scene.approved()
    refused(scene)
    scene.answer("2026-11-13 08:00")

    again = scene.approve("2026-11-13 09:00")

    assert (again.number, again.dated_on) == ("02", date(2026, 11, 13))
    assert [bool(one.void_for) for one in numbers(scene)] == [True, False]


def test_a_draft_refused_voids_nothing(scene: Scene) -> None:
    scene.drafted()
    refused(scene)

    assert numbers(scene) == []


def test_an_approval_that_fails_takes_no_number(scene: Scene) -> None:
    scene.drafted()

    with pytest.raises(LetterError) as caught:
        scene.approve("2026-11-20 17:00")

    assert reason_of(caught) == "not_after"
    assert numbers(scene) == []


def test_paper_that_cannot_be_set_keeps_the_number_and_the_day(scene: Scene) -> None:
    scene.drafted()
    scene.approve(APPROVED)
    scene.letters.torn.add(CODE)
    failed = scene.apologise("2026-11-12 08:05").failed
    scene.letters.torn.clear()

    scene.apologise("2026-11-13 08:05")

    assert failed == 1
    assert [one.number for one in numbers(scene)] == [1]
    paper = scene.letters.set_[-1]
    assert (paper.number, paper.dated_on) == ("01", DAY)


def test_a_year_begins_at_one(store: SqlStore, scene: Scene) -> None:
    calendar = a_calendar(*DAYS_2026, last_year=2027)
    office = replace(scene.office, policy=replace(scene.office.policy, calendar=calendar))
    scene.office = office
    record = replace(RECORD, promised_at=vn("2026-12-31 17:00"))
    other = replace(record, code=OTHER)
    late = replace(LATENESS, new_due_on=date(2027, 1, 15))
    scene.take(record, other, exported="2026-12-28 07:30")
    scene.apologise("2026-12-28 07:30")
    _answer_both(store, office, (CODE, OTHER), late)

    old = approved(scene, CODE, "2026-12-31 16:59")
    new = approved(scene, OTHER, "2027-01-01 00:00")

    assert (old.number, old.dated_on) == ("01", date(2026, 12, 31))
    assert (new.number, new.dated_on) == ("01", date(2027, 1, 1))
    assert [len(numbers(scene, year)) for year in (2026, 2027)] == [1, 1]


def _answer_both(store: SqlStore, office: Office, codes: Sequence[str], late: Lateness) -> None:
    for code in codes:
        answer_late(store, office, code, late, at=vn("2026-12-28 09:00"))


# The signed file


@pytest.mark.parametrize("shown", ["01", "full", " 01 "])
def test_a_signed_letter_bears_the_number_it_was_given(scene: Scene, shown: str) -> None:
    scene.approved()
    bound = scene.letter
    number = bound.shown_number if shown == "full" else shown

    issued = scene.issue(ISSUED, signed=replace(SIGNED, number=number))

    assert issued.state is LetterState.ISSUED
    assert (issued.number, issued.symbol) == (bound.number, bound.symbol)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param(replace(SIGNED, number="02"), "bound_number", id="another number"),
        pytest.param(replace(SIGNED, number="01/UBND"), "bound_number", id="another symbol"),
        pytest.param(
            replace(SIGNED, number="01", dated_on=date(2026, 11, 13)),
            "bound_date",
            id="another day",
        ),
    ],
)
def test_a_signed_letter_with_another_is_refused(
    scene: Scene, changed: Signed, reason: str
) -> None:
    scene.approved()

    with pytest.raises(LetterError) as caught:
        scene.issue("2026-11-13 14:00", signed=changed)

    assert reason_of(caught) == reason
    assert scene.letter.state is LetterState.APPROVED


def test_a_letter_in_the_place_of_another_takes_a_number_of_its_own(scene: Scene) -> None:
    scene.approved()
    scene.issue(ISSUED, signed=replace(SIGNED, number="01"))
    ruling = Ruling(by="thanh", why="bổ sung căn cứ")
    replace_letter(scene.store, scene.office, CODE, ruling, at=vn("2026-11-12 15:00"))

    scene.approve("2026-11-13 08:00")
    scene.apologise("2026-11-13 08:05")

    paper = scene.letters.set_[-1]
    assert isinstance(paper, ApologyLetter)
    assert (paper.number, paper.replaces) == ("02", scene.letter.shown_number)
    assert [one.void_for for one in numbers(scene)] == ["", ""]
