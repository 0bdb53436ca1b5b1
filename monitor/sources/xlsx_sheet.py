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
from monitor.sources.limits import EXPORT, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS
from monitor.sources.reasons import Reason
from monitor.sources.workbook_check import TooBigError, check_parts

HEAD = 50  # rows of a sheet that are read at first: of most sheets, no more are
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
                check_parts(archive, EXPORT)
            book = openpyxl.load_workbook(
                stream, read_only=True, data_only=True, keep_links=False
            )
        try:
            if len(book.worksheets) > MOST_SHEETS:
                raise SourceFileError(file=file, reason=Reason.TOO_BIG)
            yield [_rows(sheet, file=file) for sheet in book.worksheets]
        finally:
            book.close()


def _rows(sheet: Any, *, file: str) -> Rows:
    """Yield row numbers and cells, whatever extent the file claims; None for one too wide."""
    with _told(file):
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
    number = 0
    while batch := _batch(rows, BATCH if number else HEAD, file=file):
        for cells in batch:
            number += 1
            is_wide = len(cells) > MOST_COLUMNS
            yield number, None if is_wide else [_unescaped(cell) for cell in cells]
        if number > MOST_ROWS:
            raise SourceFileError(file=file, reason=Reason.NOT_A_SPREADSHEET)


def _batch(rows: Iterator[Sequence[Cell]], size: int, *, file: str) -> list[Sequence[Cell]]:
    with _told(file):
        return list(islice(rows, size))


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
    except TooBigError as error:
        raise SourceFileError(file=file, reason=Reason.TOO_BIG) from error
    except Exception as error:  # a broken workbook raises whatever its first broken part does
        raise SourceFileError(file=file, reason=Reason.NOT_A_SPREADSHEET) from error
