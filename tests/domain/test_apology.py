"""When an apology is asked for, when silence counts, and until when a letter is in time."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.apology import (
    ask_days,
    asked_from,
    latest_issue_on,
    letter_state,
    silent_from,
)
from monitor.domain.deadline import Deadline
from monitor.domain.dossier import PromiseKind
from monitor.domain.letter import Letter, LetterState
from monitor.domain.procedure import Procedure
from monitor.domain.rule import Case
from monitor.domain.term import Term, TermUnit
from tests.builders import (
    CALENDAR_2026,
    POLICY_2026,
    a_case,
    a_dossier,
    a_letter,
    a_procedure,
    a_promise,
    days_term,
    hours_term,
    vn,
)

AT = "2026-11-02 09:00"
ASKED = a_letter(LetterState.ASKED, deadline="2026-11-16 17:00")
CASE = a_case(a_dossier(), at=AT)  # ten days: due Monday 16 November


def deadline_of(case: Case) -> Deadline:
    standing = case.running
    assert standing is not None
    return standing.deadline


@pytest.mark.parametrize(
    ("letter", "state"),
    [
        pytest.param(None, None, id="none"),
        pytest.param(
            a_letter(LetterState.DRAFT, deadline="2026-11-16 16:30"),
            LetterState.DRAFT,
            id="about this day, the closing has moved",
        ),
        pytest.param(
            a_letter(LetterState.DRAFT, deadline="2026-11-13 17:00"), None, id="about another"
        ),
        pytest.param(
            a_letter(LetterState.DELIVERED, deadline="2026-11-13 17:00"),
            LetterState.DELIVERED,
            id="about another, and out",
        ),
    ],
)
def test_a_letter_answers_for_its_own_day(
    letter: Letter | None, state: LetterState | None
) -> None:
    assert letter_state(replace(CASE, letter=letter), deadline_of(CASE)) is state


@pytest.mark.parametrize(
    ("procedure", "days"),
    [
        pytest.param(a_procedure(days_term(3)), 3, id="three days"),
        pytest.param(a_procedure(days_term(2)), 1, id="two days"),
        pytest.param(a_procedure(hours_term(17)), 3, id="over two days of hours"),
        pytest.param(a_procedure(hours_term(9)), 1, id="over a day of hours"),
        pytest.param(a_procedure(hours_term(8)), None, id="a day of hours"),
        pytest.param(a_procedure(Term(1, TermUnit.SAME_DAY)), None, id="within the day"),
    ],
)
def test_the_shorter_the_term_the_later_the_question(
    procedure: Procedure, days: int | None
) -> None:
    case = replace(CASE, procedure=procedure)

    assert ask_days(case, deadline_of(CASE)) == days


@pytest.mark.parametrize(
    ("received", "promised", "days"),
    [
        pytest.param("2026-11-02 08:00", "2026-11-02 17:00", None, id="the same day"),
        pytest.param("2026-11-06 08:00", "2026-11-10 17:00", 1, id="two over a weekend"),
        pytest.param("2026-11-02 08:00", "2026-11-05 17:00", 3, id="three"),
        pytest.param(None, "2026-11-02 17:00", 3, id="receipt not known"),
        pytest.param("2025-12-30 08:00", "2026-01-05 17:00", 3, id="beyond the calendar"),
    ],
)
def test_without_a_term_the_slip_tells_its_length(
    received: str | None, promised: str, days: int | None
) -> None:
    case = replace(
        a_case(a_dossier(received=received, promised=promised), at=promised), procedure=None
    )

    assert ask_days(case, deadline_of(case)) == days


def test_nobody_is_asked_about_a_date_that_has_moved_once() -> None:
    again = a_promise("2026-11-16 17:00", kind=PromiseKind.REAPPOINTMENT)
    case = a_case(a_dossier(promises=(again,)), at=AT)

    assert asked_from(case, deadline_of(case)) is None
    assert silent_from(case, deadline_of(case)) is None


@pytest.mark.parametrize(
    ("silence_days", "silent"),
    [
        pytest.param(2, "2026-11-12 07:00", id="the day after the asking"),
        pytest.param(3, "2026-11-11 11:00", id="the same day: half a working day is left"),
        pytest.param(300, "2026-11-11 11:00", id="before the loaded calendar"),
    ],
)
def test_silence_never_counts_before_an_answer_could_be_given(
    silence_days: int, silent: str
) -> None:
    policy = replace(POLICY_2026, apology_silence_days=silence_days)
    case = replace(CASE, policy=policy, letter=ASKED)

    assert asked_from(case, deadline_of(case)) == vn("2026-11-11 07:00")
    assert silent_from(case, deadline_of(case)) == vn(silent)


@pytest.mark.parametrize(
    ("asked", "silent"),
    [
        pytest.param("2026-11-11 07:30", "2026-11-12 07:00", id="in time: the day comes later"),
        pytest.param("2026-11-13 08:00", "2026-11-13 14:00", id="first seen within the days"),
        pytest.param("2026-11-14 08:00", "2026-11-16 11:00", id="on a day of rest"),
        pytest.param("2026-12-31 16:00", None, id="beyond the loaded calendar"),
    ],
)
def test_silence_counts_from_when_the_register_says_he_was_asked(
    asked: str, silent: str | None
) -> None:
    case = replace(CASE, letter=replace(ASKED, asked_at=vn(asked)))

    assert silent_from(case, deadline_of(case)) == (vn(silent) if silent else None)


@pytest.mark.parametrize(
    "letter",
    [
        pytest.param(None, id="nobody yet"),
        pytest.param(replace(ASKED, deadline=vn("2026-11-13 17:00")), id="about another day"),
    ],
)
def test_nobody_is_silent_who_was_not_asked(letter: Letter | None) -> None:
    case = replace(CASE, letter=letter)

    assert silent_from(case, deadline_of(case)) is None


@pytest.mark.parametrize(
    ("due", "latest"),
    [
        pytest.param("2026-11-13 17:00", date(2026, 11, 12), id="the day before"),
        pytest.param("2026-11-16 17:00", date(2026, 11, 13), id="over a weekend"),
        pytest.param("2026-11-25 17:00", date(2026, 11, 23), id="over a day off"),
        pytest.param("2026-01-02 10:00", None, id="before the loaded calendar"),
    ],
)
def test_a_letter_is_in_time_until_the_working_day_before(
    due: str, latest: date | None
) -> None:
    deadline = replace(deadline_of(CASE), due_at=vn(due))

    assert latest_issue_on(deadline, CALENDAR_2026) == latest
