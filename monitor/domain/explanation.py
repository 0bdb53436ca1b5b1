"""How a due date was counted, step by step, as data."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import Closure
from monitor.domain.count_steps import Converted, Counted, Held, Rolled, Skipped, Step, Waited
from monitor.domain.count_walk import Walk, waited
from monitor.domain.counting import (
    Wait,
    begins_late,
    count_due,
    counts_minutes,
    ended_waits,
    length,
)
from monitor.domain.dossier import Pause
from monitor.domain.errors import CalendarGapError
from monitor.domain.ignored_pauses import NEVER, Ignored, all_ignored, ignored_pauses
from monitor.domain.instants import local
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import Term, TermUnit

__all__ = [
    "Converted",
    "Counted",
    "Explanation",
    "Held",
    "Interrupted",
    "Rolled",
    "Skipped",
    "Step",
    "Waited",
    "explain",
    "explain_stopped",
]

CONVERTED = frozenset({TermUnit.HALF_DAYS, TermUnit.MONTHS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A count from start to end.

    The counted amounts sum to `total`: what the term comes to from its last
    (re)start, in days, or in working seconds for a term by the hour. `closures` are
    those of the counter that the count went on through; `ignored` the pauses that the
    steps do not show as the source has them.
    """

    received_at: datetime
    starts_at: datetime  # the receipt, or the end of the last pause that started anew
    term: Term
    total: int
    steps: tuple[Step, ...]
    due_at: datetime
    closures: tuple[Closure, ...] = ()
    ignored: tuple[Ignored, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """A count until the pause that still runs, its last step; `used` of `total` is counted.

    It was counted `until` that began. Everything else is as in `Explanation`.
    """

    received_at: datetime
    starts_at: datetime
    term: Term
    total: int
    used: int
    steps: tuple[Step, ...]
    until: datetime
    closures: tuple[Closure, ...] = ()
    ignored: tuple[Ignored, ...] = ()

    @property
    def left(self) -> int:
        """How much of the term is left."""
        return self.total - self.used


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
    waits: tuple[Wait, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    if pauses and rule is OnSupplement.RUN:
        ignored = all_ignored(pauses)
    elif pauses:
        waits = _waits(received_at, term, due_at, pauses, policy.calendar)
        late = _begun_late(received_at, term, due_at, pauses, policy.calendar)
        ignored = ignored_pauses(pauses, waits, received_at=received_at, late=late)
    walk, steps = _walked(received_at, term, policy, waits, rule, until=due_at)
    return Explanation(
        received_at=received_at,
        starts_at=walk.start,
        term=term,
        total=walk.total,
        steps=steps,
        due_at=due_at,
        closures=_run_through(walk),
        ignored=ignored,
    )


def explain_stopped(  # noqa: PLR0913 - what `explain` takes, and since when it is stopped
    received_at: datetime,
    term: Term,
    policy: Policy,
    *,
    stopped_at: datetime,
    pauses: tuple[Pause, ...] = (),
    rule: OnSupplement = OnSupplement.RESUME,
) -> Explanation | Interrupted:
    """Tell how far the count of a dossier came that waits since `stopped_at`.

    Returns:
        The whole count where the term had passed before the dossier was stopped.

    Raises:
        CalendarGapError: the receipt, or `stopped_at`, lies outside the loaded years.

    Source:
        docs/law.md#pauses
    """
    opened = [one.paused_at for one in pauses if one.resumed_at is None]
    waits, held = _held(received_at, pauses, since=min([stopped_at, *opened]))
    try:
        whole = explain(received_at, term, policy, pauses=pauses, rule=rule)
    except CalendarGapError:
        pass  # the term ends after all that is loaded, and so after the pause began
    else:
        by_minute = counts_minutes(received_at, term)
        if begins_late(held, whole.due_at, policy.calendar, by_minute=by_minute):
            return whole
    until = _whole(held.start)
    walk, steps = _walked(received_at, term, policy, waits, rule, until=until, is_held=True)
    last = Held(paused_at=until, starts_again=rule is OnSupplement.RESET)
    return Interrupted(
        received_at=received_at,
        starts_at=walk.start,
        term=term,
        total=walk.total,
        used=sum(step.amount for step in steps if isinstance(step, Counted)),
        steps=(*steps, last),
        until=until,
        closures=_run_through(walk),
        ignored=ignored_pauses(pauses, (*waits, held), received_at=received_at),
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


def _begun_late(
    received_at: datetime,
    term: Term,
    due_at: datetime,
    pauses: tuple[Pause, ...],
    calendar: WorkingCalendar,
) -> tuple[Pause, ...]:
    """Return the open pauses that began once the term had passed."""
    by_minute = counts_minutes(received_at, term)
    return tuple(
        one
        for one in pauses
        if one.resumed_at is None
        and begins_late(
            Wait(one.paused_at, one.paused_at), due_at, calendar, by_minute=by_minute
        )
    )


def _held(
    received_at: datetime, pauses: tuple[Pause, ...], *, since: datetime
) -> tuple[tuple[Wait, ...], Wait]:
    """Return the waits before the pause that still runs, and that one.

    It begins with the ended pause that it overlaps; what begins later lies within it.
    """
    since = max(since, received_at)
    waits = ended_waits(pauses, since=received_at)
    before = tuple(one for one in waits if one.end < since)
    joined = (one.start for one in waits if one.end >= since)
    return before, Wait(min((since, *joined)), NEVER)


def _walked(  # noqa: PLR0913 - what bears on a walk
    received_at: datetime,
    term: Term,
    policy: Policy,
    waits: tuple[Wait, ...],
    rule: OnSupplement,
    *,
    until: datetime,
    is_held: bool = False,
) -> tuple[Walk, tuple[Step, ...]]:
    """Walk from the receipt, or where the term started anew, and return each step."""
    start, steps = _whole(received_at), list[Step]()
    if waits:
        waits = tuple(Wait(_whole(one.start), _whole(one.end)) for one in waits)
        if rule is OnSupplement.RESET:
            steps.extend(waited(one, starts_again=True) for one in waits)
            start, waits = waits[-1].end, ()
    total = length(term, start, policy.calendar)
    if term.unit in CONVERTED:
        steps.append(Converted(start=start, amount=total))
    walk = Walk(start, until, term, total, waits, policy, is_held)
    steps.extend(walk.steps())
    return walk, tuple(steps)


def _run_through(walk: Walk) -> tuple[Closure, ...]:
    """Return the closures of the counter that the count went on through."""
    calendar = walk.policy.calendar
    if not calendar.spec.closures:
        return ()
    closures = calendar.closures_between(walk.start.date(), walk.until.date())
    return tuple(one for one in closures if not one.suspends_terms)


def _whole(at: datetime) -> datetime:
    """Return an instant on Vietnam's clock to the second, as working time is counted."""
    clock = local(at)
    return clock.replace(microsecond=0) if clock.microsecond else clock
