"""Tell the citizen that the result is ready: it has lain at the counter too long.

Speaks once `policy.result_waiting_days` working days have ended after the day the
result came to be. What it knows of the collection is as old as `as_of`. A procedure
whose result is no paper leaves nothing to collect.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Status
from monitor.domain.finding import Finding, Severity
from monitor.domain.instants import vietnam_day
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import days_ended, ends_after, has_come, known

WAITING = frozenset({None, Status.FINISHED})


def check(case: Case) -> Iterator[Finding]:
    """Yield a notice while a result waits longer than it should."""
    finished_on = _finished_on(case)
    if finished_on is None or not has_come(_waits_from(case, finished_on), at=case.at):
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
            "days_waiting": days_ended(finished_on, case.policy.calendar, at=case.at),
            "as_of": case.dossier.as_of,
        },
    )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant at which the result has waited too long."""
    if finished_on := _finished_on(case):
        yield from known(_waits_from(case, finished_on))


def _finished_on(case: Case) -> date | None:
    """Return the day of a result that can be collected and has not been."""
    dossier = case.dossier
    has_paper = case.procedure is None or case.procedure.yields_paper
    if dossier.finished_at is None or dossier.collected_at or not has_paper:
        return None
    return vietnam_day(dossier.finished_at) if dossier.status in WAITING else None


def _waits_from(case: Case, finished_on: date) -> datetime | None:
    return ends_after(finished_on, case.policy.calendar, days=case.policy.result_waiting_days)


RULE = Rule(
    module=__name__,
    source="docs/law.md#result-waiting",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.FINISHED, Carried.COLLECTED}),
    check=check,
    moments=moments,
)
