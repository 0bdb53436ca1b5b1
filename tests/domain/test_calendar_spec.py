"""Seasons, closures, receipt hours and days of their own: what they make of the count."""

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import (
    DayKind,
    RowStatus,
    Session,
    Sessions,
    Week,
    with_proposals,
)
from monitor.domain.errors import (
    SeasonConflictError,
    SessionMidnightError,
    SessionOverlapError,
)
from tests.builders import (
    DAYS_2026,
    OFFICE_HOURS,
    WINTER_HOURS,
    WORKING_WEEK,
    a_closure,
    a_day_off,
    a_make_up_day,
    a_season,
    a_spec,
    vn,
)

MORNING = Session(time(7), time(12))


@pytest.mark.parametrize(
    "sessions",
    [
        pytest.param((MORNING, Session(time(11), time(17))), id="overlap"),
        pytest.param((MORNING, Session(time(12), time(17))), id="no break between"),
        pytest.param((Session(time(13), time(17)), MORNING), id="order"),
        pytest.param((Session(time(13), time(0)), Session(time(20), time(0))), id="late"),
    ],
)
def test_sessions_that_overlap_are_refused(sessions: Sessions) -> None:
    with pytest.raises(SessionOverlapError) as raised:
        WorkingCalendar(a_spec(week={2: sessions}))

    assert raised.value.facts == {"calendar": "test", "place": "2", "file": "calendar.toml"}


@pytest.mark.parametrize(
    "session",
    [
        pytest.param(Session(time(17), time(7)), id="across midnight"),
        pytest.param(Session(time(7), time(7)), id="empty"),
    ],
)
@pytest.mark.parametrize("where", ["week", "receipt", "season", "season's receipt", "day"])
def test_a_session_that_closes_before_it_opens_is_refused(session: Session, where: str) -> None:
    odd = {2: (session,)}
    own = replace(a_day_off("2026-05-05"), kind=DayKind.HOURS, sessions=(session,))
    spec = {
        "week": a_spec(week=odd),
        "receipt": a_spec(receipt=odd),
        "season": a_spec(seasons=(a_season(week=odd),)),
        "season's receipt": a_spec(seasons=(replace(a_season(), receipt=odd),)),
        "day": a_spec(days=(own,)),
    }[where]

    with pytest.raises(SessionMidnightError) as raised:
        WorkingCalendar(spec)

    assert raised.value.facts["place"] == ("2026-05-05" if where == "day" else "2")


# Seasons


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        pytest.param("2026-04-15", "07:30", id="its last day"),
        pytest.param("2026-04-16", "07:00", id="the day after it"),
        pytest.param("2026-10-15", "07:00", id="the day before it"),
        pytest.param("2026-10-16", "07:30", id="its first day"),
        pytest.param("2026-01-05", "07:30", id="over the turn of the year"),
        pytest.param("2026-01-10", "07:30", id="a make-up day within it"),
    ],
)
def test_a_season_has_hours_of_its_own(day: str, opens: str) -> None:
    calendar = WorkingCalendar(a_spec(seasons=(a_season(),), days=DAYS_2026))

    assert calendar.opening(date.fromisoformat(day)) == vn(f"{day} {opens}")


@pytest.mark.parametrize(
    ("first_year", "last_year", "winters"),
    [
        pytest.param(None, None, [True, True], id="every year"),
        pytest.param(2026, None, [False, True], id="from the one that begins in 2026"),
        pytest.param(None, 2025, [True, False], id="to the one that began in 2025"),
    ],
)
def test_a_season_may_be_bound_to_the_years_it_begins_in(
    first_year: int | None, last_year: int | None, winters: list[bool]
) -> None:
    season = a_season(first_year=first_year, last_year=last_year)

    held = [season.holds(day) for day in (date(2026, 1, 5), date(2026, 12, 1))]

    assert held == winters


def test_two_seasons_on_one_day_are_refused() -> None:
    seasons = (a_season(), a_season((4, 15), (10, 15)))

    with pytest.raises(SeasonConflictError) as raised:
        WorkingCalendar(a_spec(seasons=seasons))

    assert raised.value.facts["one"] == "from (10, 16)"
    assert raised.value.facts["other"] == "from (4, 15)"


