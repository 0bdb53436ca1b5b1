"""Units and officials, and who stands in which place."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Self, TypeVar

from monitor.domain.procedure import Procedure


class Level(StrEnum):
    """What kind of unit it is."""

    PROVINCE = "province"
    COMMUNE = "commune"
    DEPARTMENT = "department"
    ONE_STOP = "one_stop"
    OUTSIDE = "outside"  # decides for itself; not ours to warn or to apologise for


class Role(StrEnum):
    """What an official answers for."""

    HANDLER = "handler"
    HEAD = "head"
    LEADER = "leader"
    SIGNER = "signer"
    ONE_STOP = "one_stop"  # the one-stop unit itself
    STEP_HANDLER = "step_handler"  # whoever has the step in which a dossier stands
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One office; `parent` is the code of the unit above it."""

    code: str
    name: str
    level: Level
    parent: str | None = None
    calendar: str = ""
    mailbox: str = ""
    contact: str = ""
    short_name: str = ""  # how a letter speaks of it the second time
    letterhead: tuple[str, ...] = ()  # the parent agency's lines, an empty one, its own
    recipients: tuple[str, ...] = ()  # who else gets each of its letters
    place: str = ""
    symbol: str = ""
    signature: tuple[str, ...] = ()  # the lines above the signer's name
    own_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """One person in one place; `source_name` is how exports write the name."""

    code: str
    source_name: str
    unit: str
    role: Role
    title: str = ""
    mailbox: str = ""
    deputy: str | None = None
    absent_from: date | None = None
    absent_to: date | None = None

    def is_absent_on(self, day: date) -> bool:
        """Tell whether the official is away on `day`; an open end lasts."""
        if self.absent_from is None or day < self.absent_from:
            return False
        return self.absent_to is None or day <= self.absent_to


