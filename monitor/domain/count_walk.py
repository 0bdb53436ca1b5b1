"""The walk over a count, from its start to where it ends: what each day and session gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.count_steps import Counted, Rolled, Skipped, Step, Waited
from monitor.domain.counting import Wait, first_same_day
from monitor.domain.instants import local, vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.term import Term, TermUnit

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk needs: from where to where on Vietnam's clock, and how much counts.

    Start and waits are whole seconds, as working time is. `is_held`: it ends at a pause
    that still runs, with some of the term left perhaps.
    """

    start: datetime
    until: datetime
    term: Term
    total: int
    waits: tuple[Wait, ...]
    policy: Policy
    is_held: bool = False

    def steps(self) -> Iterator[Step]:
        """Yield the steps in order."""
        return _hours(self) if self.term.is_by_the_hour else _days(self)


def waited(wait: Wait, *, starts_again: bool) -> Waited:
    """Return a wait as a step."""
    return Waited(
        paused_at=local(wait.start), resumed_at=local(wait.end), starts_again=starts_again
    )


def _hours(walk: Walk) -> Iterator[Step]:
    """Yield each session's working time, cut at the pauses, each day skipped, and a roll.

    Hours from a date without a time may be waited for after they are full: that day.
    """
    left, full_on, due_on = walk.total, walk.start.date(), walk.until.date()
    for part in _parts(walk):
        if isinstance(part, tuple):
            if left:
                yield (step := _counted(*part, most=left))
                left, full_on = left - step.amount, step.first.date()
        elif isinstance(part, Wait):
            yield waited(part, starts_again=False)
        elif left:
            yield _skipped(part, walk.policy.calendar)
    if full_on < due_on and not walk.is_held:
        yield Rolled(day=full_on, to=due_on)


def _parts(walk: Walk) -> Iterator[tuple[datetime, datetime] | Wait | date]:
    """Yield in order the pauses, what they leave of each session, and the days of rest."""
    calendar, until, waits = walk.policy.calendar, walk.until, list(reversed(walk.waits))
    cursor, day, last_on = walk.start, walk.start.date(), until.date()
    while day <= last_on:
        sessions = calendar.sessions(day)
        for opens, closes in sessions:
            cursor, end = max(cursor, opens), min(closes, until)
            while waits and waits[-1].start < end:
                wait = waits.pop()
                if wait.start > cursor:
                    yield cursor, wait.start
                yield wait
                cursor = max(cursor, wait.end)
            if cursor < end:
                yield cursor, end
        if not sessions:
            yield day
        day += A_DAY
    yield from reversed(waits)  # after the last session


def _counted(first: datetime, last: datetime, *, most: int) -> Counted:
    first, last = local(first), local(last)
    seconds = int((last - first).total_seconds())
    if seconds > most:
        last, seconds = first + timedelta(seconds=most), most
    return Counted(first=first, last=last, amount=seconds)


def _days(walk: Walk) -> Iterator[Step]:
    """Yield runs of counted days, each day skipped, each pause, and a roll at the end."""
    calendar = walk.policy.calendar
    day, due_on = walk.start.date(), walk.until.date()
    first_on, full_on = _first_day(walk.start, walk.term, walk.policy), due_on
    left, run, waits = walk.total, _Run(calendar), walk.waits
    while day <= due_on:
        if waits and (wait := _wait_over(day, waits)):
            yield from run.close()
            yield waited(wait, starts_again=False)
            day = vietnam_day(wait.end)
        elif day < first_on:
            pass
        elif left == 0:
            full_on = min(full_on, day - A_DAY)
        elif _counts(day, walk.term, calendar):
            run.add(day)
            left -= 1
        else:
            yield from run.close()
            yield _skipped(day, calendar)
        for wait in _waits_within(day, waits) if waits else ():
            yield from run.close()
            yield waited(wait, starts_again=False)
        day += A_DAY
    yield from run.close()
    if full_on < due_on and not walk.is_held:
        yield Rolled(day=full_on, to=due_on)


def _counts(day: date, term: Term, calendar: WorkingCalendar) -> bool:
    if term.unit in {TermUnit.CALENDAR_DAYS, TermUnit.MONTHS}:
        return not calendar.is_suspended(day)
    return calendar.is_working_day(day)


def _first_day(start: datetime, term: Term, policy: Policy) -> date:
    """Return the first day that may count: the day of receipt for same-day terms only."""
    received_on = start.date()
    if term.unit is TermUnit.SAME_DAY and first_same_day(start, policy) == received_on:
        return received_on
    return received_on + A_DAY


def _wait_over(day: date, waits: tuple[Wait, ...]) -> Wait | None:
    over = (one for one in waits if vietnam_day(one.start) < day <= vietnam_day(one.end))
    return next(over, None)


def _waits_within(day: date, waits: tuple[Wait, ...]) -> Iterator[Wait]:
    return (one for one in waits if vietnam_day(one.start) == day == vietnam_day(one.end))


def _skipped(day: date, calendar: WorkingCalendar) -> Skipped:
    row = calendar.dated_row(day)
    if row is None:
        return Skipped(day=day)
    return Skipped(day=day, title=row.title, source=row.source, status=row.status)


class _Run:
    """A run of counted days not yet told."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        self._days: list[date] = []

    def add(self, day: date) -> None:
        self._days.append(day)

    def close(self) -> Iterator[Counted]:
        if self._days:
            yield Counted(
                first=_noon(self._days[0], self._calendar),
                last=_noon(self._days[-1], self._calendar),
                amount=len(self._days),
            )
            self._days = []


def _noon(day: date, calendar: WorkingCalendar) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=calendar.zone)
