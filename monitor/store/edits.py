"""Finishes that imports set, and those set back in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from monitor.domain.edits import BulkEdit
from monitor.store.tables import bulk_edits, changes, dossiers, imports


class SqlEdits:
    """Finishes set by imports, import by import."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def unread(self, import_ids: Iterable[int]) -> list[int]:
        """Return those of these imports that are merged and not yet read for edits in bulk."""
        query = (
            select(imports.c.id)
            .where(imports.c.id.in_(sorted(set(import_ids))))
            .where(imports.c.state == "merged", imports.c.edits_read_at.is_(None))
            .order_by(imports.c.id)
        )
        return list(self._connection.scalars(query))

    def finishes_set_by(self, import_id: int) -> list[str]:
        """Return the codes of known dossiers whose finish an import set, in order."""
        query = (
            select(dossiers.c.code)
            .join(changes, changes.c.dossier_id == dossiers.c.id)
            .where(changes.c.import_id == import_id, changes.c.field == "finished_at")
            .where(changes.c.after.is_not(None))
            .order_by(dossiers.c.code)
        )
        return list(self._connection.scalars(query))

    def keep(self, import_id: int, found: Sequence[BulkEdit], *, at: datetime) -> None:
        """Keep what an import set in bulk, and that it has been read for it."""
        if found:
            rows = [
                {
                    "import_id": one.import_id,
                    "unit": one.unit,
                    "codes": list(one.codes),
                    "shown_before_at": one.shown_before_at,
                }
                for one in found
            ]
            self._connection.execute(insert(bulk_edits), rows)
        statement = update(imports).where(imports.c.id == import_id)
        self._connection.execute(statement.values(edits_read_at=at))

    def of(self, import_ids: Iterable[int]) -> dict[str, frozenset[int]]:
        """Return, by code, those of these imports that set its finish in bulk."""
        query = select(bulk_edits.c.import_id, bulk_edits.c.codes).where(
            bulk_edits.c.import_id.in_(sorted(set(import_ids)))
        )
        found: defaultdict[str, set[int]] = defaultdict(set)
        for import_id, codes in self._connection.execute(query):
            for code in codes:
                found[code].add(import_id)
        return {code: frozenset(ids) for code, ids in found.items()}

    def read_since(self, at: datetime) -> tuple[BulkEdit, ...]:
        """Return what was set in bulk by imports read at or after an instant, in order."""
        query = (
            select(
                bulk_edits,
                imports.c.source,
                imports.c.exported_at,
                imports.c.imported_at,
            )
            .join(imports, imports.c.id == bulk_edits.c.import_id)
            .where(imports.c.imported_at >= at)
            .order_by(bulk_edits.c.import_id, bulk_edits.c.unit)
        )
        return tuple(
            BulkEdit(
                import_id=row["import_id"],
                unit=row["unit"],
                source=row["source"],
                codes=tuple(row["codes"]),
                shown_by_at=row["exported_at"],
                shown_before_at=row["shown_before_at"],
                read_at=row["imported_at"],
            )
            for row in self._connection.execute(query).mappings()
        )
