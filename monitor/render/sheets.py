"""The report's workbook: its sections' sheets one after another, what moved, each dossier."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from itertools import chain
from pathlib import Path

from monitor.domain.directory import Directory
from monitor.domain.reckoning import DossierLine
from monitor.render.dossier_sheet import dossier_sheet
from monitor.render.editions import edition, provisional
from monitor.render.filters import ngay_so
from monitor.render.moved import moved_sheet
from monitor.render.sections import SHOWN
from monitor.render.sections.common import Labels
from monitor.render.sheet import Sheet
from reports.canonical import canonical, figures_code
from reports.month import MonthReport
from reports.sections import summary
from reports.sections.late import LateDossiers
from reports.sections.table06a import Table06a


def write_workbook(
    path: Path,
    report: MonthReport,
    lines: Iterable[DossierLine],
    labels: Labels,
    *,
    directory: Directory,
) -> None:
    """Write the report's workbook to `path`: the same bytes for the same report and lines.

    Raises:
        RenderError: a text is longer than a cell can hold.
    """
    from monitor.render.workbook import write_workbook_file  # noqa: PLC0415 - loaded when first used

    period = report.period
    title = labels["title"]["workbook"].format(
        first=ngay_so(period.first), last=ngay_so(period.last), unit=report.scope.unit_name
    )
    if report.is_provisional:
        title = f"{provisional(report, labels).upper()}: {title}"
    code = figures_code(canonical(report))
    dossiers = dossier_sheet(
        lines,
        directory,
        labels,
        days_late={
            line.code: line.days_late
            for line in report.part(LateDossiers).lines
            if line.days_late is not None
        },
        procedure_names={row.code: row.name for row in report.part(Table06a).by_procedure},
    )
    write_workbook_file(
        path,
        chain(sheets(report, labels), (dossiers,)),
        title=title,
        stamp=labels["title"]["code"].format(
            period=period.code, edition=edition(report, labels), code=code
        ),
        made_at=datetime.combine(period.last, time.min),
    )


def sheets(report: MonthReport, labels: Labels) -> Iterator[Sheet]:
    """Yield the sheets of a report's figures in reading order, and what moved of them."""
    opening = (summary.SECTION.code,)  # what it suggests stands last: figures come first
    for part in sorted(report.parts, key=lambda part: part.code in opening):
        yield from SHOWN[part.code].sheets(part.figures, labels)
    if report.revised is not None:
        yield moved_sheet(report.revised, labels)
