"""The working calendar counts what a slow walk over the clock counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import CalendarSpec, DatedDay, DayKind, RowStatus
from monitor.domain.errors import (
    CalendarConflictError,
    CalendarGapError,
    NaiveTimeError,
)
from tests.builders import (
    CALENDAR_2026,
    OFFICE_HOURS,
    WORKING_WEEK,
    a_calendar,
    a_day_off,
    a_make_up_day,
    vn,
)
from tests.domain import naive
from tests.domain.strategies import (
    FIRST,
    calendar_specs,
    instants,
    minute_by_minute,
    thoroughly,
)


@minute_by_minute
@given(spec=calendar_specs(), one=instants, other=instants)
def test_seconds_between_two_instants_are_the_open_minutes(
    spec: CalendarSpec, one: datetime, other: datetime
) -> None:
    start, end = min(one, other), max(one, other)
    calendar = WorkingCalendar(spec)

    seconds = calendar.seconds_between(start, end)

    assert seconds == 60 * naive.minutes_between(spec, start, end)
    assert calendar.seconds_between(end, start) == -seconds


@minute_by_minute
@given(spec=calendar_specs(), at=instants)
def test_both_instants_of_a_position_lead_back_to_it(spec: CalendarSpec, at: datetime) -> None:
    calendar = WorkingCalendar(spec)
    position = calendar.position(at)

    closing, opening = calendar.instant_closing(position), calendar.instant_opening(position)

    assert calendar.position(closing) == position
    assert calendar.position(opening) == position
    assert closing <= opening
    assert closing <= at or position == 0
    assert at <= opening or calendar.is_open(at)
    assert naive.minutes_between(spec, closing, min(opening, FIRST + timedelta(days=40))) == 0


@thoroughly
@given(spec=calendar_specs(), start=instants, seconds=st.integers(1, 60 * 60 * 60))
def test_what_is_added_can_be_measured(
    spec: CalendarSpec, start: datetime, seconds: int
) -> None:
    calendar = WorkingCalendar(spec)

    end = calendar.add_seconds(start, seconds)

    assert calendar.seconds_between(start, end) == seconds
    assert calendar.previous_working_instant(end) == end
    assert not calendar.is_open(end) or calendar.is_open(end - timedelta(seconds=1))


@thoroughly
@given(spec=calendar_specs(), one=instants, days=st.integers(1, 40))
def test_calendar_days_run_but_for_those_of_a_suspension(
    spec: CalendarSpec, one: datetime, days: int
) -> None:
    calendar = WorkingCalendar(spec)

    last = calendar.running_day_after(one.date(), days=days)

    span = [one.date() + timedelta(n + 1) for n in range((last - one.date()).days)]
    running = [day for day in span if not naive.is_suspended(spec, day)]
    assert len(running) == calendar.running_days_between(one.date(), last) == days
    assert running[-1] == last
    assert [day for day in span if calendar.is_suspended(day)] == [
        day for day in span if day not in running
    ]


@thoroughly
@given(spec=calendar_specs(), at=instants)
def test_it_is_open_in_the_open_minutes(spec: CalendarSpec, at: datetime) -> None:
    calendar = WorkingCalendar(spec)

    assert calendar.is_open(at) == naive.is_open(spec, at)
    assert calendar.is_open(calendar.next_working_instant(at))


@thoroughly
@given(spec=calendar_specs(), one=instants, other=instants)
def test_working_days_are_those_with_a_session(
    spec: CalendarSpec, one: datetime, other: datetime
) -> None:
    first, last = sorted((one.date(), other.date()))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    working = [day for day in days if naive.works_on(spec, day)]
    calendar = WorkingCalendar(spec)

    assert [day for day in days if calendar.is_working_day(day)] == working
    assert calendar.days_between(first, last) == len([day for day in working if day > first])
    assert calendar.days_between(last, first) == -calendar.days_between(first, last)
    for place, day in enumerate(day for day in working if day > first):
        assert calendar.working_day_after(first, days=place + 1) == day
    for place, day in enumerate(reversed([day for day in working if day < last])):
        assert calendar.working_day_after(last, days=-place - 1) == day


@thoroughly
@given(spec=calendar_specs(), at=instants)
def test_a_day_is_the_sum_of_its_sessions(spec: CalendarSpec, at: datetime) -> None:
    day = at.date()
    calendar = WorkingCalendar(spec)

    sessions = calendar.sessions(day)

    assert [(opens.time(), closes.time()) for opens, closes in sessions] == [
        (session.opens, session.closes) for session in naive.sessions_of(spec, day)
    ]
    seconds = sum((closes - opens).total_seconds() for opens, closes in sessions)
    assert calendar.seconds_on(day) == seconds
    if sessions:
        assert calendar.opening(day) == sessions[0][0]
        assert calendar.closing(day) == sessions[-1][1]


def test_an_instant_is_read_on_the_vietnam_clock_whatever_its_zone() -> None:
    at = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)  # 07:30 in Vietnam

    assert CALENDAR_2026.is_open(at)
    assert CALENDAR_2026.seconds_between(vn("2026-11-02 07:00"), at) == 1800


def test_a_session_holds_its_opening_and_not_its_closing() -> None:
    assert CALENDAR_2026.is_open(vn("2026-11-02 13:30"))
    assert not CALENDAR_2026.is_open(vn("2026-11-02 11:30"))
    assert CALENDAR_2026.next_working_instant(vn("2026-11-02 11:30")) == vn("2026-11-02 13:30")


def test_looking_back_an_opening_belongs_to_the_session_before() -> None:
    closing, within = vn("2026-11-02 11:30"), vn("2026-11-02 13:31")

    assert CALENDAR_2026.previous_working_instant(vn("2026-11-02 13:30")) == closing
    assert CALENDAR_2026.previous_working_instant(closing) == closing
    assert CALENDAR_2026.previous_working_instant(within) == within


def test_nothing_is_open_before_the_first_session_of_the_first_year() -> None:
    at = vn("2026-01-01 00:00")

    assert CALENDAR_2026.position(at) == 0
    assert not CALENDAR_2026.is_open(at)
    assert CALENDAR_2026.next_working_instant(at) == vn("2026-01-05 07:00")
    assert CALENDAR_2026.instant_closing(0) == vn("2026-01-05 07:00")


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        pytest.param("2026-08-20", True, id="a Thursday"),
        pytest.param("2026-08-22", True, id="a make-up Saturday"),
        pytest.param("2026-08-29", False, id="any other Saturday"),
        pytest.param("2026-08-31", False, id="the Monday it was worked for"),
        pytest.param("2026-11-23", True, id="a proposed day off does not count"),
        pytest.param("2026-11-24", False, id="a decided day off"),
    ],
)
def test_dated_rows_decide_over_the_week(day: str, *, is_working: bool) -> None:
    assert CALENDAR_2026.is_working_day(date.fromisoformat(day)) is is_working


def test_a_make_up_day_takes_the_hours_of_the_day_it_stands_for() -> None:
    short_friday = WORKING_WEEK | {4: OFFICE_HOURS[:1]}
    calendar = WorkingCalendar(
        CalendarSpec(
            name="short",
            first_year=2026,
            last_year=2026,
            week=short_friday,
            days=(a_make_up_day("2026-01-10", works_as=4),),
        )
    )

    assert calendar.closing(date(2026, 1, 10)) == vn("2026-01-10 11:30")


def test_a_make_up_day_without_a_model_keeps_the_hours_of_its_weekday() -> None:
    row = DatedDay(
        day=date(2026, 1, 10),
        kind=DayKind.MAKE_UP,
        title="worked",
        source="a notice",
        status=RowStatus.DECIDED,
    )

    assert not a_calendar(row).is_working_day(date(2026, 1, 10))


def test_zero_working_days_after_a_day_is_that_day_or_the_next_working_one() -> None:
    assert CALENDAR_2026.working_day_after(date(2026, 11, 20), days=0) == date(2026, 11, 20)
    assert CALENDAR_2026.working_day_after(date(2026, 11, 21), days=0) == date(2026, 11, 23)


def test_the_last_working_day_until_a_day_may_be_that_day() -> None:
    assert CALENDAR_2026.last_working_day_until(date(2026, 11, 20)) == date(2026, 11, 20)
    assert CALENDAR_2026.last_working_day_until(date(2026, 11, 24)) == date(2026, 11, 23)


def test_a_row_can_be_asked_for_unless_it_is_only_proposed() -> None:
    decided = CALENDAR_2026.dated_row(date(2026, 11, 24))

    assert decided is not None
    assert decided.source == "a notice"
    assert CALENDAR_2026.dated_row(date(2026, 11, 23)) is None
    assert date(2026, 11, 23) in {row.day for row in CALENDAR_2026.rows}


@pytest.mark.parametrize(
    ("start", "end", "rests"),
    [
        pytest.param("2026-02-10", "2026-02-16", True, id="up to and including the day"),
        pytest.param("2026-02-10", "2026-02-13", False, id="before it"),
        pytest.param("2026-02-16", "2026-02-20", False, id="from it on"),
    ],
)
def test_a_span_over_an_estimated_day_rests_on_it(start: str, end: str, *, rests: bool) -> None:
    calendar = a_calendar(
        a_day_off("2026-02-16", status=RowStatus.ESTIMATED), a_day_off("2026-02-17")
    )

    told = calendar.rests_on_estimate(date.fromisoformat(start), date.fromisoformat(end))

    assert told is rests


def test_an_estimated_day_counts_as_off() -> None:
    calendar = a_calendar(a_day_off("2026-02-16", status=RowStatus.ESTIMATED))

    assert not calendar.is_working_day(date(2026, 2, 16))


def test_the_last_loaded_day_can_be_measured() -> None:
    assert CALENDAR_2026.seconds_on(date(2026, 12, 31)) == 8 * 3600


def test_a_closing_is_asked_of_working_days_only() -> None:
    with pytest.raises(ValueError, match="2026-11-22"):
        CALENDAR_2026.closing(date(2026, 11, 22))
    with pytest.raises(ValueError, match="2027-01-03"):
        a_calendar(first_year=2027, last_year=2027).closing(date(2027, 1, 3))


def test_a_closing_after_the_last_working_day_is_refused() -> None:
    calendar = a_calendar(a_day_off("2026-12-31"))

    with pytest.raises(ValueError, match="2026-12-31"):
        calendar.closing(date(2026, 12, 31))


@pytest.mark.parametrize("at", ["2025-12-31 23:59", "2027-01-01 00:00"])
def test_an_instant_outside_the_loaded_years_is_a_gap(at: str) -> None:
    with pytest.raises(CalendarGapError) as raised:
        CALENDAR_2026.position(vn(at))

    assert raised.value.facts == {
        "calendar": "test",
        "year": vn(at).year,
        "file": "calendar.toml",
    }


@pytest.mark.parametrize(
    ("day", "days", "year"),
    [
        pytest.param("2026-12-31", 1, 2027, id="forward"),
        pytest.param("2026-01-05", -1, 2025, id="backward"),
        pytest.param("2025-12-31", 1, 2025, id="from a day before the first"),
    ],
)
def test_a_count_that_leaves_the_loaded_years_is_a_gap(day: str, days: int, year: int) -> None:
    with pytest.raises(CalendarGapError) as raised:
        CALENDAR_2026.working_day_after(date.fromisoformat(day), days=days)

    assert raised.value.facts["year"] == year


def test_no_working_day_at_the_year_s_end_is_a_gap() -> None:
    calendar = a_calendar(a_day_off("2026-12-31"))

    with pytest.raises(CalendarGapError) as raised:
        calendar.working_day_after(date(2026, 12, 31), days=0)

    assert raised.value.facts["year"] == 2027


def test_positions_beyond_the_loaded_years_are_gaps() -> None:
    end = CALENDAR_2026.position(vn("2026-12-31 17:00"))

    assert CALENDAR_2026.instant_closing(end) == vn("2026-12-31 17:00")
    with pytest.raises(CalendarGapError) as after:
        CALENDAR_2026.instant_opening(end)
    with pytest.raises(CalendarGapError) as beyond:
        CALENDAR_2026.instant_closing(end + 1)
    with pytest.raises(CalendarGapError) as before:
        CALENDAR_2026.instant_closing(-1)
    assert [gap.value.facts["year"] for gap in (after, beyond, before)] == [2027, 2027, 2025]


def test_a_calendar_that_never_opens_has_no_instants() -> None:
    spec = CalendarSpec(name="shut", first_year=2026, last_year=2026, week={})

    with pytest.raises(CalendarGapError):
        WorkingCalendar(spec).next_working_instant(vn("2026-03-02 08:00"))


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTimeError, match="2026-11-02"):
        CALENDAR_2026.position(datetime(2026, 11, 2, 8))  # noqa: DTZ001 - what is refused


def test_two_rows_about_one_day_are_a_conflict() -> None:
    with pytest.raises(CalendarConflictError, match="2026, 11, 24"):
        a_calendar(a_day_off("2026-11-24"), a_make_up_day("2026-11-24"))


def test_a_proposed_row_beside_a_decided_one_is_no_conflict() -> None:
    calendar = a_calendar(
        a_day_off("2026-11-24"), a_day_off("2026-11-24", status=RowStatus.PROPOSED)
    )

    assert not calendar.is_working_day(date(2026, 11, 24))
