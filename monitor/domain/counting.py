"""How a term is counted: from the receipt, over the pauses, to the due instant."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.dossier import Pause
from monitor.domain.instants import is_date_only, local, vietnam_day
from monitor.domain.policy import DayEnd, Policy
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import Term, TermUnit

HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Wait:
    """An ended pause, as far as it matters: from `start` to `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """Time that pauses give back, in each unit a term may have."""

    working_days: int = 0
    calendar_days: int = 0
    working_seconds: int = 0

    def plus(self, wait: Wait, calendar: WorkingCalendar) -> "Given":
        """Return the sum with one more wait."""
        first, last = vietnam_day(wait.start), vietnam_day(wait.end)
        return Given(
            self.working_days + calendar.days_between(first, last),
            self.calendar_days + calendar.running_days_between(first, last),
            self.working_seconds + calendar.seconds_between(wait.start, wait.end),
        )


NOTHING = Given()


def count_due(
    received_at: datetime,
    term: Term,
    policy: Policy,
    *,
    pauses: tuple[Pause, ...] = (),
    rule: OnSupplement = OnSupplement.RESUME,
) -> datetime:
    """Count a due instant from receipt, term and ended pauses.

    A pause that begins once the term has passed changes nothing: the dossier was late
    before it. An open pause gives nothing back yet. What is not judged by
    the minute does not end inside a pause.

    Raises:
        NaiveTimeError: an instant carries no time zone.
        CalendarGapError: the count leaves the loaded years.

    Source:
        docs/law.md#counting-days, docs/law.md#pauses
    """
    start, given = local(received_at), NOTHING
    due_at = _count(start, term, given, policy)
    if not pauses or rule is OnSupplement.RUN:
        return due_at
    by_minute = counts_minutes(received_at, term)
    for wait in ended_waits(pauses, since=received_at):
        if begins_late(wait, due_at, policy.calendar, by_minute=by_minute):
            break
        if rule is OnSupplement.RESET:
            start = local(wait.end)
        else:
            given = given.plus(wait, policy.calendar)
        due_at = _count(start, term, given, policy)
        if not by_minute:
            due_at = closing_after_wait(due_at, wait, policy.calendar)
    return due_at


def ended_waits(pauses: tuple[Pause, ...], *, since: datetime) -> tuple[Wait, ...]:
    """Return the ended pauses in order: overlapping ones joined, reversed ones left out.

    What lies before `since` is cut off: no time was running there.
    """
    waits: list[Wait] = []
    for pause in sorted(pauses, key=lambda one: one.paused_at):
        start, end = max(pause.paused_at, since), pause.resumed_at
        if end is None or end <= since or end < pause.paused_at:
            continue
        if waits and start <= waits[-1].end:
            waits[-1] = Wait(waits[-1].start, max(waits[-1].end, end))
        else:
            waits.append(Wait(start, end))
    return tuple(waits)


def counts_minutes(received_at: datetime, term: Term) -> bool:
    """Tell whether a count ends at a minute: that of hours from a receipt with its hour.

    Without the hour the count runs from the opening, and only its day is known.
    """
    return term.is_by_the_hour and not is_date_only(received_at)


def begins_late(
    wait: Wait, due_at: datetime, calendar: WorkingCalendar, *, by_minute: bool
) -> bool:
    """Tell whether `due_at` had passed when a wait began: by date, or by working time.

    By date it never has on the due day itself, whatever the hour: a wait that begins
    there after closing counts. By the minute one that begins before the next opening
    does, as lateness begins only there.

    Source:
        docs/law.md#pauses
    """
    if by_minute:
        return calendar.position(wait.start) > calendar.position(due_at)
    return vietnam_day(wait.start) > vietnam_day(due_at)


def closing_after_wait(due_at: datetime, wait: Wait, calendar: WorkingCalendar) -> datetime:
    """Return `due_at`, or where it lies before the wait's end the first closing after that.

    A citizen may answer on a Sunday: the office then has the next working day.
    """
    if due_at >= wait.end:
        return due_at
    return local(calendar.closing(vietnam_day(calendar.next_working_instant(wait.end))))


def first_same_day(received_at: datetime, policy: Policy) -> date:
    """Return the day on which a same-day term that starts at `received_at` ends.

    The day of receipt up to the cut-off and before closing, else the next working day.
    """
    calendar, received_on = policy.calendar, vietnam_day(received_at)
    if (
        calendar.is_working_day(received_on)
        and local(received_at).time() <= policy.same_day_cutoff
        and received_at < calendar.closing(received_on)
    ):
        return received_on
    return calendar.working_day_after(received_on, days=1)


def length(term: Term, start: datetime, calendar: WorkingCalendar) -> int:
    """Return what a term that starts at `start` comes to: days, or working seconds.

    A half day is half of the calendar's usual day, whatever the day it falls on, so that
    who comes later is never due earlier. Months end on the day of the same number, or
    the last one of a shorter month, and come to the calendar days until then.

    Source:
        docs/law.md#counting-days
    """
    if term.unit is TermUnit.WORKING_HOURS:
        return term.amount * HOUR
    if term.unit is TermUnit.HALF_DAYS:
        return term.amount * calendar.usual_day // 2
    if term.unit is TermUnit.MONTHS:
        received_on = vietnam_day(start)
        return (same_day_of_month(received_on, months=term.amount) - received_on).days
    return term.amount


def same_day_of_month(day: date, *, months: int) -> date:
    """Return the day of the same number `months` later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _count(start: datetime, term: Term, given: Given, policy: Policy) -> datetime:
    """Count from `start`, on Vietnam's clock."""
    calendar, unit = policy.calendar, term.unit
    if term.is_by_the_hour:
        seconds = length(term, start, calendar) + given.working_seconds
        return local(calendar.add_seconds(start, seconds))
    received_on = start.date()
    if unit is TermUnit.WORKING_DAYS:
        due_at = calendar.closing_after(received_on, days=term.amount + given.working_days)
        return _end_of_days(local(due_at), start, policy)
    if unit is TermUnit.SAME_DAY:
        first = first_same_day(start, policy)
        return local(calendar.closing_after(first, days=given.working_days))
    days = length(term, start, calendar) + given.calendar_days
    last = calendar.running_day_after(received_on, days=days)
    return local(calendar.closing_after(last, days=0))


def _end_of_days(closing: datetime, start: datetime, policy: Policy) -> datetime:
    """Return the instant at which working days counted from `start` end, by `closing`.

    With `same_time` the clock of the receipt counts, where it has one in office days,
    from the opening to the closing of the last day.
    """
    if policy.day_end is DayEnd.CLOSING or is_date_only(start):
        return closing
    clock = local(start)
    if not policy.calendar.is_working_day(clock.date()):
        return closing
    clock = clock.replace(year=closing.year, month=closing.month, day=closing.day)
    return min(closing, max(clock, local(policy.calendar.opening(closing.date()))))
