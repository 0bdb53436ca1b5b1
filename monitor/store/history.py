"""What dossiers were promised and when they waited, for many of them at once."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, select

from monitor.domain.dossier import Pause, Promise
from monitor.store.rows import to_pause, to_promise
from monitor.store.tables import pauses, promises


def promises_of(connection: Connection, ids: Sequence[int]) -> defaultdict[int, list[Promise]]:
    """Return the promises of dossiers by their id, oldest first."""
    query = (
        select(promises)
        .where(promises.c.dossier_id.in_(ids))
        .order_by(promises.c.made_at, promises.c.id)
    )
    found: defaultdict[int, list[Promise]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["dossier_id"]].append(to_promise(row))
    return found


def pauses_of(connection: Connection, ids: Sequence[int]) -> defaultdict[int, list[Pause]]:
    """Return the pauses of dossiers by their id, oldest first."""
    query = select(pauses).where(pauses.c.dossier_id.in_(ids)).order_by(pauses.c.paused_at)
    found: defaultdict[int, list[Pause]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["dossier_id"]].append(to_pause(row))
    return found
