"""Building the cases that the rules about units judge: all units at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from monitor.domain.dossier import Carried
from monitor.domain.edits import BulkEdit
from monitor.domain.instants import midnight, vietnam_day
from monitor.domain.office import Office
from monitor.domain.unit_case import SourceAge, UnitCase
from monitor.domain.unit_figures import UnitCount, month_figures
from monitor.flows.figures import FIRST_MORNING
from monitor.ports.store import Work

T = TypeVar("T")
EDITS_REACH = timedelta(days=366)  # nothing is asked about what was read before


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What the store holds of units, each with its own dossiers alone."""

    sources: tuple[SourceAge, ...]
    counts: tuple[UnitCount, ...]
    moved: Mapping[str, datetime]
    edits: tuple[BulkEdit, ...]
    first_on: date
    until: datetime | None


def read_books(work: Work, *, at: datetime) -> Books:
    """Read the books of all units as of `at`, in few queries.

    The month's figures reach until the newest export: what happened since nobody knows.
    """
    sources = tuple(work.units.sources())
    first_on = vietnam_day(at).replace(day=1)
    newest = max((one.exported_at for one in sources), default=None)
    until = None if newest is None else min(newest, at)
    return Books(
        sources=sources,
        counts=_counts(work, since=midnight(first_on), until=until),
        moved=work.units.moved(),
        edits=work.edits.read_since(at - EDITS_REACH),
        first_on=first_on,
        until=until,
    )


def _counts(work: Work, *, since: datetime, until: datetime | None) -> tuple[UnitCount, ...]:
    first = work.imports.first_exported_at()
    if until is None or first is None:
        return ()
    known_from = first + FIRST_MORNING
    return tuple(work.units.counts(since=since, until=until, known_from=known_from))


class UnitCases:
    """Adds the books of units up along the directory, and makes their cases."""

    def __init__(self, books: Books, office: Office) -> None:
        self._books = books
        self._office = office
        self._carriers = _carriers(books.sources)
        self._exported = _exported(books.sources)
        self._top = office.directory.topmost
        self._counts = self._upward((one.unit, one) for one in books.counts)
        self._moved = self._upward(books.moved.items())
        self._edits = self._upward((one.unit, one) for one in books.edits)

    def _upward(self, of_units: Iterable[tuple[str, T]]) -> defaultdict[str, list[T]]:
        """Give what each unit has to itself and to those above it."""
        found: defaultdict[str, list[T]] = defaultdict(list)
        for code, one in of_units:
            for above in self._office.directory.upward(code):
                found[above.code].append(one)
        return found

    def make(self, code: str, *, at: datetime) -> UnitCase:
        """Return what the rules may look at of one unit and all below it."""
        books, counts = self._books, self._counts[code]
        return UnitCase(
            unit=self._office.directory.units[code],
            policy=self._office.policy_of(code),
            at=at,
            carries=frozenset[Carried]().union(*self._carriers.values()),
            month=month_figures(
                counts, self._carriers, first_on=books.first_on, until=books.until
            ),
            is_top=code == self._top,
            sources=books.sources if code == self._top else (),
            open=sum(one.open for one in counts),
            as_of=min((self._exported[one.system] for one in counts if one.open), default=None),
            last_moved_at=max(self._moved[code], default=None),
            edits=tuple(self._edits[code]),
        )


def _carriers(sources: Sequence[SourceAge]) -> dict[str, frozenset[Carried]]:
    """Return what the sources of each system carry between them."""
    found: dict[str, frozenset[Carried]] = {}
    for one in sources:
        found[one.system] = found.get(one.system, frozenset()) | one.carries
    return found


def _exported(sources: Sequence[SourceAge]) -> dict[str, datetime]:
    """Return each system's newest export."""
    in_order = sorted(sources, key=lambda one: one.exported_at)
    return {one.system: one.exported_at for one in in_order}
