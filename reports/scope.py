"""What a report covers: which unit, from which sources, and what is missing."""

from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.period import MonthScheme, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAge:
    """One system whose dossiers are counted, and as of when its newest export speaks."""

    name: str
    exported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportScope:
    """Whose report it is, and what its figures rest on.

    Attributes:
        place: Stands before the date of its papers, empty where the directory has none.
        not_covered: The systems whose dossiers are not in the figures.
        without_receipt: How many are left out as no source says when they were received.
        without_end: How many had ended before the first export, nobody says when.
        elsewhere: How many stand in outside agencies.
        of_other_system: How many a system told of whose code another had brought first: they
            are counted once, as that other tells of them.
        closing_before: Column (11) of a report on the days before, None where there is none
            to hold the opening against.
        months: The office's reporting months, by which it names periods.
        whole: The period that was asked for, where a provisional report holds its first
            days alone.
    """

    unit: str
    unit_name: str
    letterhead: tuple[str, ...]
    sources: tuple[SourceAge, ...]
    place: str = ""
    not_covered: tuple[str, ...] = ()
    without_receipt: int = 0
    without_end: int = 0
    elsewhere: int = 0
    of_other_system: int = 0
    closing_before: int | None = None
    months: MonthScheme = field(default_factory=MonthScheme)
    whole: Period | None = None
