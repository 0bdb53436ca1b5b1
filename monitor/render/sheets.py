"""The report's workbook: its sections' sheets, one after another."""

from collections.abc import Iterator
from datetime import datetime, time

from monitor.render.filters import ngay_so
from monitor.render.sections import SHOWN
from monitor.render.sections.common import Labels
from monitor.render.sheet import Sheet
from monitor.render.workbook import write_sheets
from reports.month import MonthReport


def write_workbook(report: MonthReport, labels: Labels, *, code: str) -> bytes:
    """Return the report's workbook, a sheet a section: the same bytes for the same report.

    Raises:
        RenderError: a text is longer than a cell can hold.
    """
    period = report.period
    title = labels["title"]["workbook"].format(
        first=ngay_so(period.first), last=ngay_so(period.last), unit=report.scope.unit_name
    )
    return write_sheets(
        sheets(report, labels),
        title=title,
        stamp=labels["title"]["code"].format(period=period.code, code=code),
        made_at=datetime.combine(period.last, time.min),
    )


def sheets(report: MonthReport, labels: Labels) -> Iterator[Sheet]:
    """Yield the sheets of a report in reading order."""
    for part in report.parts:
        yield from SHOWN[part.code].sheets(part.figures, labels)
