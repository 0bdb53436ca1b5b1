"""A file seen whole: what it says twice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from monitor.domain.record import Record, Reject
from monitor.sources.reasons import Reason


class Parsed(NamedTuple):
    """One row, its code where it has a usable one, and when its message was told."""

    code: str
    entry: Record | Reject
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The rows that stand, and how many fell away because others say the same or later."""

    rows: tuple[Record | Reject, ...]
    identical: int
    superseded: int


def settle(parsed: Iterable[Parsed], *, column: str) -> Settled:
    """Let each code speak once.

    Of messages told at different instants the newest stands. Rows that agree in
    every field are one. Otherwise nobody can know which row is right, so every
    row of that code is refused.

    Args:
        parsed: All rows of the file, in its order.
        column: How the file names the code.
    """
    rows = list(parsed)
    places: dict[str, int] = {}
    again: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.code and places.setdefault(row.code, place) != place:
            again[row.code].append(place)
    standing: list[Record | Reject | None] = [row.entry for row in rows]
    superseded = identical = 0
    for code, others in again.items():
        group = [places[code], *others]
        newest = _newest(rows, group)
        kept = [place for place in group if place in newest]
        superseded += len(group) - len(kept)
        same = _are_one([rows[place].entry for place in kept])
        identical += len(kept) - 1 if same else 0
        for place in group:
            standing[place] = None
        for place in kept[:1] if same else kept:
            standing[place] = rows[place].entry if same else _refused(rows[place], column)
    stand = tuple(entry for entry in standing if entry is not None)
    return Settled(rows=stand, identical=identical, superseded=superseded)


def _newest(rows: Sequence[Parsed], group: Sequence[int]) -> frozenset[int]:
    """Return the places told last; all of them where one does not say when it was told."""
    told = [at for place in group if (at := rows[place].told_at) is not None]
    if len(told) < len(group):
        return frozenset(group)
    return frozenset(place for place in group if rows[place].told_at == max(told))


def _are_one(entries: Sequence[Record | Reject]) -> bool:
    if len(entries) == 1:
        return True
    if not all(isinstance(entry, Record) for entry in entries):
        return False
    return all(replace(entry, row=0) == replace(entries[0], row=0) for entry in entries)


def _refused(row: Parsed, column: str) -> Reject:
    """Refuse a row for its code; one refused already keeps its own reason."""
    if isinstance(row.entry, Reject):
        return row.entry
    return Reject(
        row=row.entry.row, column=column, value=row.code, reason=Reason.DUPLICATE_CODE
    )
