"""The export's own words for units, officials and procedures, looked up in the directory."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace

from monitor.domain.directory import Directory, Official
from monitor.domain.record import Record
from monitor.domain.term import fold


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

    def resolve(self, record: Record) -> Record:
        """Return the record with codes in place of known names; unknown words stay.

        Where no unit is named, it is the handler's.
        """
        official = self._official(record.handler)
        procedures = self._directory.procedures
        procedure = _code(record.procedure, procedures, self._procedures)
        if procedure not in procedures:
            procedure = self._procedures.get(plain(record.procedure_name), procedure)
        unit = _code(record.unit, self._directory.units, self._units)
        return replace(
            record,
            unit=official.unit if official and not unit else unit,
            handler=official.code if official else record.handler,
            procedure=procedure,
        )

    def _official(self, name: str) -> Official | None:
        officials = self._directory.officials
        return officials.get(name) or officials.get(self._officials.get(_written(name), ""))


def plain(text: str) -> str:
    """Return a name as it is compared: no marks, no case, single spaces."""
    return " ".join(fold(text).split())


def _written(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _index(named: Iterable[tuple[str, str]], key: Callable[[str], str]) -> dict[str, str]:
    keyed = [(key(name), code) for name, code in named]
    counts = Counter(name for name, _ in keyed)
    return {name: code for name, code in keyed if name and counts[name] == 1}


def _code(text: str, known: Container[str], by_name: Mapping[str, str]) -> str:
    return text if text in known else by_name.get(plain(text), text)
