"""What an office calls a period, in words."""

from monitor.domain.period import MonthScheme, Period, PeriodKind
from monitor.render.sections.common import Labels

ONE_WORDING = frozenset({PeriodKind.MONTH, PeriodKind.YEAR})


def period_title(period: Period, scheme: MonthScheme, labels: Labels) -> str:
    """Return a period's name; empty for a span, which its two days alone tell.

    Args:
        period: Whose name.
        scheme: The reporting months of the office that names it.
        labels: The words of the report; those of its table `period` are used.
    """
    name = scheme.name_of(period)
    if name is None:
        return ""
    key = name.kind if name.kind in ONE_WORDING else f"{name.kind}_{name.number}"
    return labels["period"][key].format(number=name.number, year=name.year)
