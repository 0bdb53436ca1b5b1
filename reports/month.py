"""A report: a period's figures, section by section, frozen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.figures import Period, Snapshot
from reports.judged import judge
from reports.scope import ReportScope
from reports.section import Figures, Month
from reports.sections import SECTIONS

F = TypeVar("F", bound=Figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One section's figures, under the section's name."""

    code: str
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """A report of one unit and what is below it, its parts in reading order."""

    period: Period
    scope: ReportScope
    parts: tuple[Part, ...]

    def part(self, kind: type[F]) -> F:
        """Return the figures of one kind."""
        return next(part.figures for part in self.parts if isinstance(part.figures, kind))


def make(
    snapshots: Iterable[Snapshot],
    period: Period,
    scope: ReportScope,
    *,
    calendar_of: Callable[[str], WorkingCalendar],
) -> MonthReport:
    """Turn dossiers into a report; their order does not matter.

    Dossiers that no figure counts are left out: what was received after the period,
    or ended before it and did not fall due in it.

    Args:
        snapshots: At most one of each dossier.
        period: The days the report speaks of.
        scope: Whose report it is, and what it rests on.
        calendar_of: The working calendar of a unit, by its code; of "" where unknown.
    """
    judged = (judge(one, period, calendar_of(one.unit)) for one in snapshots)
    cases = sorted(
        (case for case in judged if case.is_counted or case.is_due),
        key=lambda case: (case.snapshot.code, case.snapshot.received_at),
    )
    month = Month(period=period, scope=scope, cases=tuple(cases))
    return MonthReport(
        period=period,
        scope=scope,
        parts=tuple(Part(code=one.code, figures=one.make(month)) for one in SECTIONS),
    )
