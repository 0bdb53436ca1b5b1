"""Return the result before closing time: today is the due day.

Speaks from the opening of the due day, or of the last working day before a due day
of rest, until the deadline has passed. Terms of a day or less are left to
`due_soon`, which counts their hours.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import facts_of, has_come, known, opens_before, passes_at


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning while the due day lasts."""
    standing = case.running
    if standing is None or case.is_short:
        return
    deadline, calendar = standing.deadline, case.policy.calendar
    has_opened = has_come(opens_before(deadline, calendar, days=0), at=case.at)
    if has_opened and not has_come(passes_at(deadline, calendar), at=case.at):
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage="once",
            deadline=deadline.due_at,
            severity=Severity.WARNING,
            tells=(Role.HANDLER,),
            facts={**facts_of(deadline), "days_left": standing.days_left},
        )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the opening of the due day, and the instant the deadline passes."""
    if standing := case.running:
        deadline, calendar = standing.deadline, case.policy.calendar
        yield from known(
            opens_before(deadline, calendar, days=0), passes_at(deadline, calendar)
        )


RULE = Rule(
    module=__name__,
    source="docs/law.md#due-today",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
