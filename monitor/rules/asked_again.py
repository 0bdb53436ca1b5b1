"""Ask for everything at once: the citizen of this dossier was asked for papers again.

Look whether the first request could have named all that lacked, and see to it that
requests are complete. `policy.supplement_asks` says how often the procedure lets an
office ask. Speaks once for each request beyond that, while the dossier is open.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.asks import asks_of
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule


def check(case: Case) -> Iterator[Finding]:
    """Yield a notice while an open dossier has been asked about more often than once."""
    if not case.dossier.is_open or not case.dossier.pauses:
        return
    asks = asks_of(case.dossier)
    if len(asks) > case.policy.supplement_asks:
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage=str(len(asks)),
            deadline=None,
            severity=Severity.NOTICE,
            tells=(Role.HEAD,),
            facts={
                "asks": len(asks),
                "allowed": case.policy.supplement_asks,
                "first_asked_at": asks[0].paused_at,
                "asked_at": asks[-1].paused_at,
            },
        )


def moments(_case: Case) -> Iterator[datetime]:
    """Yield nothing: only new data changes the answer."""
    return iter(())


RULE = Rule(
    module=__name__,
    source="docs/law.md#asked-again",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
