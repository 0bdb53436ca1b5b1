"""An explanation tells every day between receipt and due date, and adds up."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import CalendarSpec, RowStatus
from monitor.domain.counting import HOUR, count_due
from monitor.domain.dossier import Pause
from monitor.domain.errors import CalendarGapError
from monitor.domain.explanation import (
    Converted,
    Counted,
    Explanation,
    Held,
    Interrupted,
    Rolled,
    Skipped,
    Step,
    Waited,
    explain,
    explain_stopped,
)
from monitor.domain.ignored_pauses import WhyIgnored
from monitor.domain.instants import VIETNAM
from monitor.domain.policy import DayEnd, Policy
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import Term, TermUnit
from tests.builders import (
    POLICY_2026,
    a_closure,
    a_pause,
    a_spec,
    days_term,
    hours_term,
    vn,
)
from tests.domain.strategies import calendar_specs, instants, pauses, thoroughly
from tests.domain.test_counting import SAME_DAY, TERMS, calendar_days, count_or_pass

DAY = timedelta(days=1)


def noon(day: str) -> datetime:
    return vn(f"{day} 12:00")


def steps_of(
    received: str,
    term: Term,
    *waits: Pause,
    rule: OnSupplement = OnSupplement.RESUME,
) -> tuple[Step, ...]:
    return explain(vn(received), term, POLICY_2026, pauses=waits, rule=rule).steps


def test_working_days_are_told_in_runs_between_the_days_that_do_not_count() -> None:
    steps = steps_of("2026-11-20 08:00", days_term(3))

    assert steps == (
        Skipped(day=date(2026, 11, 21)),
        Skipped(day=date(2026, 11, 22)),
        Counted(first=noon("2026-11-23"), last=noon("2026-11-23"), amount=1),
        Skipped(
            day=date(2026, 11, 24),
            title="off 2026-11-24",
            source="a notice",
            status=RowStatus.DECIDED,
        ),
        Counted(first=noon("2026-11-25"), last=noon("2026-11-26"), amount=2),
    )


def test_working_hours_are_told_session_by_session() -> None:
    steps = steps_of("2026-11-06 16:00", hours_term(3))

    assert steps == (
        Counted(first=vn("2026-11-06 16:00"), last=vn("2026-11-06 17:00"), amount=3600),
        Skipped(day=date(2026, 11, 7)),
        Skipped(day=date(2026, 11, 8)),
        Counted(first=vn("2026-11-09 07:00"), last=vn("2026-11-09 09:00"), amount=7200),
    )


def test_a_pause_cuts_the_hours_it_covers() -> None:
    steps = steps_of(
        "2026-11-02 08:00", hours_term(4), a_pause("2026-11-02 09:00", "2026-11-02 14:00")
    )

    assert steps == (
        Counted(first=vn("2026-11-02 08:00"), last=vn("2026-11-02 09:00"), amount=3600),
        Waited(
            paused_at=vn("2026-11-02 09:00"),
            resumed_at=vn("2026-11-02 14:00"),
            starts_again=False,
        ),
        Counted(first=vn("2026-11-02 14:00"), last=vn("2026-11-02 17:00"), amount=10800),
    )


def test_a_pause_outside_office_hours_is_told_all_the_same() -> None:
    night = a_pause("2026-11-02 18:00", "2026-11-02 20:00")

    steps = steps_of("2026-11-02 16:00", hours_term(2), night)

    assert steps[1] == Waited(
        paused_at=vn("2026-11-02 18:00"), resumed_at=vn("2026-11-02 20:00"), starts_again=False
    )


def test_hours_from_a_date_without_a_time_stop_when_full_and_roll_over_a_later_pause() -> None:
    steps = steps_of(
        "2026-11-06 00:00", hours_term(4), a_pause("2026-11-06 14:00", "2026-11-09 09:00")
    )

    assert steps == (
        Counted(first=vn("2026-11-06 07:00"), last=vn("2026-11-06 11:00"), amount=4 * HOUR),
        Waited(
            paused_at=vn("2026-11-06 14:00"),
            resumed_at=vn("2026-11-09 09:00"),
            starts_again=False,
        ),
        Rolled(day=date(2026, 11, 6), to=date(2026, 11, 9)),
    )


def test_a_pause_from_the_evening_of_the_last_day_is_told() -> None:
    steps = steps_of(
        "2026-11-02 08:00", days_term(1), a_pause("2026-11-03 17:30", "2026-11-05 09:00")
    )

    assert steps == (
        Counted(first=noon("2026-11-03"), last=noon("2026-11-03"), amount=1),
        Waited(
            paused_at=vn("2026-11-03 17:30"),
            resumed_at=vn("2026-11-05 09:00"),
            starts_again=False,
        ),
    )


def test_a_calendar_term_that_ends_on_a_day_of_rest_rolls() -> None:
    steps = steps_of("2026-11-02 08:00", calendar_days(5))

    assert steps == (
        Counted(first=noon("2026-11-03"), last=noon("2026-11-07"), amount=5),
        Rolled(day=date(2026, 11, 7), to=date(2026, 11, 9)),
    )


def test_a_pause_takes_its_days_out_of_the_count() -> None:
    steps = steps_of(
        "2026-11-02 08:00", days_term(3), a_pause("2026-11-03 10:00", "2026-11-05 09:00")
    )

    assert steps == (
        Counted(first=noon("2026-11-03"), last=noon("2026-11-03"), amount=1),
        Waited(
            paused_at=vn("2026-11-03 10:00"),
            resumed_at=vn("2026-11-05 09:00"),
            starts_again=False,
        ),
        Counted(first=noon("2026-11-06"), last=noon("2026-11-06"), amount=1),
        Skipped(day=date(2026, 11, 7)),
        Skipped(day=date(2026, 11, 8)),
        Counted(first=noon("2026-11-09"), last=noon("2026-11-09"), amount=1),
    )


def test_a_pause_within_a_day_is_told_and_costs_no_day() -> None:
    steps = steps_of(
        "2026-11-02 08:00", days_term(2), a_pause("2026-11-03 10:00", "2026-11-03 11:00")
    )

    assert [type(step).__name__ for step in steps] == ["Counted", "Waited", "Counted"]


def test_an_answer_on_a_sunday_rolls_the_end_to_the_monday() -> None:
    steps = steps_of(
        "2026-11-05 08:00", days_term(1), a_pause("2026-11-06 10:00", "2026-11-08 20:00")
    )

    assert steps[-1] == Rolled(day=date(2026, 11, 8), to=date(2026, 11, 9))


def test_a_reset_tells_the_restart_and_counts_from_it() -> None:
    wait = a_pause("2026-11-03 10:00", "2026-11-05 09:00")

    steps = steps_of("2026-11-02 08:00", days_term(2), wait, rule=OnSupplement.RESET)

    assert steps == (
        Waited(
            paused_at=vn("2026-11-03 10:00"),
            resumed_at=vn("2026-11-05 09:00"),
            starts_again=True,
        ),
        Counted(first=noon("2026-11-06"), last=noon("2026-11-06"), amount=1),
        Skipped(day=date(2026, 11, 7)),
        Skipped(day=date(2026, 11, 8)),
        Counted(first=noon("2026-11-09"), last=noon("2026-11-09"), amount=1),
    )


def test_a_clock_that_runs_on_tells_no_pause() -> None:
    wait = a_pause("2026-11-03 10:00", "2026-11-05 09:00")

    steps = steps_of("2026-11-02 08:00", days_term(2), wait, rule=OnSupplement.RUN)

    assert steps == (Counted(first=noon("2026-11-03"), last=noon("2026-11-04"), amount=2),)


@pytest.mark.parametrize(
    ("received", "day"),
    [
        pytest.param("2026-11-02 08:00", "2026-11-02", id="the day of receipt itself"),
        pytest.param("2026-11-02 16:00", "2026-11-03", id="the next one after the cut-off"),
    ],
)
def test_a_same_day_term_counts_one_day(received: str, day: str) -> None:
    steps = steps_of(received, SAME_DAY)

    assert steps == (Counted(first=noon(day), last=noon(day), amount=1),)


def test_months_are_told_with_the_days_they_come_to() -> None:
    told = explain(vn("2026-11-02 08:00"), Term(1, TermUnit.MONTHS), POLICY_2026)

    assert told.total == 30
    assert told.steps == (
        Converted(start=vn("2026-11-02 08:00"), amount=30),
        Counted(first=noon("2026-11-03"), last=noon("2026-12-02"), amount=30),
    )


def test_half_a_day_is_told_with_the_hours_it_comes_to() -> None:
    steps = steps_of("2026-11-02 16:00", Term(1, TermUnit.HALF_DAYS))

    assert steps == (
        Converted(start=vn("2026-11-02 16:00"), amount=4 * HOUR),
        Counted(first=vn("2026-11-02 16:00"), last=vn("2026-11-02 17:00"), amount=HOUR),
        Counted(first=vn("2026-11-03 07:00"), last=vn("2026-11-03 10:00"), amount=3 * HOUR),
    )


def test_a_suspension_is_told_day_by_day_for_calendar_days_too() -> None:
    stopped = a_closure("2026-04-01", "2026-04-02", suspends_terms=True)
    policy = Policy(calendar=WorkingCalendar(a_spec(closures=(stopped,))))

    told = explain(vn("2026-03-30 08:00"), calendar_days(3), policy)

    assert [step.source for step in told.steps if isinstance(step, Skipped)] == 2 * ["an order"]
    assert told.due_at == vn("2026-04-06 17:00")
    assert told.closures == ()


def test_a_closure_that_the_count_went_on_through_is_told_beside() -> None:
    shut = a_closure("2026-04-01", "2026-04-22")
    policy = Policy(calendar=WorkingCalendar(a_spec(closures=(shut,))))

    told = explain(vn("2026-03-30 08:00"), days_term(3), policy)

    assert told.closures == (shut,)
    assert [type(step) for step in told.steps] == [Counted]


def test_an_explanation_repeats_what_it_explains() -> None:
    told = explain(vn("2026-11-02 08:00"), days_term(3), POLICY_2026)

    assert told.received_at == vn("2026-11-02 08:00")
    assert told.term == days_term(3)
    assert told.due_at == count_due(vn("2026-11-02 08:00"), days_term(3), POLICY_2026)


def test_a_count_beyond_the_loaded_years_is_a_gap() -> None:
    with pytest.raises(CalendarGapError):
        explain(vn("2026-12-28 08:00"), days_term(10), POLICY_2026)


@thoroughly
@given(
    policy=st.builds(
        Policy,
        calendar=calendar_specs().map(WorkingCalendar),
        day_end=st.sampled_from(DayEnd),
    ),
    received_at=instants,
    term=TERMS,
    waits=pauses,
    rule=st.sampled_from(OnSupplement),
)
def test_the_spans_sum_to_the_term_and_end_where_the_count_ends(
    policy: Policy,
    received_at: datetime,
    term: Term,
    waits: tuple[Pause, ...],
    rule: OnSupplement,
) -> None:
    due_at = count_or_pass(received_at, term, policy, waits, rule=rule)

    told = explain(received_at, term, policy, pauses=waits, rule=rule)

    assert sum(step.amount for step in told.steps if isinstance(step, Counted)) == told.total
    assert told.due_at == due_at
    match term.unit:
        case TermUnit.WORKING_HOURS:
            assert told.total == term.amount * HOUR
        case TermUnit.HALF_DAYS:
            assert told.total == term.amount * policy.calendar.usual_day // 2
        case TermUnit.MONTHS:
            assert 28 * term.amount <= told.total <= 31 * term.amount
        case _:
            assert told.total == term.amount
    if term.is_by_the_hour:
        assert policy.calendar.position(end_of(told)) == policy.calendar.position(due_at)
    else:
        assert end_of(told).date() == due_at.date()


@thoroughly
@given(spec=calendar_specs(), received_at=instants, term=TERMS, waits=pauses)
def test_every_day_after_the_receipt_is_told_once(
    spec: CalendarSpec, received_at: datetime, term: Term, waits: tuple[Pause, ...]
) -> None:
    policy = Policy(calendar=WorkingCalendar(spec))
    by_day = replace(term, unit=TermUnit.WORKING_DAYS)
    due_at = count_or_pass(received_at, by_day, policy, waits)

    told = explain(received_at, by_day, policy, pauses=waits)

    days = [day for step in told.steps for day in days_of(step)]
    assert len(days) == len(set(days))
    between = range(1, (due_at.date() - received_at.date()).days + 1)
    assert set(days) == {received_at.date() + timedelta(days=n) for n in between}


# Seconds


def test_parts_of_a_second_do_not_count() -> None:
    received_at = vn("2026-11-02 08:00:10").replace(microsecond=700_000)
    wait = Pause(
        paused_at=vn("2026-11-02 09:00:00").replace(microsecond=1),
        resumed_at=vn("2026-11-02 10:00:00").replace(microsecond=999_999),
    )

    told = explain(received_at, hours_term(4), POLICY_2026, pauses=(wait,))

    assert told.starts_at == vn("2026-11-02 08:00:10")
    assert amounts_of(told.steps) == [3590, 5400, 4 * HOUR - 3590 - 5400]


def amounts_of(steps: tuple[Step, ...]) -> list[int]:
    return [step.amount for step in steps if isinstance(step, Counted)]


# A dossier that waits


def stopped(
    received: str,
    term: Term,
    since: str,
    *waits: Pause,
    rule: OnSupplement = OnSupplement.RESUME,
) -> Explanation | Interrupted:
    return explain_stopped(
        vn(received), term, POLICY_2026, stopped_at=vn(since), pauses=waits, rule=rule
    )


def test_a_count_ends_at_the_pause_that_still_runs() -> None:
    since = "2026-11-09 10:00"

    told = stopped("2026-11-04 08:00", days_term(10), since, a_pause(since))

    assert isinstance(told, Interrupted)
    assert told.steps == (
        Counted(first=noon("2026-11-05"), last=noon("2026-11-06"), amount=2),
        Skipped(day=date(2026, 11, 7)),
        Skipped(day=date(2026, 11, 8)),
        Counted(first=noon("2026-11-09"), last=noon("2026-11-09"), amount=1),
        Held(paused_at=vn(since), starts_again=False),
    )
    assert (told.used, told.left, told.total) == (3, 7, 10)
    assert told.ignored == ()


def test_hours_end_to_the_minute_at_the_pause_that_still_runs() -> None:
    night = a_pause("2026-11-02 18:00", "2026-11-02 20:00")

    told = stopped(
        "2026-11-02 16:00",
        hours_term(8),
        "2026-11-03 08:30",
        night,
        a_pause("2026-11-03 08:30"),
    )

    assert isinstance(told, Interrupted)
    assert [type(step) for step in told.steps] == [Counted, Waited, Counted, Held]
    assert (told.used, told.left) == (9_000, 8 * HOUR - 9_000)


def test_a_pause_that_ended_after_closing_is_told_before_the_one_that_still_runs() -> None:
    evening = a_pause("2026-11-02 18:00", "2026-11-02 20:00")

    told = stopped("2026-11-02 16:00", hours_term(8), "2026-11-02 21:00", evening)

    assert [type(step) for step in told.steps] == [Counted, Waited, Held]


def test_a_term_that_starts_anew_does_so_from_the_last_pause_that_ended() -> None:
    ended, still = a_pause("2026-11-03 10:00", "2026-11-05 09:00"), a_pause("2026-11-10 10:00")

    told = stopped(
        "2026-11-02 08:00",
        days_term(10),
        "2026-11-10 10:00",
        *(ended, still),
        rule=OnSupplement.RESET,
    )

    assert isinstance(told, Interrupted)
    assert told.starts_at == vn("2026-11-05 09:00")
    assert isinstance(told.steps[0], Waited)
    assert told.steps[-1] == Held(paused_at=vn("2026-11-10 10:00"), starts_again=True)
    assert told.used == 3


def test_a_pause_before_the_receipt_leaves_the_whole_term() -> None:
    told = stopped("2026-11-02 08:00", days_term(10), "2026-10-30 08:00", a_pause("2026-10-30"))

    assert isinstance(told, Interrupted)
    assert told.steps == (Held(paused_at=vn("2026-11-02 08:00"), starts_again=False),)
    assert told.used == 0
    assert whys(told) == [WhyIgnored.CUT_AT_RECEIPT]


def test_a_term_that_had_passed_before_the_pause_is_told_to_its_end() -> None:
    told = stopped("2026-11-02 08:00", days_term(2), "2026-11-05", a_pause("2026-11-05"))

    assert isinstance(told, Explanation)
    assert told.due_at == vn("2026-11-04 17:00")
    assert whys(told) == [WhyIgnored.BEGUN_LATE]


def test_a_pause_on_the_last_day_leaves_nothing_of_the_term() -> None:
    told = stopped("2026-11-02 08:00", calendar_days(5), "2026-11-09 08:00")

    assert isinstance(told, Interrupted)
    assert told.left == 0
    assert not any(isinstance(step, Rolled) for step in told.steps)


def test_of_pauses_that_overlap_the_one_that_still_runs_the_clock_stops_at_the_first() -> None:
    ended, inside = a_pause("2026-11-04", "2026-11-06"), a_pause("2026-11-09", "2026-11-10")

    told = stopped(
        "2026-11-02 08:00", days_term(10), "2026-11-05", ended, inside, a_pause("2026-11-05")
    )

    assert isinstance(told, Interrupted)
    assert told.steps[-1] == Held(paused_at=vn("2026-11-04"), starts_again=False)
    assert whys(told) == [WhyIgnored.OVERLAPS, WhyIgnored.OVERLAPS]


def test_while_a_dossier_waits_the_loaded_years_may_end_before_its_term() -> None:
    told = stopped("2026-12-28 08:00", days_term(10), "2026-12-30 08:00")

    assert isinstance(told, Interrupted)
    assert told.used == 2


# Pauses without effect


def whys(told: Explanation | Interrupted) -> list[WhyIgnored]:
    return [one.why for one in told.ignored]


@pytest.mark.parametrize(
    ("waits", "expected"),
    [
        pytest.param([("2026-11-03", "2026-11-04")], [], id="one that counts"),
        pytest.param(
            [("2026-11-05", "2026-11-03")], [WhyIgnored.REVERSED], id="ends before it begins"
        ),
        pytest.param(
            [("2026-10-28", "2026-10-30")], [WhyIgnored.BEFORE_RECEIPT], id="before the receipt"
        ),
        pytest.param(
            [("2026-10-30", "2026-11-03")], [WhyIgnored.CUT_AT_RECEIPT], id="from before it"
        ),
        pytest.param(
            [("2026-11-30", "2026-12-02")], [WhyIgnored.BEGUN_LATE], id="after the term"
        ),
        pytest.param([("2026-11-30", None)], [WhyIgnored.BEGUN_LATE], id="open, after it"),
        pytest.param([("2026-11-03", None)], [WhyIgnored.UNFINISHED], id="open, within it"),
        pytest.param(
            [("2026-11-03", "2026-11-06"), ("2026-11-04", "2026-11-05")],
            [WhyIgnored.OVERLAPS],
            id="one within another",
        ),
        pytest.param(
            [("2026-11-03", "2026-11-05"), ("2026-11-05", "2026-11-06")],
            [WhyIgnored.ADJOINS],
            id="one after another",
        ),
        pytest.param(
            [("2026-11-03", "2026-11-05"), ("2026-11-03", "2026-11-06")],
            [WhyIgnored.OVERLAPS],
            id="begun at once",
        ),
    ],
)
def test_what_a_pause_does_not_do_is_told_with_its_reason(
    waits: list[tuple[str, str | None]], expected: list[WhyIgnored]
) -> None:
    pauses = tuple(a_pause(*wait) for wait in reversed(waits))

    told = explain(vn("2026-11-02 08:00"), days_term(5), POLICY_2026, pauses=pauses)

    assert whys(told) == expected


def test_what_is_ignored_is_told_as_the_source_has_it() -> None:
    late = a_pause("2026-11-30 08:00", "2026-12-02 09:00")

    told = explain(vn("2026-11-02 08:00"), days_term(5), POLICY_2026, pauses=(late,))

    assert told.ignored[0].paused_at == vn("2026-11-30 08:00")
    assert told.ignored[0].resumed_at == vn("2026-12-02 09:00")


def test_where_the_clock_runs_on_every_pause_is_told_so() -> None:
    pauses = (a_pause("2026-11-05", "2026-11-06"), a_pause("2026-11-03"))

    told = explain(
        vn("2026-11-02 08:00"),
        days_term(2),
        POLICY_2026,
        pauses=pauses,
        rule=OnSupplement.RUN,
    )

    assert whys(told) == [WhyIgnored.RUNS_ON, WhyIgnored.RUNS_ON]
    assert told.ignored[0].resumed_at is None


@thoroughly
@given(
    spec=calendar_specs(),
    received_at=instants,
    term=TERMS,
    waits=pauses,
    rule=st.sampled_from([OnSupplement.RESUME, OnSupplement.RESET]),
)
def test_every_pause_is_a_step_or_is_told_why_not(
    spec: CalendarSpec,
    received_at: datetime,
    term: Term,
    waits: tuple[Pause, ...],
    rule: OnSupplement,
) -> None:
    policy = Policy(calendar=WorkingCalendar(spec))
    count_or_pass(received_at, term, policy, waits, rule=rule)

    told = explain(received_at, term, policy, pauses=waits, rule=rule)

    steps = [step for step in told.steps if isinstance(step, Waited)]
    ignored = [one for one in told.ignored if one.why is not WhyIgnored.CUT_AT_RECEIPT]
    assert len(steps) + len(ignored) == len(waits)


@thoroughly
@given(
    spec=calendar_specs(),
    received_at=instants,
    term=TERMS,
    waits=pauses,
    since=instants,
)
def test_a_count_goes_on_from_where_a_pause_had_stopped_it(
    spec: CalendarSpec,
    received_at: datetime,
    term: Term,
    waits: tuple[Pause, ...],
    since: datetime,
) -> None:
    policy = Policy(calendar=WorkingCalendar(spec))
    count_or_pass(received_at, term, policy, waits)
    paused = (*waits, Pause(paused_at=since))

    told = explain_stopped(received_at, term, policy, stopped_at=since, pauses=paused)

    if isinstance(told, Explanation):
        assert WhyIgnored.BEGUN_LATE in whys(told)
        return
    steps = [step for step in told.steps if isinstance(step, Waited | Held)]
    ignored = [one for one in told.ignored if one.why is not WhyIgnored.CUT_AT_RECEIPT]
    assert len(steps) + len(ignored) == len(paused)
    assert sum(amounts_of(told.steps)) == told.used <= told.total
    assert told.steps[-1] == steps[-1]
    whole = explain(received_at, term, policy, pauses=until(told.until, paused))
    assert told.used == told.total - left_after(told.until, whole, term)


def until(end: datetime, paused: tuple[Pause, ...]) -> tuple[Pause, ...]:
    """Return the pauses that had ended by `end`."""
    return tuple(one for one in paused if one.resumed_at is not None and one.resumed_at < end)


def left_after(end: datetime, whole: Explanation, term: Term) -> int:
    """Return what a whole count has after `end`: after its day, for terms of days."""
    left = 0
    for step in whole.steps:
        if not isinstance(step, Counted):
            continue
        if term.is_by_the_hour:
            left += max(0, int((step.last - max(step.first, end)).total_seconds()))
        else:
            after = (step.last.date() - max(step.first.date() - DAY, end.date())).days
            left += max(0, after)
    return left


def end_of(told: Explanation) -> datetime:
    """Return where the steps end, whatever `due_at` says."""
    ends = [told.received_at]
    for step in told.steps:
        match step:
            case Counted(last=last):
                ends.append(last)
            case Waited(resumed_at=resumed_at):
                ends.append(resumed_at)
            case Rolled(to=to):
                ends.append(datetime(to.year, to.month, to.day, tzinfo=VIETNAM))
            case Skipped() | Converted() | Held():
                pass
    return max(ends)


def days_of(step: Step) -> list[date]:
    """Return the days that a step of a day term speaks of."""
    match step:
        case Counted(first=first, last=last):
            start, end = first.date(), last.date()
        case Waited(paused_at=paused_at, resumed_at=resumed_at):
            start, end = paused_at.date() + timedelta(days=1), resumed_at.date()
        case Skipped(day=day):
            start = end = day
        case Rolled(day=day, to=to):
            start, end = day + timedelta(days=1), to
        case Converted() | Held():
            return []
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]
