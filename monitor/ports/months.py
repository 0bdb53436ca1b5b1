"""What a period's figures ask of the store: dossiers counted, not read one by one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.domain.period import Period
from monitor.domain.reckoning import DossierLine, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose dossiers are counted: those of `units`, or where that is None of all but `but`.

    The second is what a topmost unit answers for: what stands in units that nobody knows,
    too, and not what outside agencies took in.
    """

    units: frozenset[str] | None = None
    but: frozenset[str] = frozenset()


class MonthCounts(Protocol):
    """The dossiers of one period, as of its end.

    Most are *settled*: what was kept when they were last judged tells how they stood.
    The others have to be read and judged one at a time: those that waited when the period
    ended or since, were given a date after it, or were altered since they were judged.
    """

    def unsettled(self) -> list[str]:
        """Return the codes of the unsettled dossiers that the period may count, in order."""
        ...

    def tallies(self) -> Iterator[Tally]:
        """Yield the tallies of the settled dossiers."""
        ...

    def late(self) -> list[str]:
        """Return the settled dossiers resolved late in the period or overdue at its end."""
        ...

    def lines(self) -> Iterator[DossierLine]:
        """Yield the settled dossiers one by one, in order of their codes."""
        ...

    def procedure_names(self, codes: Collection[str]) -> dict[str, str]:
        """Return what exports call procedures, by code."""
        ...

    def without_receipt(self) -> int:
        """Count the dossiers of which nobody says when they were received."""
        ...

    def without_end(self) -> int:
        """Count those that had ended before anything was known of them, nobody says when."""
        ...


class Months(Protocol):
    """Periods, counted."""

    def count(
        self, period: Period, whose: Whose, *, known_from: datetime | None, at: datetime
    ) -> MonthCounts:
        """Count a period.

        Args:
            period: The days; the figures are as of its end.
            whose: Whose dossiers.
            known_from: Ends that nobody dates, first seen before this instant, are of a
                past that nobody knows: they are left out. None where nothing was read.
            at: The present; what is to be judged by now is unsettled.
        """
        ...
