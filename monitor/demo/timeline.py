"""When the demo looks, and which exports the office has by then."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

from monitor.demo.days import clock, is_working

FIRST_DAY, LAST_DAY = date(2026, 11, 2), date(2026, 12, 1)
EXPORT_CLOCK = "07:10"
WORKING_CLOCKS = ("07:15", "08:35", "10:05", "13:50", "14:35", "16:30")
REST_CLOCKS = ("09:00",)
SYSTEM_DOWN = frozenset({date(2026, 11, 17), date(2026, 11, 18)})  # no export on these days
MONDAY = 0


def days() -> Iterator[date]:
    """Yield the days of the demo."""
    for number in range((LAST_DAY - FIRST_DAY).days + 1):
        yield FIRST_DAY + timedelta(days=number)


def instants(day: date) -> list[datetime]:
    """Return when the demo looks on a day."""
    clocks = WORKING_CLOCKS if is_working(day) else REST_CLOCKS
    return [clock(day, one) for one in clocks]


def kinds_on(day: date) -> tuple[str, ...]:
    """Return which exports the office makes on a day: the ledger on Mondays and at the end."""
    if not is_working(day) or day in SYSTEM_DOWN:
        return ()
    if day.weekday() == MONDAY or day == LAST_DAY:
        return ("ledger", "list", "national")
    return ("list", "national")


def export_at(day: date) -> datetime:
    """Return the instant as of which a day's exports speak."""
    return clock(day, EXPORT_CLOCK)


@cache
def newest_export(at: datetime) -> datetime:
    """Return the newest export that the office has at an instant of the demo."""
    exports = [export_at(day) for day in days() if kinds_on(day)]
    return max(one for one in exports if one <= at)
