"""How one dossier's deadline came about, gathered."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DayKind
from monitor.domain.clocks import Reception, StepDue, reception, schedule
from monitor.domain.deadline import Deadline, Stopped, assess, find_deadline
from monitor.domain.dossier import Channel, Dossier
from monitor.domain.errors import UndatedDossierError
from monitor.domain.explanation import Explanation, explain
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.policy import Policy
from monitor.domain.procedure import Procedure
from monitor.domain.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What is told of one dossier; `count` is None where the term is not known."""

    dossier: str
    procedure: str
    received_at: datetime | None
    term: Term | None
    promised_at: datetime | None
    stopped_since: datetime | None
    deadline: Deadline | None
    count: Explanation | None
    reception: Reception | None = None
    steps: tuple[StepDue, ...] = ()
    is_outside_receipt_hours: bool = False
    made_up: tuple[tuple[date, str, str, str], ...] = ()  # day, title, source, status


def explained(dossier: Dossier, office: Office, *, at: datetime) -> Explained:
    """Gather how a dossier's deadline came about.

    Raises:
        UndatedDossierError: neither a promise nor a term leads to a date.
        CalendarGapError: the count leaves the loaded years.
    """
    procedure = office.directory.procedures.get(dossier.procedure or "")
    policy = office.policy_of(dossier.unit)
    standing = assess(dossier, procedure, policy, at=at)
    stopped = standing.since if isinstance(standing, Stopped) else None
    deadline = None if stopped else find_deadline(dossier, procedure, policy)
    if deadline is None and stopped is None:
        raise UndatedDossierError(dossier=dossier.code, reason="no_dates")
    count = _count(dossier, procedure, office)
    return Explained(
        dossier=dossier.code,
        procedure=procedure.name if procedure else dossier.procedure_name,
        received_at=dossier.received_at,
        term=procedure.term if procedure else None,
        promised_at=dossier.promise.promised_at if dossier.promise else None,
        stopped_since=stopped,
        deadline=deadline,
        count=count,
        reception=reception(dossier, policy, at=at),
        steps=_steps(dossier, procedure, policy),
        is_outside_receipt_hours=_is_outside(dossier, policy.calendar),
        made_up=_made_up(count, policy.calendar) if count else (),
    )


def _count(dossier: Dossier, procedure: Procedure | None, office: Office) -> Explanation | None:
    if procedure is None or procedure.term is None or dossier.received_at is None:
        return None
    return explain(
        dossier.received_at,
        procedure.term,
        office.policy_of(dossier.unit),
        pauses=dossier.pauses,
        rule=procedure.on_supplement,
    )


def _is_outside(dossier: Dossier, calendar: WorkingCalendar) -> bool:
    """Tell whether a dossier was taken in while the counter was shut; online never is."""
    received_at = dossier.received_at
    if received_at is None or dossier.channel is Channel.ONLINE:
        return False
    return not calendar.takes_in(received_at)


def _steps(
    dossier: Dossier, procedure: Procedure | None, policy: Policy
) -> tuple[StepDue, ...]:
    if procedure is None or dossier.received_at is None:
        return ()
    return schedule(
        dossier.received_at,
        procedure.steps,
        policy,
        pauses=dossier.pauses,
        rule=procedure.on_supplement,
    )


def _made_up(
    count: Explanation, calendar: WorkingCalendar
) -> tuple[tuple[date, str, str, str], ...]:
    """Return the make-up days that the count crosses."""
    first, last = vietnam_day(count.received_at), vietnam_day(count.due_at)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    rows = [calendar.dated_row(day) for day in days]
    return tuple(
        (row.day, row.title, row.source, row.status.value)
        for row in rows
        if row is not None and row.kind is DayKind.MAKE_UP
    )


def explanation_facts(facts: Explained) -> dict[str, Any]:
    """Return what was gathered as plain data; each step says its kind."""
    told = asdict(facts)
    if facts.count is not None:
        told["count"]["steps"] = [
            {"kind": type(step).__name__.lower(), **asdict(step)} for step in facts.count.steps
        ]
    told["made_up"] = [
        dict(zip(("day", "title", "source", "status"), row, strict=True))
        for row in facts.made_up
    ]
    return told
