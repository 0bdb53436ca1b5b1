"""Workbooks: a table a sheet, every cell as what it is, nothing computed by it.

Text stays text whatever it begins with, so that a name is never run as a formula.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from io import BytesIO
from itertools import chain, count, islice
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from monitor.render.sheet import Cell, Sheet
from monitor.render.sheet_cells import Styles, cell_writer, text_writer
from monitor.render.sheet_charts import add_charts
from monitor.render.sheet_rows import RowSheet

NARROW, WIDE, WIDEST = 12, 24, 60  # letters
LONGEST_NAME = 31  # letters of a sheet's name
EXCEL_ROWS = 1_048_576  # a sheet holds no more
AT_ONCE = 1_000  # rows
IN_MEMORY = 1 << 20  # letters of a sheet's rows; what is more waits in a file
A4 = 9


def write_sheets(pages: Iterable[Sheet], *, title: str, stamp: str, made_at: datetime) -> bytes:
    """Return a small workbook of these sheets; `title` and `stamp` stand above each.

    Args:
        pages: The sheets in reading order.
        title: What the workbook is about.
        stamp: What it rests on.
        made_at: When it says that it was made, on the wall clock, so without a zone.

    Raises:
        RenderError: a text is longer than a cell can hold.
    """
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"title": title, "created": made_at})
    _write(book, pages, above=(title, stamp), most_rows=EXCEL_ROWS)
    return content.getvalue()


def write_workbook_file(  # noqa: PLR0913 - what `write_sheets` takes, a place, a limit
    path: Path,
    pages: Iterable[Sheet],
    *,
    title: str,
    stamp: str,
    made_at: datetime,
    most_rows: int = EXCEL_ROWS,
) -> None:
    """Write a workbook of any length to `path`; what stood there stays until it is whole.

    Rows are written as they come, by way of a folder beside `path`, which holds two
    kilobytes for each while the workbook is made. A sheet that is full goes on in a next
    one, whose name is numbered.

    Args:
        pages, title, stamp, made_at: As for `write_sheets`.
        most_rows: How many rows a sheet holds, those above the table among them.

    Raises:
        RenderError: a text is longer than a cell can hold.
        OSError: the folder is not there, or it is full.
    """
    with TemporaryDirectory(prefix=".", dir=path.parent) as scratch:
        unfinished = Path(scratch, "workbook")
        book = Workbook(unfinished, {"tmpdir": scratch, "use_zip64": True})
        book.set_properties({"title": title, "created": made_at})
        _write(book, pages, above=(title, stamp), most_rows=most_rows)
        unfinished.replace(path)


def _write(
    book: Workbook, pages: Iterable[Sheet], *, above: tuple[str, str], most_rows: int
) -> None:
    with ExitStack() as waiting:
        pen = _Pen(book, waiting, above=above, most_rows=most_rows)
        for sheet in pages:
            pen.write(sheet)
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None


class _Pen:
    """Writes sheets into one workbook with one set of formats."""

    def __init__(
        self, book: Workbook, waiting: ExitStack, *, above: tuple[str, str], most_rows: int
    ) -> None:
        self._book = book
        self._waiting = waiting
        self._title, self._stamp = above
        self._most_rows = most_rows
        self._as_title = text_writer(self._style(bold=True, font_size=14))
        self._as_stamp = text_writer(self._style())
        self._as_heading = text_writer(
            self._style(
                bold=True, text_wrap=True, valign="vcenter", border=1, bg_color="#E3EAF2"
            )
        )
        self._in_table, self._in_list = (
            cell_writer(self._styles(wrap=wrap)) for wrap in (1, 0)
        )

    def _styles(self, *, wrap: int) -> Styles:
        return Styles(
            text=self._style(text_wrap=wrap, valign="top"),
            quoted=self._style(text_wrap=wrap, valign="top", quote_prefix=True),
            number=self._style(num_format="#,##0", valign="top"),
            percent=self._style(num_format="0.00%", valign="top"),
            day=self._style(num_format="dd/mm/yyyy", valign="top", align="left"),
            instant=self._style(num_format="dd/mm/yyyy hh:mm", valign="top", align="left"),
        )

    def _style(self, **properties: object) -> int:
        made = self._book.add_format({"font_name": "Times New Roman", **properties})
        number: int = made._get_xf_index()  # noqa: SLF001 - what a cell refers to it by
        return number

    def write(self, sheet: Sheet) -> None:
        """Write one sheet: title, code, headings that stay in sight, rows, a filter."""
        is_list = bool(sheet.widths)
        rows = sheet.rows if is_list and not sheet.charts else tuple(sheet.rows)
        widths = sheet.widths or _widths(sheet, tuple(rows))
        written = self._in_list if is_list else self._in_table
        left = iter(rows)
        for number in count(1):
            page = self._begin(sheet, _numbered(sheet.name, number), widths)
            head = page.height - 1
            while batch := list(islice(left, min(AT_ONCE, self._most_rows - page.height))):
                page.add(batch, written)
            page.autofilter(head, 0, page.height - 1, len(sheet.headings) - 1)
            if number == 1 and sheet.charts:
                add_charts(self._book, page, sheet, tuple(rows), head=head)
            if not (ahead := list(islice(left, 1))):
                return
            left = chain(ahead, left)

    def _begin(self, sheet: Sheet, name: str, widths: Iterable[int]) -> RowSheet:
        """Begin a worksheet: what stands above its rows, and how it is seen and printed."""
        page: RowSheet = self._book.add_worksheet(name, RowSheet)
        rows = self._waiting.enter_context(
            SpooledTemporaryFile(  # noqa: SIM115 - `_waiting` closes it
                IN_MEMORY, "w+", encoding="utf-8", newline="", dir=self._book.tmpdir
            )
        )
        page.begin(rows, columns=len(sheet.headings))
        page.add([(self._title,)], self._as_title)
        page.add([(line,) for line in (self._stamp, *sheet.notes)], self._as_stamp)
        head = page.height
        page.add([sheet.headings], self._as_heading)
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.freeze_panes(head + 1, 1)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(head)
        return page


def _numbered(name: str, number: int) -> str:
    """Return the name of a sheet, or of what it goes on in."""
    if number == 1:
        return name
    mark = f" ({number})"
    return f"{name[: LONGEST_NAME - len(mark)]}{mark}"


def _widths(sheet: Sheet, rows: tuple[tuple[Cell, ...], ...]) -> Iterator[int]:
    """Yield the width of each column in letters: of its longest text, within bounds."""
    for column in range(len(sheet.headings)):
        cells = [row[column] for row in rows if column < len(row)]
        longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
        floor = WIDE if any(isinstance(cell, datetime) for cell in cells) else NARROW
        yield min(max(longest + 2, floor), WIDEST)
