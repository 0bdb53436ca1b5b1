"""A result that the unit says exists keeps a lateness in doubt, for the days to explain."""

from dataclasses import replace

import pytest

from monitor.domain.deadline import Deadline
from monitor.domain.doubt import doubted_until, is_doubted
from monitor.domain.letter import UNCLOSED, Letter, LetterState
from monitor.domain.rule import Case
from tests.builders import a_case, a_dossier, a_letter, vn

DUE = "2026-11-16 17:00"
DOSSIER = a_dossier(promised=DUE)
AT = "2026-11-18 09:00"


def said(at: str = "2026-11-17 10:00", *, deadline: str = DUE) -> Letter:
    letter = a_letter(LetterState.IN_TIME, deadline=deadline)
    return replace(letter, cause=UNCLOSED, answered_at=vn(at))


def deadline_of(case: Case) -> Deadline:
    standing = case.running
    assert standing is not None
    return standing.deadline


@pytest.mark.parametrize(
    ("letter", "until"),
    [
        pytest.param(said(), "2026-11-20", id="two working days after the answer"),
        pytest.param(said("2026-11-19 18:00"), "2026-11-24", id="a weekend does not count"),
        pytest.param(said("2026-11-10 10:00"), "2026-11-13", id="said before the deadline"),
        pytest.param(said(deadline="2026-11-16 11:30"), "2026-11-20", id="of the same day"),
        pytest.param(said(deadline="2026-11-13 17:00"), None, id="of another deadline"),
        pytest.param(said("2026-12-30 10:00"), None, id="beyond the loaded calendar"),
        pytest.param(replace(said(), cause=""), None, id="said to be in time"),
        pytest.param(replace(said(), state=LetterState.DRAFT), None, id="taken back since"),
        pytest.param(None, None, id="nothing said"),
    ],
)
def test_until_when_the_result_may_be_missing(letter: Letter | None, until: str | None) -> None:
    case = a_case(DOSSIER, at=AT, letter=letter)

    assert doubted_until(case, deadline_of(case)) == (vn(until) if until else None)


@pytest.mark.parametrize(
    ("at", "as_of", "expected"),
    [
        pytest.param(
            "2026-11-19 23:59", "2026-11-19 23:00", True, id="the days have not ended"
        ),
        pytest.param("2026-11-20 00:00", "2026-11-20 00:00", False, id="an export after them"),
        pytest.param("2026-11-30 09:00", "2026-11-19 17:00", True, id="no export after them"),
        pytest.param("2026-11-19 09:00", "2026-11-25 07:00", True, id="a past day replayed"),
    ],
)
def test_only_an_export_made_after_the_days_ends_the_doubt(
    at: str, as_of: str, expected: bool
) -> None:
    case = a_case(replace(DOSSIER, as_of=vn(as_of)), at=at, letter=said())

    assert is_doubted(case, deadline_of(case)) is expected


def test_without_an_answer_nothing_is_in_doubt() -> None:
    case = a_case(DOSSIER, at=AT)

    assert not is_doubted(case, deadline_of(case))


def test_days_that_no_calendar_holds_have_not_ended() -> None:
    case = a_case(DOSSIER, at="2026-12-31 17:00", letter=said("2026-12-30 10:00"))

    assert is_doubted(case, deadline_of(case))
