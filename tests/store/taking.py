"""Taking records in as a flow would, and looking at the rows behind the store."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, Table, select

from monitor.domain.dossier import Carried, Dossier
from monitor.domain.record import Record
from monitor.ports.store import Import, Merged
from monitor.store.engine import reading
from monitor.store.tables import dossiers
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CARRIES, CODE, SYSTEM


def an_import(  # noqa: PLR0913 - a builder names whatever a test may care about
    source: str = "list",
    *,
    exported: str = "2026-11-09 07:10",
    imported: str = "2026-11-09 07:30",
    system: str = SYSTEM,
    state: str = "merging",
    carries: frozenset[Carried] | None = None,
    sha256: str = "",
) -> Import:
    return Import(
        system=system,
        source=source,
        file_name=f"{source}.csv",
        sha256=sha256 or f"{source} of {exported}",
        exported_at=vn(exported),
        imported_at=vn(imported),
        carries=CARRIES[source] if carries is None else carries,
        state=state,
    )


def take(  # noqa: PLR0913 - as above
    store: SqlStore,
    *records: Record,
    source: str = "list",
    exported: str = "2026-11-09 07:10",
    at: str = "2026-11-09 07:30",
    system: str = SYSTEM,
    carries: frozenset[Carried] | None = None,
) -> Merged:
    """Merge records as one import of a source, and say that it is merged."""
    done = an_import(source, exported=exported, imported=at, system=system, carries=carries)
    with store.writing() as work:
        work.imports.begin_system(system, at=vn(at))
        import_id = work.imports.record(done, ())
        merged = work.dossiers.merge(records, import_id, at=vn(at))
        work.imports.finish(import_id, state="merged", merged=merged)
    return merged


def load(store: SqlStore, code: str = CODE) -> Dossier:
    with store.reading() as work:
        return work.dossiers.load([code])[code]


def rows(store: SqlStore, table: Table) -> Sequence[RowMapping]:
    """Return all rows of a table by its first column."""
    with reading(store.engine) as connection:
        query = select(table).order_by(next(iter(table.columns)))
        return connection.execute(query).mappings().all()


def look_at(store: SqlStore, code: str = CODE) -> datetime | None:
    with reading(store.engine) as connection:
        found: datetime | None = connection.execute(
            select(dossiers.c.look_at).where(dossiers.c.code == code)
        ).scalar_one()
        return found
