"""Many finishes that one import set back at once: one finding of the unit, with the list."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkEdit:
    """One import that set many finishes of one unit to or before their deadlines.

    `codes` stand in order. `shown_by_at` is the instant as of which the import speaks,
    `shown_before_at` the newest instant as of which one before it showed them otherwise;
    `read_at` is when the import was read.
    """

    import_id: int
    unit: str
    source: str
    codes: tuple[str, ...]
    shown_by_at: datetime
    shown_before_at: datetime
    read_at: datetime

    @property
    def count(self) -> int:
        """How many dossiers."""
        return len(self.codes)
