"""See why so much goes back: too many of this month's dossiers end withdrawn or sent back.

Divides what was withdrawn or sent back since the first of the month by all that ended in
it. Requests for a supplement are told beside it where a source carries them. Fewer than
`policy.unit_min_dossiers` are not judged.
"""

from collections.abc import Iterator
from datetime import date

from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding
from monitor.domain.month_rate import month_finding, turn_of_month
from monitor.domain.unit_case import UnitCase, UnitRule
from monitor.domain.unit_figures import hundredths, misses


def check(case: UnitCase) -> Iterator[Finding]:
    """Yield a warning while the month's returned share lies above its limit."""
    month, limit = case.month, case.policy.returned_limit
    back, ended = month.given_back, month.ended
    if back is None or ended is None or ended < case.policy.unit_min_dossiers:
        return
    if misses(ended - back, ended, target=1 - limit):
        yield month_finding(
            RULE.code,
            case,
            {
                "definition": "returned",
                "numerator": back,
                "denominator": ended,
                "target": hundredths(limit),
                "withdrawn": month.withdrawn,
                "sent_back": month.sent_back,
                "asked": month.asked,
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
