"""What rules about units look at: one unit and all below it, judged at one instant."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.directory import Unit
from monitor.domain.dossier import Carried
from monitor.domain.edits import BulkEdit
from monitor.domain.policy import Policy
from monitor.domain.rule import RuleOf
from monitor.domain.unit_figures import MonthFigures

SHOWS_END = frozenset({Carried.STATUS, Carried.FINISHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAge:
    """The newest export of one source of a system that was taken in."""

    system: str
    source: str
    exported_at: datetime
    imported_at: datetime
    carries: frozenset[Carried]

    @property
    def shows_end(self) -> bool:
        """True where it could show that a dossier has ended."""
        return bool(self.carries & SHOWS_END)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCase:
    """All that a rule may look at: one unit with what is below it.

    `carries` is what the sources of all systems carry between them. `sources` holds those
    of every system, for the topmost unit alone; `open` counts its open dossiers, of which
    the sources speak as of `as_of` (the stalest of them decides; None without any).
    `last_moved_at` is the newest instant at which an import added or altered a dossier of
    it; `month` is from the first day of the running month; `edits` are finishes set in bulk.
    """

    unit: Unit
    policy: Policy
    at: datetime
    carries: frozenset[Carried]
    month: MonthFigures
    is_top: bool = False
    sources: tuple[SourceAge, ...] = ()
    open: int = 0
    as_of: datetime | None = None
    last_moved_at: datetime | None = None
    edits: tuple[BulkEdit, ...] = ()


UnitRule = RuleOf[UnitCase]
"""A rule about units."""
