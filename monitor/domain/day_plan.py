"""What each day of a calendar is to a count: kept, it tells later what has changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.domain.calendar import WorkingCalendar

SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The kind of each loaded day: its sessions as text, empty on a day of rest."""

    first_on: date
    kinds: tuple[str, ...]
    days: tuple[int, ...]  # places in `kinds`

    def kind_of(self, day: date) -> str | None:
        """Return the kind of `day`, None where it is not loaded."""
        place = (day - self.first_on).days
        return self.kinds[self.days[place]] if 0 <= place < len(self.days) else None


def plan_of(calendar: WorkingCalendar) -> DayPlan:
    """Return what each day of a calendar is to a count."""
    kinds: dict[str, int] = {}
    number = (calendar.last_day - calendar.first_day).days + 1
    days = (calendar.first_day + timedelta(n) for n in range(number))
    places = tuple(kinds.setdefault(_kind(day, calendar), len(kinds)) for day in days)
    return DayPlan(calendar.first_day, tuple(kinds), places)


def _kind(day: date, calendar: WorkingCalendar) -> str:
    if calendar.is_suspended(day):
        return SUSPENDED
    sessions = calendar.sessions(day)
    return " ".join(f"{opens:%H:%M:%S}-{closes:%H:%M:%S}" for opens, closes in sessions)


def changed_days(before: DayPlan, after: DayPlan) -> tuple[date, ...]:
    """Return the days that are not what they were, in order; also those loaded in one only."""
    first = min(before.first_on, after.first_on)
    last = max(one.first_on + timedelta(len(one.days)) for one in (before, after))
    days = (first + timedelta(n) for n in range((last - first).days))
    return tuple(day for day in days if before.kind_of(day) != after.kind_of(day))


def spans(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Yield runs of days, in order, as first and last of each."""
    start = last = None
    for day in days:
        if start is None or last is None:
            start = day
        elif day - last > timedelta(1):
            yield start, last
            start = day
        last = day
    if start is not None and last is not None:
        yield start, last
