"""Working days of the sample's months, counted plainly.

Written apart from the calendar of the product, so that the demo's expected dates
and counts are an independent opinion.
"""

from datetime import date, datetime, time, timedelta

from monitor.domain.instants import VIETNAM

FIRST, LAST = date(2026, 7, 1), date(2027, 1, 29)
OFF = frozenset(
    {
        date(2026, 8, 31),
        date(2026, 9, 1),
        date(2026, 9, 2),
        date(2026, 11, 24),
        date(2027, 1, 1),
    }
)
MADE_UP = frozenset({date(2026, 8, 22)})
SATURDAY = 5


def is_working(day: date) -> bool:
    """Tell whether the sample office works on `day`."""
    return day in MADE_UP or (day.weekday() < SATURDAY and day not in OFF)


WORKING = tuple(
    day
    for day in (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    if is_working(day)
)


def after(day: date, days: int) -> date:
    """Return the `days`-th working day after `day`, before it when negative; 0 is `day`."""
    if days >= 0:
        return [day, *(one for one in WORKING if one > day)][days]
    return [day, *(one for one in reversed(WORKING) if one < day)][-days]


def between(start: date, end: date) -> int:
    """Count the working days after `start` up to and including `end`."""
    return sum(1 for one in WORKING if start < one <= end)


def clock(day: date, at: str) -> datetime:
    """Return an instant of Vietnam's clock, from "08:15"."""
    return datetime.combine(day, time.fromisoformat(at), tzinfo=VIETNAM)
