"""Check dates that contradict each other: what rests on them cannot be counted rightly.

Hold both against the papers of the dossier, mend in the source system the one that was
entered wrongly, no other, and export again. Speaks once for each kind of contradiction,
of dossiers that have ended as well: reports count them. What is counted meanwhile does
not change: a reversed pause gives nothing back, pauses that overlap are joined.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.contradiction import contradictions
from monitor.domain.directory import Role
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule


def check(case: Case) -> Iterator[Finding]:
    """Yield a notice for each kind of contradiction, with the two instants concerned."""
    for one in contradictions(case.dossier):
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage=one.kind.value,
            deadline=None,
            severity=Severity.NOTICE,
            tells=(Role.ONE_STOP,),
            facts={"earlier_at": one.earlier_at, "later_at": one.later_at},
        )


def moments(_case: Case) -> Iterator[datetime]:
    """Yield nothing: only new data changes the answer."""
    return iter(())


RULE = Rule(
    module=__name__,
    source="docs/law.md#dates-contradict",
    in_force_from=date(2025, 7, 1),
    needs=frozenset(),
    check=check,
    moments=moments,
)
