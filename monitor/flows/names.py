"""The export's own words for units, officials and procedures, looked up in the directory."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, replace
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from monitor.domain.directory import Directory, Level, Official
from monitor.domain.record import Record
from monitor.domain.step import StepSaid
from monitor.domain.term import fold

FIELDS = tuple(one.name for one in fields(Record))
_values = attrgetter(*FIELDS)
HOMES = frozenset({Level.PROVINCE, Level.COMMUNE})
EMPTY: Mapping[str, AbstractSet[str]] = MappingProxyType({})
REMEMBERED = 4_096  # names; an export has few, again and again


class Names:
    """Finds codes by name; a name that two of a kind bear tells neither.

    Names of units and procedures are compared without marks, names of persons with
    them: without, two persons may be one. Where the dossier's unit is known, a name means
    whoever bears it there: in the same commune, in the province's own units, or below.

    Args:
        directory: Units, officials and procedures.
        former: Codes of units that were merged -> those that they are now: a name beside
            such a code means whoever bears it in one of these.
    """

    def __init__(
        self, directory: Directory, *, former: Mapping[str, AbstractSet[str]] = EMPTY
    ) -> None:
        self._directory = directory
        self._former = former
        self._units = _index(((one.name, one.code) for one in directory.units.values()), plain)
        self._procedures = _index(
            ((one.name, one.code) for one in directory.procedures.values()), plain
        )
        self._officials = _by_home(directory)
        self._is_shared = sum(one.level in HOMES for one in directory.units.values()) > 1
        self._homes: dict[str, Container[str | None] | None] = {}

    @property
    def fingerprint(self) -> str:
        """What the codes rest on: it changes where a name of the directory does."""
        officials, units = self._directory.officials.values(), self._directory.units.values()
        former = self._former
        found = (
            sorted(self._directory.units),
            sorted(self._directory.procedures),
            sorted((one.code, one.unit) for one in officials),
            sorted((one.code, one.parent or "", one.level) for one in units),
            *(sorted(named.items()) for named in (self._units, self._procedures)),
            sorted((_written(one.source_name), one.code) for one in officials),
            *([sorted((old, *sorted(new)) for old, new in former.items())] if former else []),
        )
        return sha256(repr(found).encode()).hexdigest()

    def resolve(self, record: Record) -> Record:
        """Return the record with codes in place of known names; unknown words stay.

        Where no unit is named, it is the handler's.
        """
        unit = _code(record.unit, self._directory.units, self._units)
        official = self._official_of(record.handler, unit)
        procedures = self._directory.procedures
        procedure = _code(record.procedure, procedures, self._procedures)
        if procedure not in procedures:
            procedure = self._procedures.get(plain(record.procedure_name), procedure)
        # As `replace` would, which takes three times as long: of every row of an export.
        said: dict[str, Any] = dict(zip(FIELDS, _values(record), strict=True))
        said["unit"] = official.unit if official and not unit else unit
        said["handler"] = official.code if official else record.handler
        said["procedure"] = procedure
        if record.steps:
            said["steps"] = tuple(self._of_step(one, said["unit"]) for one in record.steps)
        return Record(**said)

    def _of_step(self, said: StepSaid, whole: str) -> StepSaid:
        """Return a step with codes; without a unit of its own it is that of the `whole`."""
        unit = _code(said.unit, self._directory.units, self._units)
        official = self._official_of(said.handler, unit or whole)
        return replace(
            said,
            handler=official.code if official else said.handler,
            unit=official.unit if official and not unit else unit,
        )

    def _official_of(self, name: str, unit: str) -> Official | None:
        """Return the official of a name, in a unit or in one that it has become."""
        places = self._former.get(unit)
        if places is None:
            return self.official(name, unit=unit)
        there = {unit} & self._directory.units.keys()
        found = {self.official(name, unit=place) for place in places | there} - {None}
        return found.pop() if len(found) == 1 else None

    def official(self, name: str, *, unit: str = "") -> Official | None:
        """Return the official of a code, or of a name that only one bears: there, of a unit.

        Of several about a unit it is the only one in the unit, else in the next above.
        """
        if not name:
            return None
        if known := self._directory.officials.get(name):
            return known
        found = self._bearers(_written(name), unit)
        if len(found) > 1:
            found = self._nearest(found, unit)
        return found[0] if len(found) == 1 else None

    def _bearers(self, name: str, unit: str) -> Sequence[Official]:
        """Return who bears a name and may have a unit's dossiers: communes are apart.

        Where several offices share the directory, a unit that it does not know for sure is
        that of its name.
        """
        by_home = self._officials.get(name, {})
        homes = self._homes_about(unit)
        if homes is not None:
            return [one for home, some in by_home.items() if home in homes for one in some]
        found = [one for some in by_home.values() for one in some]
        if unit and unit not in self._directory.units and self._is_shared:
            return [one for one in found if self._is_of(one, plain(unit))]
        return found

    def _is_of(self, official: Official, name: str) -> bool:
        """Tell whether an official's unit, or one above it, bears a name."""
        return any(plain(above.name) == name for above in self._directory.upward(official.unit))

    def _homes_about(self, unit: str) -> Container[str | None] | None:
        """Return where those are with whom a unit's dossiers may lie; None for anywhere."""
        if unit not in self._homes:
            directory, home = self._directory, _home(self._directory, unit)
            upward = {above.code for above in directory.upward(unit)}
            self._homes[unit] = {None, *upward, *directory.subtree(home)} if home else None
        return self._homes[unit]

    def _nearest(self, found: Sequence[Official], unit: str) -> Sequence[Official]:
        """Return those in the unit, or in the nearest above in which any of them is."""
        for above in self._directory.upward(unit):
            below = self._directory.subtree(above.code)
            if inside := [one for one in found if one.unit in below]:
                return inside
        return found


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """Return a name as it is compared: no marks, no case, single spaces."""
    return " ".join(fold(text).split())


@lru_cache(maxsize=REMEMBERED)
def _written(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _index(named: Iterable[tuple[str, str]], key: Callable[[str], str]) -> dict[str, str]:
    keyed = [(key(name), code) for name, code in named]
    counts = Counter(name for name, _ in keyed)
    return {name: code for name, code in keyed if name and counts[name] == 1}


def _by_home(directory: Directory) -> dict[str, dict[str | None, list[Official]]]:
    """Return who bears each name, by commune or province."""
    found: defaultdict[str, dict[str | None, list[Official]]] = defaultdict(dict)
    for _, one in sorted(directory.officials.items()):
        home = _home(directory, one.unit)
        found[_written(one.source_name)].setdefault(home, []).append(one)
    return dict(found)


def _home(directory: Directory, unit: str) -> str | None:
    """Return the commune or province that a unit is of."""
    return next((one.code for one in directory.upward(unit) if one.level in HOMES), None)


def _code(text: str, known: Container[str], by_name: Mapping[str, str]) -> str:
    return text if text in known else by_name.get(plain(text), text)
