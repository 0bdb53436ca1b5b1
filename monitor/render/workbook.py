"""Workbooks: a table a sheet, every cell as what it is, nothing computed by it.

Text stays text whatever it begins with, so that a name is never run as a formula.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from monitor.domain.errors import RenderError
from monitor.domain.instants import local
from monitor.render.filters import ngay_so
from monitor.render.sheets import Cell, Labels, Percent, Sheet, sheets
from monitor.render.words import clean
from reports.month import MonthReport

HEAD_ROW = 2  # under the title and the code of the figures
NARROW, WIDE, WIDEST = 12, 24, 60  # letters
WHOLE = 10_000  # 100 % in hundredths of a percent


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


def write_sheets(pages: Iterable[Sheet], *, title: str, stamp: str, made_at: datetime) -> bytes:
    """Return a workbook of these sheets; `title` and `stamp` stand above each.

    Args:
        pages: The sheets in reading order.
        title: What the workbook is about.
        stamp: What it rests on.
        made_at: When it says that it was made, on the wall clock, so without a zone.

    Raises:
        RenderError: a text is longer than a cell can hold.
    """
    content = BytesIO()
    workbook = Workbook(content, {"in_memory": True})
    workbook.set_properties({"title": title, "created": made_at})
    pen = _Pen(workbook)
    for sheet in pages:
        pen.write(sheet, title=title, stamp=stamp)
    workbook.close()
    return content.getvalue()


class _Pen:
    """Writes sheets into one workbook with one set of formats."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._title = self._format(bold=True, font_size=14)
        self._head = self._format(
            bold=True, text_wrap=True, valign="vcenter", border=1, bg_color="#E3EAF2"
        )
        self._text = self._format(text_wrap=True, valign="top")
        self._number = self._format(num_format="#,##0", valign="top")
        self._percent = self._format(num_format="0.00%", valign="top")
        self._instant = self._format(num_format="dd/mm/yyyy hh:mm", valign="top", align="left")
        self._day = self._format(num_format="dd/mm/yyyy", valign="top", align="left")

    def _format(self, **properties: object) -> Format:
        return self._workbook.add_format({"font_name": "Times New Roman", **properties})

    def write(self, sheet: Sheet, *, title: str, stamp: str) -> None:
        """Write one sheet: title, code, headings that stay in sight, rows, a filter."""
        page = self._workbook.add_worksheet(sheet.name)
        self._cell(page, 0, 0, title, self._title)
        self._cell(page, 1, 0, stamp, self._format())
        for column, heading in enumerate(sheet.headings):
            self._cell(page, HEAD_ROW, column, heading, self._head)
            page.set_column(column, column, _width(sheet, column))
        for number, row in enumerate(sheet.rows, start=HEAD_ROW + 1):
            for column, cell in enumerate(row):
                self._cell(page, number, column, cell, self._text)
        last = len(sheet.headings) - 1
        page.freeze_panes(HEAD_ROW + 1, 1)
        page.autofilter(HEAD_ROW, 0, HEAD_ROW + len(sheet.rows), last)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD_ROW)

    def _cell(self, page: Worksheet, row: int, column: int, cell: Cell, style: Format) -> None:
        match cell:
            case None:
                return
            case str():
                if page.write_string(row, column, clean(cell), style):
                    raise RenderError(document="xlsx", reason=f"{page.name}, {row + 1}")
            case Percent():
                page.write_number(row, column, cell.hundredths / WHOLE, self._percent)
            case datetime():
                on_the_wall = local(cell).replace(tzinfo=None)
                page.write_datetime(row, column, on_the_wall, self._instant)
            case date():
                page.write_datetime(row, column, datetime.combine(cell, time.min), self._day)
            case _:
                page.write_number(row, column, cell, self._number)


def _width(sheet: Sheet, column: int) -> int:
    """Return a column's width in letters: of its longest text, within bounds."""
    cells = [row[column] for row in sheet.rows if column < len(row)]
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    floor = WIDE if any(isinstance(cell, datetime) for cell in cells) else NARROW
    return min(max(longest + 2, floor), WIDEST)
