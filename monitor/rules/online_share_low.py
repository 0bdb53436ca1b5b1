"""Help people file online: too few of the dossiers received this month came that way.

Divides by the dossiers received since the first of the month whose channel is known.
Fewer than `policy.unit_min_dossiers` are not judged.
"""

from collections.abc import Iterator
from datetime import date

from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding
from monitor.domain.month_rate import month_finding, turn_of_month
from monitor.domain.unit_case import UnitCase, UnitRule
from monitor.domain.unit_figures import hundredths, misses


def check(case: UnitCase) -> Iterator[Finding]:
    """Yield a warning while the month's online share lies below its target."""
    month, target = case.month, case.policy.online_target
    online, channelled = month.online, month.channelled
    if online is None or channelled is None or channelled < case.policy.unit_min_dossiers:
        return
    if misses(online, channelled, target=target):
        yield month_finding(
            RULE.code,
            case,
            {
                "definition": "online",
                "numerator": online,
                "denominator": channelled,
                "target": hundredths(target),
                "received": month.received,
            },
        )


RULE = UnitRule(
    module=__name__,
    source="docs/law.md#unit-figures",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.RECEIVED, Carried.CHANNEL}),
    check=check,
    moments=turn_of_month,
)
