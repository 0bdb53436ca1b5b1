"""How one dossier's deadline came about, gathered and put into lines."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from monitor.catalogues.told import shown, word
from monitor.cli.words import say
from monitor.domain.calendar import DayKind, WorkingCalendar
from monitor.domain.deadline import Basis, Deadline, Stopped, assess, find_deadline
from monitor.domain.dossier import Dossier
from monitor.domain.errors import UndatedDossierError
from monitor.domain.explanation import (
    Counted,
    Explanation,
    Rolled,
    Skipped,
    Step,
    Waited,
    explain,
)
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.procedure import Procedure
from monitor.domain.term import Term, TermUnit

HOUR, MINUTE = 3_600, 60


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


def explanation_lines(facts: Explained) -> list[str]:
    """Put what was gathered into lines."""
    lines = [say("explain_head", dossier=facts.dossier, procedure=facts.procedure)]
    if facts.received_at is not None:
        lines.append(say("explain_received", at=facts.received_at))
    if facts.term is not None:
        lines.append(say("explain_term", term=term_text(facts.term)))
    if facts.promised_at is not None:
        lines.append(say("explain_promised", at=facts.promised_at))
    else:
        lines.append(say("explain_none"))
    if facts.stopped_since is not None:
        lines.append(say("explain_stopped", since=facts.stopped_since))
    if facts.deadline is not None:
        lines.extend(_deadline_lines(facts.deadline))
    if facts.count is not None:
        lines.append(say("explain_steps"))
        lines.extend(_step_lines(facts.count))
        lines.extend(_made_up_line(*row) for row in facts.made_up)
    return lines


def _deadline_lines(deadline: Deadline) -> list[str]:
    mark = say("explain_estimated") if deadline.is_estimated else ""
    is_promised = deadline.basis is Basis.PROMISED
    why = say("explain_by_promise") if is_promised else say("explain_by_count")
    lines = [say("explain_binding", at=deadline.due_at, mark=mark, why=why)]
    if deadline.statutory_at is not None:
        lines.insert(0, say("explain_statutory", at=deadline.statutory_at, mark=mark))
    return lines


def term_text(term: Term) -> str:
    """Return a term as a clerk writes it."""
    amount = f"{term.amount:02d}"
    return word("term", term.unit.value).format(amount=amount)


def _step_lines(count: Explanation) -> Iterator[str]:
    """Yield a line a step; weekly days of rest that follow each other share one."""
    for is_rest, steps in groupby(count.steps, key=_is_weekly_rest):
        if is_rest:
            days = ", ".join(str(shown(one.day)) for one in steps if isinstance(one, Skipped))
            yield say("explain_rest", days=days)
        else:
            yield from (_step_line(step, count.term) for step in steps)


def _is_weekly_rest(step: Step) -> bool:
    return isinstance(step, Skipped) and step.status is None


def _step_line(step: Step, term: Term) -> str:
    if isinstance(step, Counted):
        if term.unit is TermUnit.WORKING_HOURS:
            amount = f"{step.amount // HOUR:02d}:{step.amount % HOUR // MINUTE:02d}"
            return say("explain_counted_time", amount=amount, first=step.first, last=step.last)
        first, last = vietnam_day(step.first), vietnam_day(step.last)
        return say("explain_counted_days", amount=step.amount, first=first, last=last)
    if isinstance(step, Skipped):
        status = word("row_status", step.status.value if step.status else "")
        return say(
            "explain_off", day=step.day, title=step.title, source=step.source, status=status
        )
    if isinstance(step, Waited):
        key = "explain_again" if step.starts_again else "explain_waited"
        return say(key, paused_at=step.paused_at, resumed_at=step.resumed_at)
    return _rolled_line(step)


def _rolled_line(step: Rolled) -> str:
    return say("explain_rolled", day=step.day, to=step.to)


def _made_up_line(day: date, title: str, source: str, status: str) -> str:
    return say(
        "explain_made_up",
        day=shown(day),
        title=title,
        source=source,
        status=word("row_status", status),
    )