def test_a_season_may_take_the_place_of_another_from_a_year_on() -> None:
    seasons = (a_season(last_year=2025), a_season((11, 1), (4, 30), first_year=2026))

    calendar = WorkingCalendar(a_spec(seasons=seasons))

    assert calendar.opening(date(2026, 4, 20)) == vn("2026-04-20 07:00")
    assert calendar.opening(date(2026, 11, 2)) == vn("2026-11-02 07:30")


# Closures, and what the counter does


SPRING = a_closure("2026-04-01", "2026-04-22")  # as one centre in 2020
STOPPED = a_closure("2026-04-01", "2026-04-22", suspends_terms=True)


def test_a_closure_stops_the_counter_and_not_the_count() -> None:
    calendar = WorkingCalendar(a_spec(closures=(SPRING,)))

    assert calendar.receipt(date(2026, 4, 22)) == ()
    assert calendar.receipt(date(2026, 4, 23)) == OFFICE_HOURS
    assert calendar.is_working_day(date(2026, 4, 22))
    assert calendar.closures_between(date(2026, 4, 22), date(2026, 5, 1)) == (SPRING,)
    assert calendar.closures_between(date(2026, 4, 23), date(2026, 5, 1)) == ()
    assert calendar.closures_between(date(2026, 3, 1), date(2026, 3, 31)) == ()


def test_a_closure_by_an_order_that_says_so_stops_every_count() -> None:
    calendar = WorkingCalendar(a_spec(closures=(STOPPED,)))

    row = calendar.dated_row(date(2026, 4, 22))

    assert row is not None
    assert (row.kind, row.source) == (DayKind.SUSPENDED, "an order")
    assert not calendar.is_working_day(date(2026, 4, 22))
    assert calendar.working_day_after(date(2026, 3, 31), days=1) == date(2026, 4, 23)
    assert calendar.running_day_after(date(2026, 3, 31), days=1) == date(2026, 4, 23)
    assert calendar.running_days_between(date(2026, 3, 31), date(2026, 4, 23)) == 1
    assert calendar.is_suspended(date(2026, 4, 1))
    assert not calendar.is_suspended(date(2026, 4, 23))


def test_a_day_off_within_a_suspension_keeps_its_name_and_a_make_up_day_does_not() -> None:
    days = (a_day_off("2026-04-10"), a_make_up_day("2026-04-11"))

    calendar = WorkingCalendar(a_spec(days=days, closures=(STOPPED,)))

    rows = [calendar.dated_row(date(2026, 4, day)) for day in (10, 11)]
    assert [row.kind for row in rows if row] == [DayKind.OFF, DayKind.SUSPENDED]
    assert not calendar.is_working_day(date(2026, 4, 11))


def test_a_proposed_closure_does_nothing() -> None:
    proposed = replace(STOPPED, status=RowStatus.PROPOSED)

    calendar = WorkingCalendar(a_spec(closures=(proposed,)))

    assert calendar.receipt(date(2026, 4, 22)) == OFFICE_HOURS
    assert calendar.is_working_day(date(2026, 4, 22))
    assert calendar.closures_between(date(2026, 4, 1), date(2026, 4, 22)) == ()


def test_dates_past_an_estimated_suspension_rest_on_it() -> None:
    estimated = replace(STOPPED, status=RowStatus.ESTIMATED)

    calendar = WorkingCalendar(a_spec(closures=(estimated,)))

    assert calendar.rests_on_estimate(date(2026, 3, 31), date(2026, 4, 23))


SATURDAY_MORNING = {5: (Session(time(7, 30), time(11)),)}


