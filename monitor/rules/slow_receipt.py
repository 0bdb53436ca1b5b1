"""Receive the dossier, or send it back with what it lacks: it has waited too long online.

Speaks where an export made after `policy.reception_hours` working hours from the
submission still shows a dossier that came online and that nobody has received. Only
where a source shows the submission and the channel; one sent back to be completed waits
for the citizen.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import instant_passes_at, known
from monitor.domain.waits import unreceived


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning while a dossier waits longer than it may."""
    waiting = unreceived(case)
    if waiting is None or not waiting.is_late:
        return
    yield Finding(
        rule=RULE.code,
        dossier=case.dossier.code,
        stage="once",
        deadline=waiting.due_at,
        severity=Severity.WARNING,
        tells=(Role.ONE_STOP,),
        facts={
            "submitted_at": case.dossier.submitted_at,
            "receive_by": waiting.due_at,
            "as_of": case.dossier.as_of,
        },
    )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant at which it has waited too long."""
    if waiting := unreceived(case):
        yield from known(instant_passes_at(waiting.due_at, case.policy.calendar))


RULE = Rule(
    module=__name__,
    source="docs/law.md#reception-clock",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.SUBMITTED, Carried.RECEIVED, Carried.STATUS, Carried.CHANNEL}),
    check=check,
    moments=moments,
)
