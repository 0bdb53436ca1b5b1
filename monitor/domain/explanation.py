"""How a due date was counted, step by step, as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import Closure, RowStatus
from monitor.domain.counting import (
    Wait,
    begins_late,
    count_due,
    counts_minutes,
    ended_waits,
    first_same_day,
    length,
)
from monitor.domain.dossier import Pause
from monitor.domain.instants import local, vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import Term, TermUnit

A_DAY = timedelta(days=1)
CONVERTED = frozenset({TermUnit.HALF_DAYS, TermUnit.MONTHS})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A term of half days or months, and what it comes to from `start`."""

    start: datetime
    amount: int  # working seconds for half days, days for months


Step = Counted | Skipped | Waited | Rolled | Converted


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A count from start to end.

    The counted amounts sum to `total`: what the term comes to from its last
    (re)start, in days, or in working seconds for a term by the hour. `closures` are
    those of the counter that the count went on through.
    """

    received_at: datetime
    term: Term
    total: int
    steps: tuple[Step, ...]
    due_at: datetime
    closures: tuple[Closure, ...] = ()


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
    start = local(received_at)
    waits: tuple[Wait, ...] = ()
    if pauses and rule is not OnSupplement.RUN:
        waits = _waits(received_at, term, due_at, pauses, policy.calendar)
    steps: list[Step] = []
    if waits and rule is OnSupplement.RESET:
        steps.extend(_waited(wait, starts_again=True) for wait in waits)
        start, waits = local(waits[-1].end), ()
    total = length(term, start, policy.calendar)
    if term.unit in CONVERTED:
        steps.append(Converted(start=start, amount=total))
    count = _Count(start, due_at, term, total, waits, policy)
    steps.extend(_hours(count) if term.is_by_the_hour else _days(count))
    return Explanation(
        received_at=received_at,
        term=term,
        total=total,
        steps=tuple(steps),
        due_at=due_at,
        closures=_run_through(count),
    )


def _waits(
    received_at: datetime,
    term: Term,
    due_at: datetime,
    pauses: tuple[Pause, ...],
    calendar: WorkingCalendar,
) -> tuple[Wait, ...]:
    """Return the ended pauses that began in time to matter."""
    by_minute = counts_minutes(received_at, term)
    waits = ended_waits(pauses, since=received_at)
    return tuple(
        one for one in waits if not begins_late(one, due_at, calendar, by_minute=by_minute)
    )


@dataclass(frozen=True, slots=True)
class _Count:
    """What a walk needs: from where to where on Vietnam's clock, and how much counts."""

    start: datetime
    due_at: datetime
    term: Term
    total: int
    waits: tuple[Wait, ...]
    policy: Policy


def _run_through(count: _Count) -> tuple[Closure, ...]:
    """Return the closures of the counter that the count went on through."""
    first, last = count.start.date(), count.due_at.date()
    closures = count.policy.calendar.closures_between(first, last)
    return tuple(one for one in closures if not one.suspends_terms)


def _waited(wait: Wait, *, starts_again: bool) -> Waited:
    return Waited(
        paused_at=local(wait.start), resumed_at=local(wait.end), starts_again=starts_again
    )


def _hours(count: _Count) -> Iterator[Step]:
    """Yield each session's working time, cut at the pauses, each day skipped, and a roll.

    Hours from a date without a time may be waited for after they are full: that day.
    """
    left, full_on, due_on = count.total, count.start.date(), count.due_at.date()
    for part in _parts(count):
        if isinstance(part, Wait):
            yield _waited(part, starts_again=False)
        elif not left:
            continue
        elif isinstance(part, tuple):
            yield (step := _counted(*part, most=left))
            left, full_on = left - step.amount, step.first.date()
        else:
            yield _skipped(part, count.policy.calendar)
    if full_on < due_on:
        yield Rolled(day=full_on, to=due_on)


def _parts(count: _Count) -> Iterator[tuple[datetime, datetime] | Wait | date]:
    """Yield in order the pauses, what they leave of each session, and the days of rest."""
    calendar, due_at, waits = count.policy.calendar, count.due_at, list(reversed(count.waits))
    cursor, day, due_on = count.start, count.start.date(), due_at.date()
    while day <= due_on:
        sessions = calendar.sessions(day)
        for opens, closes in sessions:
            cursor, end = max(cursor, opens), min(closes, due_at)
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


def _counted(first: datetime, last: datetime, *, most: int) -> Counted:
    first, last = local(first), local(last)
    seconds = int((last - first).total_seconds())
    if seconds > most:
        last, seconds = first + timedelta(seconds=most), most
    return Counted(first=first, last=last, amount=seconds)


def _days(count: _Count) -> Iterator[Step]:
    """Yield runs of counted days, each day skipped, each pause, and a roll at the end."""
    calendar = count.policy.calendar
    day, due_on = count.start.date(), count.due_at.date()
    first_on, full_on = _first_day(count.start, count.term, count.policy), due_on
    left, run = count.total, _Run(calendar)
    while day <= due_on:
        if wait := _wait_over(day, count.waits):
            yield from run.close()
            yield _waited(wait, starts_again=False)
            day = vietnam_day(wait.end)
        elif day < first_on:
            pass
        elif left == 0:
            full_on = min(full_on, day - A_DAY)
        elif _counts(day, count.term, calendar):
            run.add(day)
            left -= 1
        else:
            yield from run.close()
            yield _skipped(day, calendar)
        for wait in _waits_within(day, count.waits):
            yield from run.close()
            yield _waited(wait, starts_again=False)
        day += A_DAY
    yield from run.close()
    if full_on < due_on:
        yield Rolled(day=full_on, to=due_on)


def _counts(day: date, term: Term, calendar: WorkingCalendar) -> bool:
    if term.unit in {TermUnit.CALENDAR_DAYS, TermUnit.MONTHS}:
        return not calendar.is_suspended(day)
    return calendar.is_working_day(day)


def _first_day(start: datetime, term: Term, policy: Policy) -> date:
    """Return the first day that may count: the day of receipt for same-day terms only."""
    received_on = vietnam_day(start)
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
