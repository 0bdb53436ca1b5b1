"""One row while it is read: its cells by field, its first fault, what is to be noted."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from monitor.domain.record import Reject
from monitor.sources.catalogue import plain
from monitor.sources.cells import MAX_CHARACTERS, MAX_SHOWN, Cell, raw_text, shown, tidy
from monitor.sources.dates import read_instant
from monitor.sources.reasons import Reason
from monitor.sources.table import Table

Word = TypeVar("Word")


class Row(ABC):
    """Reads fields of one row; the first that cannot be read becomes its `fault`.

    Args:
        number: Where the row stands, as the user sees it.
        cells: Field -> cell; a field that the row lacks is blank.
    """

    __slots__ = ("cells", "fault", "number")

    def __init__(self, number: int, cells: Mapping[str, Cell]) -> None:
        self.number = number
        self.cells = cells
        self.fault: Reject | None = None

    @abstractmethod
    def label(self, field: str) -> str:
        """Return how the file names a field."""

    def refuse(self, field: str, value: str, reason: Reason) -> None:
        """Keep a fault, unless there is one already."""
        if self.fault is None:
            self.fault = Reject(
                row=self.number, column=self.label(field), value=shown(value), reason=reason
            )

    def text(self, field: str) -> str:
        """Return a field as clean text: empty where blank, refused where beyond measure."""
        cell = self.cells.get(field)
        if cell is None:
            return ""
        raw = cell if isinstance(cell, str) else raw_text(cell)
        if len(raw) > MAX_CHARACTERS:
            self.refuse(field, str(len(raw)), Reason.TOO_LONG)
            return ""
        return tidy(raw)

    def code(self, field: str) -> str:
        """Return a dossier code; refused where missing, too long or with unseen characters."""
        raw = raw_text(self.cells.get(field)).strip(" \u00a0")
        if not raw.strip():
            self.refuse(field, "", Reason.MISSING_CODE)
        elif len(raw) > MAX_SHOWN or not raw.isprintable():
            self.refuse(field, raw, Reason.BAD_CODE)
        else:
            return tidy(raw)
        return ""

    def instant(self, field: str) -> datetime | None:
        """Return a field as an instant: None where blank, refused where unreadable."""
        cell = self.cells.get(field)
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return None
        found = read_instant(cell)
        if isinstance(found, datetime):
            return found
        self.refuse(field, raw_text(cell), found)
        return None

    def word(self, field: str, words: Mapping[str, Word]) -> Word | None:
        """Return what a word stands for; None where it is blank or not known."""
        text = self.text(field)
        return words.get(plain(text)) if text else None


class TableRow(Row):
    """One row of a spreadsheet; `line` has all its cells, also those of unknown columns."""

    __slots__ = ("line", "table")

    def __init__(self, number: int, line: Sequence[Cell], table: Table) -> None:
        width = len(line)
        columns = table.layout.columns
        super().__init__(number, {name: line[at] for name, at in columns.items() if at < width})
        self.line = line
        self.table = table

    def label(self, field: str) -> str:
        """Return the field's header."""
        return self.table.label(field)

    @property
    def texts(self) -> list[str]:
        """The cells that say something, as text."""
        return [text for cell in self.line if (text := tidy(raw_text(cell)))]
