"""What a report is called: its period in words, and which of its makings it is."""

from monitor.render.filters import ngay_so
from monitor.render.periods import period_title
from monitor.render.sections.common import Labels
from reports.month import MonthReport


def report_title(report: MonthReport, labels: Labels) -> str:
    """Return the name of a report's period; empty for a span that has ended.

    A provisional one bears the name of the whole period, and says up to which day it goes.
    """
    whole = report.scope.whole or report.period
    title = period_title(whole, report.scope.months, labels)
    if not report.is_provisional:
        return title
    return ", ".join(filter(None, (title, provisional(report, labels))))


def provisional(report: MonthReport, labels: Labels) -> str:
    """Return up to which day the figures of a provisional report go."""
    return labels["title"]["provisional"].format(last=ngay_so(report.period.last))


def edition(report: MonthReport, labels: Labels) -> str:
    """Return which revision a report is; a provisional one is none."""
    if report.is_provisional:
        return labels["title"]["no_edition"]
    return labels["title"]["edition"].format(number=report.revision)
