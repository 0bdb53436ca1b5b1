"""Thresholds: the instants at which a case crosses a line that rules watch.

A rule compares these instants with the one it judges and names them as its
moments, so the two can never disagree. None is a line beyond the loaded calendar:
nobody is told of a day that nobody has loaded.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.counting import HOUR
from monitor.domain.deadline import Deadline, Running, next_day, opening_days_before
from monitor.domain.errors import CalendarGapError
from monitor.domain.finding import Fact
from monitor.domain.instants import vietnam_day
from monitor.domain.rule import Case


def running(case: Case) -> Running | None:
    """Return how an open dossier stands; None where the clock stops or has ended."""
    if case.dossier.is_open and isinstance(case.standing, Running):
        return case.standing
    return None


def seen_until(case: Case) -> datetime:
    """Return the instant up to which the source could have shown an end."""
    return min(case.at, case.dossier.as_of)


def is_short(case: Case) -> bool:
    """Tell whether the term is of a day or less; one that is not known is not."""
    return bool(case.procedure and case.procedure.term and case.procedure.term.is_short)


def opens_before(
    deadline: Deadline, calendar: WorkingCalendar, *, days: int
) -> datetime | None:
    """Return the opening of the working day `days` working days before the due day."""
    with suppress(CalendarGapError):
        return opening_days_before(deadline, calendar, days=days)
    return None


def hours_before(
    deadline: Deadline, calendar: WorkingCalendar, *, hours: int
) -> datetime | None:
    """Return the first instant with no more than `hours` working hours left."""
    with suppress(CalendarGapError):
        return calendar.instant_closing(calendar.position(deadline.due_at) - hours * HOUR)
    return None


def passes_at(deadline: Deadline, calendar: WorkingCalendar) -> datetime | None:
    """Return the first instant at which the deadline has passed.

    By date it is the midnight after the due day, by the minute the end of the
    first working second after the due instant.

    Source:
        docs/law.md#late
    """
    if not deadline.by_minute:
        return next_day(deadline.due_on)
    with suppress(CalendarGapError):
        return calendar.instant_closing(calendar.position(deadline.due_at) + 1)
    return None


def ends_after(day: date, calendar: WorkingCalendar, *, days: int) -> datetime | None:
    """Return the midnight that ends the `days`-th working day after `day`."""
    with suppress(CalendarGapError):
        return next_day(calendar.working_day_after(day, days=days))
    return None


def days_ended(day: date, calendar: WorkingCalendar, *, at: datetime) -> int | None:
    """Count the working days after `day` that have ended; None beyond the calendar."""
    with suppress(CalendarGapError):
        return calendar.days_between(day, vietnam_day(at) - timedelta(days=1))
    return None


def has_come(moment: datetime | None, *, at: datetime) -> bool:
    """Tell whether `at` lies at or after a moment that is known."""
    return moment is not None and moment <= at


def known(*moments: datetime | None) -> Iterator[datetime]:
    """Yield the moments that lie within the loaded calendar."""
    return (moment for moment in moments if moment is not None)


def facts_of(deadline: Deadline) -> dict[str, Fact]:
    """Return what every line about a deadline says of it."""
    return {
        "due_at": deadline.due_at,
        "basis": deadline.basis.value,
        "is_estimated": deadline.is_estimated,
    }
