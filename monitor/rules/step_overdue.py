"""Finish the step, or enter the next one in the system: its own limit has passed.

Speaks of the step in which the dossier stands, while the dossier as a whole is still in
time: after that `overdue` speaks. Only where the source tells of steps and their limits,
and has told something since the limit.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import has_come, known, passes_at
from monitor.domain.waits import limited_step, step_limit, step_passes_at

NAMED = 100  # letters that tell a step from another of the same limit


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning while a step runs beyond its limit.

    Its key is the step and the limit it was given: a late message may move its begin.
    """
    step, as_of = limited_step(case), case.dossier.steps_as_of
    if step is None or as_of is None or has_come(_ends_at(case), at=case.at):
        return
    if has_come(step_passes_at(case), at=min(case.at, as_of)):
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage=step.name[:NAMED],
            deadline=step.due_at,
            severity=Severity.WARNING,
            tells=(Role.STEP_HANDLER, Role.HEAD),
            facts={
                "step": step.name,
                "began_at": step.began_at,
                "step_due_at": step_limit(case, step),
                "as_of": as_of,
            },
        )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant at which the limit passes, and that at which the deadline does."""
    yield from known(step_passes_at(case), _ends_at(case))


def _ends_at(case: Case) -> datetime | None:
    standing = case.running
    return passes_at(standing.deadline, case.policy.calendar) if standing else None


RULE = Rule(
    module=__name__,
    source="docs/law.md#steps",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STEPS, Carried.STATUS}),
    check=check,
    moments=moments,
)
