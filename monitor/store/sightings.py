"""When each source last showed a dossier, and what it said."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, select

from monitor.domain.dossier import Carried
from monitor.domain.record import Record
from monitor.store.tables import imports, sightings


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """When one source last showed a dossier, and what it carries."""

    source: str
    seen_at: datetime
    row_hash: str
    carries: frozenset[Carried]


def sightings_of(
    connection: Connection, ids: Sequence[int]
) -> defaultdict[int, list[Sighting]]:
    """Return the sightings of dossiers by their id."""
    query = (
        select(sightings, imports.c.carries)
        .join(imports, imports.c.id == sightings.c.import_id)
        .where(sightings.c.dossier_id.in_(ids))
    )
    found: defaultdict[int, list[Sighting]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["dossier_id"]].append(
            Sighting(
                source=row["source"],
                seen_at=row["seen_at"],
                row_hash=row["row_hash"],
                carries=frozenset(Carried(field) for field in row["carries"]),
            )
        )
    return found


def row_hash(record: Record) -> str:
    """Return a fingerprint of what a record states, wherever it stands in its file."""
    return sha256(repr(replace(record, row=0)).encode()).hexdigest()
