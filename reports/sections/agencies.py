"""Where late dossiers lie: one bar for each agency that decides, most first."""

from collections import defaultdict
from dataclasses import dataclass

from monitor.domain.term import fold
from reports.judged import Judged
from reports.section import Figures, Month, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One agency's late dossiers; an empty name was not known. `is_outside`: not our unit."""

    name: str
    is_outside: bool
    resolved_late: int
    overdue: int

    @property
    def late(self) -> int:
        """All late dossiers of the agency."""
        return self.resolved_late + self.overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class Agencies(Figures):
    """The bars: agencies without a late dossier have none."""

    bars: tuple[Bar, ...]


def make(month: Month) -> Agencies:
    """Count the late dossiers of each agency."""
    found: defaultdict[tuple[bool, str], list[Judged]] = defaultdict(list)
    for case in month.late:
        found[bool(case.snapshot.deciding_agency), case.agency].append(case)
    bars = [
        Bar(
            name=name,
            is_outside=is_outside,
            resolved_late=sum(case.is_resolved for case in cases),
            overdue=sum(not case.is_resolved for case in cases),
        )
        for (is_outside, name), cases in found.items()
    ]
    return Agencies(bars=tuple(sorted(bars, key=_order)))


def _order(bar: Bar) -> tuple[int, int, str, str]:
    return -bar.late, -bar.overdue, fold(bar.name), bar.name


SECTION = Section(module=__name__, make=make)
