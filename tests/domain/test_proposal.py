"""The new date that is proposed: from the office's history, the steps ahead, or neither."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from monitor.domain.errors import CalendarGapError
from monitor.domain.procedure import Procedure, StepLimit
from monitor.domain.proposal import (
    Course,
    Proposal,
    ProposalBasis,
    propose,
    steps_ahead,
)
from monitor.domain.term import Term, TermUnit
from tests.builders import (
    CALENDAR_2026,
    POLICY_2026,
    a_pause,
    a_procedure,
    days_term,
    hours_term,
    vn,
)

BEFORE = vn("2026-10-13 09:00")
COURSE = Course(  # ten working days, from Thursday 1 to Thursday 15 October
    received_at=vn("2026-10-01 08:00"), due_on=date(2026, 10, 15), term=days_term(10)
)
Span = tuple[datetime, datetime]


def took(days: int) -> Span:
    """Return receipt and finish of a dossier that took so many working days."""
    start = date(2026, 3, 2)
    end = CALENDAR_2026.working_day_after(start, days=days)
    return vn(f"{start} 08:00"), vn(f"{end} 16:00")


def proposed(
    course: Course = COURSE, *history: Span, at: datetime = BEFORE
) -> tuple[str, ProposalBasis]:
    found = propose(course, history, POLICY_2026, at=at)
    assert CALENDAR_2026.is_working_day(found.new_due_on)
    return found.new_due_on.isoformat(), found.basis


# The history


def test_four_in_five_of_the_late_ones_had_ended_by_the_day_proposed() -> None:
    history = [took(days) for days in range(11, 21)]

    assert proposed(COURSE, *history) == ("2026-10-27", ProposalBasis.HISTORY)


def test_those_that_took_no_longer_say_nothing() -> None:
    early = [took(days) for days in range(1, 11)] * 9
    history = [took(days) for days in range(11, 21)]

    assert proposed(COURSE, *early) == ("2026-10-22", ProposalBasis.DEFAULT)
    assert proposed(COURSE, *early, *history) == proposed(COURSE, *history)


def test_fewer_than_ten_are_no_history() -> None:
    history = [took(days) for days in range(12, 21)]

    assert proposed(COURSE, *history)[1] is ProposalBasis.DEFAULT


def test_eleven_are_rounded_up() -> None:
    history = [took(days) for days in range(11, 22)]

    assert proposed(COURSE, *history) == ("2026-10-28", ProposalBasis.HISTORY)


def test_after_the_old_date_only_those_that_took_longer_still_speak() -> None:
    history = [took(12)] * 50 + [took(15)] * 10

    found = proposed(COURSE, *history, at=vn("2026-10-19 09:00"))

    assert found == ("2026-10-22", ProposalBasis.HISTORY)


def test_the_time_a_dossier_waited_is_not_counted_as_taken() -> None:
    waited = replace(
        COURSE,
        due_on=date(2026, 10, 20),
        pauses=(a_pause("2026-10-05 08:00", "2026-10-08 08:00"),),
    )

    assert proposed(waited, *[took(11)] * 10) == ("2026-10-21", ProposalBasis.HISTORY)
    without = replace(waited, pauses=(a_pause("2026-10-05 08:00"),))
    assert proposed(without, *[took(11)] * 10)[1] is ProposalBasis.DEFAULT


def test_a_wait_that_a_newer_status_ended_is_one_too() -> None:
    (pause,) = (a_pause("2026-10-05 08:00"),)
    waited = replace(
        COURSE,
        due_on=date(2026, 10, 20),
        pauses=(replace(pause, over_at=vn("2026-10-08 08:00")),),
    )

    assert proposed(waited, *[took(11)] * 10) == ("2026-10-21", ProposalBasis.HISTORY)


@pytest.mark.parametrize(
    "strange",
    [
        pytest.param((vn("2025-01-06 08:00"), vn("2026-01-30 16:00")), id="of older years"),
        pytest.param((vn("2026-03-02 08:00"), vn("2062-03-20 16:00")), id="of a year to come"),
        pytest.param((vn("2026-03-20 08:00"), vn("2026-03-02 16:00")), id="reversed"),
    ],
)
def test_what_the_calendar_cannot_count_is_left_out(strange: Span) -> None:
    assert proposed(COURSE, *[strange] * 20)[1] is ProposalBasis.DEFAULT
    assert proposed(COURSE, *[strange] * 20, *[took(11)] * 10)[1] is ProposalBasis.HISTORY


def test_without_a_receipt_no_history_fits() -> None:
    found = proposed(replace(COURSE, received_at=None), *[took(11)] * 20)

    assert found == ("2026-10-22", ProposalBasis.DEFAULT)


# The steps


def test_the_steps_ahead_are_counted_from_now() -> None:
    course = replace(COURSE, ahead=(days_term(3), hours_term(4), days_term(1)))

    assert proposed(course) == ("2026-10-20", ProposalBasis.STEPS)


@pytest.mark.parametrize(
    ("ahead", "at"),
    [
        pytest.param((days_term(1),), BEFORE, id="they end before the old date"),
        pytest.param((days_term(2),), BEFORE, id="they end on the old date"),
        pytest.param((hours_term(1),), vn("2026-10-15 09:00"), id="they end today"),
    ],
)
def test_it_is_always_after_the_old_date(ahead: tuple[Term, ...], at: datetime) -> None:
    found = proposed(replace(COURSE, ahead=ahead), at=at)

    assert found == ("2026-10-16", ProposalBasis.STEPS)


def test_it_is_always_after_the_day_of_the_letter() -> None:
    found = proposed(replace(COURSE, ahead=(hours_term(1),)), at=vn("2026-10-20 09:00"))

    assert found == ("2026-10-21", ProposalBasis.STEPS)


def test_a_procedures_steps_count_from_the_present_one_on() -> None:
    procedure: Procedure = replace(
        a_procedure(),
        steps=(
            StepLimit("Tiếp nhận", hours_term(4)),
            StepLimit("Thẩm tra hồ sơ", days_term(6)),
            StepLimit("Trình ký", days_term(2)),
        ),
    )

    assert steps_ahead(procedure, "thẩm tra hồ sơ") == (days_term(6), days_term(2))
    assert steps_ahead(procedure, "Trình ký") == (days_term(2),)
    assert steps_ahead(procedure, "Xác minh") == ()
    assert steps_ahead(None, "Trình ký") == ()


# Neither


def test_where_nothing_is_known_five_working_days_are_added() -> None:
    assert proposed() == ("2026-10-22", ProposalBasis.DEFAULT)
    late = proposed(at=vn("2026-10-20 09:00"))
    assert late == ("2026-10-27", ProposalBasis.DEFAULT)


def test_a_day_off_is_no_working_day() -> None:
    course = replace(COURSE, due_on=date(2026, 11, 17))

    assert proposed(course)[0] == "2026-11-25"


# Never further than the procedure's whole term


@pytest.mark.parametrize(
    ("term", "new_due_on"),
    [
        pytest.param(days_term(10), "2026-10-29", id="ten working days"),
        pytest.param(days_term(3), "2026-10-20", id="three"),
        pytest.param(hours_term(4), "2026-10-16", id="half a day"),
        pytest.param(Term(1, TermUnit.SAME_DAY), "2026-10-16", id="the same day"),
        pytest.param(Term(7, TermUnit.CALENDAR_DAYS), "2026-10-22", id="a week"),
        pytest.param(None, "2026-10-29", id="none: as long as it was given"),
    ],
)
def test_it_is_never_further_than_the_whole_term(term: Term | None, new_due_on: str) -> None:
    found = proposed(replace(COURSE, term=term), *[took(60)] * 10)

    assert found == (new_due_on, ProposalBasis.HISTORY)


def test_the_term_counts_from_a_letter_that_comes_late_on_a_day_of_rest() -> None:
    course = replace(COURSE, term=days_term(2))

    found = proposed(course, *[took(60)] * 10, at=vn("2026-10-17 09:00"))

    assert found == ("2026-10-20", ProposalBasis.HISTORY)


def test_without_term_and_receipt_the_default_stands() -> None:
    course = Course(received_at=None, due_on=date(2026, 10, 15))

    assert propose(course, [], POLICY_2026, at=BEFORE) == Proposal(
        new_due_on=date(2026, 10, 22), basis=ProposalBasis.DEFAULT
    )


def test_beyond_the_loaded_years_there_is_no_date() -> None:
    with pytest.raises(CalendarGapError):
        proposed(replace(COURSE, due_on=date(2026, 12, 30)), at=vn("2026-12-29 09:00"))
