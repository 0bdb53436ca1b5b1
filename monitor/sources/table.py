"""A spreadsheet file, CSV or XLSX, with its header found."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from itertools import chain, islice
from pathlib import Path

from monitor.catalogues import load_catalogue
from monitor.domain.errors import SourceFileError
from monitor.sources.catalogue import plain
from monitor.sources.cells import NumberedRow, Rows, raw_text, text_of
from monitor.sources.csv_sheet import csv_sheets
from monitor.sources.files import Opener, opener_of, read_head
from monitor.sources.headers import Headers, Layout, find_layout, is_numbering
from monitor.sources.reasons import Reason

HEAD_ROWS = 40  # the header stands among these
ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%pdf"
SNIFFED = 1_024
BLANKS = " ,;|"  # a line of blank cells, read with another delimiter
WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xls"}

Look = tuple[int, int]
"""Size and time of a file, by which one written anew is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One worksheet: titles above the header, the header, the rows below it.

    `other_sheets` counts further worksheets of the file that hold such a table, too;
    `again` opens the same file once more, from its beginning.
    """

    file: str
    titles: tuple[str, ...]
    layout: Layout
    headers: Headers
    rows: Rows
    again: "Callable[[], AbstractContextManager[Table]]"
    other_sheets: int = 0

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return Path(self.file).stem

    def only(self, fields: Collection[str]) -> "Table":
        """Return the table with the columns of these fields alone."""
        columns = {name: at for name, at in self.layout.columns.items() if name in fields}
        return replace(self, layout=replace(self.layout, columns=columns))

    def label(self, field: str) -> str:
        """Return the header of a field as the file writes it, else as we would."""
        return self.layout.names.get(field) or self.headers[field][0]


@contextmanager
def open_table(path: Path, headers: Headers) -> Iterator[Table]:
    """Open a spreadsheet file and find the header; the rows are read while it is open.

    A file whose headers are all unknown is a table without columns. Whoever opens it
    `again` is refused where it was written anew in the meantime.

    Raises:
        SourceFileError: the file is no spreadsheet, is empty, or is not in Unicode.
    """
    opener = opener_of(path)
    with _open(
        opener, path.name, headers, partial(_again, path, headers, _look(path))
    ) as table:
        yield table


@contextmanager
def _again(path: Path, headers: Headers, look: Look | None) -> Iterator[Table]:
    if look != _look(path):
        raise SourceFileError(file=path.name, reason=Reason.CHANGED)
    with open_table(path, headers) as table:
        yield table


def _look(path: Path) -> Look | None:
    try:
        found = path.stat()
    except OSError:  # opening it will tell
        return None
    return found.st_size, found.st_mtime_ns


@contextmanager
def open_data(data: bytes, path: Path, headers: Headers) -> Iterator[Table]:
    """Open the bytes of a spreadsheet, as `open_table` does a file; `path` names them."""
    again = partial(open_data, data, path, headers)
    with _open(partial(BytesIO, data), path.name, headers, again) as table:
        yield table


@contextmanager
def _open(
    opener: Opener,
    file: str,
    headers: Headers,
    again: Callable[[], AbstractContextManager[Table]],
) -> Iterator[Table]:
    with _open_sheets(opener, file) as sheets:
        heads = [list(islice(rows, HEAD_ROWS)) for rows in sheets]
        layouts = [find_layout(head, headers) for head in heads]
        widths = [len(layout.columns) for layout in layouts]
        if max(widths, default=0) == 0:
            _refuse_unknown(chain.from_iterable(heads), file)
        best = widths.index(max(widths))
        layout, head = layouts[best], heads[best]
        body = head[layout.first + layout.rows :]
        if body and is_numbering(body[0][1] or ()):
            del body[0]
        yield Table(
            file=file,
            titles=tuple(_titles(head[: layout.first])),
            layout=layout,
            headers=headers,
            rows=chain(body, sheets[best]),
            again=again,
            other_sheets=max(0, sum(width > 1 for width in widths) - 1),
        )


def _open_sheets(opener: Opener, file: str) -> AbstractContextManager[list[Rows]]:
    """Open the bytes by what they are, not by what the name says they are."""
    data = read_head(opener, file=file)
    if data.startswith(ZIP):
        # 24 MB that nobody carries who reads no workbook.
        from monitor.sources.xlsx_sheet import xlsx_sheets  # noqa: PLC0415

        return xlsx_sheets(opener, file=file)
    if data.startswith(OLE):
        raise SourceFileError(file=file, reason=Reason.LEGACY_EXCEL)
    start = data[:SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta")):
        raise SourceFileError(file=file, reason=Reason.HTML_TABLE)
    if start.startswith(PDF) or Path(file).suffix.lower() in WORKBOOK_ENDINGS:
        raise SourceFileError(file=file, reason=Reason.NOT_A_SPREADSHEET)
    return csv_sheets(opener, file=file)


def _refuse_unknown(rows: Iterable[NumberedRow], file: str) -> None:
    texts = {plain(raw_text(cell)).strip(BLANKS) for _, cells in rows for cell in cells or ()}
    if texts <= {""}:
        raise SourceFileError(file=file, reason=Reason.EMPTY_FILE)
    marks = load_catalogue("headers")["legacy"]["marks"]
    if texts & {plain(mark) for mark in marks}:
        raise SourceFileError(file=file, reason=Reason.LEGACY_ENCODING)


def _titles(rows: Iterable[NumberedRow]) -> Iterator[str]:
    for _, cells in rows:
        if title := " ".join(text for cell in cells or () if (text := text_of(cell))):
            yield title