def test_a_weekday_named_for_receipt_has_those_hours_and_the_others_those_of_the_week() -> None:
    receipt = {**SATURDAY_MORNING, 2: ()}

    calendar = WorkingCalendar(a_spec(receipt=receipt, days=DAYS_2026))

    assert calendar.receipt(date(2026, 11, 21)) == SATURDAY_MORNING[5]
    assert not calendar.is_working_day(date(2026, 11, 21))
    assert calendar.receipt(date(2026, 11, 20)) == OFFICE_HOURS
    assert calendar.receipt(date(2026, 11, 25)) == ()  # a Wednesday without receipt
    assert calendar.is_working_day(date(2026, 11, 25))
    assert calendar.receipt(date(2026, 11, 22)) == ()  # a Sunday, of which nothing is said


@pytest.mark.parametrize(
    ("receipt", "hours"),
    [
        pytest.param({0: (MORNING,)}, (MORNING,), id="those of its weekday"),
        pytest.param({0: ()}, (), id="none where its weekday has none"),
        pytest.param({5: (MORNING,)}, OFFICE_HOURS, id="not those of a Saturday"),
    ],
)
def test_a_make_up_day_takes_in_as_the_weekday_it_stands_for(
    receipt: Week, hours: Sessions
) -> None:
    calendar = WorkingCalendar(a_spec(receipt=receipt, days=DAYS_2026))

    assert calendar.receipt(date(2026, 8, 22)) == hours  # worked as a Monday


def test_a_day_off_and_a_suspended_one_take_in_nothing() -> None:
    receipt = dict.fromkeys(range(7), (MORNING,))

    calendar = WorkingCalendar(a_spec(receipt=receipt, days=DAYS_2026, closures=(STOPPED,)))

    assert calendar.receipt(date(2026, 11, 24)) == ()
    assert calendar.receipt(date(2026, 4, 6)) == ()
    assert calendar.receipt(date(2026, 11, 25)) == (MORNING,)


@pytest.mark.parametrize(
    ("at", "is_so"),
    [
        pytest.param("2026-11-21 09:00", True, id="on a Saturday morning"),
        pytest.param("2026-11-21 11:01", False, id="after it"),
        pytest.param("2026-11-20 17:00", True, id="to the last minute"),
        pytest.param("2026-11-20 12:00", False, id="at noon"),
        pytest.param("2026-11-21 00:00", True, id="that day"),
        pytest.param("2026-11-22 00:00", False, id="on a Sunday"),
    ],
)
def test_the_counter_takes_in_within_its_hours(at: str, *, is_so: bool) -> None:
    assert WorkingCalendar(a_spec(receipt=SATURDAY_MORNING)).takes_in(vn(at)) is is_so


def test_a_season_may_have_receipt_hours_of_its_own() -> None:
    season = replace(a_season(), receipt={4: (MORNING,)})

    calendar = WorkingCalendar(a_spec(receipt=SATURDAY_MORNING, seasons=(season,)))

    assert calendar.receipt(date(2026, 11, 20)) == (MORNING,)
    assert calendar.receipt(date(2026, 11, 19)) == WINTER_HOURS
    assert calendar.receipt(date(2026, 11, 21)) == ()  # those of the calendar do not hold
    assert calendar.receipt(date(2026, 9, 4)) == OFFICE_HOURS


def test_receipt_hours_hold_in_a_season_that_has_none_of_its_own() -> None:
    days = (a_make_up_day("2026-11-28"), a_make_up_day("2026-12-05", works_as=2))
    receipt = {**SATURDAY_MORNING, 2: (MORNING,)}

    calendar = WorkingCalendar(a_spec(receipt=receipt, seasons=(a_season(),), days=days))

    assert calendar.receipt(date(2026, 11, 21)) == SATURDAY_MORNING[5]
    assert calendar.receipt(date(2026, 11, 20)) == WINTER_HOURS
    assert calendar.receipt(date(2026, 11, 18)) == (MORNING,)
    assert calendar.receipt(date(2026, 11, 28)) == WINTER_HOURS  # worked as a Monday
    assert calendar.receipt(date(2026, 12, 5)) == (MORNING,)  # and as a Wednesday


def test_a_half_saturday_counts_and_closes_at_noon() -> None:
    calendar = WorkingCalendar(a_spec(week={**WORKING_WEEK, **SATURDAY_MORNING}))

    assert calendar.closing_after(date(2026, 11, 20), days=1) == vn("2026-11-21 11:00")


