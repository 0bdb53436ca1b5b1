"""The units right below a report's own, each with all below it, and what lies beside them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from reports.section import Month

T = TypeVar("T")


class Place(StrEnum):
    """Where dossiers lie, seen from the report's unit."""

    CHILD = "child"
    OWN = "own"  # with the unit itself
    UNKNOWN = "unknown"  # with a unit that nobody knows, or none


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One row of a table by unit; the code is empty where the unit is not known."""

    place: Place
    code: str
    name: str


UNKNOWN = Child(place=Place.UNKNOWN, code="", name="")


class Children:
    """Finds the row that a unit's dossiers belong to.

    Each child of the report's unit has a row; what lies with the unit itself, or with no unit
    that is known, has one where there is any. What lies with a unit of another tree has none:
    then rows do not add up to the whole.
    """

    def __init__(self, month: Month) -> None:
        self._directory, self._top = month.directory, month.scope.unit
        self._own = Child(place=Place.OWN, code=self._top, name=month.unit_name(self._top))
        self.rows = {
            code: Child(place=Place.CHILD, code=code, name=month.unit_name(code))
            for code, unit in month.directory.units.items()
            if unit.parent == self._top and code != self._top
        }
        self._known: dict[str, Child | None] = {}

    def of(self, unit: str) -> Child | None:
        """Return the row of a unit, None of another tree's."""
        if unit not in self._known:
            self._known[unit] = self._find(unit)
        return self._known[unit]

    def _find(self, unit: str) -> Child | None:
        if unit == self._top:
            return self._own
        if unit not in self._directory.units:
            return UNKNOWN
        above = (one.code for one in self._directory.upward(unit))
        return next((self.rows[code] for code in above if code in self.rows), None)


def by_child(
    month: Month, found: Iterable[T], unit_of: Callable[[T], str]
) -> dict[Child, list[T]]:
    """Part what units have among the rows, each child's there even if it has none."""
    children = Children(month)
    parted: dict[Child, list[T]] = {child: [] for child in children.rows.values()}
    for one in found:
        if (child := children.of(unit_of(one))) is not None:
            parted.setdefault(child, []).append(one)
    return parted
