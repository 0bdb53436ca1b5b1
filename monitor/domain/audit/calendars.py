"""Calendars as a mistake would have them, each made once however many dossiers ask."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import CalendarSpec, RowStatus, Sessions, Week

Days = frozenset[date]
Change = Callable[[CalendarSpec, Days], CalendarSpec]
SATURDAY, WEEK = 5, range(7)


class Calendars:
    """Makes changed calendars and keeps them; a changed one may be changed again."""

    def __init__(self) -> None:
        self._made: dict[tuple[WorkingCalendar, Change, Days], WorkingCalendar] = {}

    def changed(
        self, calendar: WorkingCalendar, change: Change, days: Days = frozenset()
    ) -> WorkingCalendar:
        """Return the calendar after a change of its `days`."""
        key = (calendar, change, days)
        if key not in self._made:
            self._made[key] = WorkingCalendar(change(calendar.spec, days))
        return self._made[key]


def without(spec: CalendarSpec, days: Days) -> CalendarSpec:
    """Forget what is written of these days: each is a day like any of its week."""
    return replace(spec, days=tuple(row for row in spec.days if row.day not in days))


def as_proposed(spec: CalendarSpec, days: Days) -> CalendarSpec:
    """Take what is only proposed of these days for decided."""
    others = tuple(row for row in spec.days if row.day not in days)
    proposed = tuple(
        replace(row, status=RowStatus.DECIDED)
        for row in spec.days
        if row.day in days and not row.status.counts
    )
    return replace(spec, days=others + proposed)


def with_saturdays(spec: CalendarSpec, _days: Days) -> CalendarSpec:
    """Work on Saturdays, too."""
    return _with_weekdays(spec, frozenset({SATURDAY}))


def with_weekends(spec: CalendarSpec, _days: Days) -> CalendarSpec:
    """Work every day of the week."""
    return _with_weekdays(spec, frozenset(WEEK))


def without_seasons(spec: CalendarSpec, _days: Days) -> CalendarSpec:
    """Keep the usual hours all year."""
    return replace(spec, seasons=())


def without_suspensions(spec: CalendarSpec, _days: Days) -> CalendarSpec:
    """Let every count go on through closures of the counter."""
    return _with_closures(spec, suspends=False)


def with_suspensions(spec: CalendarSpec, _days: Days) -> CalendarSpec:
    """Stop every count in closures of the counter."""
    return _with_closures(spec, suspends=True)


def _with_closures(spec: CalendarSpec, *, suspends: bool) -> CalendarSpec:
    closures = tuple(replace(one, suspends_terms=suspends) for one in spec.closures)
    return replace(spec, closures=closures)


def _with_weekdays(spec: CalendarSpec, weekdays: frozenset[int]) -> CalendarSpec:
    seasons = tuple(replace(one, week=_filled(one.week, weekdays)) for one in spec.seasons)
    return replace(spec, week=_filled(spec.week, weekdays), seasons=seasons)


def _filled(week: Week, weekdays: frozenset[int]) -> Mapping[int, Sessions]:
    """Return the week with the hours of its longest day on those without any."""
    longest = max(week.values(), key=lambda day: sum(one.seconds for one in day), default=())
    return {day: week.get(day) or (longest if day in weekdays else ()) for day in WEEK}
