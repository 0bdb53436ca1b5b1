"""What dossiers were promised, when they waited and what changed, for many at once."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, select

from monitor.domain.change import Change, Shown
from monitor.domain.dossier import Pause, Promise
from monitor.store.rows import to_pause, to_promise
from monitor.store.tables import changes, imports, pauses, promises


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


def changes_of(connection: Connection, ids: Sequence[int]) -> defaultdict[int, list[Change]]:
    """Return what imports altered of dossiers by their id, oldest first."""
    query = select(changes).where(changes.c.dossier_id.in_(ids)).order_by(changes.c.id)
    rows = list(connection.execute(query).mappings())
    shown = _shown(connection, rows)
    found: defaultdict[int, list[Change]] = defaultdict(list)
    for row in rows:
        found[row["dossier_id"]].append(
            Change(
                field=row["field"],
                before=row["before"],
                after=row["after"],
                shown_by=shown[row["import_id"]],
                shown_before=shown.get(row["import_before_id"]),
            )
        )
    return found


def _shown(connection: Connection, rows: Sequence[RowMapping]) -> dict[int | None, Shown]:
    ids = {row[name] for row in rows for name in ("import_id", "import_before_id")}
    if not ids:
        return {}
    query = select(
        imports.c.id, imports.c.source, imports.c.exported_at, imports.c.imported_at
    ).where(imports.c.id.in_(ids))
    return {
        id_: Shown(
            import_id=id_, source=source, exported_at=exported_at, imported_at=imported_at
        )
        for id_, source, exported_at, imported_at in connection.execute(query)
    }
