"""A report: a period's figures, section by section, frozen."""

from dataclasses import dataclass
from typing import TypeVar

from monitor.domain.period import Period
from reports.moved import Revised
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
    """A report of one unit and what is below it, its parts in reading order.

    `is_provisional`: its days are the first of a period that had not ended. `revised` says
    what moved since an earlier report of the same days, None where this is the first.
    """

    period: Period
    scope: ReportScope
    parts: tuple[Part, ...]
    is_provisional: bool = False
    revised: Revised | None = None

    def part(self, kind: type[F]) -> F:
        """Return the figures of one kind."""
        return next(part.figures for part in self.parts if isinstance(part.figures, kind))

    @property
    def revision(self) -> int:
        """Which report of its unit and period it is, from 1."""
        return self.revised.number if self.revised else 1


def make(month: Month) -> MonthReport:
    """Turn a period's dossiers into a report; the order of tallies does not matter."""
    return MonthReport(
        period=month.period,
        scope=month.scope,
        parts=tuple(Part(code=one.code, figures=one.make(month)) for one in SECTIONS),
    )
