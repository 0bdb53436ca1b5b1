"""Units that were merged or split: what is to follow them, and how an old code is read.

All of one list takes effect at once: of A -> B and B -> C, what was of A is of B, and what
was of B is of C.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.directory import Directory
from monitor.domain.supplied import FIGURES, Measure


class Wrong(StrEnum):
    """Why a list of mergers cannot be applied."""

    UNKNOWN_NEW = "unknown_new"  # the directory has no such unit
    OUTSIDE = "outside"  # the new unit is not ours
    STILL_OURS = "still_ours"  # the directory has the old one still, and no row leads to it
    CIRCLE = "circle"  # whole units take each other's codes
    CONTRADICTED = "contradicted"  # other targets than the number that its rows state
    OTHERWISE = "otherwise"  # it was merged before, into another one


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerRow:
    """One row of a list; `targets` is how many units the old one went to, where it is said."""

    old: str
    new: str
    targets: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerList:
    """A file of mergers: its name, the mark of its bytes, its rows."""

    file: str
    sha256: str
    rows: Sequence[MergerRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a list; `units` are the codes that it is about."""

    why: Wrong
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a list comes to in one office.

    `targets` has what is to be applied, old -> new ones in order; the numbers count old units:
    `unchanged` kept their code, `applied` were merged before, `passed` are not known here.
    """

    targets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unchanged: int = 0
    applied: int = 0
    passed: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def merges(self) -> dict[str, str]:
        """Old -> new, of those that went to one unit."""
        return {old: new[0] for old, new in self.targets.items() if len(new) == 1}

    @property
    def splits(self) -> dict[str, tuple[str, ...]]:
        """Old -> new ones, of those of which each dossier is asked about."""
        return {old: new for old, new in self.targets.items() if len(new) > 1}

    def counts(self, by_unit: Mapping[str, int]) -> dict[str, int]:
        """Return dossiers by unit once it is applied; of a split one they stay until asked."""
        found = Counter[str]()
        for unit, number in by_unit.items():
            found[self.merges.get(unit, unit)] += number
        return dict(found)


def plan(
    rows: Iterable[MergerRow],
    directory: Directory,
    *,
    known: AbstractSet[str],
    applied: Mapping[str, AbstractSet[str]],
) -> Plan:
    """Return what a list comes to.

    An old unit counts that the store names, or whose new ones are all ours: exports may name
    it yet.

    Args:
        rows: The list, in any order.
        directory: Where the new units stand.
        known: The codes of units that the store names.
        applied: Old -> new ones, as the lists said that were applied before.
    """
    targets, stated = _gathered(rows)
    standing = {new for news in targets.values() for new in news}
    own = directory.own_units
    moved = {old: new for old, new in targets.items() if new != {old}}
    here = {old: new for old, new in moved.items() if old in known or new <= own}
    fresh = {old: new for old, new in here.items() if applied.get(old) != new}
    problems = [
        *(
            Problem(why=Wrong.CONTRADICTED, units=(old,))
            for old in sorted(here)
            if stated[old] - {len(here[old])}
        ),
        *(
            Problem(why=Wrong.OTHERWISE, units=(old,))
            for old in sorted(fresh)
            if old in applied
        ),
        *_unfit(fresh, directory, standing),
        *(Problem(why=Wrong.CIRCLE, units=one) for one in _circles(fresh)),
    ]
    return Plan(
        targets={old: tuple(sorted(new)) for old, new in sorted(fresh.items())},
        unchanged=len(targets) - len(moved),
        applied=len(here) - len(fresh),
        passed=len(moved) - len(here),
        problems=tuple(problems),
    )


def _gathered(
    rows: Iterable[MergerRow],
) -> tuple[dict[str, set[str]], dict[str, set[int]]]:
    targets, stated = defaultdict[str, set[str]](set), defaultdict[str, set[int]](set)
    for one in rows:
        targets[one.old].add(one.new)
        if one.targets is not None:
            stated[one.old].add(one.targets)
    return dict(targets), stated


def _unfit(
    fresh: Mapping[str, AbstractSet[str]], directory: Directory, standing: AbstractSet[str]
) -> Iterator[Problem]:
    own = directory.own_units
    for new in sorted({new for news in fresh.values() for new in news}):
        if new not in directory.units:
            yield Problem(why=Wrong.UNKNOWN_NEW, units=(new,))
        elif new not in own:
            yield Problem(why=Wrong.OUTSIDE, units=(new,))
    for old in sorted(fresh):
        if old in own and old not in standing:
            yield Problem(why=Wrong.STILL_OURS, units=(old,))


def _circles(targets: Mapping[str, AbstractSet[str]]) -> Iterator[tuple[str, ...]]:
    """Yield each circle of whole units once, from its first code by order."""
    whole = _whole(targets)
    for start in sorted(whole):
        path = [start]
        while (new := whole.get(path[-1])) is not None and new not in path:
            path.append(new)
        if new == min(path):
            yield tuple(path)


def _whole(targets: Mapping[str, AbstractSet[str]]) -> dict[str, str]:
    return {old: min(new) for old, new in targets.items() if len(new) == 1 and new != {old}}


def in_turn(targets: Mapping[str, AbstractSet[str]]) -> list[str]:
    """Return old units in the order in which each moves only what was its own.

    Split ones come first, then each before those that move to its code. No circle is among
    them.
    """
    whole = _whole(targets)

    def depth(old: str) -> int:
        number = 0
        while old in whole:
            number, old = number + 1, whole[old]
        return number

    return sorted(targets, key=lambda old: (depth(old), old))


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliases:
    """How codes are read that name units of before.

    Attributes:
        targets: Old -> new ones.
        standing: Codes that are new units, too: in a dossier first seen they mean these.
        moving: Old codes whose dossiers are on the move: what comes in moves with them.
    """

    targets: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    standing: AbstractSet[str] = frozenset()
    moving: AbstractSet[str] = frozenset()

    def unit_of(self, said: str, known: str | None) -> str:
        """Return the unit that an export means, of a dossier kept as of `known`."""
        targets = self.targets.get(said, frozenset[str]())
        if known is not None and known in targets:
            return known
        if known == said or len(targets) != 1 or said in self.standing | self.moving:
            return said
        return min(targets)

    def asks(self, unit: str) -> bool:
        """Tell whether a dossier first seen under a code must be asked about."""
        return len(self.targets.get(unit, ())) > 1 and unit not in self.standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """One old unit that was merged; `is_carried`: all that was its own has followed."""

    old: str
    new: tuple[str, ...]
    merged_at: datetime
    is_carried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A dossier of a split unit: to which of the `candidates` does it belong?"""

    dossier: str
    old: str
    candidates: tuple[str, ...]
    procedure: str | None
    procedure_name: str
    received_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitAnswer:
    """One row of the answered list; `new` is empty where nobody has answered yet."""

    row: int
    dossier: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftFigure:
    """A figure of an old unit that adds to no other: the new unit is to supply its own."""

    old: str
    month: date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierReport:
    """A report that an old unit made; it stays under the name under which it was signed."""

    unit: str
    revision: int
    made_at: datetime
    sha256: str


def joined_figure(name: str, one: int, other: int | None) -> int | None:
    """Return what a supplied figure of two units is for both; None where neither tells.

    Counts and money add; of the shortest and the longest time the shorter and the longer
    stand. A rate of both follows from no two rates.
    """
    measure = FIGURES.get(name)
    if measure in {Measure.COUNT, Measure.MONEY}:
        return one + (other or 0)
    if measure is Measure.HALF_DAYS:
        both = [one] if other is None else [one, other]
        return min(both) if name == "spot_least" else max(both)
    return None
