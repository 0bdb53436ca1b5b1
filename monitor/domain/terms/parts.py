"""An amount as a time-limit text states it: its parts, and what it offers."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from monitor.domain.term import TermUnit
from monitor.domain.terms.reading import Role, TermOption


class Join(StrEnum):
    """How the parts of an amount belong together."""

    SUM = "sum"  # of one part, too
    RANGE = "range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit as written: `times` ours; hours `by_clock` are not said to be working hours."""

    unit: TermUnit
    times: int = 1
    by_clock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A number and its unit; `value` is None where the number is neither whole nor halves."""

    value: Fraction | None
    unit: Unit | None
    words_differ: bool = False

    @property
    def counted_in(self) -> TermUnit | None:
        """The unit of ours."""
        return self.unit.unit if self.unit else None

    @property
    def size(self) -> Fraction:
        """The number in that unit."""
        times = self.unit.times if self.unit else 1
        return (self.value or Fraction(0)) * times


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One amount, and where in the text it stands; `note` is where words stand inside it."""

    first: int
    last: int
    parts: tuple[Part, ...]
    join: Join = Join.SUM
    note: tuple[int, int] | None = None

    @property
    def units(self) -> frozenset[TermUnit | None]:
        """The units of its parts."""
        return frozenset(part.counted_in for part in self.parts)

    @property
    def is_same_day(self) -> bool:
        """True for "within the day"."""
        return TermUnit.SAME_DAY in self.units

    @property
    def size(self) -> Fraction:
        """What its parts come to where they have one unit."""
        return sum((part.size for part in self.parts), Fraction(0))

    def options(
        self, condition: str = "", *, role: Role = Role.WHOLE
    ) -> tuple[TermOption, ...]:
        """Return what it offers: one option, or one a part where the units differ."""
        sizes = [part.size for part in self.parts]
        if len(self.units) > 1:
            pairs = [(part.size, part.size, part.counted_in) for part in self.parts]
        elif self.join is Join.RANGE:
            pairs = [(min(sizes), max(sizes), self.parts[0].counted_in)]
        else:
            pairs = [(self.size, self.size, self.parts[0].counted_in)]
        return tuple(
            TermOption(low=low, high=high, unit=unit, condition=condition, role=role)
            for low, high, unit in pairs
        )
