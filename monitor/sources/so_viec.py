"""Reading back a workbook: its rows as they stand, whatever people did to its sheets.

Sheets and columns are found by their headings, so that a sheet may be renamed and a
column moved. What the cells mean is decided elsewhere.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from monitor.catalogues.workbooks import headings
from monitor.domain.errors import WorkbookError
from monitor.domain.workbook import CELLS, Part
from monitor.domain.workbook_cells import Formula, Percent, RawCell, RawRow, plain
from monitor.ports.workbooks import HIDDEN_SHEET, FilledPage, FilledWorkbook, NotRead
from monitor.sources.cells import tidy
from monitor.sources.files import open_plain
from monitor.sources.limits import ANSWERED
from monitor.sources.workbook_check import TooBigError, check_parts

MOST_BYTES = 5 << 20  # of a file; one of ours with a thousand lines has a tenth of a megabyte
MOST_ROWS = 5_000
MOST_COLUMNS = 40
HEAD_ROWS = 15  # among which the headings stand
FITTING = 3  # headings by which a sheet is known
BY_CODE = frozenset({Part.ANSWERS})  # sheets whose rows are known by the codes they show
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BOOK = "xl/workbook.xml"
MACROS = "vbaProject"


def is_so_viec(path: Path) -> bool:
    """Tell whether a file is a workbook of ours, by the hidden sheet."""
    try:
        with open_plain(path) as stream, zipfile.ZipFile(stream) as archive:
            if archive.getinfo(BOOK).file_size > MOST_BYTES:
                return False
            return f'name="{HIDDEN_SHEET}"'.encode() in archive.read(BOOK)
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile):
        return False


def read_so_viec(path: Path) -> FilledWorkbook:
    """Read a workbook that people have answered in.

    Raises:
        WorkbookError: it is no workbook of ours, or cannot be read.
    """
    data = _bytes(path)
    changed_at = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    _check(data, file=path.name)
    import openpyxl  # noqa: PLC0415 - 24 MB that nobody carries who reads no workbook

    with _told(path.name):
        book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    if HIDDEN_SHEET not in book.sheetnames:
        raise WorkbookError(file=path.name, reason=NotRead.NOT_OURS)
    with _told(path.name):
        facts = [book[HIDDEN_SHEET].cell(row, 1).value for row in (1, 2)]
        pages = _pages([sheet for sheet in book.worksheets if sheet.title != HIDDEN_SHEET])
    return FilledWorkbook(
        file=path.name,
        sha256=sha256(data).hexdigest(),
        id=str(facts[0] or ""),
        unit=str(facts[1] or ""),
        saved_at=_saved_at(book.properties) or changed_at,
        pages=pages,
    )


def _bytes(path: Path) -> bytes:
    try:
        with open_plain(path) as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise WorkbookError(file=path.name, reason=NotRead.NO_FILE) from error
    except OSError as error:
        raise WorkbookError(file=path.name, reason=NotRead.UNREADABLE) from error
    if len(data) > MOST_BYTES:
        raise WorkbookError(file=path.name, reason=NotRead.TOO_BIG)
    return data


def _check(data: bytes, *, file: str) -> None:
    """Refuse what is no plain workbook before anything unpacks it."""
    if data.startswith(OLE):
        reason = NotRead.PASSWORD if ENCRYPTED in data else NotRead.LEGACY
        raise WorkbookError(file=file, reason=reason)
    with _told(file), zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_parts(archive, ANSWERED)
        if any(MACROS in name for name in archive.namelist()):
            raise WorkbookError(file=file, reason=NotRead.MACROS)


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Turn whatever the library stumbles over into our error; its warnings are not ours."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except WorkbookError:
        raise
    except TooBigError as error:
        raise WorkbookError(file=file, reason=NotRead.TOO_BIG) from error
    except Exception as error:  # a broken file raises whatever its first broken part does
        raise WorkbookError(file=file, reason=NotRead.NOT_A_WORKBOOK) from error


def _saved_at(properties: Any) -> datetime | None:
    """Return when the file says it was saved, in UTC; None where it bears our own time only."""
    told: datetime | None = properties.modified
    if told is None or told == properties.created:
        return None
    at = told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    return at.replace(microsecond=0)


def _pages(sheets: list[Any]) -> Mapping[Part, FilledPage]:
    """Return the sheets that ask; one that was copied adds its rows to the first."""
    found: dict[Part, FilledPage] = {}
    for sheet in sheets:
        known = _known(sheet)
        if known is None:
            continue
        part, head, places = known
        names = headings(part)
        needed = ("token", "shown", *CELLS[part])
        gone = [name for name in needed if name not in places]
        missing = () if gone == ["token"] and part in BY_CODE else tuple(names[n] for n in gone)
        rows = tuple(_rows(sheet, part, head, places))
        before = found.get(part, FilledPage())
        found[part] = FilledPage(
            rows=before.rows if missing else (*before.rows, *rows),
            missing=before.missing or missing,
            torn=(*before.torn, *rows) if missing else before.torn,
        )
    return found


def _known(sheet: Any) -> tuple[Part, int, Mapping[str, int]] | None:
    """Return which part a sheet is, the row of its headings and the place of each column."""
    best: tuple[Part, int, Mapping[str, int]] | None = None
    last_column = min(sheet.max_column, MOST_COLUMNS)
    for head in range(1, min(sheet.max_row, HEAD_ROWS) + 1):
        texts = {
            plain(value): column
            for column in range(last_column, 0, -1)
            if isinstance(value := sheet.cell(head, column).value, str)
        }
        for part in Part:
            names = headings(part)
            own = ("token", *CELLS[part], "shown")
            places = {
                name: texts[plain(names[name])] for name in own if plain(names[name]) in texts
            }
            if len(places) >= FITTING and (best is None or len(places) > len(best[2])):
                best = part, head, places
    return best


def _rows(sheet: Any, part: Part, head: int, places: Mapping[str, int]) -> Iterator[RawRow]:
    """Yield the rows below the headings that bear anything."""
    merged = _merged(sheet)
    for number in range(head + 1, min(sheet.max_row, MOST_ROWS) + 1):
        names = [name for name in CELLS[part] if name in places]
        cells = {name: _cell(sheet.cell(number, places[name])) for name in names}
        token, shown = (
            _text(sheet.cell(number, places[name])) if name in places else ""
            for name in ("token", "shown")
        )
        touched = frozenset(name for name in names if (number, places[name]) in merged)
        if token or shown or touched or any(cell is not None for cell in cells.values()):
            yield RawRow(number=number, token=token, target=shown, cells=cells, merged=touched)


def _merged(sheet: Any) -> frozenset[tuple[int, int]]:
    """Return the cells that stand in a merge, as rows and columns; far ones are left out."""
    return frozenset(
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, MOST_ROWS) + 1)
        for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1)
    )


def _text(cell: Any) -> str:
    value = _cell(cell)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _cell(cell: Any) -> RawCell | Percent:
    """Return one cell as it is meant: text tidied, a formula as one, a percentage as one."""
    value = cell.value
    if cell.data_type == "f":
        return Formula(text=value if isinstance(value, str) else "=")
    if isinstance(value, str):
        return tidy(value) or None
    if isinstance(value, (time, timedelta)):
        return str(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Percent(share=float(value)) if "%" in str(cell.number_format) else value
    return value if isinstance(value, (bool, date)) else None
