"""What a report covers: which unit, from which sources, and what is missing."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAge:
    """One system whose dossiers are counted, and as of when its newest export speaks."""

    name: str
    exported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportScope:
    """Whose report it is, and what its figures rest on.

    `not_covered` names the systems whose dossiers are not in the figures.
    `without_receipt` counts dossiers left out because no source says when they were
    received, `without_end` those that had ended before the first export, nobody says
    when. `closing_before` is column (11) of the report on the period before, or
    None where there is none to hold the opening against.
    """

    unit: str
    unit_name: str
    letterhead: tuple[str, ...]
    sources: tuple[SourceAge, ...]
    not_covered: tuple[str, ...] = ()
    without_receipt: int = 0
    without_end: int = 0
    closing_before: int | None = None
