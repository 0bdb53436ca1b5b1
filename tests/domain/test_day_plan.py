"""What has changed between two calendars is told day by day."""

from datetime import date

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.day_plan import changed_days, plan_of, spans
from tests.builders import (
    DAYS_2026,
    a_calendar,
    a_closure,
    a_day_off,
    a_make_up_day,
    a_season,
    a_spec,
)

CULTURE_DAY = date(2026, 11, 24)


def changed(one: WorkingCalendar, other: WorkingCalendar) -> tuple[date, ...]:
    return changed_days(plan_of(one), plan_of(other))


def test_a_calendar_is_what_it_was() -> None:
    assert changed(a_calendar(*DAYS_2026), a_calendar(*DAYS_2026)) == ()


def test_a_day_off_and_a_day_worked_for_it_are_changes() -> None:
    after = a_calendar(a_day_off("2026-11-23"), a_make_up_day("2026-11-28"))

    assert changed(a_calendar(), after) == (date(2026, 11, 23), date(2026, 11, 28))


def test_a_day_off_on_a_day_of_rest_is_no_change() -> None:
    assert changed(a_calendar(), a_calendar(a_day_off("2026-11-22"))) == ()


def test_other_hours_are_changes() -> None:
    winter = WorkingCalendar(a_spec(seasons=(a_season((11, 23), (11, 24)),)))

    assert changed(a_calendar(), winter) == (date(2026, 11, 23), CULTURE_DAY)


def test_a_suspension_is_a_change_even_of_days_of_rest() -> None:
    stopped = a_closure("2026-11-20", "2026-11-22", suspends_terms=True)

    after = WorkingCalendar(a_spec(closures=(stopped,)))

    assert [day.day for day in changed(a_calendar(), after)] == [20, 21, 22]


def test_a_closure_of_the_counter_is_none() -> None:
    shut = WorkingCalendar(a_spec(closures=(a_closure("2026-11-20", "2026-11-22"),)))

    assert changed(a_calendar(), shut) == ()


def test_years_that_only_one_holds_are_changes() -> None:
    days = changed(a_calendar(), a_calendar(last_year=2027))

    assert (days[0], days[-1], len(days)) == (date(2027, 1, 1), date(2027, 12, 31), 365)
    assert changed(a_calendar(first_year=2025), a_calendar())[0] == date(2025, 1, 1)


def test_days_that_follow_each_other_are_one_span() -> None:
    days = [date(2026, 11, day) for day in (3, 4, 5, 9, 11, 12)]

    assert list(spans(days)) == [
        (date(2026, 11, 3), date(2026, 11, 5)),
        (date(2026, 11, 9), date(2026, 11, 9)),
        (date(2026, 11, 11), date(2026, 11, 12)),
    ]
    assert list(spans([])) == []
