"""The report on paper, as a workbook and as JSON: three forms of one set of figures."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from monitor.catalogues import load_catalogue
from monitor.domain.errors import RenderError
from monitor.render.letters import split_letterhead
from monitor.render.pdf import PdfRenderer
from monitor.render.sections import SHOWN
from monitor.render.sections.common import Labels
from monitor.render.sheets import write_workbook
from monitor.render.words import Words
from reports.canonical import canonical, figures_code
from reports.month import MonthReport

TEMPLATE = "reports/month.html"


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
            RenderError: a template or a chart failed.

        Source:
            docs/law.md#layout, docs/law.md#table-06a
        """
        parent, agency = split_letterhead(report.scope.letterhead)
        return self._words.render(
            TEMPLATE,
            report=report,
            parts={part.code: part.figures for part in report.parts},
            labels=self._labels,
            code=code,
            parent=parent,
            agency=agency,
            charts={part.code: self._charts(part.code, part.figures) for part in report.parts},
        )

    def _charts(self, code: str, figures: object) -> Mapping[str, Markup]:
        """Draw what a section shows, by name."""
        return {
            name: Markup(  # noqa: S704 - drawn by us, names are escaped in it
                self._pdf.chart(json.dumps(question, ensure_ascii=False))
            )
            for name, question in SHOWN[code].charts(figures, self._labels).items()
        }
