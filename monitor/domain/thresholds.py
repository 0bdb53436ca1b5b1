"""Thresholds: the instants at which a case crosses a line that rules watch.

A rule compares these instants with the one it judges and names them as its
moments, so the two can never disagree. None is a line beyond the loaded calendar:
nobody is told of a day that nobody has loaded.

Many dossiers are due on one day, and many rules ask for the same instant: the answers of a
calendar, which never changes, are remembered.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import lru_cache

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.counting import HOUR
from monitor.domain.deadline import Deadline, next_day
from monitor.domain.dossier import Carried
from monitor.domain.errors import CalendarGapError
from monitor.domain.finding import Fact
from monitor.domain.instants import is_date_only, local, vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.rule import Case

REMEMBERED = 16_384  # answers of each kind: years of days, at several distances


def seen_until(case: Case) -> datetime:
    """Return the instant up to which the source could have shown an end."""
    return min(case.at, case.dossier.as_of)


def known_until(case: Case, carried: Carried) -> datetime:
    """Return the instant up to which a source that carries a field could have shown it."""
    return min(case.at, case.dossier.seen_at(carried))


def opens_before(
    deadline: Deadline, calendar: WorkingCalendar, *, days: int
) -> datetime | None:
    """Return the opening of the working day `days` working days before the due day."""
    return _opens_before(calendar, deadline.due_on, days)


@lru_cache(maxsize=REMEMBERED)
def _opens_before(calendar: WorkingCalendar, due_on: date, days: int) -> datetime | None:
    with suppress(CalendarGapError):
        last = calendar.last_working_day_until(due_on)
        return calendar.opening(calendar.working_day_after(last, days=-days))
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
    return _minute_after(calendar, deadline.due_at)


@lru_cache(maxsize=REMEMBERED)
def _minute_after(calendar: WorkingCalendar, due_at: datetime) -> datetime | None:
    with suppress(CalendarGapError):
        return calendar.instant_closing(calendar.position(due_at) + 1)
    return None


def ends_after(day: date, calendar: WorkingCalendar, *, days: int) -> datetime | None:
    """Return the midnight that ends the `days`-th working day after `day`."""
    return _ends_after(calendar, day, days)


@lru_cache(maxsize=REMEMBERED)
def _ends_after(calendar: WorkingCalendar, day: date, days: int) -> datetime | None:
    with suppress(CalendarGapError):
        return next_day(calendar.working_day_after(day, days=days))
    return None


def days_ended(day: date, calendar: WorkingCalendar, *, at: datetime) -> int | None:
    """Count the working days after `day` that have ended; None beyond the calendar."""
    with suppress(CalendarGapError):
        return calendar.days_between(day, vietnam_day(at) - timedelta(days=1))
    return None


def days_late(case: Case, deadline: Deadline) -> int:
    """Count the working days past the due day that the source has shown to end.

    What happened since its newest export nobody knows: lateness does not grow by itself.
    """
    calendar = case.policy.calendar
    return max(0, days_ended(deadline.due_on, calendar, at=seen_until(case)) or 0)


def repeats(case: Case, deadline: Deadline) -> dict[int, datetime | None]:
    """Return the instant of each repeat, by the working days late that have ended then."""
    calendar = case.policy.calendar
    return {
        n: ends_after(deadline.due_on, calendar, days=n)
        for n in case.policy.overdue_repeat_days
    }


def fresh_until(as_of: datetime, policy: Policy) -> datetime | None:
    """Return the instant from which data of `as_of` are too old to count hours by.

    Source:
        docs/law.md#unconfirmed
    """
    with suppress(CalendarGapError):
        return local(policy.calendar.add_seconds(as_of, policy.fresh_hours * HOUR))
    return None


def is_fresh(case: Case) -> bool:
    """Tell whether the source knows the present well enough to count hours by it."""
    until = fresh_until(case.dossier.as_of, case.policy)
    return until is not None and case.at < until


def instant_passes_at(due_at: datetime, calendar: WorkingCalendar) -> datetime | None:
    """Return the first instant after a limit; a date without its hour lasts to its end."""
    if is_date_only(due_at):
        return next_day(vietnam_day(due_at))
    return _minute_after(calendar, due_at)


def has_come(moment: datetime | None, *, at: datetime) -> bool:
    """Tell whether `at` lies at or after a moment that is known."""
    return moment is not None and moment <= at


def known(*moments: datetime | None) -> list[datetime]:
    """Return the moments that lie within the loaded calendar."""
    return [moment for moment in moments if moment is not None]


def facts_of(deadline: Deadline) -> dict[str, Fact]:
    """Return what every line about a deadline says of it."""
    return {
        "due_at": deadline.due_at,
        "basis": deadline.basis.value,
        "is_estimated": deadline.is_estimated,
    }
