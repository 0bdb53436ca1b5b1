"""What was asked of units to verify in a period, and what they said of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.finding import Finding
from monitor.domain.note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding with what became of it; `unit` is empty where nobody knows it."""

    finding: Finding
    unit: str
    found_at: datetime
    resolved_at: datetime | None = None
    notes: tuple[Note, ...] = ()


class Said(StrEnum):
    """What became of a thing to verify by the period's end."""

    EXPLAINED = "explained"
    ACKNOWLEDGED = "acknowledged"  # somebody has seen it and said so, no more
    SETTLED = "settled"  # nothing was said, and what it speaks of is there no longer
    OPEN = "open"  # nothing was said


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One thing that a unit was asked to verify: data to be looked at, never a reproach.

    `codes` are the dossiers it is about. `explain_by` is the last day to explain, None
    where no term runs. `said_at` and `said_by` (a title of office, empty where the
    directory has none) tell of the first explanation, else of the first note. `text` is
    the explanation, shortened; empty where it was left out (`is_withheld`), as it
    names a person.

    Source:
        docs/law.md#edits-to-explain, docs/law.md#personal-data
    """

    rule: str
    unit: str
    codes: tuple[str, ...]
    found_at: datetime
    explain_by: date | None = None
    said: Said = Said.OPEN
    said_at: datetime | None = None
    said_by: str = ""
    text: str = ""
    is_withheld: bool = False
