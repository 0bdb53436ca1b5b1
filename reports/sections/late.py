"""Each late dossier: promised when, how late, why, and what was written to the citizen."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from monitor.domain.letter import LetterState
from monitor.domain.term import fold
from reports.judged import Judged
from reports.letter_timing import LetterTiming, letter_timing
from reports.section import Figures, Month, Section

BANDS: Mapping[str, int | None] = MappingProxyType(  # the most working days of each
    {"under_1": 0, "to_3": 3, "to_10": 10, "to_30": 30, "more": None, "unknown": None}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLine:
    """One dossier resolved late, or overdue at the period's end (`ended_at` is None).

    `second_due_at` is the date of the re-appointment, where there was one. `days_late`
    counts working days; None where the calendar does not reach. `deciding_agency` is
    empty where we decide.
    """

    code: str
    unit_name: str
    procedure: str
    deciding_agency: str
    first_due_at: datetime | None
    second_due_at: datetime | None
    is_by_minute: bool
    ended_at: datetime | None
    days_late: int | None
    cause: str
    cause_text: str
    letter: LetterTiming
    letter_state: LetterState | None
    letter_issued_at: datetime | None
    letter_dated_on: date | None
    letter_new_due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysLate:
    """One agency's late dossiers by working days late; an empty name was not known.

    `under_1`: late within the due day or over days of rest; `unknown`: the calendar does
    not reach. `is_outside`: not our unit.
    """

    name: str
    is_outside: bool
    under_1: int
    to_3: int
    to_10: int
    to_30: int
    more: int
    unknown: int

    @property
    def total(self) -> int:
        """All late dossiers of the agency."""
        return sum(getattr(self, band) for band in BANDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateDossiers(Figures):
    """The late dossiers: those still open first, longest overdue first.

    `by_agency` counts them by how late they are, the agency with most of them first.
    """

    lines: tuple[LateLine, ...]
    by_agency: tuple[DaysLate, ...]

    @property
    def days(self) -> DaysLate:
        """How late the dossiers of all agencies are."""
        bands = {band: sum(getattr(row, band) for row in self.by_agency) for band in BANDS}
        return DaysLate(name="", is_outside=False, **bands)

    @property
    def resolved(self) -> int:
        """How many were resolved late in the period."""
        return sum(line.ended_at is not None for line in self.lines)

    @property
    def overdue(self) -> int:
        """How many were open and overdue when the period ended."""
        return len(self.lines) - self.resolved


def make(month: Month) -> LateDossiers:
    """List the late dossiers of the period."""
    return LateDossiers(
        lines=tuple(_line(case, month) for case in sorted(month.late, key=_order)),
        by_agency=_by_agency(month.late),
    )


def _by_agency(late: tuple[Judged, ...]) -> tuple[DaysLate, ...]:
    found: defaultdict[tuple[bool, str], Counter[str]] = defaultdict(Counter)
    for case in late:
        found[bool(case.snapshot.deciding_agency), case.agency][_band(case.days_late)] += 1
    rows = [
        DaysLate(name=name, is_outside=is_outside, **{band: some[band] for band in BANDS})
        for (is_outside, name), some in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.total, fold(row.name), row.name)))


def _band(days_late: int | None) -> str:
    if days_late is None:
        return "unknown"
    reaching = (band for band, most in BANDS.items() if most is not None and days_late <= most)
    return next(reaching, "more")


def _line(case: Judged, month: Month) -> LateLine:
    snapshot, letter = case.snapshot, case.snapshot.letter
    return LateLine(
        code=snapshot.code,
        unit_name=snapshot.unit_name,
        procedure=snapshot.procedure_name,
        deciding_agency=snapshot.deciding_agency,
        first_due_at=snapshot.first_due_at,
        second_due_at=snapshot.second_due_at,
        is_by_minute=snapshot.is_by_minute,
        ended_at=case.ended_at,
        days_late=case.days_late,
        cause=snapshot.cause,
        cause_text=snapshot.cause_text,
        letter=letter_timing(snapshot, month.period),
        letter_state=letter.state if letter else None,
        letter_issued_at=letter.issued_at if letter else None,
        letter_dated_on=letter.dated_on if letter else None,
        letter_new_due_at=letter.new_due_at if letter else None,
    )


def _order(case: Judged) -> tuple[bool, bool, int, str]:
    """Order by how late it is; what is too old for the calendar is later than all."""
    days = case.days_late
    return case.is_resolved, days is not None, -(days or 0), case.snapshot.code


SECTION = Section(module=__name__, make=make)
