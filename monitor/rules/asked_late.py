"""Look into dossiers sooner: the citizen was asked for papers only days after the receipt.

What lacks is to be told within `policy.supplement_days` working days of the receipt. The
first request of an open dossier is judged, and only where the source itself states when
it was made; a later one is for `asked_again`.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.asks import asks_of, days_until_ask
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule


def check(case: Case) -> Iterator[Finding]:
    """Yield a notice while an open dossier was first asked about too late."""
    if not case.dossier.is_open or not case.dossier.pauses:
        return
    for ask in asks_of(case.dossier)[:1]:
        days = days_until_ask(case, ask)
        if days is not None and days > case.policy.supplement_days:
            yield Finding(
                rule=RULE.code,
                dossier=case.dossier.code,
                stage="once",
                deadline=None,
                severity=Severity.NOTICE,
                tells=(Role.HEAD,),
                facts={
                    "received_at": case.dossier.received_at,
                    "asked_at": ask.paused_at,
                    "days": days,
                    "allowed": case.policy.supplement_days,
                },
            )


def moments(_case: Case) -> Iterator[datetime]:
    """Yield nothing: only new data changes the answer."""
    return iter(())


RULE = Rule(
    module=__name__,
    source="docs/law.md#asked-late",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS, Carried.RECEIVED, Carried.PAUSES}),
    check=check,
    moments=moments,
)
