"""A calendar is held against what a library says; neither changes the other."""

from dataclasses import replace
from datetime import date, time

import pytest

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import CalendarSpec, DayKind, RowStatus, Session
from monitor.domain.suggestion import Comparison, LibraryDay, LibraryYear, compare
from tests.builders import WORKING_WEEK, a_calendar, a_day_off, a_make_up_day

NOTHING = Comparison(agreed=(), lacking=(), only_calendar=(), contradicted=())
FRIDAY, SATURDAY = "2026-01-02", "2026-01-10"


def off(day: str, *, exchanged_for: str | None = None) -> LibraryDay:
    return LibraryDay(
        day=date.fromisoformat(day),
        kind=DayKind.OFF,
        title=f"off {day}",
        exchanged_for=date.fromisoformat(exchanged_for) if exchanged_for else None,
    )


def worked(day: str, *, exchanged_for: str) -> LibraryDay:
    return LibraryDay(
        day=date.fromisoformat(day),
        kind=DayKind.MAKE_UP,
        exchanged_for=date.fromisoformat(exchanged_for),
    )


def library(*days: LibraryDay, year: int = 2026) -> LibraryYear:
    return LibraryYear(year=year, version="1", days=days)


def half_saturdays() -> WorkingCalendar:
    morning = (Session(time(7), time(11, 30)),)
    week = {**WORKING_WEEK, 5: morning}
    return WorkingCalendar(CalendarSpec(name="t", first_year=2026, last_year=2026, week=week))


def test_days_that_both_hold_are_agreed() -> None:
    rows = (a_day_off(FRIDAY), a_make_up_day(SATURDAY, works_as=4))
    theirs = library(
        off(FRIDAY, exchanged_for=SATURDAY), worked(SATURDAY, exchanged_for=FRIDAY)
    )

    found = compare(a_calendar(*rows), theirs)

    assert found == replace(NOTHING, agreed=rows)


def test_what_the_calendar_lacks_is_told_by_day() -> None:
    theirs = (
        off("2026-01-01"),
        off(FRIDAY, exchanged_for=SATURDAY),
        worked(SATURDAY, exchanged_for=FRIDAY),
    )

    found = compare(a_calendar(a_day_off("2026-01-01")), library(*theirs))

    assert found.lacking == theirs[1:]


def test_days_off_on_days_of_rest_are_missed_by_nobody() -> None:
    sunday, monday = off("2026-04-26"), off("2026-04-27")

    found = compare(a_calendar(), library(sunday, monday))

    assert found == replace(NOTHING, lacking=(monday,))


def test_a_week_with_half_saturdays_needs_the_saturdays_off() -> None:
    saturday = off("2026-02-14")

    found = compare(half_saturdays(), library(saturday))

    assert found.lacking == (saturday,)


def test_a_year_that_the_calendar_does_not_hold_is_lacking_whole() -> None:
    monday, saturday = off("2028-01-03"), off("2028-01-01")
    calendar = a_calendar(a_day_off("2026-01-01"))

    found = compare(calendar, library(saturday, monday, year=2028))

    assert found == replace(NOTHING, lacking=(monday,))


def test_what_the_library_misses_is_told_where_it_changes_the_day() -> None:
    exchange = (a_day_off(FRIDAY), a_make_up_day(SATURDAY, works_as=4))
    short = replace(a_day_off("2026-12-31"), kind=DayKind.HOURS, sessions=WORKING_WEEK[0][:1])
    harmless = (a_day_off("2026-02-14"), short)

    found = compare(a_calendar(*exchange, *harmless), library())

    assert found == replace(NOTHING, only_calendar=exchange)


def test_a_saturday_worked_in_hours_of_its_own_is_missed_by_the_library() -> None:
    saturday = replace(a_day_off(SATURDAY), kind=DayKind.HOURS, sessions=WORKING_WEEK[0])

    found = compare(a_calendar(saturday), library())

    assert found.only_calendar == (saturday,)


def test_rest_here_and_work_there_contradict() -> None:
    row = a_make_up_day(SATURDAY)

    found = compare(a_calendar(row), library(off(SATURDAY)))

    assert found == replace(NOTHING, contradicted=((row, off(SATURDAY)),))


@pytest.mark.parametrize(
    ("works_as", "agrees"),
    [
        pytest.param(4, True, id="the same weekday"),
        pytest.param(0, False, id="another weekday"),
        pytest.param(None, True, id="hours of its own"),
    ],
)
def test_a_make_up_day_agrees_by_the_weekday_it_takes(
    works_as: int | None, *, agrees: bool
) -> None:
    row = replace(a_make_up_day(SATURDAY), works_as=works_as, sessions=WORKING_WEEK[0])

    found = compare(a_calendar(row), library(worked(SATURDAY, exchanged_for=FRIDAY)))

    assert found.agreed == ((row,) if agrees else ())
    assert bool(found.contradicted) != agrees


def test_a_proposed_row_does_not_count() -> None:
    proposed = a_day_off("2026-11-23", status=RowStatus.PROPOSED)
    calendar = a_calendar(proposed)

    silent = compare(calendar, library())
    says_so = compare(calendar, library(off("2026-11-23")))

    assert silent == NOTHING
    assert says_so == replace(NOTHING, contradicted=((proposed, off("2026-11-23")),))


def test_the_row_that_counts_speaks_before_a_proposed_one() -> None:
    decided = a_day_off("2026-11-23")
    proposed = a_day_off("2026-11-23", status=RowStatus.PROPOSED)

    for rows in ((decided, proposed), (proposed, decided)):
        found = compare(a_calendar(*rows), library(off("2026-11-23")))

        assert found == replace(NOTHING, agreed=(decided,))


def test_only_days_worked_take_the_hours_of_another() -> None:
    assert off(FRIDAY, exchanged_for=SATURDAY).works_as is None
    assert off(FRIDAY).works_as is None
    assert worked(SATURDAY, exchanged_for=FRIDAY).works_as == 4
