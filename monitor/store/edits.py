"""Finishes that imports set, and those set back in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from monitor.domain.backdating import FINISHED
from monitor.domain.edits import BulkEdit
from monitor.domain.instants import is_same_minute
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
            .where(changes.c.import_id == import_id, changes.c.field == FINISHED)
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

    def forget(self, *, since: datetime) -> None:
        """Have imports read at or after an instant be read anew for edits in bulk."""
        recent = imports.c.imported_at >= since
        of = bulk_edits.c.import_id.in_(select(imports.c.id).where(recent))
        self._connection.execute(delete(bulk_edits).where(of))
        self._connection.execute(update(imports).where(recent).values(edits_read_at=None))

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
        """Return what was set in bulk by imports read at or after an instant, in order.

        A finish that has been put right since is left out, and an edit of which none is left.
        """
        found = (self._still_so(one) for one in self._kept_since(at))
        return tuple(one for one in found if one.codes)

    def _still_so(self, edit: BulkEdit) -> BulkEdit:
        """Return an edit of those dossiers whose finish is the one that it set."""
        query = (
            select(dossiers.c.code, changes.c.after, dossiers.c.finished_at)
            .join(changes, changes.c.dossier_id == dossiers.c.id)
            .where(changes.c.import_id == edit.import_id, changes.c.field == FINISHED)
            .where(changes.c.after.is_not(None), dossiers.c.finished_at.is_not(None))
        )
        still = {
            code
            for code, after, finished_at in self._connection.execute(query)
            if is_same_minute(datetime.fromisoformat(after), finished_at)
        }
        return replace(edit, codes=tuple(code for code in edit.codes if code in still))

    def _kept_since(self, at: datetime) -> Iterator[BulkEdit]:
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
        for row in self._connection.execute(query).mappings():
            yield BulkEdit(
                import_id=row["import_id"],
                unit=row["unit"],
                source=row["source"],
                codes=tuple(row["codes"]),
                shown_by_at=row["exported_at"],
                shown_before_at=row["shown_before_at"],
                read_at=row["imported_at"],
            )
