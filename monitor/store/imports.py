"""Files taken in, and the systems they come from."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from monitor.domain.dossier import SHOWS_END, Carried
from monitor.domain.record import Reject
from monitor.ports.store import Import, Merged
from monitor.store import tables
from monitor.store.insert import insert_new
from monitor.store.tables import imports, systems

OTHER_SYSTEM = "other_system"  # as merging calls it


class SqlImports:
    """Imports and rejects."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, system: str, source: str) -> Import | None:
        """Return the import of this source with the newest `exported_at` that was merged."""
        return self._newest(system, source, until=None)

    def _newest(self, system: str, source: str, *, until: datetime | None) -> Import | None:
        query = (
            select(imports)
            .where(imports.c.system == system, imports.c.source == source)
            .where(imports.c.state == "merged")
            .order_by(imports.c.exported_at.desc(), imports.c.id.desc())
            .limit(1)
        )
        if until is not None:
            query = query.where(imports.c.imported_at <= until)
        row = self._connection.execute(query).mappings().first()
        return _to_import(row) if row else None

    def first_exported_at(self) -> datetime | None:
        """Return the oldest instant that a merged import speaks of; None before the first."""
        query = select(func.min(imports.c.exported_at)).where(imports.c.state == "merged")
        first: datetime | None = self._connection.execute(query).scalar_one()
        return first

    def knows(self, system: str, sha256: str, *, name: str | None = None) -> bool:
        """Tell whether a file with these bytes, of this name, was taken in before."""
        query = _of_bytes(system, sha256)
        if name is not None:
            query = query.where(imports.c.file_name == name)
        return self._connection.execute(query.limit(1)).first() is not None

    def newest_of_systems(self, *, until: datetime | None = None) -> dict[str, Import]:
        """Return, by system, the newest merged import that could show an end.

        Of those taken in until an instant, where one is given.
        """
        query = select(imports.c.system, imports.c.source).where(imports.c.state == "merged")
        sources = self._connection.execute(query.distinct()).all()
        newest = [self._newest(*row, until=until) for row in sources]
        found: dict[str, Import] = {}
        for one in sorted((one for one in newest if one), key=lambda one: one.exported_at):
            shown = found.get(one.system)
            if one.carries & SHOWS_END or shown is None or not shown.carries & SHOWS_END:
                found[one.system] = one
        return found

    def record(self, done: Import, rejects: Sequence[Reject]) -> int:
        """Write an import down with its rejects and return its id.

        One of the same bytes that was stopped half-way goes on under its id: what it has
        altered already and what it has yet to alter are of one import.
        """
        row = {
            "system": done.system,
            "source": done.source,
            "file_name": done.file_name,
            "sha256": done.sha256,
            "exported_at": done.exported_at,
            "imported_at": done.imported_at,
            "state": done.state,
            "carries": sorted(done.carries),
            "records": done.records,
            "rejected": done.rejected,
        }
        import_id = self._unfinished(done)
        if import_id is None:
            statement = insert(imports).values(added=0, changed=0).returning(imports.c.id)
            import_id = int(self._connection.execute(statement, row).scalar_one())
        else:
            self._connection.execute(update(imports).where(imports.c.id == import_id), row)
            refused = tables.rejects.c.import_id == import_id
            self._connection.execute(delete(tables.rejects).where(refused))
        self.refuse(import_id, rejects)
        return import_id

    def _unfinished(self, done: Import) -> int | None:
        """Return the id of an import of this file that was begun and never ended."""
        if done.state != "merging":
            return None
        query = select(func.max(imports.c.id)).where(
            imports.c.system == done.system,
            imports.c.source == done.source,
            imports.c.sha256 == done.sha256,
            imports.c.exported_at == done.exported_at,
            imports.c.state == "merging",
        )
        found: int | None = self._connection.execute(query).scalar_one()
        return found

    def refuse(self, import_id: int, rejects: Sequence[Reject]) -> None:
        """Keep rows refused while merging."""
        rows = [
            {
                "import_id": import_id,
                "row": one.row,
                "column": one.column,
                "value": one.value,
                "reason": one.reason,
            }
            for one in rejects
        ]
        if rows:
            self._connection.execute(insert(tables.rejects), rows)

    def repeat(self, import_id: int, system: str, sha256: str) -> Import:
        """Give an import the counts and the rejects of the last with the same bytes."""
        known = _of_bytes(system, sha256).where(imports.c.id != import_id)
        query = select(imports).where(imports.c.id == known.limit(1).scalar_subquery())
        before = _to_import(self._connection.execute(query).mappings().one())
        self._connection.execute(
            update(imports)
            .where(imports.c.id == import_id)
            .values(records=before.records, rejected=before.rejected)
        )
        columns = [one for one in tables.rejects.c if one.name not in {"id", "import_id"}]
        refused = select(literal(import_id), *columns).where(
            tables.rejects.c.import_id == before.id
        )
        names = ["import_id", *(one.name for one in columns)]
        self._connection.execute(insert(tables.rejects).from_select(names, refused))
        return before

    def count(self, import_id: int, merged: Merged) -> None:
        """Add what a step of an import has merged: one stopped half-way counts it once."""
        self._connection.execute(
            update(imports)
            .where(imports.c.id == import_id)
            .values(
                added=imports.c.added + merged.added,
                changed=imports.c.changed + merged.changed,
            )
        )

    def finish(self, import_id: int, *, state: str, foreign: int = 0) -> Import:
        """Say that an import ended, and return it; `foreign` records count as refused.

        They are of another system.
        """
        ended = (
            update(imports)
            .where(imports.c.id == import_id)
            .values(
                state=state,
                records=imports.c.records - foreign,
                rejected=imports.c.rejected + foreign,
            )
            .returning(*imports.c)
        )
        return _to_import(self._connection.execute(ended).mappings().one())

    def is_baseline(self, system: str) -> bool:
        """Tell whether the system's baseline has not been told yet."""
        query = select(systems.c.code).where(
            systems.c.code == system, systems.c.baseline_told_at.is_not(None)
        )
        return self._connection.execute(query).first() is None

    def begin_system(self, system: str, *, at: datetime) -> None:
        """Open a system's baseline at its first import; later calls change nothing."""
        insert_new(self._connection, systems, [{"code": system, "baseline_at": at}])

    def baseline_told(self, system: str, *, at: datetime) -> None:
        """Close a system's baseline."""
        self._connection.execute(
            update(systems).where(systems.c.code == system).values(baseline_told_at=at)
        )

    def merged_between(self, start: datetime, end: datetime) -> bool:
        """Tell whether an import was merged in the half-open interval of `imported_at`."""
        query = select(imports.c.id).where(
            imports.c.state == "merged",
            imports.c.imported_at >= start,
            imports.c.imported_at < end,
        )
        return self._connection.execute(query.limit(1)).first() is not None

    def foreign(self, *, since: datetime, until: datetime) -> int:
        """Count the codes refused because another system had brought them first."""
        refused = tables.rejects.c
        query = (
            select(func.count(refused.value.distinct()))
            .join(imports, imports.c.id == refused.import_id)
            .where(
                refused.reason == OTHER_SYSTEM,
                imports.c.exported_at >= since,
                imports.c.imported_at <= until,
            )
        )
        return int(self._connection.execute(query).scalar_one())

    def merged(self, *, until: datetime) -> list[Import]:
        """Return the imports merged up to an instant, oldest first."""
        query = (
            select(imports)
            .where(imports.c.state == "merged", imports.c.imported_at <= until)
            .order_by(imports.c.imported_at, imports.c.id)
        )
        return [_to_import(row) for row in self._connection.execute(query).mappings()]

    def latest(self, limit: int) -> list[Import]:
        """Return the newest imports of any state, newest first."""
        query = select(imports).order_by(imports.c.id.desc()).limit(limit)
        return [_to_import(row) for row in self._connection.execute(query).mappings()]

    def rejects(self, import_id: int) -> list[Reject]:
        """Return an import's refused rows in file order."""
        query = (
            select(tables.rejects)
            .where(tables.rejects.c.import_id == import_id)
            .order_by(tables.rejects.c.row, tables.rejects.c.id)
        )
        return [
            Reject(
                row=row["row"], column=row["column"], value=row["value"], reason=row["reason"]
            )
            for row in self._connection.execute(query).mappings()
        ]


def _of_bytes(system: str, sha256: str) -> Select[tuple[int]]:
    """Ask for the imports of a file with these bytes that said something, newest first."""
    return (
        select(imports.c.id)
        .where(
            imports.c.system == system,
            imports.c.sha256 == sha256,
            imports.c.state.not_in(["merging", "refused"]),
        )
        .order_by(imports.c.id.desc())
    )


def _to_import(row: RowMapping) -> Import:
    return Import(
        id=row["id"],
        system=row["system"],
        source=row["source"],
        file_name=row["file_name"],
        sha256=row["sha256"],
        exported_at=row["exported_at"],
        imported_at=row["imported_at"],
        carries=frozenset(Carried(field) for field in row["carries"]),
        state=row["state"],
        records=row["records"],
        rejected=row["rejected"],
        added=row["added"],
        changed=row["changed"],
    )
