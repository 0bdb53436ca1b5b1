"""Issue the apology now: the dossier is late, and the citizen has had no letter.

Speaks where `overdue` does and the dossier is ours to decide, until a letter is
issued, whatever the length of the term. A letter drafted or approved is not one
that the citizen has had. Stage `data` is that of `overdue`: where the result exists,
closing the dossier in the system settles both.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.doubt import TOLD_OF_DATA, doubted_until, is_doubted
from monitor.domain.finding import DATA, Finding, Severity
from monitor.domain.letter import SETTLED
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import (
    days_late,
    facts_of,
    has_come,
    known,
    passes_at,
    seen_until,
)


def check(case: Case) -> Iterator[Finding]:
    """Yield a breach while the dossier is late and no letter has been issued."""
    standing = case.running
    if standing is None or not case.is_ours or (case.letter and case.letter.state in SETTLED):
        return
    passes = passes_at(standing.deadline, case.policy.calendar)
    if has_come(passes, at=seen_until(case)):
        is_data = is_doubted(case, standing.deadline)
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage=DATA if is_data else "once",
            deadline=standing.deadline.due_at,
            severity=Severity.WARNING if is_data else Severity.BREACH,
            tells=TOLD_OF_DATA if is_data else (Role.HEAD, Role.LEADER),
            facts={
                **facts_of(standing.deadline),
                "days_late": days_late(case, standing.deadline),
                "letter": case.letter.state.value if case.letter else None,
                "as_of": case.dossier.as_of,
            },
        )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant the deadline passes, and the end of a doubt."""
    if standing := case.running:
        deadline = standing.deadline
        passes = passes_at(deadline, case.policy.calendar)
        yield from known(passes, doubted_until(case, deadline))


RULE = Rule(
    module=__name__,
    source="docs/law.md#apology-missing",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
