"""Tell the citizen that the result is ready: it has lain at the counter too long.

Speaks where an export made once `policy.result_waiting_days` working days have ended
after the day the result came to be shows no collection: one that carries the column. A
procedure whose result is no paper leaves nothing to collect.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.collection import finished_on, waits_from
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import days_ended, has_come, known, known_until


def check(case: Case) -> Iterator[Finding]:
    """Yield a notice while a result waits longer than it should."""
    finished, seen = finished_on(case), known_until(case, Carried.COLLECTED)
    if finished is None or not has_come(waits_from(case, finished), at=seen):
        return
    yield Finding(
        rule=RULE.code,
        dossier=case.dossier.code,
        stage="once",
        deadline=None,
        severity=Severity.NOTICE,
        tells=(Role.ONE_STOP,),
        facts={
            "finished_at": case.dossier.finished_at,
            "days_waiting": days_ended(finished, case.policy.calendar, at=seen),
            "as_of": case.dossier.seen_at(Carried.COLLECTED),
        },
    )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant at which the result has waited too long."""
    if finished := finished_on(case):
        yield from known(waits_from(case, finished))


RULE = Rule(
    module=__name__,
    source="docs/law.md#result-waiting",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.FINISHED, Carried.COLLECTED}),
    check=check,
    moments=moments,
)
