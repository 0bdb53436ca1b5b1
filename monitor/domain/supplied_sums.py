"""Figures that people supplied, added up over units and over the months of a period."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from monitor.domain.directory import Directory
from monitor.domain.figures import Share
from monitor.domain.supplied import FIGURES, Measure, SuppliedFigure

Source = tuple[str, date]  # a unit, and the month that it spoke of

# What of several figures makes one, where it is not their sum: procedures offered online are
# the same everywhere, and a span of time is as wide as its widest.
JOINED: Mapping[str, Callable[[Iterable[int]], int]] = MappingProxyType(
    {"online_procedures": max, "spot_least": min, "spot_most": max}
)
COUNTED = tuple(
    name
    for name, measure in FIGURES.items()
    if measure not in {Measure.PERCENT, Measure.TEXT}  # they cannot be added
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure added up; `given` of the `asked` figures of units and months are in it.

    `is_whole`: those months are all of the period.
    """

    value: int
    given: int
    asked: int
    is_whole: bool = True

    @property
    def is_partial(self) -> bool:
        """True where a unit, a month or a part of one is missing."""
        return self.given < self.asked or not self.is_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A figure with where it comes from; None where nobody supplied it."""

    value: int | None
    given: frozenset[Source]
    asked: int


Accounts = Mapping[str, Mapping[str, Account]]
"""Accounts by unit and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """The on-time rate that the national portal states, and why it differs, as typed in.

    `entered_at`: when the rate was typed in.
    """

    hundredths: int
    reason: str
    entered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Supplied:
    """What people supplied for a period, for one unit and for each below it.

    `is_whole`: the period consists of whole reporting months. `portal` is of a period of one
    month alone: rates of months make no other.
    """

    unit: str = ""
    is_whole: bool = True
    accounts: Accounts = field(default_factory=dict)
    portal: Portal | None = None

    def amount(self, name: str, *, unit: str = "") -> Amount | None:
        """Return a figure of the report's unit, or of one below; None where nobody gave it."""
        account = self._account(name, unit)
        if account is None or account.value is None:
            return None
        return Amount(
            value=account.value,
            given=len(account.given),
            asked=account.asked,
            is_whole=self.is_whole,
        )

    def share(self, part: str, whole: str, *, unit: str = "") -> Share | None:
        """Return what part one figure is of another, where the same units gave both.

        More than all of it where the two contradict each other.
        """
        one, other = self._account(part, unit), self._account(whole, unit)
        if one is None or other is None or one.given != other.given:
            return None
        if one.value is None or other.value is None:
            return None
        return Share(numerator=one.value, denominator=other.value)

    def share_of(self, name: str, dossiers: int) -> Share | None:
        """Return what part a figure is of our dossiers, where it is of all of the period.

        What exceeds them contradicts them, however much of it is still missing.
        """
        amount = self.amount(name)
        if amount is None or (amount.is_partial and amount.value <= dossiers):
            return None
        return Share(numerator=amount.value, denominator=dossiers)

    def _account(self, name: str, unit: str) -> Account | None:
        return self.accounts.get(unit or self.unit, {}).get(name)


def add_up(
    figures: Iterable[SuppliedFigure],
    directory: Directory,
    asked: Collection[str],
    *,
    below: str,
    months: Collection[date],
) -> Accounts:
    """Return the accounts of a unit and of each below it, of the figures that anybody gave.

    What a unit supplied is its own total with all below it: theirs are not added again.
    Where it supplied none, theirs add up, and it is missing itself if it was asked and none
    of those below it was.

    Args:
        figures: What was supplied for the months.
        directory: The units.
        asked: The codes of the units that are asked for figures.
        below: The unit.
        months: The first days of the months that they are named for.

    Source:
        docs/law.md#supplied-figures
    """
    own = {(one.unit, one.month, one.name): one.value for one in figures}
    given = {name for _, _, name in own}
    names = [name for name in COUNTED if name in given]
    higher = {up.code for one in asked for up in directory.upward(one) if up.code != one}
    units = _from_below(directory, below)
    silent = {unit: int(unit in asked and unit not in higher) for unit in units}
    found: dict[str, dict[str, Account]] = {unit: {} for unit in units}
    for name in names:
        of_months = [_of_month(own, directory, silent, month, name) for month in months]
        for unit in units:
            found[unit][name] = _joined(name, [of_month[unit] for of_month in of_months])
    return found


def _of_month(
    own: Mapping[tuple[str, date, str], int | None],
    directory: Directory,
    silent: Mapping[str, int],
    month: date,
    name: str,
) -> Mapping[str, Account]:
    """Return one figure of a month by unit; `silent`, the lowest first, counts who lacks it."""
    found: dict[str, Account] = {}
    parts: defaultdict[str | None, list[Account]] = defaultdict(list)
    for unit, missing in silent.items():
        value = own.get((unit, month, name))
        if value is None:
            found[unit] = _joined(name, parts[unit], missing=missing)
        else:
            found[unit] = Account(value=value, given=frozenset({(unit, month)}), asked=1)
        parts[directory.units[unit].parent].append(found[unit])
    return found


def _joined(name: str, parts: Collection[Account], *, missing: int = 0) -> Account:
    values = [one.value for one in parts if one.value is not None]
    return Account(
        value=JOINED.get(name, sum)(values) if values else None,
        given=frozenset[Source]().union(*(one.given for one in parts)),
        asked=missing + sum(one.asked for one in parts),
    )


def _from_below(directory: Directory, unit: str) -> list[str]:
    """Return a unit and all below it, the lowest first."""
    depth = {code: len(tuple(directory.upward(code))) for code in directory.subtree(unit)}
    return sorted(depth, key=lambda code: (-depth[code], code))
