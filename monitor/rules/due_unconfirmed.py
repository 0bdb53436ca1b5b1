"""Close the dossier in the system if its result exists: nobody can see whether it is late.

The deadline has passed, and no export made since could have shown an end. That
accuses nobody, so the handler alone hears of it. A newer export settles it: the
dossier has ended, or `overdue` speaks.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import facts_of, has_come, known, passes_at, seen_until


def check(case: Case) -> Iterator[Finding]:
    """Yield a notice while the source is older than the deadline's passing."""
    standing = case.running
    if standing is None:
        return
    passes = passes_at(standing.deadline, case.policy.calendar)
    if has_come(passes, at=case.at) and not has_come(passes, at=seen_until(case)):
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage="once",
            deadline=standing.deadline.due_at,
            severity=Severity.NOTICE,
            tells=(Role.HANDLER,),
            facts={**facts_of(standing.deadline), "as_of": case.dossier.as_of},
        )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant the deadline passes."""
    if standing := case.running:
        yield from known(passes_at(standing.deadline, case.policy.calendar))


RULE = Rule(
    module=__name__,
    source="docs/law.md#unconfirmed",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