def test_a_day_may_have_hours_of_its_own() -> None:
    eve = replace(a_day_off("2026-12-31"), kind=DayKind.HOURS, sessions=(MORNING,))

    receipt = {3: (Session(time(8), time(16)),)}

    calendar = WorkingCalendar(a_spec(days=(eve,), receipt=receipt))

    assert calendar.closing(date(2026, 12, 31)) == vn("2026-12-31 12:00")
    assert calendar.receipt(date(2026, 12, 31)) == (MORNING,)


# What is shared


def test_calendars_of_the_same_hours_share_one_table() -> None:
    one = WorkingCalendar(a_spec(days=(a_day_off("2026-05-05"),)))
    other = WorkingCalendar(
        replace(a_spec(days=(a_day_off("2026-05-05"), a_day_off("2026-05-09"))), name="b")
    )

    assert one.table is other.table


def test_more_closures_of_the_counter_share_the_table_of_the_calendar() -> None:
    base = WorkingCalendar(a_spec())

    shut = base.with_closures("centre", (SPRING,))
    stopped = base.with_closures("stopped", (STOPPED,))

    assert (shut.name, shut.receipt(date(2026, 4, 1))) == ("centre", ())
    assert base.receipt(date(2026, 4, 1)) == OFFICE_HOURS
    assert shut.table is base.table
    assert not stopped.is_working_day(date(2026, 4, 1))


def test_what_is_proposed_can_be_tried() -> None:
    days = (
        a_day_off("2026-11-23", status=RowStatus.PROPOSED),
        a_make_up_day("2026-11-21"),
        replace(a_make_up_day("2026-11-23"), status=RowStatus.REPORTED),
    )
    spec = a_spec(days=days, closures=(replace(STOPPED, status=RowStatus.PROPOSED), SPRING))

    tried = with_proposals(spec)

    assert [(row.day.day, row.kind, row.status) for row in tried.days] == [
        (23, DayKind.OFF, RowStatus.DECIDED),
        (21, DayKind.MAKE_UP, RowStatus.DECIDED),
    ]
    assert tried.closures == (STOPPED, SPRING)


def test_what_is_proposed_twice_alike_is_tried_once() -> None:
    proposal = a_day_off("2026-11-23", status=RowStatus.PROPOSED)
    spec = a_spec(days=(proposal, replace(proposal, source="another notice")))

    tried = WorkingCalendar(with_proposals(spec))

    row = tried.dated_row(date(2026, 11, 23))
    assert row is not None
    assert (row.kind, row.source) == (DayKind.OFF, "a notice")


@pytest.mark.parametrize(
    ("saturdays", "seconds"),
    [
        pytest.param({}, 8 * 3600, id="of the week"),
        pytest.param({5: (MORNING,)}, 8 * 3600, id="of most days"),
        pytest.param(dict.fromkeys(range(2, 7), (MORNING,)), 5 * 3600, id="of most, shorter"),
    ],
)
def test_the_usual_day_is_that_of_most_days(saturdays: Week, seconds: int) -> None:
    assert WorkingCalendar(a_spec(week={**WORKING_WEEK, **saturdays})).usual_day == seconds


def test_a_week_without_hours_has_no_usual_day() -> None:
    assert WorkingCalendar(a_spec(week={})).usual_day == 0


# A clock that changes


def test_hours_are_told_by_a_clock_that_is_put_forward() -> None:
    spec = replace(
        a_spec(week=dict.fromkeys(range(7), (Session(time(1), time(0)),))),
        zone=ZoneInfo("Europe/Berlin"),
    )
    calendar = WorkingCalendar(spec)

    assert calendar.seconds_on(date(2026, 3, 28)) == 23 * 3600
    assert calendar.seconds_on(date(2026, 3, 29)) == 22 * 3600
    assert calendar.seconds_on(date(2026, 10, 25)) == 24 * 3600
    assert [closes.time() for _, closes in calendar.sessions(date(2026, 3, 29))] == [time(0)]
