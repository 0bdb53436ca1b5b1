"""How one dossier's deadline came about, gathered."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

from monitor.cli.explained import Explained, Gap, Lawful, Pausing, Told
from monitor.domain.beginnings import Beginning, beginning
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DayKind
from monitor.domain.clocks import Reception, StepDue, reception, schedule
from monitor.domain.deadline import (
    Deadline,
    Stopped,
    assess,
    find_deadline,
    on_supplement,
    promised_instant,
)
from monitor.domain.dossier import Carried, Channel, Dossier, Fate, PauseKind, Status
from monitor.domain.errors import CalendarGapError, UndatedDossierError
from monitor.domain.estimates import is_count_estimated
from monitor.domain.explanation import Explanation, Interrupted, explain, explain_stopped
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement, Procedure

Count = Explanation | Interrupted
T = TypeVar("T")


def explained(dossier: Dossier, office: Office, *, at: datetime) -> Explained:
    """Gather how a dossier's deadline came about, and that of its reception.

    What the calendar does not reach is told as a gap, but for the date that binds.

    Raises:
        UndatedDossierError: neither a promise nor a term leads to a date, nothing has
            stopped, and no clock runs for the reception either.
        CalendarGapError: the count that binds leaves the loaded years.
    """
    procedure = office.directory.procedures.get(dossier.procedure or "")
    policy, gaps = office.policy_of(dossier.unit, dossier.procedure), dict[str, Gap]()
    pausing = _pausing(dossier, procedure, policy, at=at)
    is_stopped = pausing is not None and not pausing.is_late
    deadline = None if is_stopped else find_deadline(dossier, procedure, policy)
    received = _or_gap(gaps, "reception", lambda: reception(dossier, policy, at=at))
    is_undated = deadline is None and not is_stopped
    if is_undated and received is None and not gaps:
        if dossier.received_at is None:
            raise UndatedDossierError(dossier=dossier.code, reason="not_received")
        raise UndatedDossierError(dossier=dossier.code, reason="no_dates")
    count = _or_gap(gaps, "count", lambda: _count(dossier, procedure, policy, pausing))
    steps = _or_gap(gaps, "steps", lambda: _steps(dossier, procedure, policy, pausing))
    all_steps = procedure.steps if procedure and dossier.received_at else ()
    return Explained(
        dossier=dossier.code,
        procedure=procedure.name if procedure else dossier.procedure_name,
        is_open=dossier.is_open,
        received_at=dossier.received_at,
        term=procedure.term if procedure else None,
        promises=_promises(dossier),
        promised_at=dossier.promise.promised_at if dossier.promise else None,
        is_promise_moved=_is_moved(dossier, deadline, policy.calendar),
        pausing=pausing,
        deadline=deadline,
        is_undated=is_undated,
        lawful=_lawful(deadline, count, policy.calendar),
        count=count,
        beginning=_beginning(count, policy),
        reception=received,
        steps=steps or (),
        open_steps=() if steps is None else tuple(one.name for one in all_steps[len(steps) :]),
        is_outside_receipt_hours=_is_outside(dossier, received, policy.calendar),
        made_up=_made_up(count, policy.calendar) if count else (),
        gaps=gaps,
    )


def _or_gap(gaps: dict[str, Gap], what: str, count: Callable[[], T]) -> T | None:
    """Return what `count` counts, or note the year that it lacks."""
    try:
        return count()
    except CalendarGapError as error:
        gaps[what] = Gap(year=int(str(error.facts["year"])), file=str(error.facts["file"]))
        return None


def _pausing(
    dossier: Dossier, procedure: Procedure | None, policy: Policy, *, at: datetime
) -> Pausing | None:
    """Tell what a dossier waits for; None where the clock does not stop for it."""
    if not dossier.is_paused or on_supplement(procedure) is OnSupplement.RUN:
        return None
    pause = dossier.open_pause
    is_money = dossier.status is Status.PAUSED_FINANCE
    kind = PauseKind.FINANCE if is_money else PauseKind.SUPPLEMENT
    return Pausing(
        since=pause.paused_at if pause else dossier.as_of,
        kind=pause.kind if pause else kind,
        is_seen=pause is None or Carried.PAUSES not in dossier.carries,
        is_late=not isinstance(assess(dossier, procedure, policy, at=at), Stopped),
    )


def _count(
    dossier: Dossier, procedure: Procedure | None, policy: Policy, pausing: Pausing | None
) -> Count | None:
    received_at, pauses = dossier.received_at, dossier.pauses
    if procedure is None or procedure.term is None or received_at is None:
        return None
    term, rule = procedure.term, procedure.on_supplement
    if pausing is None:
        return explain(received_at, term, policy, pauses=pauses, rule=rule)
    return explain_stopped(
        received_at, term, policy, stopped_at=pausing.since, pauses=pauses, rule=rule
    )


def _beginning(count: Count | None, policy: Policy) -> Beginning | None:
    return beginning(count.starts_at, count.term, policy) if count else None


def _lawful(
    deadline: Deadline | None, count: Count | None, calendar: WorkingCalendar
) -> Lawful | None:
    """Return the end of the term; of a dossier that waits where it ended before that."""
    if deadline is not None:
        due_at, is_estimated = deadline.statutory_at, deadline.is_statutory_estimated
        return Lawful(due_at=due_at, is_estimated=is_estimated) if due_at else None
    if not isinstance(count, Explanation):
        return None
    is_estimated = is_count_estimated(count.received_at, count.due_at, count.term, calendar)
    return Lawful(due_at=count.due_at, is_estimated=is_estimated)


def _promises(dossier: Dossier) -> tuple[Told, ...]:
    """Return every date the citizen was told; it may bind if it did once it was made."""
    return tuple(
        Told(
            promised_at=one.promised_at,
            made_at=one.made_at,
            kind=one.kind,
            may_bind=fate is Fate.BINDS,
            is_late=fate is Fate.LATE,
        )
        for one, fate in dossier.fates()
    )


def _is_moved(dossier: Dossier, deadline: Deadline | None, calendar: WorkingCalendar) -> bool:
    if deadline is None or dossier.promise is None:
        return False
    return deadline.due_at != promised_instant(dossier.promise, calendar)


def _is_outside(
    dossier: Dossier, received: Reception | None, calendar: WorkingCalendar
) -> bool:
    """Tell whether it was handed in while the counter was shut; not online, not by post."""
    received_at = dossier.received_at
    is_elsewhere = received is not None or dossier.channel in {Channel.ONLINE, Channel.POST}
    if received_at is None or is_elsewhere:
        return False
    return not calendar.takes_in(received_at)


def _steps(
    dossier: Dossier, procedure: Procedure | None, policy: Policy, pausing: Pausing | None
) -> tuple[StepDue, ...]:
    if procedure is None or dossier.received_at is None:
        return ()
    return schedule(
        dossier.received_at,
        procedure.steps,
        policy,
        pauses=dossier.pauses,
        rule=procedure.on_supplement,
        held_at=pausing.since if pausing else None,
    )


def _made_up(count: Count, calendar: WorkingCalendar) -> tuple[tuple[date, str, str, str], ...]:
    """Return the make-up days that the count crosses."""
    last_at = count.due_at if isinstance(count, Explanation) else count.until
    first, last = vietnam_day(count.received_at), vietnam_day(last_at)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    rows = [calendar.dated_row(day) for day in days]
    return tuple(
        (row.day, row.title, row.source, row.status.value)
        for row in rows
        if row is not None and row.kind is DayKind.MAKE_UP
    )
