"""A worksheet whose rows go into a file as they come, for XlsxWriter to take up."""

from collections.abc import Sequence
from shutil import copyfileobj
from typing import IO

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from monitor.domain.errors import RenderError
from monitor.render.sheet import Cell
from monitor.render.sheet_cells import CellWriter

CHUNK = 1 << 16  # letters


class RowSheet(Worksheet):  # type: ignore[misc] # it ships no types
    """A worksheet of rows in XML; XlsxWriter writes all that stands around them."""

    def begin(self, rows: IO[str], *, columns: int) -> None:
        """Say where rows are kept until the workbook is closed, and how wide they are."""
        self._rows = rows
        self._letters = [xl_col_to_name(column) for column in range(columns)]
        self.dim_rowmin, self.dim_colmin, self.dim_colmax = 0, 0, columns - 1
        self.dim_rowmax = -1

    @property
    def height(self) -> int:
        """How many rows it has."""
        return int(self.dim_rowmax) + 1

    def add(self, rows: Sequence[tuple[Cell, ...]], written: CellWriter) -> None:
        """Add rows below those that it has.

        Raises:
            RenderError: a text is longer than a cell can hold.
            ValueError: a row is wider than the sheet.
        """
        first = self.height + 1
        told = [self._told(number, row, written) for number, row in enumerate(rows, first)]
        self._rows.write("".join(told))
        self.dim_rowmax += len(rows)

    def _told(self, number: int, row: tuple[Cell, ...], written: CellWriter) -> str:
        cells = zip(self._letters, row, strict=False)
        if len(row) > len(self._letters):
            reason = f"row {number} has {len(row)} cells, the sheet {len(self._letters)}"
            raise ValueError(reason)
        try:
            told = [
                f'<c r="{letter}{number}"{xml}'
                for letter, cell in cells
                if (xml := written(cell))
            ]
        except RenderError:
            raise RenderError(document="xlsx", reason=f"{self.name}, {number}") from None
        return f'<row r="{number}">{"".join(told)}</row>'

    def _write_sheet_data(self) -> None:
        """Write all rows; XlsxWriter calls this where they belong."""
        self._rows.seek(0)
        self.fh.write("<sheetData>")
        copyfileobj(self._rows, self.fh, CHUNK)
        self.fh.write("</sheetData>")
