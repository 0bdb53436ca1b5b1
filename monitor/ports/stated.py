"""A file of figures that somebody else states."""

from dataclasses import dataclass

from monitor.domain.stated import Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFile:
    """What such a file says, in its order; what cannot be read is told in each account.

    `columns` are the headers that were understood, as the file writes them; `other_sheets`
    counts further worksheets that hold such a table, too.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Stated, ...]
    other_sheets: int = 0
