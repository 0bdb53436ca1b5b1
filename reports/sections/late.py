"""Each late dossier: promised when, how late, why, and what was written to the citizen."""

from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.letter import LetterState
from reports.judged import Judged
from reports.letter_timing import LetterTiming, letter_timing
from reports.section import Figures, Month, Section


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
class LateDossiers(Figures):
    """The late dossiers: those still open first, longest overdue first."""

    lines: tuple[LateLine, ...]

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
        lines=tuple(_line(case, month) for case in sorted(month.late, key=_order))
    )


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


def _order(case: Judged) -> tuple[bool, datetime, str]:
    due_at = case.snapshot.first_due_at or case.snapshot.received_at
    return case.is_resolved, due_at, case.snapshot.code


SECTION = Section(module=__name__, make=make)
