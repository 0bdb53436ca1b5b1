"""Remind the citizen, or end the dossier by its procedure: it has waited for very long.

Speaks once for each number of working days in `policy.paused_days`, whether the wait is for
papers or for dues, where an export made once they have ended since it began still shows it.
Where the status alone tells of the wait, it began with the first export that shows it.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Pause
from monitor.domain.finding import Finding, Severity
from monitor.domain.instants import vietnam_day
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import days_ended, has_come, known, seen_until
from monitor.domain.waits import pause_stages


def check(case: Case) -> Iterator[Finding]:
    """Yield a notice at the highest stage reached while a wait lasts."""
    pause = _waits(case)
    if pause is None:
        return
    stages, seen = pause_stages(case, pause), seen_until(case)
    reached = [n for n, moment in stages.items() if has_come(moment, at=seen)]
    if reached:
        paused_on, calendar = vietnam_day(pause.paused_at), case.policy.calendar
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage=f"{max(reached)}d",
            deadline=pause.paused_at,
            severity=Severity.NOTICE,
            tells=(Role.HANDLER, Role.HEAD),
            facts={
                "paused_at": pause.paused_at,
                "kind": pause.kind.value,
                "days_paused": days_ended(paused_on, calendar, at=seen),
                "as_of": case.dossier.as_of,
            },
        )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant of each stage."""
    if pause := _waits(case):
        yield from known(*pause_stages(case, pause).values())


def _waits(case: Case) -> Pause | None:
    return case.dossier.open_pause if case.dossier.is_open else None


RULE = Rule(
    module=__name__,
    source="docs/law.md#paused-long",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
