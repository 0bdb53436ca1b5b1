"""The monthly report on paper, as a workbook and as JSON: three forms of one set of figures."""

import json
from dataclasses import dataclass

from markupsafe import Markup

from monitor.catalogues import load_catalogue
from monitor.domain.errors import RenderError
from monitor.render.letters import split_letterhead
from monitor.render.pdf import PdfRenderer
from monitor.render.sheets import Labels
from monitor.render.words import Words
from monitor.render.workbook import write_workbook
from reports.canonical import canonical, figures_code
from reports.month import MonthReport
from reports.sections.agencies import Agencies, Bar
from reports.sections.rates import Rates
from reports.sections.table06a import Table06a

TEMPLATE = "reports/month.html"
NAMED_AGENCIES = 8  # of many: the others are told and drawn as one


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiles:
    """One report in its three forms; `json` is what the code of the figures is made of."""

    pdf: bytes
    xlsx: bytes
    json: bytes

    @property
    def sha256(self) -> str:
        """The code of the figures, whole."""
        return figures_code(self.json)


class ReportRenderer:
    """Sets reports. Equal figures give equal bytes in all three forms."""

    def __init__(self, words: Words, pdf: PdfRenderer) -> None:
        self._words = words
        self._pdf = pdf
        self._labels: Labels = load_catalogue("report")

    def render(self, report: MonthReport) -> ReportFiles:
        """Return the report's three files.

        Raises:
            RenderError: the report could not be set; `document` names its period.
        """
        content = canonical(report)
        code = figures_code(content)
        try:
            pdf = self._pdf.render(self.html(report, code=code))
        except RenderError as error:
            document = f"report {report.scope.unit} {report.period.code}"
            raise RenderError(document=document, reason=error.facts["reason"]) from error
        return ReportFiles(
            pdf=pdf, xlsx=write_workbook(report, self._labels, code=code), json=content
        )

    def html(self, report: MonthReport, *, code: str) -> str:
        """Return the report's pages as HTML.

        Raises:
            RenderError: a template or the chart failed.

        Source:
            docs/law.md#layout, docs/law.md#table-06a
        """
        parent, agency = split_letterhead(report.scope.letterhead)
        total = report.part(Table06a).total
        return self._words.render(
            TEMPLATE,
            report=report,
            labels=self._labels,
            code=code,
            parent=parent,
            agency=agency,
            total=total,
            received=total.online + total.direct,
            online=report.part(Rates).online,
            named=NAMED_AGENCIES,
            chart=self._chart(report.part(Agencies)),
        )

    def _chart(self, agencies: Agencies) -> Markup:
        """Draw where the late dossiers lie; nothing where there are none."""
        if not agencies.bars:
            return Markup()
        question = {
            "title": self._labels["title"]["chart"],
            "series": [self._labels["series"][name] for name in ("overdue", "resolved_late")],
            "bars": self._bars(agencies.bars),
        }
        svg = self._pdf.chart(json.dumps(question, ensure_ascii=False))
        return Markup(svg)  # noqa: S704 - drawn by us, names stand in it as outlines

    def _bars(self, bars: tuple[Bar, ...]) -> list[tuple[str, list[int]]]:
        """Return what is drawn, from the top; many agencies end in one bar of the others."""
        text = self._labels["text"]
        drawn = [
            (bar.name or text["no_unit"], [bar.overdue, bar.resolved_late])
            for bar in bars[:NAMED_AGENCIES]
        ]
        if others := bars[NAMED_AGENCIES:]:
            parts = [
                sum(bar.overdue for bar in others),
                sum(bar.resolved_late for bar in others),
            ]
            drawn.append((f"{text['others']} ({len(others)})", parts))
        return drawn
