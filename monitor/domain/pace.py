"""How much sooner than promised results come, in working days."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDays:
    """The days of a result of a unit.

    `received_on` is None where it was received before the period, or no source dates the
    result; `due_on`, the day first promised, where nobody can tell it or whether it was kept.
    """

    unit: str
    procedure: str
    received_on: date | None
    ended_on: date
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceCount:
    """The dossiers with a result of one procedure, and by how much it came sooner.

    `days`: working days from the results to the days first promised, summed; what came
    later is taken off. `sooner` came on a working day before, `later` on one after.
    """

    procedure: str
    dossiers: int
    days: int
    sooner: int
    later: int

    @property
    def tenths(self) -> int:
        """The working days of one dossier times ten, rounded half away from zero."""
        half_up = (20 * abs(self.days) + self.dossiers) // (2 * self.dossiers)
        return half_up if self.days >= 0 else -half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The same of all procedures, in order of their codes.

    `unmeasured`: with a result, but outside the years that a calendar knows.
    """

    procedures: tuple[PaceCount, ...] = ()
    unmeasured: int = 0

    @property
    def total(self) -> PaceCount | None:
        """All procedures together, under an empty code; None where nothing was measured."""
        if not self.procedures:
            return None
        return PaceCount(
            procedure="",
            dossiers=sum(one.dossiers for one in self.procedures),
            days=sum(one.days for one in self.procedures),
            sooner=sum(one.sooner for one in self.procedures),
            later=sum(one.later for one in self.procedures),
        )
