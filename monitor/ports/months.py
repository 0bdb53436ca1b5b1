"""What a period's figures ask of the store: dossiers counted, not read one by one."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from monitor.domain.index_facts import Handled, InTime, Special
from monitor.domain.month_entries import Entries
from monitor.domain.month_findings import Found
from monitor.domain.month_letters import LetterRegister
from monitor.domain.month_warned import Warned, WarnedTally
from monitor.domain.odd import OddDossier
from monitor.domain.outlook import Ahead, FallenDue, Windows
from monitor.domain.pace import ResultDays
from monitor.domain.period import Period
from monitor.domain.reckoning import DossierLine, Tally
from monitor.domain.still_units import StillUnit
from monitor.domain.supplements import Supplements


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose dossiers are counted: those of `units`, or where that is None of all but `but`.

    The second is what a topmost unit answers for: what stands in units that nobody knows,
    too, and not what outside agencies took in.
    """

    units: frozenset[str] | None = None
    but: frozenset[str] = frozenset()


class PastCounts(Protocol):
    """The dossiers of several periods, as of the end of each."""

    def unsettled(self) -> list[str]:
        """Return the codes of the dossiers that the tallies leave out, in order."""
        ...

    def tallies(self, period: Period) -> Iterator[Tally]:
        """Yield the tallies of the others in one of the periods.

        They tell no units and no procedures, and early ends as ends on time.
        """
        ...

    def knows(self, period: Period) -> bool:
        """Tell whether any dossier is known that was received before a period ended."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many dossiers stand outside every figure.

    `without_receipt`: nobody says when they were received. `without_end`: they had ended
    before anything was known of them, nobody says when. `elsewhere`: of the period, in
    units that are not counted, as outside agencies are.
    """

    without_receipt: int
    without_end: int
    elsewhere: int


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

    def odd(self) -> Iterator[OddDossier]:
        """Yield the dossiers that ended before they were received, in order of their codes.

        Of those alone of which one of the two lies in the period and the other does not.
        """
        ...

    def results(self) -> Iterator[tuple[ResultDays, int]]:
        """Yield the results of the period with their days, those alike counted.

        Promised days are those of settled dossiers alone.
        """
        ...

    def ahead(self, days: Period) -> Iterator[Ahead]:
        """Yield the settled dossiers, open at the period's end, that fall due in later days."""
        ...

    def fallen_due(self, windows: Windows) -> FallenDue:
        """Count the settled dossiers that fell due in the windows up to the period's end."""
        ...

    def in_time(self) -> InTime:
        """Count what the national index judges by its end and its date alone."""
        ...

    def specials(self) -> Iterator[Special]:
        """Yield what the national index judges one by one."""
        ...

    def handled(self, procedures: Collection[str]) -> Iterator[Handled]:
        """Yield when dossiers of these procedures, received in the period, had a result.

        Those that had one when the period ended.
        """
        ...

    def procedure_names(self, codes: Collection[str]) -> dict[str, str]:
        """Return what exports call procedures, by code."""
        ...

    def past(self, periods: Sequence[Period]) -> PastCounts:
        """Count other periods, all in one pass."""
        ...

    def supplements(self, period: Period, systems: Collection[str]) -> Iterator[Supplements]:
        """Yield what applicants were asked for in a period, by unit and procedure.

        Of the dossiers of some systems.
        """
        ...

    def left_out(self) -> LeftOut:
        """Count the dossiers that stand outside every figure."""
        ...

    def warned(self) -> Iterator[WarnedTally]:
        """Yield the settled dossiers whose deadline fell into the period, by who was warned."""
        ...

    def warnings_of(self, codes: Collection[str]) -> dict[str, tuple[Warned, bool | None]]:
        """Return the same of single dossiers, and the last answer to the question."""
        ...

    def found(self) -> list[Found]:
        """Return what the rules with few findings found in the period, oldest first."""
        ...

    def entries(self) -> list[Entries]:
        """Return the dossiers that ended in the period, by the export that first showed it."""
        ...

    def export_days(self) -> dict[str, list[date]]:
        """Return of which days exports could show an end, by system, in order."""
        ...

    def still(self) -> list[StillUnit]:
        """Return the units that stood still at some time of the period, in order."""
        ...

    def register(self) -> LetterRegister:
        """Count the letters that were issued, replaced and recalled in the period."""
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
