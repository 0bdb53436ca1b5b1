"""Dossiers read for judging: many at once, in few statements, from narrow rows.

This is the hot path of a scan. Whatever rules come to look at is read here, by the ids of
a batch, and handed to `Dossier`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import compress
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select, type_coerce

from monitor.domain.dossier import Carried, Channel, Dossier, Status
from monitor.domain.merged_pauses import in_effect
from monitor.domain.merging import FOUND_OUT
from monitor.domain.step import steps_of
from monitor.store.among import among
from monitor.store.history import pauses_of, promises_of, said_of
from monitor.store.tables import agenda, dossiers, imports, sightings
from monitor.store.types import UtcDateTime, Word, on_clock

_WORDS = {"channel": Channel, "status": Status}
_FIELDS = (
    *("code", "system", "as_of", "unit", "procedure", "procedure_name", "channel", "status"),
    *("said_late", "step", "handler", "submitted_at", "received_at", "first_promised_at"),
    *("promised_at", "finished_at", "collected_at", "end_seen_at"),
)
_NAMES = tuple("shown_promised_at" if name == "promised_at" else name for name in _FIELDS)
_NOTHING: tuple[Any, ...] = ()


def read_columns(*names: str) -> tuple[ColumnElement[Any], ...]:
    """Return columns of dossiers as judging wants them: on Vietnam's clock, in our words."""
    return tuple(_read_column(name) for name in names)


def _read_column(name: str) -> ColumnElement[Any]:
    column = dossiers.c[name]
    if name in _WORDS:
        return type_coerce(column, Word(_WORDS[name])).label(name)
    if isinstance(column.type, UtcDateTime):
        return on_clock(column).label(name)
    return column


_COLUMNS = (dossiers.c.id, *read_columns(*_FIELDS))
_OF_CODES = select(*_COLUMNS).where(among(dossiers.c.code, "codes"))
_SIGHTINGS = select(
    *(sightings.c.dossier_id, sightings.c.import_id, sightings.c.says),
    on_clock(sightings.c.seen_at),
).where(among(sightings.c.dossier_id, "ids"))
_IMPORTS = select(imports.c.id, imports.c.carries, imports.c.exported_at).where(
    among(imports.c.id, "ids")
)


def load_by_code(connection: Connection, codes: Sequence[str]) -> dict[str, Dossier]:
    """Return dossiers by code, in the order asked for; unknown codes are left out."""
    rows = connection.execute(_OF_CODES, {"codes": codes}).all()
    found = {one.code: one for one in to_dossiers(connection, rows)}
    return {code: found[code] for code in codes if code in found}


def beside(*columns: ColumnElement[Any]) -> Select[Any]:
    """Ask for dossiers by `ids`, each with columns of its row and of its agenda."""
    query = select(*_COLUMNS, *columns).outerjoin_from(dossiers, agenda)
    return query.where(among(dossiers.c.id, "ids"))


def load_beside(
    connection: Connection, query: Select[Any], ids: Sequence[int]
) -> Iterator[tuple[int, Dossier, Sequence[Any]]]:
    """Yield dossiers by id in any order, each with what a query `beside` asks for."""
    rows = connection.execute(query, {"ids": ids}).all()
    for row, dossier in zip(rows, to_dossiers(connection, rows), strict=True):
        yield row[0], dossier, row[len(_COLUMNS) :]


def to_dossiers(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Dossier]:
    """Yield what rows say, that begin with the columns of a dossier, with its history."""
    ids = [row[0] for row in rows]
    promised, paused = promises_of(connection, ids), pauses_of(connection, ids)
    said, seen = said_of(connection, ids), _seen_of(connection, ids)
    for row in rows:
        id_ = row[0]
        values = dict(zip(_NAMES, row[1 : len(_COLUMNS)], strict=True))
        one = seen[id_]
        ended_at = values["finished_at"] or values["collected_at"] or values["end_seen_at"]
        yield Dossier(
            **values,
            carries=_known(one.carries, tuple(map(bool, map(values.get, FOUND_OUT)))),
            promises=tuple(promised.get(id_, _NOTHING)),
            pauses=in_effect(paused.get(id_, _NOTHING)),
            steps=steps_of(said[id_], ended_at=ended_at) if id_ in said else (),
            steps_as_of=one.steps_as_of,
            shown=tuple(one.shown),
        )


@lru_cache(maxsize=1_024)
def _known(carries: frozenset[Carried], is_found: tuple[bool, ...]) -> frozenset[Carried]:
    """Return what is known: carried by a source, or found out by the directory."""
    return carries.union(compress(FOUND_OUT.values(), is_found))


@dataclass(slots=True)
class _Seen:
    """What the sources of one dossier carry, and as of when its steps are known."""

    carries: frozenset[Carried] = frozenset()
    steps_as_of: datetime | None = None
    shown: list[tuple[frozenset[Carried], datetime]] = field(default_factory=list)

    def by(
        self, carries: frozenset[Carried], at: datetime, *, known_at: datetime | None
    ) -> None:
        """Add what one source carries, and as of when; `known_at` where it tells of steps."""
        self.carries = self.carries | carries if self.carries else carries
        self.shown.append((carries, at))
        if known_at is not None:
            self.steps_as_of = max(known_at, self.steps_as_of or known_at)


def _seen_of(connection: Connection, ids: Sequence[int]) -> Mapping[int, _Seen]:
    """Return what is carried of dossiers, and as of when their steps are known.

    A message tells of a step when it begins; that no other has begun is known as of
    the newest file of messages.
    """
    rows = connection.execute(_SIGHTINGS, {"ids": ids}).all()
    told = _imports(connection, {row[1] for row in rows})
    found: defaultdict[int, _Seen] = defaultdict(_Seen)
    for dossier_id, import_id, says, at in rows:
        carries, exported_at = told[import_id]
        if says:
            said = frozenset(Carried(field) for field in says)
            found[dossier_id].by(said, at, known_at=max(at, exported_at))
        else:
            known_at = at if Carried.STEP in carries else None
            found[dossier_id].by(carries, at, known_at=known_at)
    return found


def _imports(
    connection: Connection, ids: Collection[int]
) -> dict[int, tuple[frozenset[Carried], datetime]]:
    rows = connection.execute(_IMPORTS, {"ids": list(ids)})
    return {
        id_: (frozenset(map(Carried, carries)), exported_at)
        for id_, carries, exported_at in rows
    }
