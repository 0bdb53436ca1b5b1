"""The export's own words for units, officials and procedures, looked up in the directory."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from monitor.domain.directory import Directory, Official
from monitor.domain.record import Record
from monitor.domain.step import StepSaid
from monitor.domain.term import fold

FIELDS = tuple(one.name for one in fields(Record))
_values = attrgetter(*FIELDS)
REMEMBERED = 4_096  # names; an export has few, again and again


class Names:
    """Finds codes by name; a name that two of a kind bear tells neither.

    Names of units and procedures are compared without marks, names of persons with
    them: without, two persons may be one.
    """

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._units = _index(((one.name, one.code) for one in directory.units.values()), plain)
        self._procedures = _index(
            ((one.name, one.code) for one in directory.procedures.values()), plain
        )
        self._officials = _index(
            ((one.source_name, one.code) for one in directory.officials.values()), _written
        )

    @property
    def fingerprint(self) -> str:
        """What the codes rest on: it changes where a name of the directory does."""
        officials = self._directory.officials.values()
        found = (
            sorted(self._directory.units),
            sorted(self._directory.procedures),
            sorted((one.code, one.unit) for one in officials),
            *(
                sorted(named.items())
                for named in (self._units, self._procedures, self._officials)
            ),
        )
        return sha256(repr(found).encode()).hexdigest()

    def resolve(self, record: Record) -> Record:
        """Return the record with codes in place of known names; unknown words stay.

        Where no unit is named, it is the handler's.
        """
        official = self.official(record.handler)
        procedures = self._directory.procedures
        procedure = _code(record.procedure, procedures, self._procedures)
        if procedure not in procedures:
            procedure = self._procedures.get(plain(record.procedure_name), procedure)
        unit = _code(record.unit, self._directory.units, self._units)
        # As `replace` would, which takes three times as long: of every row of an export.
        said: dict[str, Any] = dict(zip(FIELDS, _values(record), strict=True))
        said["unit"] = official.unit if official and not unit else unit
        said["handler"] = official.code if official else record.handler
        said["procedure"] = procedure
        if record.steps:
            said["steps"] = tuple(self._of_step(one) for one in record.steps)
        return Record(**said)

    def _of_step(self, said: StepSaid) -> StepSaid:
        official = self.official(said.handler)
        unit = _code(said.unit, self._directory.units, self._units)
        return replace(
            said,
            handler=official.code if official else said.handler,
            unit=official.unit if official and not unit else unit,
        )

    def official(self, name: str) -> Official | None:
        """Return the official of a code, or of a name that only one bears."""
        if not name:
            return None
        officials = self._directory.officials
        return officials.get(name) or officials.get(self._officials.get(_written(name), ""))


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


def _code(text: str, known: Container[str], by_name: Mapping[str, str]) -> str:
    return text if text in known else by_name.get(plain(text), text)
