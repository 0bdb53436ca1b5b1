"""XLSX worksheets as rows of cells. Merged cells read as their first one, then blanks."""

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape

from monitor.domain.errors import SourceFileError
from monitor.sources.cells import Cell, Rows
from monitor.sources.files import Opener
from monitor.sources.reasons import Reason

MAX_UNPACKED = 1 << 30  # bytes; a million dossiers take about half of it
MAX_ROWS = 1_048_576  # of any worksheet
BATCH = 1_000


@contextmanager
def xlsx_sheets(opener: Opener, *, file: str) -> Iterator[list[Rows]]:
    """Open a workbook and hand out its worksheets, to be read while it is open.

    Raises:
        SourceFileError: not a workbook, broken, or one that unpacks beyond all measure.
    """
    with opener() as stream:
        with _told(file):
            with zipfile.ZipFile(stream) as archive:
                unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > MAX_UNPACKED:
                raise SourceFileError(file=file, reason=Reason.TOO_BIG)
            book = openpyxl.load_workbook(
                stream, read_only=True, data_only=True, keep_links=False
            )
        try:
            yield [_rows(sheet, file=file) for sheet in book.worksheets]
        finally:
            book.close()


def _rows(sheet: Any, *, file: str) -> Rows:
    """Yield row numbers and cells, whatever extent the file claims for itself."""
    with _told(file):
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
    number = 0
    while batch := _batch(rows, file=file):
        for cells in batch:
            number += 1
            yield number, [_unescaped(cell) for cell in cells]
        if number > MAX_ROWS:
            raise SourceFileError(file=file, reason=Reason.NOT_A_SPREADSHEET)


def _batch(rows: Iterator[Sequence[Cell]], *, file: str) -> list[Sequence[Cell]]:
    with _told(file):
        return list(islice(rows, BATCH))


def _unescaped(cell: Cell) -> Cell:
    """Return what Excel writes as _x000D_ as the character it stands for."""
    return unescape(cell) if isinstance(cell, str) and "_x" in cell else cell


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Turn whatever the library stumbles over into our error; its warnings are not ours."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except SourceFileError:
        raise
    except Exception as error:  # a broken workbook raises whatever its first broken part does
        raise SourceFileError(file=file, reason=Reason.NOT_A_SPREADSHEET) from error
