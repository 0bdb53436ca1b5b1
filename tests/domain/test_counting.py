"""The table of terms (design of time): each row, and slow counters that agree."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import CalendarSpec, DatedDay
from monitor.domain.counting import count_due, ended_waits
from monitor.domain.day_plan import changed_days, plan_of
from monitor.domain.dossier import Pause
from monitor.domain.errors import CalendarGapError, NaiveTimeError
from monitor.domain.instants import is_date_only, midnight, vietnam_day
from monitor.domain.policy import DayEnd, Policy
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import Term, TermUnit
from tests.builders import (
    OFFICE_HOURS,
    POLICY_2026,
    WORKING_WEEK,
    a_closure,
    a_pause,
    a_spec,
    days_term,
    hours_term,
    vn,
)
from tests.domain import naive
from tests.domain.strategies import (
    amounts,
    calendar_specs,
    dated_days,
    instants,
    minute_by_minute,
    pauses,
    thoroughly,
)

SAME_DAY = Term(1, TermUnit.SAME_DAY)
TERMS = st.builds(
    lambda amount, unit: Term(1 if unit is TermUnit.SAME_DAY else amount, unit),
    amounts,
    st.sampled_from([unit for unit in TermUnit if unit is not TermUnit.MONTHS]),
) | st.builds(Term, st.integers(1, 6), st.just(TermUnit.MONTHS))


def calendar_days(amount: int) -> Term:
    return Term(amount, TermUnit.CALENDAR_DAYS)


def due(
    received: str,
    term: Term,
    *waits: Pause,
    rule: OnSupplement = OnSupplement.RESUME,
    policy: Policy = POLICY_2026,
) -> str:
    due_at = count_due(vn(received), term, policy, pauses=waits, rule=rule)
    return f"{due_at:%Y-%m-%d %H:%M}"


# Working days


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        pytest.param("2026-11-02 08:00", 1, "2026-11-03", id="the day of receipt is day 0"),
        pytest.param("2026-11-02 23:59", 1, "2026-11-03", id="whatever the hour"),
        pytest.param("2026-11-06 08:00", 1, "2026-11-09", id="a weekend is skipped"),
        pytest.param("2026-11-07 09:00", 1, "2026-11-09", id="received on a Saturday"),
        pytest.param("2026-11-08 00:00", 2, "2026-11-10", id="received on a Sunday"),
        pytest.param("2026-08-17 08:00", 5, "2026-08-22", id="a make-up Saturday counts"),
        pytest.param("2026-08-28 08:00", 1, "2026-09-03", id="an exchanged Monday does not"),
        pytest.param("2026-11-20 08:00", 1, "2026-11-23", id="a proposed day off counts"),
        pytest.param("2026-11-23 08:00", 1, "2026-11-25", id="a decided day off does not"),
        pytest.param("2026-02-13 08:00", 1, "2026-02-23", id="over the Lunar New Year"),
        pytest.param("2026-01-05 08:00", 30, "2026-02-13", id="long, with a make-up day"),
    ],
)
def test_working_days_end_at_closing(received: str, amount: int, expected: str) -> None:
    assert due(received, days_term(amount)) == f"{expected} 17:00"


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        pytest.param("2026-11-02 09:15", "2026-11-03 09:15", id="the clock of the receipt"),
        pytest.param("2026-11-02 19:00", "2026-11-03 17:00", id="never after closing"),
        pytest.param("2026-11-02 05:00", "2026-11-03 07:00", id="nor before opening"),
        pytest.param("2026-11-02 00:00", "2026-11-03 17:00", id="a date has no clock"),
        pytest.param("2026-11-01 09:15", "2026-11-02 17:00", id="a day of rest has none"),
    ],
)
def test_working_days_may_end_at_the_time_of_receipt(received: str, expected: str) -> None:
    policy = replace(POLICY_2026, day_end=DayEnd.SAME_TIME)

    assert due(received, days_term(1), policy=policy) == expected


# Working hours


@pytest.mark.parametrize(
    ("received", "hours", "expected"),
    [
        pytest.param("2026-11-02 08:00", 2, "2026-11-02 10:00", id="within a morning"),
        pytest.param("2026-11-02 10:30", 2, "2026-11-02 14:30", id="over noon"),
        pytest.param("2026-11-02 10:30", 1, "2026-11-02 11:30", id="ends at closing, shown so"),
        pytest.param("2026-11-02 13:30", 8, "2026-11-03 11:30", id="over a night"),
        pytest.param("2026-11-06 16:00", 2, "2026-11-09 08:00", id="over a weekend"),
        pytest.param("2026-11-02 05:00", 1, "2026-11-02 08:00", id="before opening"),
        pytest.param("2026-11-02 12:00", 1, "2026-11-02 14:30", id="at noon"),
        pytest.param("2026-11-02 18:00", 1, "2026-11-03 08:00", id="after closing"),
        pytest.param("2026-11-07 09:00", 1, "2026-11-09 08:00", id="on a day of rest"),
        pytest.param("2026-11-23 16:00", 2, "2026-11-25 08:00", id="over a decided day off"),
    ],
)
def test_working_hours_run_from_the_receipt_or_the_next_opening(
    received: str, hours: int, expected: str
) -> None:
    assert due(received, hours_term(hours)) == expected


# Calendar days


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        pytest.param("2026-11-02 08:00", 3, "2026-11-05", id="every day counts"),
        pytest.param("2026-11-02 08:00", 5, "2026-11-09", id="an end on a Saturday rolls"),
        pytest.param("2026-11-02 08:00", 22, "2026-11-25", id="an end on a day off rolls"),
        pytest.param("2026-08-17 08:00", 5, "2026-08-22", id="a make-up Saturday holds it"),
    ],
)
def test_calendar_days_roll_to_a_working_day_at_closing(
    received: str, amount: int, expected: str
) -> None:
    same_time = replace(POLICY_2026, day_end=DayEnd.SAME_TIME)

    assert due(received, calendar_days(amount)) == f"{expected} 17:00"
    assert due(received, calendar_days(amount), policy=same_time) == f"{expected} 17:00"


# The same day


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        pytest.param("2026-11-02 08:00", "2026-11-02", id="in the morning"),
        pytest.param("2026-11-02 15:00", "2026-11-02", id="at the cut-off"),
        pytest.param("2026-11-02 15:01", "2026-11-03", id="after the cut-off"),
        pytest.param("2026-11-06 16:00", "2026-11-09", id="after it on a Friday"),
        pytest.param("2026-11-07 08:00", "2026-11-09", id="on a day of rest"),
        pytest.param("2026-11-02 00:00", "2026-11-02", id="a date without a time"),
        pytest.param("2026-11-02 05:00", "2026-11-02", id="before opening"),
    ],
)
def test_same_day_terms_end_at_closing(received: str, expected: str) -> None:
    same_time = replace(POLICY_2026, day_end=DayEnd.SAME_TIME)

    assert due(received, SAME_DAY) == f"{expected} 17:00"
    assert due(received, SAME_DAY, policy=same_time) == f"{expected} 17:00"


def test_a_half_day_that_closed_before_the_cut_off_is_over() -> None:
    half_saturday = CalendarSpec(
        name="half",
        first_year=2026,
        last_year=2026,
        week=WORKING_WEEK | {5: OFFICE_HOURS[:1]},
    )
    policy = Policy(calendar=WorkingCalendar(half_saturday))

    assert due("2026-11-07 11:00", SAME_DAY, policy=policy) == "2026-11-07 11:30"
    assert due("2026-11-07 11:30", SAME_DAY, policy=policy) == "2026-11-09 17:00"


def test_the_cut_off_is_a_choice_of_the_office() -> None:
    policy = replace(POLICY_2026, same_day_cutoff=time(9))

    assert due("2026-11-02 09:30", SAME_DAY, policy=policy) == "2026-11-03 17:00"


# Pauses


@pytest.mark.parametrize(
    ("term", "wait", "expected"),
    [
        pytest.param(
            days_term(5),
            a_pause("2026-11-04 10:00", "2026-11-06 09:00"),
            "2026-11-11 17:00",
            id="working days between are given back",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-11-06 10:00", "2026-11-09 09:00"),
            "2026-11-10 17:00",
            id="the weekend among them is not",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-11-04 08:00", "2026-11-04 16:00"),
            "2026-11-09 17:00",
            id="a pause within a day gives nothing back",
        ),
        pytest.param(
            calendar_days(5),
            a_pause("2026-11-04 10:00", "2026-11-06 09:00"),
            "2026-11-09 17:00",
            id="calendar days are given back as such",
        ),
        pytest.param(
            hours_term(4),
            a_pause("2026-11-02 10:00", "2026-11-02 15:00"),
            "2026-11-02 17:00",
            id="working seconds between are given back",
        ),
        pytest.param(
            SAME_DAY,
            a_pause("2026-11-02 10:00", "2026-11-04 09:00"),
            "2026-11-04 17:00",
            id="a same-day term ends on the day the wait ends",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-11-09 10:00", "2026-11-09 18:00"),
            "2026-11-10 17:00",
            id="a wait over closing of the last day leaves the next one",
        ),
        pytest.param(
            days_term(4),
            a_pause("2026-11-06 10:00", "2026-11-08 20:00"),
            "2026-11-09 17:00",
            id="an answer on a Sunday leaves the Monday",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-11-10 00:00", "2026-11-12 09:00"),
            "2026-11-09 17:00",
            id="a pause from the day after the deadline changes nothing",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-11-09 17:00", "2026-11-12 09:00"),
            "2026-11-12 17:00",
            id="one from the closing of the due day counts",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-11-09 17:30", "2026-11-12 09:00"),
            "2026-11-12 17:00",
            id="and so does one from after it: that day it was not late",
        ),
        pytest.param(
            SAME_DAY,
            a_pause("2026-11-02 17:30", "2026-11-04 09:00"),
            "2026-11-04 17:00",
            id="a same-day term as well",
        ),
        pytest.param(
            hours_term(4),
            a_pause("2026-11-02 14:00", "2026-11-02 15:00"),
            "2026-11-02 15:00",
            id="hours: a pause from the very minute counts",
        ),
        pytest.param(
            hours_term(4),
            a_pause("2026-11-02 14:01", "2026-11-02 15:00"),
            "2026-11-02 14:00",
            id="hours: one from a minute later does not",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-11-04 10:00"),
            "2026-11-09 17:00",
            id="an open pause gives nothing back yet",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-11-06 09:00", "2026-11-04 10:00"),
            "2026-11-09 17:00",
            id="a reversed pause is left out",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-10-26 10:00", "2026-10-30 09:00"),
            "2026-11-09 17:00",
            id="a pause before the receipt gives nothing back",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-10-26 10:00", "2026-11-03 09:00"),
            "2026-11-10 17:00",
            id="one over the receipt gives back what came after it",
        ),
    ],
)
def test_resuming_gives_the_time_between_back(term: Term, wait: Pause, expected: str) -> None:
    assert due("2026-11-02 08:00", term, wait) == expected


@pytest.mark.parametrize(
    ("wait", "expected"),
    [
        pytest.param(
            a_pause("2026-11-02 14:00", "2026-11-03 09:00"), "2026-11-03 17:00", id="that day"
        ),
        pytest.param(
            a_pause("2026-11-03 07:00", "2026-11-04 09:00"), "2026-11-02 11:00", id="the next"
        ),
    ],
)
def test_hours_from_a_date_without_a_time_are_held_against_pauses_by_day(
    wait: Pause, expected: str
) -> None:
    assert due("2026-11-02 00:00", hours_term(4), wait) == expected


@pytest.mark.parametrize(
    "paused",
    ["2026-11-03 17:00", "2026-11-03 17:05", "2026-11-04 06:59", "2026-11-04 07:00"],
)
def test_hours_are_paused_until_the_next_opening_after_their_end(paused: str) -> None:
    wait = a_pause(paused, "2026-11-06 08:00")

    assert due("2026-11-03 07:00", hours_term(8), wait) == "2026-11-06 08:00"


def test_hours_that_had_passed_are_not_paused() -> None:
    wait = a_pause("2026-11-04 07:01", "2026-11-06 08:00")

    assert due("2026-11-03 07:00", hours_term(8), wait) == "2026-11-03 17:00"


def test_several_pauses_add_up_and_overlapping_ones_count_once() -> None:
    first = a_pause("2026-11-03 10:00", "2026-11-05 09:00")
    within = a_pause("2026-11-04 10:00", "2026-11-04 11:00")
    across = a_pause("2026-11-05 08:00", "2026-11-06 09:00")
    later = a_pause("2026-11-10 10:00", "2026-11-11 10:00")

    assert due("2026-11-02 08:00", days_term(5), later, across, first, within) == (
        "2026-11-13 17:00"
    )


def test_a_pause_that_the_one_before_made_possible_counts() -> None:
    first = a_pause("2026-11-09 10:00", "2026-11-11 10:00")
    second = a_pause("2026-11-11 11:00", "2026-11-12 10:00")

    assert due("2026-11-02 08:00", days_term(5), first, second) == "2026-11-12 17:00"


@pytest.mark.parametrize(
    ("term", "wait", "expected"),
    [
        pytest.param(
            days_term(5),
            a_pause("2026-11-04 10:00", "2026-11-06 09:00"),
            "2026-11-13 17:00",
            id="the term starts again when the supplement is in",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-11-04 00:00", "2026-11-04 00:00"),
            "2026-11-11 17:00",
            id="even on the day it was asked",
        ),
        pytest.param(
            hours_term(4),
            a_pause("2026-11-02 09:00", "2026-11-03 09:00"),
            "2026-11-03 15:00",
            id="hours start again as well",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-11-10 10:00", "2026-11-12 09:00"),
            "2026-11-09 17:00",
            id="not once the deadline has passed",
        ),
        pytest.param(
            days_term(5),
            a_pause("2026-10-26 10:00", "2026-10-30 09:00"),
            "2026-11-09 17:00",
            id="nor before the receipt",
        ),
    ],
)
def test_a_reset_starts_the_term_again(term: Term, wait: Pause, expected: str) -> None:
    assert due("2026-11-02 08:00", term, wait, rule=OnSupplement.RESET) == expected


def test_a_clock_that_runs_on_heeds_no_pause() -> None:
    wait = a_pause("2026-11-04 10:00", "2026-11-06 09:00")

    assert due("2026-11-02 08:00", days_term(5), wait, rule=OnSupplement.RUN) == (
        "2026-11-09 17:00"
    )


# Months, half days, and orders that stop every count


@pytest.mark.parametrize(
    ("received", "months", "expected"),
    [
        pytest.param("2026-01-05 08:00", 1, "2026-02-05", id="the day of the same number"),
        pytest.param("2026-01-31 08:00", 1, "2026-03-02", id="a shorter month, then a roll"),
        pytest.param("2026-03-31 08:00", 1, "2026-05-04", id="its last day, over holidays"),
        pytest.param("2026-01-20 08:00", 1, "2026-02-23", id="rolled over the New Year"),
        pytest.param("2026-05-31 08:00", 6, "2026-11-30", id="half a year"),
        pytest.param("2026-10-24 08:00", 1, "2026-11-25", id="rolled over a day off"),
    ],
)
def test_months_end_on_the_day_of_the_same_number(
    received: str, months: int, expected: str
) -> None:
    assert due(received, Term(months, TermUnit.MONTHS)) == f"{expected} 17:00"


def test_a_pause_gives_a_term_of_months_its_calendar_days_back() -> None:
    wait = a_pause("2026-11-04 10:00", "2026-11-06 09:00")

    assert due("2026-11-02 08:00", Term(1, TermUnit.MONTHS), wait) == "2026-12-04 17:00"


def test_months_that_start_again_are_counted_from_there() -> None:
    wait = a_pause("2026-01-31 08:00", "2026-02-28 09:00")

    told = due("2026-01-30 08:00", Term(1, TermUnit.MONTHS), wait, rule=OnSupplement.RESET)

    assert told == "2026-03-30 17:00"  # a Saturday has the number 28, not the last day


@pytest.mark.parametrize(
    ("received", "halves", "expected"),
    [
        pytest.param("2026-11-02 07:00", 1, "2026-11-02 11:00", id="half a day"),
        pytest.param("2026-11-02 16:00", 1, "2026-11-03 10:00", id="over a night"),
        pytest.param("2026-11-02 07:00", 2, "2026-11-02 17:00", id="a day"),
        pytest.param("2026-11-02 07:00", 3, "2026-11-03 11:00", id="a day and a half"),
        pytest.param("2026-11-07 08:00", 1, "2026-11-09 11:00", id="from a Saturday"),
        pytest.param("2026-11-02 00:00", 1, "2026-11-02 11:00", id="from a date"),
    ],
)
def test_half_days_are_hours_of_the_calendar_s_own_day(
    received: str, halves: int, expected: str
) -> None:
    assert due(received, Term(halves, TermUnit.HALF_DAYS)) == expected


def test_half_a_day_is_half_of_a_shorter_day_where_days_are_shorter() -> None:
    mornings = a_spec(week=dict.fromkeys(range(5), OFFICE_HOURS[:1]))
    policy = Policy(calendar=WorkingCalendar(mornings))

    assert due("2026-11-02 07:00", Term(1, TermUnit.HALF_DAYS), policy=policy) == (
        "2026-11-02 09:15"
    )


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        pytest.param(days_term(5), "2026-04-28 17:00", id="working days"),
        pytest.param(calendar_days(5), "2026-04-27 17:00", id="calendar days, then a roll"),
        pytest.param(calendar_days(30), "2026-05-21 17:00", id="more calendar days"),
        pytest.param(Term(1, TermUnit.MONTHS), "2026-05-22 17:00", id="a month"),
        pytest.param(hours_term(20), "2026-04-23 11:00", id="hours"),
        pytest.param(SAME_DAY, "2026-03-30 17:00", id="over before it"),
    ],
)
def test_an_order_that_suspends_stops_every_count(term: Term, expected: str) -> None:
    stopped = a_closure("2026-04-01", "2026-04-22", suspends_terms=True)
    policy = Policy(calendar=WorkingCalendar(a_spec(closures=(stopped,))))

    assert due("2026-03-30 07:00", term, policy=policy) == expected


@pytest.mark.parametrize("term", [days_term(5), calendar_days(5), hours_term(20)])
def test_a_closure_of_the_counter_alone_stops_no_count(term: Term) -> None:
    shut = Policy(
        calendar=WorkingCalendar(a_spec(closures=(a_closure("2026-04-01", "2026-04-22"),)))
    )
    open_ = Policy(calendar=WorkingCalendar(a_spec()))

    assert due("2026-03-30 07:00", term, policy=shut) == (
        due("2026-03-30 07:00", term, policy=open_)
    )


def test_a_pause_over_a_suspension_gives_no_day_back_twice() -> None:
    stopped = a_closure("2026-04-01", "2026-04-22", suspends_terms=True)
    policy = Policy(calendar=WorkingCalendar(a_spec(closures=(stopped,))))
    wait = a_pause("2026-03-31 10:00", "2026-04-23 09:00")

    assert due("2026-03-30 07:00", calendar_days(5), wait, policy=policy) == "2026-04-27 17:00"


# What cannot be counted


def test_a_count_beyond_the_loaded_years_is_a_gap() -> None:
    with pytest.raises(CalendarGapError):
        count_due(vn("2026-12-28 08:00"), days_term(10), POLICY_2026)


def test_a_receipt_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTimeError):
        count_due(datetime(2026, 11, 2, 8), days_term(10), POLICY_2026)  # noqa: DTZ001


# Slow counters agree


@minute_by_minute
@given(spec=calendar_specs(), received_at=instants, hours=st.integers(1, 6), waits=pauses)
def test_hours_are_the_open_minutes_outside_pauses(
    spec: CalendarSpec, received_at: datetime, hours: int, waits: tuple[Pause, ...]
) -> None:
    assume(not is_date_only(received_at))  # pauses are held against its day
    policy = Policy(calendar=WorkingCalendar(spec))
    due_at = count_or_pass(received_at, hours_term(hours), policy, waits)
    assume(due_at - received_at < timedelta(days=40))

    slow = naive.due_of_hours(spec, received_at, hours, waits)

    assert policy.calendar.position(due_at) == policy.calendar.position(slow)


@thoroughly
@given(spec=calendar_specs(), received_at=instants, amount=amounts, waits=pauses)
def test_working_days_are_those_that_began_outside_pauses(
    spec: CalendarSpec, received_at: datetime, amount: int, waits: tuple[Pause, ...]
) -> None:
    policy = Policy(calendar=WorkingCalendar(spec))

    due_at = count_or_pass(received_at, days_term(amount), policy, waits)

    slow = naive.due_on_working_day(spec, received_at.date(), amount, by_day(waits))
    assert due_at == naive.closing(spec, slow)


@thoroughly
@given(spec=calendar_specs(), received_at=instants, amount=amounts, waits=pauses)
def test_calendar_days_are_those_that_began_outside_pauses(
    spec: CalendarSpec, received_at: datetime, amount: int, waits: tuple[Pause, ...]
) -> None:
    policy = Policy(calendar=WorkingCalendar(spec))

    due_at = count_or_pass(received_at, calendar_days(amount), policy, waits)

    slow = naive.due_on_calendar_day(spec, received_at.date(), amount, by_day(waits))
    assert due_at == naive.closing(spec, slow)


@thoroughly
@given(spec=calendar_specs(), received_at=instants, months=st.integers(1, 8))
def test_months_are_the_days_of_a_walk_over_months(
    spec: CalendarSpec, received_at: datetime, months: int
) -> None:
    policy = Policy(calendar=WorkingCalendar(spec))

    due_at = count_or_pass(received_at, Term(months, TermUnit.MONTHS), policy)

    days = naive.days_of_months(received_at.date(), months)
    slow = naive.due_on_calendar_day(spec, received_at.date(), days, ())
    assert due_at == naive.closing(spec, slow)


@minute_by_minute
@given(spec=calendar_specs(), received_at=instants, halves=st.integers(1, 4))
def test_half_days_are_open_minutes(
    spec: CalendarSpec, received_at: datetime, halves: int
) -> None:
    policy = Policy(calendar=WorkingCalendar(spec))

    due_at = count_or_pass(received_at, Term(halves, TermUnit.HALF_DAYS), policy)

    assume(due_at - received_at < timedelta(days=40))
    seconds = halves * naive.half_day_seconds(spec)
    assert policy.calendar.seconds_between(received_at, due_at) == seconds
    assert naive.minutes_between(spec, received_at, due_at) == -(-seconds // 60)


@thoroughly
@given(
    spec=calendar_specs(),
    days=dated_days,
    received_at=instants,
    term=TERMS,
    how=st.tuples(pauses, st.sampled_from(OnSupplement)),
)
def test_only_what_crosses_a_changed_day_moves(
    spec: CalendarSpec,
    days: tuple[DatedDay, ...],
    received_at: datetime,
    term: Term,
    how: tuple[tuple[Pause, ...], OnSupplement],
) -> None:
    waits, rule = how
    before, after = WorkingCalendar(spec), WorkingCalendar(replace(spec, days=days))
    old = count_or_pass(received_at, term, Policy(calendar=before), waits, rule=rule)
    new = count_or_pass(received_at, term, Policy(calendar=after), waits, rule=rule)

    changed = changed_days(plan_of(before), plan_of(after))

    if not any(received_at.date() <= day <= old.date() for day in changed):
        assert new == old


def by_day(waits: tuple[Pause, ...]) -> tuple[Pause, ...]:
    """Let each pause begin with its day: for terms of days the hour says nothing."""
    return tuple(
        replace(wait, paused_at=midnight(vietnam_day(wait.paused_at))) for wait in waits
    )


@thoroughly
@given(spec=calendar_specs(), one=instants, other=instants, term=TERMS)
def test_a_later_receipt_is_never_due_earlier(
    spec: CalendarSpec, one: datetime, other: datetime, term: Term
) -> None:
    earlier, later = min(one, other), max(one, other)
    calendar = WorkingCalendar(spec)

    closing, same_time = (Policy(calendar=calendar, day_end=day_end) for day_end in DayEnd)

    assert count_or_pass(earlier, term, closing) <= count_or_pass(later, term, closing)
    assume(not is_date_only(earlier))  # it stands for its whole day
    assert count_or_pass(earlier, term, same_time) <= count_or_pass(later, term, same_time)


@thoroughly
@given(spec=calendar_specs(), received_at=instants, term=TERMS, waits=pauses)
def test_a_longer_term_is_never_due_earlier(
    spec: CalendarSpec, received_at: datetime, term: Term, waits: tuple[Pause, ...]
) -> None:
    policy = Policy(calendar=WorkingCalendar(spec))
    longer = replace(term, amount=term.amount + 1)

    assert count_or_pass(received_at, term, policy, waits) <= (
        count_or_pass(received_at, longer, policy, waits)
    )


@thoroughly
@given(
    spec=calendar_specs(),
    received_at=instants,
    term=TERMS,
    waits=pauses,
    rule=st.sampled_from(OnSupplement),
)
def test_pauses_never_shorten(
    spec: CalendarSpec,
    received_at: datetime,
    term: Term,
    waits: tuple[Pause, ...],
    rule: OnSupplement,
) -> None:
    policy = Policy(calendar=WorkingCalendar(spec))
    due_ats = [
        count_or_pass(received_at, term, policy, waits[:size], rule=rule)
        for size in range(len(waits) + 1)
    ]

    assert due_ats[0] == min(due_ats)


@thoroughly
@given(waits=pauses, since=instants)
def test_waits_are_in_order_and_apart(waits: tuple[Pause, ...], since: datetime) -> None:
    ended = ended_waits(waits, since=since)

    edges = [edge for wait in ended for edge in (wait.start, wait.end)]
    assert edges == sorted(edges)
    assert all(edge >= since for edge in edges)
    assert all(one.end < two.start for one, two in pairwise(ended))


def count_or_pass(
    received_at: datetime,
    term: Term,
    policy: Policy,
    waits: tuple[Pause, ...] = (),
    *,
    rule: OnSupplement = OnSupplement.RESUME,
) -> datetime:
    """Count a due instant; leave an example aside whose count leaves the loaded year."""
    try:
        return count_due(received_at, term, policy, pauses=waits, rule=rule)
    except CalendarGapError:
        assume(condition=False)
        raise
