"""The report on paper, as a workbook and as JSON: three forms of one set of figures."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from monitor.catalogues import load_catalogue
from monitor.domain.batches import batches
from monitor.domain.directory import Directory
from monitor.domain.errors import RenderError
from monitor.domain.instants import vietnam_day
from monitor.domain.period import PeriodKind
from monitor.domain.reckoning import DossierLine
from monitor.render.cover_page import read_cover
from monitor.render.editions import edition, report_title
from monitor.render.letters import split_letterhead
from monitor.render.moved import moved_lines
from monitor.render.pdf import PdfRenderer
from monitor.render.periods import period_title
from monitor.render.sections import SHOWN
from monitor.render.sections.common import Labels
from monitor.render.sheets import write_workbook
from monitor.render.words import Words
from reports.canonical import canonical, figures_code
from reports.month import MonthReport
from reports.sections import summary
from reports.sections.late import LateDossiers

TEMPLATE = "reports/month.html"
ANNEX = "reports/late_annex.html"
COVER = "reports/cover.html"
COVER_LAYOUT = "reports/cover.docx"
MOST_LATE = 300  # dossiers listed in the report itself; of more there are annexes
MOST_IN_ANNEX = 1_000  # dossiers listed in one: some 28 s and 360 MB of the rendering child
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiles:
    """One report in its forms; `json` is what the code of the figures is made of.

    `cover` is the Word file that the clerk finishes, numbers and has signed. `annexes` list
    all late dossiers, where they are more than the report holds: PDFs, in order.
    """

    pdf: bytes
    cover: bytes
    json: bytes
    annexes: tuple[bytes, ...] = ()

    @property
    def sha256(self) -> str:
        """The code of the figures, whole."""
        return figures_code(self.json)


class ReportRenderer:
    """Sets reports. Equal figures give equal bytes in all forms."""

    def __init__(self, words: Words, pdf: PdfRenderer) -> None:
        self._words = words
        self._pdf = pdf
        self._labels: Labels = load_catalogue("report")

    def render(self, report: MonthReport) -> ReportFiles:
        """Return the report's files.

        Raises:
            RenderError: the report could not be set; `document` names its period.
        """
        content = canonical(report)
        code = figures_code(content)
        try:
            pdf = self._pdf.render(self.html(report, code=code))
            cover = self.cover(report, code=code)
            annexes = tuple(map(self._pdf.render, self.annexes(report, code=code)))
        except RenderError as error:
            document = f"report {report.scope.unit} {report.period.code}"
            raise RenderError(document=document, reason=error.facts["reason"]) from error
        return ReportFiles(pdf=pdf, cover=cover, annexes=annexes, json=content)

    def workbook(
        self,
        report: MonthReport,
        lines: Iterable[DossierLine],
        path: Path,
        *,
        directory: Directory,
    ) -> None:
        """Write the report's workbook to `path`, row by row: equal rows give equal bytes.

        Raises:
            RenderError: a text is longer than a cell can hold.
        """
        write_workbook(path, report, lines, self._labels, directory=directory)

    def html(self, report: MonthReport, *, code: str) -> str:
        """Return the report's pages as HTML.

        Raises:
            RenderError: a template or a chart failed.

        Source:
            docs/law.md#layout, docs/law.md#table-06a
        """
        numbered = [part.code for part in report.parts if part.code != summary.SECTION.code]
        places = {code: roman(number) for number, code in enumerate(numbered, start=1)}
        return self._words.render(
            TEMPLATE,
            **self._facts(report, code),
            places=places,
            contents=tuple(self._contents(places)),
            shown=SHOWN,
            charts={part.code: self._charts(part.code, part.figures) for part in report.parts},
            most_late=MOST_LATE,
        )

    def annexes(self, report: MonthReport, *, code: str) -> Iterator[str]:
        """Yield the list of all late dossiers as HTML, in parts, each a document of its own.

        There are none where the report itself holds the list. A part is no longer than what
        one rendering can set within its limits of time and memory.

        Raises:
            RenderError: a template failed.
        """
        lines = report.part(LateDossiers).lines
        if len(lines) <= MOST_LATE:
            return
        facts = self._facts(report, code)
        parts = tuple(batches(lines, MOST_IN_ANNEX))
        for number, part in enumerate(parts):
            yield self._words.render(
                ANNEX,
                **facts,
                lines=part,
                above=number * MOST_IN_ANNEX,
                number=number + 1,
                of=len(parts),
            )

    def cover(self, report: MonthReport, *, code: str) -> bytes:
        """Return the cover report as a Word file, part I in the words of the summary's page.

        Raises:
            RenderError: a template failed, or the layout of the Word file.
        """
        scheme, upcoming = report.scope.months, ""
        whole = report.scope.whole or report.period
        if scheme.kind_of(whole) is PeriodKind.MONTH:
            after = scheme.month_of(vietnam_day(whole.ends_at))
            upcoming = period_title(after, scheme, self._labels)
        from monitor.render.cover_docx import write_cover  # noqa: PLC0415 - 7 MB of Word

        facts = self._facts(report, code)
        page = read_cover(self._words.render(COVER, **facts, upcoming=upcoming))
        layout = self._words.folder / COVER_LAYOUT
        return write_cover(page, layout, made_on=report.period.last)

    def _facts(self, report: MonthReport, code: str) -> dict[str, object]:
        parent, agency = split_letterhead(report.scope.letterhead)
        revised = report.revised
        return {
            "parent": parent,
            "agency": agency,
            "report": report,
            "parts": {part.code: part.figures for part in report.parts},
            "labels": self._labels,
            "moved": tuple(moved_lines(revised, self._labels)) if revised else (),
            "period_title": report_title(report, self._labels),
            "edition": edition(report, self._labels),
            "code": code,
        }

    def _contents(self, places: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
        """Yield what the contents name: an anchor, a title, whether it lies below another."""
        for code, place in places.items():
            labels = self._labels[code]
            yield code, f"{place}. {labels['title']}", False
            for table in SHOWN[code].tables:
                yield f"{code}-{table}", labels[table], True

    def _charts(self, code: str, figures: object) -> Mapping[str, Markup]:
        """Draw what a section shows, by name; what it has no figures for is empty."""
        drawn = {
            name: Markup(  # noqa: S704 - drawn by us, names are escaped in it
                self._pdf.chart(json.dumps(question, ensure_ascii=False))
            )
            for name, question in SHOWN[code].charts(figures, self._labels).items()
        }
        return defaultdict(Markup, drawn)


def roman(number: int) -> str:
    """Write a number below 40 as headings of documents do."""
    for value, letters in ROMAN:
        if number >= value:
            return letters + roman(number - value)
    return ""
