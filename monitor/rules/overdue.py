"""Finish the dossier today, and state why it is late: its deadline has passed.

Speaks only where an export made after the deadline still shows the dossier open, and
again where one made after each number of working days in `policy.overdue_repeat_days`
does: the handler and the head hear of it at once, the leader from the first repeat. A
date moved in time by a re-appointment is the one that counts here.

Stage `data`: the unit says that the result exists, so close the dossier in the system.
The handler and the one-stop unit alone hear of that, until an export made after the
days to explain still shows it open.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.deadline import Deadline
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.doubt import TOLD_OF_DATA, doubted_until, is_doubted
from monitor.domain.finding import DATA, Finding, Severity
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import (
    days_late,
    facts_of,
    has_come,
    known,
    passes_at,
    repeats,
    seen_until,
)


def check(case: Case) -> Iterator[Finding]:
    """Yield a breach at the highest stage reached."""
    standing = case.running
    if standing is None:
        return
    deadline = standing.deadline
    if not has_come(passes_at(deadline, case.policy.calendar), at=seen_until(case)):
        return
    stage, severity, tells = _stage(case, deadline)
    yield Finding(
        rule=RULE.code,
        dossier=case.dossier.code,
        stage=stage,
        deadline=deadline.due_at,
        severity=severity,
        tells=tells,
        facts={
            **facts_of(deadline),
            "days_late": days_late(case, deadline),
            "first_due_at": deadline.first_due_at,
            "as_of": case.dossier.as_of,
        },
    )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant the deadline passes, each repeat, and the end of a doubt."""
    if standing := case.running:
        deadline = standing.deadline
        passes = passes_at(deadline, case.policy.calendar)
        doubted = doubted_until(case, deadline)
        yield from known(passes, *repeats(case, deadline).values(), doubted)


def _stage(case: Case, deadline: Deadline) -> tuple[str, Severity, tuple[Role, ...]]:
    """Return the stage reached, how much it presses and who hears of it."""
    if is_doubted(case, deadline):
        return DATA, Severity.WARNING, TOLD_OF_DATA
    seen, told = seen_until(case), repeats(case, deadline)
    days = max((n for n, moment in told.items() if has_come(moment, at=seen)), default=0)
    unit = Role.HANDLER, Role.HEAD
    return f"{days}d", Severity.BREACH, (*unit, Role.LEADER) if days else unit


RULE = Rule(
    module=__name__,
    source="docs/law.md#overdue",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
