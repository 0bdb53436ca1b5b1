"""The workbook of a unit, on its way out and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from monitor.domain.workbook import Part, Workbook
from monitor.domain.workbook_cells import Percent, RawCell, RawRow
from monitor.ports.sources import Waiting

HIDDEN_SHEET = (
    "_dunghan"  # by which a workbook of ours is known; code, unit and day stand in it
)
DROP = "so-viec"  # what the folders of answered workbooks are called, as a system is


class NotRead(StrEnum):
    """Why a file is not read as a workbook; each has its sentence in the catalogue."""

    NO_FILE = "no_file"
    UNREADABLE = "unreadable"
    NOT_A_WORKBOOK = "not_a_workbook"
    LEGACY = "legacy"
    MACROS = "macros"
    PASSWORD = "password"  # noqa: S105 - a reason, no secret
    TOO_BIG = "too_big"
    NOT_OURS = "not_ours"
    UNKNOWN = "unknown"
    ANOTHER_UNIT = "another_unit"
    IS_WORKBOOK = "is_workbook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is told of one row that came back: beside it, and which cells are wrong.

    `cells` is what stood in it and may stand there again. `written` quotes what may not:
    nobody knows any more for which line it was meant.
    """

    cells: Mapping[str, RawCell | Percent]
    text: str
    wrong: Mapping[str, str] = field(default_factory=dict)
    is_taken: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A row that the workbook did not ask for, with what it showed as its code."""

    part: Part
    shown: str
    remark: Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What is told of a workbook that came back: by the mark of a row, and of added ones."""

    summary: str
    remarks: Mapping[str, Remark]
    strays: tuple[Stray, ...] = ()


class WorkbookPrinter(Protocol):
    """Sets workbooks."""

    def xlsx(self, workbook: Workbook, returned: Returned | None = None) -> bytes:
        """Return the file, or its marked copy; the same bytes for the same facts.

        Raises:
            RenderError: it could not be set.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledPage:
    """One sheet as it came back.

    `missing` names the columns that are not there; what stands in such a sheet is `torn`,
    with the cells that are left. Rows of a sheet whose rows are known by their codes bear
    no mark where that column alone is gone.
    """

    rows: tuple[RawRow, ...] = ()
    missing: tuple[str, ...] = ()
    torn: tuple[RawRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledWorkbook:
    """A workbook as it came back: what it says of itself, and its rows.

    `saved_at` is when the file says it was saved, else the file's own time. A sheet that
    was taken out is not among the pages.
    """

    file: str
    sha256: str
    id: str
    unit: str
    saved_at: datetime
    pages: Mapping[Part, FilledPage]


class WorkbookInbox(Protocol):
    """A folder into which answered workbooks are saved; `unit` where it is one unit's own."""

    @property
    def unit(self) -> str: ...  # noqa: D102 - named by the class

    def waiting(self) -> list[Waiting]:
        """Return the files that lie there whole."""
        ...

    def read(self, waiting: Waiting) -> FilledWorkbook:
        """Open one of them.

        Raises:
            WorkbookError: it is no workbook of ours, or cannot be read.
        """
        ...

    def settle(self, waiting: Waiting, *, is_taken: bool) -> None:
        """Move a file away, to the taken or to the refused ones."""
        ...