@dataclass(frozen=True, kw_only=True)
class Directory:
    """All units, officials and procedures, looked up by code.

    What is below a unit, and who stands where in it, is put together once, when first asked.
    """

    units: Mapping[str, Unit] = field(default_factory=dict)
    officials: Mapping[str, Official] = field(default_factory=dict)
    procedures: Mapping[str, Procedure] = field(default_factory=dict)

    @cached_property
    def people(self) -> frozenset[str]:
        """The names of all officials, as exports write them."""
        return frozenset(one.source_name for one in self.officials.values())

    def without(self, mailboxes: Collection[str]) -> Self:
        """Return the same directory with these mailboxes, in lower case, left blank."""
        if not mailboxes:
            return self
        return replace(
            self,
            units={code: _blanked(one, mailboxes) for code, one in self.units.items()},
            officials={code: _blanked(one, mailboxes) for code, one in self.officials.items()},
        )

    def upward(self, unit: str | None) -> Iterator[Unit]:
        """Yield the unit and those above it, nearest first; a cycle ends the walk."""
        seen: set[str] = set()
        while unit is not None and unit in self.units and unit not in seen:
            seen.add(unit)
            yield self.units[unit]
            unit = self.units[unit].parent

    def name_of(self, unit: str | None) -> str:
        """Name a unit so that it is told from all others; empty where it is not known.

        Where others bear its name, the names of those above it follow.
        """
        names: list[str] = []
        for above in self.upward(unit):
            names.append(above.name)
            if self._bearing[above.name] == 1:
                break
        return ", ".join(names)

    @cached_property
    def _bearing(self) -> Mapping[str, int]:
        """How many units bear each name."""
        return Counter(one.name for one in self.units.values())

    def level_of(self, unit: str | None) -> Level | None:
        """Return whether a unit is of the province or of a commune: as itself, or one above."""
        levels = (one.level for one in self.upward(unit))
        return next((one for one in levels if one in {Level.PROVINCE, Level.COMMUNE}), None)

    def subtree(self, unit: str) -> frozenset[str]:
        """Return the codes of the unit and of all below it."""
        found = self._subtrees.get(unit)
        if found is None and unit in self.units:
            found = self._subtrees[unit] = frozenset(self._below(unit))
        return found or frozenset()

    def _below(self, unit: str) -> Iterator[str]:
        """Yield the unit and all below it, once each, though it stands below itself."""
        seen, ahead = {unit}, [unit]
        while ahead:
            code = ahead.pop()
            yield code
            fresh = [child.code for child in self._children.get(code, ())]
            fresh = [child for child in fresh if child not in seen]
            seen.update(fresh)
            ahead.extend(fresh)

    @cached_property
    def _subtrees(self) -> dict[str, frozenset[str]]:
        """What has been asked for, by unit."""
        return {}

    @cached_property
    def _children(self) -> Mapping[str, Sequence[Unit]]:
        """The units right below each, by code."""
        found: defaultdict[str, list[Unit]] = defaultdict(list)
        for _, unit in sorted(self.units.items()):
            if unit.parent is not None:
                found[unit.parent].append(unit)
        return dict(found)

    @cached_property
    def _staff(self) -> Mapping[str, Sequence[Official]]:
        """The officials of each unit itself, by code."""
        found: defaultdict[str, list[Official]] = defaultdict(list)
        for _, official in sorted(self.officials.items()):
            found[official.unit].append(official)
        return dict(found)

    @cached_property
    def own_units(self) -> frozenset[str]:
        """The codes of the units that are ours: all but those that decide for themselves."""
        return frozenset(
            code for code, unit in self.units.items() if unit.level is not Level.OUTSIDE
        )

    @cached_property
    def led_units(self) -> frozenset[str]:
        """The codes of the units that have a leader of their own."""
        return frozenset(one.unit for one in self.officials.values() if one.role is Role.LEADER)

    @cached_property
    def topmost(self) -> str | None:
        """The code of the one of our units that stands above the most others, if any.

        Of several alike it is the first by code.
        """
        own, below = self.own_units, Counter[str]()
        for code in own:
            below.update(above.code for above in self.upward(code) if above.code in own)
        return min(below, key=lambda code: (-below[code], code), default=None)

    def staff(self, unit: str) -> tuple[Official, ...]:
        """Return the officials of `unit` itself, by code."""
        return tuple(self._staff.get(unit, ()))

    def in_role(self, unit: str, role: Role) -> tuple[Official, ...]:
        """Return the officials who hold `role` in `unit` itself, by code."""
        return tuple(official for official in self.staff(unit) if official.role is role)

    def nearest(self, unit: str | None, role: Role) -> tuple[Official, ...]:
        """Return who holds `role` in the unit or the nearest one above that has any."""
        for above in self.upward(unit):
            if found := self.in_role(above.code, role):
                return found
        return ()

    def heads(self, unit: str | None) -> tuple[Official, ...]:
        """Return the heads of the unit itself."""
        return () if unit is None else self.in_role(unit, Role.HEAD)

    def one_stop(self, unit: str | None) -> Unit | None:
        """Return the one-stop unit that serves `unit`: itself, or a child of one above."""
        for above in self.upward(unit):
            if above.level is Level.ONE_STOP:
                return above
            for child in self._children.get(above.code, ()):
                if child.level is Level.ONE_STOP:
                    return child
        return None

    def contact(self, unit: str | None) -> Unit | None:
        """Return whom a unit's people answer to: its one-stop unit, else itself."""
        return self.one_stop(unit) or self.units.get(unit or "")

    def issuer(self, unit: str | None) -> Unit | None:
        """Return the nearest unit upward that writes letters: one with a letterhead."""
        return next((above for above in self.upward(unit) if above.letterhead), None)

    def decider(self, procedure: str | None) -> Unit | None:
        """Return the unit that decides a procedure, if the directory names one."""
        known = self.procedures.get(procedure or "")
        return self.units.get(known.deciding_unit or "") if known else None


Owner = TypeVar("Owner", Unit, Official)


def _blanked(one: Owner, mailboxes: Collection[str]) -> Owner:
    return replace(one, mailbox="") if one.mailbox.lower() in mailboxes else one
