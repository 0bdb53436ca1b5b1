"""What was recorded after an instant: it may have moved the figures of an earlier report."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """How much of each kind, in the whole store.

    `imports` were merged, the newest at `imported_at`. `figures` were typed in or taken back.
    `letters` were approved, issued, delivered, sent back or recalled; a recall counts once it
    was told. `answers` name causes and new dates, `notes` explain what was to be verified.
    """

    imports: int = 0
    imported_at: datetime | None = None
    figures: int = 0
    letters: int = 0
    answers: int = 0
    notes: int = 0
