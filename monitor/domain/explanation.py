"""How a due date was counted, step by step, as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.domain.calendar import RowStatus, WorkingCalendar
from monitor.domain.counting import (
    HOUR,
    Wait,
    begins_late,
    count_due,
    counts_minutes,
    ended_waits,
    first_same_day,
)
from monitor.domain.dossier import Pause
from monitor.domain.instants import local, vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import Term, TermUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Days or seconds that count toward the term, from `first` to `last`."""

    first: datetime
    last: datetime
    amount: int  # days for day terms, working seconds for hour terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A day that does not count; title and source are empty for a weekly day of rest."""

    day: date
    title: str = ""
    source: str = ""
    status: RowStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """A pause: what came before `starts_again` is forgotten when the term starts anew."""

    paused_at: datetime
    resumed_at: datetime
    starts_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """The last day was one of rest, or ended inside a pause: the term ends on `to`."""

    day: date
    to: date


Step = Counted | Skipped | Waited | Rolled


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A count from start to end. The counted amounts after the last restart sum to the term."""

    received_at: datetime
    term: Term
    steps: tuple[Step, ...]
    due_at: datetime


def explain(
    received_at: datetime,
    term: Term,
    policy: Policy,
    *,
    pauses: tuple[Pause, ...] = (),
    rule: OnSupplement = OnSupplement.RESUME,
) -> Explanation:
    """Tell how `count_due` reaches its answer.

    Raises:
        CalendarGapError: the count leaves the loaded years.

    Source:
        docs/law.md#counting-days
    """
    due_at = count_due(received_at, term, policy, pauses=pauses, rule=rule)
    by_minute = counts_minutes(received_at, term)
    waits = tuple(
        wait
        for wait in ended_waits(pauses, since=received_at)
        if rule is not OnSupplement.RUN and not begins_late(wait, due_at, by_minute=by_minute)
    )
    start = received_at
    steps: list[Step] = []
    if rule is OnSupplement.RESET:
        for wait in waits:
            steps.append(_waited(wait, starts_again=True))
            start = wait.end
        waits = ()
    walk = _full_hours if term.unit is TermUnit.WORKING_HOURS else _days
    steps.extend(walk(start, due_at, term, waits, policy))
    return Explanation(received_at=received_at, term=term, steps=tuple(steps), due_at=due_at)


def _waited(wait: Wait, *, starts_again: bool) -> Waited:
    return Waited(
        paused_at=local(wait.start), resumed_at=local(wait.end), starts_again=starts_again
    )


def _full_hours(
    start: datetime, due_at: datetime, term: Term, waits: tuple[Wait, ...], policy: Policy
) -> Iterator[Step]:
    """Yield the steps of `_hours` until the term is full, then the waits and a roll.

    Hours from a date without a time may be waited for after they are full: that day.
    """
    left, full_on, due_on = term.amount * HOUR, vietnam_day(start), vietnam_day(due_at)
    for step in _hours(start, due_at, waits, policy):
        if isinstance(step, Counted) and left:
            seconds = min(step.amount, left)
            left, full_on = left - seconds, vietnam_day(step.first)
            yield _seconds(step.first, step.first + timedelta(seconds=seconds))
        elif isinstance(step, Waited) or left:
            yield step
    if full_on < due_on:
        yield Rolled(day=full_on, to=due_on)


def _hours(
    start: datetime, due_at: datetime, waits: tuple[Wait, ...], policy: Policy
) -> Iterator[Step]:
    """Yield each session's working time, cut at the pauses, and each day skipped."""
    day, last = vietnam_day(start), vietnam_day(due_at)
    told: set[Wait] = set()
    while day <= last:
        sessions = policy.calendar.sessions(day)
        if not sessions:
            yield _skipped(day, policy.calendar)
        for opens, closes in sessions:
            cursor, end = max(opens, start), min(closes, due_at)
            for wait in (one for one in waits if one.start < end):
                if wait.start > cursor:
                    yield _seconds(cursor, wait.start)
                if wait not in told:
                    told.add(wait)
                    yield _waited(wait, starts_again=False)
                cursor = max(cursor, wait.end)
            if cursor < end:
                yield _seconds(cursor, end)
        day += timedelta(days=1)


def _seconds(first: datetime, last: datetime) -> Counted:
    return Counted(
        first=local(first), last=local(last), amount=int((last - first).total_seconds())
    )


def _days(
    start: datetime, due_at: datetime, term: Term, waits: tuple[Wait, ...], policy: Policy
) -> Iterator[Step]:
    """Yield runs of counted days, each day skipped, each pause, and a roll at the end."""
    by_calendar = term.unit is TermUnit.CALENDAR_DAYS
    day, due_on = vietnam_day(start), vietnam_day(due_at)
    first_on, full_on = _first_day(start, term, policy), due_on
    left, run = term.amount, _Run(policy.calendar)
    while day <= due_on:
        if wait := _wait_over(day, waits):
            yield from run.close()
            yield _waited(wait, starts_again=False)
            day = vietnam_day(wait.end)
        elif day < first_on:
            pass
        elif left == 0:
            full_on = min(full_on, day - timedelta(days=1))
        elif by_calendar or policy.calendar.is_working_day(day):
            run.add(day)
            left -= 1
        else:
            yield from run.close()
            yield _skipped(day, policy.calendar)
        for wait in _waits_within(day, waits):
            yield from run.close()
            yield _waited(wait, starts_again=False)
        day += timedelta(days=1)
    yield from run.close()
    if full_on < due_on:
        yield Rolled(day=full_on, to=due_on)


def _first_day(start: datetime, term: Term, policy: Policy) -> date:
    """Return the first day that may count: the day of receipt for same-day terms only."""
    received_on = vietnam_day(start)
    if term.unit is TermUnit.SAME_DAY and first_same_day(start, policy) == received_on:
        return received_on
    return received_on + timedelta(days=1)


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
