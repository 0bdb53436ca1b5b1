"""What flows ask of mergers of units: what was merged, what follows, what is to be asked."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Protocol

from monitor.domain.merger import EarlierReport, LeftFigure, Merger, Plan, Question


class Mergers(Protocol):
    """Units merged or split, and all that follows them."""

    def units(self) -> AbstractSet[str]:
        """Return the codes of all units that the store names."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Return the number of dossiers by unit."""
        ...

    def stated(self) -> Mapping[str, AbstractSet[str]]:
        """Return old -> new units, as the lists said that were applied."""
        ...

    def register(self, plan: Plan, *, sha256: str, at: datetime) -> None:
        """Write a plan down: from now on its rest is to be carried out.

        What was merged before into a unit that is merged now goes on to the new one.
        """
        ...

    def pending(self) -> Mapping[str, AbstractSet[str]]:
        """Return old -> new units of which something has yet to follow."""
        ...

    def move(self, old: str, *, limit: int, at: datetime) -> int:
        """Have some dossiers, or steps, of an old unit follow it; return how many.

        Of a split one they are asked about. Fewer than `limit`: that was all, the rest
        followed, too, and the unit is pending no more.
        """
        ...

    def become(self, unit: str) -> AbstractSet[str]:
        """Return the units that one was merged into or split among; empty where it was not."""
        ...

    def applied(self) -> Sequence[Merger]:
        """Return what was merged, by old code."""
        ...

    def open_count(self) -> int:
        """Return how many dossiers of split units wait for an answer."""
        ...

    def questions(self, *, after: str, limit: int) -> Sequence[Question]:
        """Return the dossiers that wait for an answer, by code, those past `after`."""
        ...

    def asked(self, codes: Sequence[str]) -> Mapping[str, tuple[AbstractSet[str], str | None]]:
        """Return the candidates and the answer, None while open, of dossiers ever asked."""
        ...

    def answer(self, answers: Mapping[str, str], *, at: datetime) -> None:
        """Have dossiers asked about be of the units that were answered."""
        ...

    def left_figures(self) -> Sequence[LeftFigure]:
        """Return the figures of old units that no new unit has supplied its own of."""
        ...

    def reports_before(
        self, unit: str, first_on: date, last_on: date
    ) -> Sequence[EarlierReport]:
        """Return the last report of a period of each unit that was merged into this one."""
        ...
