"""Ask the unit why results come late: too few of the dossiers due this month are in time.

The rate is the report's headline: of the deadlines that have passed since the first of the
month, and of what was overdue before, the share that was met, against the date first
promised. A month in which fewer than `policy.unit_min_dossiers` fell due is not judged.
"""

from collections.abc import Iterator
from datetime import date

from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding
from monitor.domain.month_rate import month_finding, turn_of_month
from monitor.domain.unit_case import UnitCase, UnitRule
from monitor.domain.unit_figures import hundredths, misses


def check(case: UnitCase) -> Iterator[Finding]:
    """Yield a warning while the month's on-time rate lies below its target."""
    month, target = case.month, case.policy.on_time_target
    fell_due, due, kept = month.fell_due, month.due, month.kept
    if fell_due is None or due is None or kept is None:
        return
    if fell_due < case.policy.unit_min_dossiers:
        return
    if misses(kept, due, target=target):
        yield month_finding(
            RULE.code,
            case,
            {
                "definition": "due",
                "numerator": kept,
                "denominator": due,
                "target": hundredths(target),
                "late": month.late,
                "carried": month.carried,
            },
        )


RULE = UnitRule(
    module=__name__,
    source="docs/law.md#unit-figures",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=turn_of_month,
)
