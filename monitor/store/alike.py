"""Rows that say nothing new: known by their marks, seen in few statements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, and_, bindparam, exists, or_, select, update

from monitor.domain.batches import batches
from monitor.domain.dossier import SHOWS_END, Carried
from monitor.store.among import among
from monitor.store.insert import put
from monitor.store.tables import agenda, dossiers, imports, sightings

CHUNK = 2_000

_other = sightings.alias()
_HAS_FRESHER = exists().where(
    _other.c.dossier_id == sightings.c.dossier_id,
    _other.c.source != sightings.c.source,
    or_(
        _other.c.seen_at > sightings.c.seen_at,
        and_(_other.c.seen_at == sightings.c.seen_at, _other.c.source > sightings.c.source),
    ),
)
MARKED = (
    select(dossiers.c.code, sightings.c.mark)
    .join_from(dossiers, sightings, sightings.c.dossier_id == dossiers.c.id)
    .where(
        among(dossiers.c.code, "codes"),
        dossiers.c.system == bindparam("system"),
        sightings.c.source == bindparam("source"),
    )
)
SHOWN = MARKED.add_columns(
    dossiers.c.id,
    and_(
        dossiers.c.passes_at.is_not(None),
        dossiers.c.as_of < dossiers.c.passes_at,
        dossiers.c.passes_at <= bindparam("exported_at"),
    ).label("passes"),
).where(sightings.c.seen_at <= bindparam("exported_at"), ~_HAS_FRESHER)
"""Dossiers as one source last showed them, where no other has spoken of them since.

So its word would change nothing; else it is the other's that this one replaces.
"""

SEEN = (
    update(sightings)
    .where(
        among(sightings.c.dossier_id, "ids"),
        sightings.c.source == bindparam("of"),
    )
    .values(import_id=bindparam("by"), seen_at=bindparam("as_of"))
)
ELSEWHERE = (
    select(sightings.c.dossier_id, sightings.c.says, imports.c.carries)
    .join(imports, imports.c.id == sightings.c.import_id)
    .where(among(sightings.c.dossier_id, "ids"), sightings.c.source != bindparam("of"))
)
MOVED = update(dossiers).where(among(dossiers.c.id, "ids")).values(as_of=bindparam("by"))


def alike(
    connection: Connection, marks: Mapping[str, int], system: str, source: str
) -> frozenset[str]:
    """Return the codes whose row this source last showed with the same mark."""
    told = {"system": system, "source": source}
    return frozenset(
        code
        for codes in batches(marks, CHUNK)
        for code, mark in connection.execute(MARKED, {"codes": codes, **told}).all()
        if mark == marks[code]
    )


def see(
    connection: Connection, marks: Mapping[str, int], import_id: int, *, at: datetime
) -> frozenset[str]:
    """Have dossiers be as of this import that shows their rows alike; return their codes."""
    shown = (
        connection.execute(select(imports).where(imports.c.id == import_id)).mappings().one()
    )
    whose = (shown["system"], shown["source"], shown["exported_at"])
    seen: set[str] = set()
    for codes in batches(marks, CHUNK):
        same = [row for row in _rows(connection, codes, *whose) if row.mark == marks[row.code]]
        _move_on(connection, shown, same, at=at)
        seen.update(row.code for row in same)
    return frozenset(seen)


def _rows(
    connection: Connection,
    codes: Sequence[str],
    system: str,
    source: str,
    exported_at: datetime,
) -> Sequence[Row[Any, Any, Any, Any, Any]]:
    told = {"codes": codes, "system": system, "source": source, "exported_at": exported_at}
    return connection.execute(SHOWN, told).all()


def _move_on(
    connection: Connection,
    shown: RowMapping,
    rows: Sequence[Row[Any, Any, Any, Any, Any]],
    *,
    at: datetime,
) -> None:
    """Move on as of when dossiers are known, and wake those whose deadline that passes."""
    ids = [row.id for row in rows]
    as_of = shown["exported_at"]
    connection.execute(
        SEEN, {"ids": ids, "of": shown["source"], "by": shown["id"], "as_of": as_of}
    )
    elsewhere = _told_elsewhere(connection, shown, ids)
    moved = [row for row in rows if row.id not in elsewhere]
    connection.execute(MOVED, {"ids": [row.id for row in moved], "by": as_of})
    woken = [row.id for row in rows if row.passes]
    put(connection, agenda, [{"dossier_id": id_, "look_at": at} for id_ in woken])


def _told_elsewhere(
    connection: Connection, shown: RowMapping, ids: Sequence[int]
) -> Collection[int]:
    """Return the dossiers of whose end another source tells, and this one cannot."""
    if SHOWS_END & _carried(shown["carries"]):
        return ()
    told = connection.execute(ELSEWHERE, {"ids": ids, "of": shown["source"]}).all()
    return {
        dossier_id
        for dossier_id, says, carries in told
        if SHOWS_END & _carried(says or carries)
    }


def _carried(names: Sequence[str]) -> frozenset[Carried]:
    return frozenset(Carried(name) for name in names)
