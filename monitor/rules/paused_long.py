"""Remind the citizen, or end the dossier by its procedure: it has waited for very long.

Speaks once for each number of working days in `policy.paused_days` that have ended since
the wait began, whether for papers or for dues. Where the status alone tells of the wait,
it began with the first export that shows it. What the rule knows is as old as `as_of`.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Pause
from monitor.domain.finding import Finding, Severity
from monitor.domain.instants import vietnam_day
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import days_ended, ends_after, has_come, known


def check(case: Case) -> Iterator[Finding]:
    """Yield a notice at the highest stage reached while a wait lasts."""
    pause = _waits(case)
    if pause is None:
        return
    stages = _stages(case, pause)
    reached = [n for n, moment in stages.items() if has_come(moment, at=case.at)]
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
                "days_paused": days_ended(paused_on, calendar, at=case.at),
                "as_of": case.dossier.as_of,
            },
        )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant of each stage."""
    if pause := _waits(case):
        yield from known(*_stages(case, pause).values())


def _waits(case: Case) -> Pause | None:
    return case.dossier.open_pause if case.dossier.is_open else None


def _stages(case: Case, pause: Pause) -> dict[int, datetime | None]:
    """Return the instant of each stage, by the working days waited that have ended then."""
    paused_on, calendar = vietnam_day(pause.paused_at), case.policy.calendar
    return {n: ends_after(paused_on, calendar, days=n) for n in case.policy.paused_days}


RULE = Rule(
    module=__name__,
    source="docs/law.md#paused-long",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
