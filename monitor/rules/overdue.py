"""Finish the dossier today, and state why it is late: its deadline has passed.

Speaks only where an export made after the deadline still shows the dossier open,
and again after each number of working days in `policy.overdue_repeat_days`: the
handler and the head hear of it at once, the leader from the first repeat. A date
moved in time by a re-appointment is the one that counts here.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.deadline import Deadline
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import (
    ends_after,
    facts_of,
    has_come,
    known,
    passes_at,
    running,
    seen_until,
)


def check(case: Case) -> Iterator[Finding]:
    """Yield a breach at the highest stage reached."""
    standing = running(case)
    if standing is None:
        return
    deadline = standing.deadline
    if not has_come(passes_at(deadline, case.policy.calendar), at=seen_until(case)):
        return
    repeats = _repeats(case, deadline)
    days = max((n for n, moment in repeats.items() if has_come(moment, at=case.at)), default=0)
    yield Finding(
        rule=RULE.code,
        dossier=case.dossier.code,
        stage=f"{days}d",
        deadline=deadline.due_at,
        severity=Severity.BREACH,
        tells=(Role.HANDLER, Role.HEAD, Role.LEADER) if days else (Role.HANDLER, Role.HEAD),
        facts={
            **facts_of(deadline),
            "days_late": standing.days_late,
            "first_due_at": deadline.first_due_at,
            "as_of": case.dossier.as_of,
        },
    )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant the deadline passes, and each repeat."""
    if standing := running(case):
        deadline = standing.deadline
        passes = passes_at(deadline, case.policy.calendar)
        yield from known(passes, *_repeats(case, deadline).values())


def _repeats(case: Case, deadline: Deadline) -> dict[int, datetime | None]:
    """Return the instant of each repeat, by the working days late that have ended then."""
    calendar = case.policy.calendar
    return {
        n: ends_after(deadline.due_on, calendar, days=n)
        for n in case.policy.overdue_repeat_days
    }


RULE = Rule(
    module=__name__,
    source="docs/law.md#overdue",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
