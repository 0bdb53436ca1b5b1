"""What a section of a report is: a maker of figures, known by the name of its file."""

from collections.abc import Callable
from dataclasses import dataclass, field

from monitor.domain.figures import Period
from reports.judged import Judged
from reports.scope import ReportScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """All that a section may look at: a period's dossiers, judged, in order of their codes."""

    period: Period
    scope: ReportScope
    cases: tuple[Judged, ...]

    @property
    def counted(self) -> tuple[Judged, ...]:
        """Return the dossiers that were to be processed in the period."""
        return tuple(case for case in self.cases if case.is_counted)

    @property
    def late(self) -> tuple[Judged, ...]:
        """Return the dossiers resolved late in the period or overdue at its end."""
        return tuple(case for case in self.cases if case.is_late)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one section states: numbers, codes, names of offices, days; no words of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section, as an index card."""

    module: str
    make: Callable[[Month], Figures] = field(repr=False)

    @property
    def code(self) -> str:
        """The section's name: that of its file, its template and its sheet."""
        return self.module.rpartition(".")[2]
