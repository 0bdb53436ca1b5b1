"""Taking records in as a flow would, and looking at the rows behind the store."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, Table, select, update

from monitor.domain.dossier import Carried, Dossier
from monitor.domain.finding import Finding
from monitor.domain.record import Record
from monitor.ports.store import Import, Judged, Merged, Settled, Subject
from monitor.store.engine import reading, writing
from monitor.store.tables import agenda, dossiers
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
        work.imports.count(import_id, merged)
        work.imports.finish(import_id, state="merged")
    return merged


def load(store: SqlStore, code: str = CODE) -> Dossier:
    with store.reading() as work:
        return work.dossiers.load([code])[code]


def rows(store: SqlStore, table: Table) -> Sequence[RowMapping]:
    """Return all rows of a table by its primary key."""
    with reading(store.engine) as connection:
        query = select(table).order_by(*table.primary_key)
        return connection.execute(query).mappings().all()


def look_at(store: SqlStore, code: str = CODE) -> datetime | None:
    with reading(store.engine) as connection:
        found: datetime | None = connection.execute(
            select(agenda.c.look_at)
            .join(dossiers, dossiers.c.id == agenda.c.dossier_id)
            .where(dossiers.c.code == code)
        ).scalar_one()
        return found


def subject(store: SqlStore, code: str = CODE) -> Subject:
    """Return one dossier as a scan reads it."""
    with reading(store.engine) as connection:
        query = select(dossiers.c.id).where(dossiers.c.code == code)
        id_: int = connection.execute(query).scalar_one()
    with store.reading() as work:
        return work.agenda.subjects([id_])[0]


def judge(  # noqa: PLR0913 - as above
    store: SqlStore,
    *found: Finding,
    code: str = CODE,
    at: datetime,
    unknown: str = "",
    passes: datetime | None = None,
    look: datetime | None = None,
) -> Settled:
    """Keep what a scan would have decided about one dossier."""
    judged = Judged(
        of=subject(store, code),
        findings=found,
        unknown=tuple(unknown.split()),
        passes_at=passes,
        look_at=look,
    )
    with store.writing() as work:
        return work.agenda.settle([judged], at=at)


def wake_all(store: SqlStore, *, at: datetime) -> None:
    """Have every dossier judged at the next scan, whatever its agenda says."""
    with writing(store.engine) as connection:
        connection.execute(update(agenda).values(look_at=at))
