"""A store filled by plain SQL: mostly dossiers that have ended, every tenth one open.

Of the open ones a thousand come due at `DUE`: three working days before their date they
are warned of and asked about. Of the others one in five has been late for two months, the
rest is due in a month. The first scan leaves each open one with a finding at least.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import text, update

from benchmarks.office import CALENDAR
from monitor.domain.directory import Directory, Level, Official, Role, Unit
from monitor.domain.dossier import Carried
from monitor.domain.instants import VIETNAM
from monitor.domain.office import Office
from monitor.domain.policy import Policy
from monitor.domain.procedure import Procedure
from monitor.domain.term import Term, TermUnit
from monitor.flows.scan import scan
from monitor.ports.store import Import
from monitor.rules import RULES
from monitor.store.engine import open_engine, writing
from monitor.store.schema import upgrade
from monitor.store.tables import agenda
from monitor.store.work import SqlStore

ROWS = int(os.environ.get("DUNGHAN_BENCH_ROWS", "1000000"))
FEW = 10_000
OPEN_EVERY, LATE_EVERY = 10, 50  # every fifth of the open ones has been late for long
EXPORTED = datetime(2026, 11, 5, 15, 30, tzinfo=VIETNAM)
FILLED = datetime(2026, 11, 5, 16, tzinfo=VIETNAM)
DUE = datetime(2026, 11, 6, 7, tzinfo=VIETNAM)
UNITS, PROCEDURES = 20, 50

_UNITS = {
    f"U{n:02}": Unit(code=f"U{n:02}", name=f"Unit {n}", level=Level.DEPARTMENT, parent="XA")
    for n in range(UNITS)
}
_UNITS["XA"] = Unit(code="XA", name="Commune", level=Level.COMMUNE, letterhead=("COMMUNE",))
OFFICE = Office(
    directory=Directory(
        units=_UNITS,
        officials={
            f"h{n:02}": Official(
                code=f"h{n:02}", source_name=f"Handler {n}", unit=f"U{n:02}", role=Role.HANDLER
            )
            for n in range(UNITS)
        },
        procedures={
            f"1.{n:06}": Procedure(
                code=f"1.{n:06}",
                name=f"Procedure {n}",
                term=Term(5 + n % 11, TermUnit.WORKING_DAYS),
            )
            for n in range(PROCEDURES)
        },
    ),
    calendars={},
    policy=Policy(calendar=CALENDAR),
    causes={},
)

# Late for two months, due in December, or among those that come due: by the dossier's id.
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)"
_DAY = 86_400
_CLOSING = 17 * 3_600 - 7 * 3_600
_PROMISED = """CASE
    WHEN i % :due_every = 0 THEN :due_on
    WHEN i % :open_every > 0 THEN :october + (i % 28) * 86400
    WHEN i % :late_every > 0 THEN :december + (i / 10 % 28) * 86400
    ELSE :september + (i / 50 % 28) * 86400
END + 36000"""
_FILLING = (
    f"""INSERT INTO dossiers (id, system, code, unit, procedure, procedure_name, channel,
        status, step, handler, received_at, promised_at, finished_at, collected_at, end_seen_at,
        as_of, is_open, unknown, counted_by)
    {_NUMBERS}
    SELECT i, 'city', printf('000.01.02.H03-26%04d-%07d', i % 1000, i),
        printf('U%02d', i % :units), printf('1.%06d', i % :procedures),
        printf('Procedure %d of the field it belongs to', i % :procedures), 'in_person',
        CASE WHEN i % :open_every = 0 THEN 'in_progress' ELSE 'returned' END,
        CASE WHEN i % :open_every = 0 THEN 'examination' ELSE '' END,
        printf('h%02d', i % :units), :received + (i % 20) * 86400,
        {_PROMISED},
        CASE WHEN i % :open_every > 0 THEN :october + (i % 25) * 86400 END,
        CASE WHEN i % :open_every > 0 THEN :october + (i % 25) * 86400 + 7200 END,
        CASE WHEN i % :open_every > 0 THEN :exported END,
        :exported, i % :open_every = 0, '', ''
    FROM n""",  # noqa: S608 - the pieces are constants
    f"""INSERT INTO promises (dossier_id, promised_at, made_at, kind)
    {_NUMBERS} SELECT i, {_PROMISED}, :received + (i % 20) * 86400, 'slip' FROM n""",  # noqa: S608
    f"""INSERT INTO sightings (dossier_id, source, import_id, seen_at)
    {_NUMBERS} SELECT i, 'list', :import_id, :exported FROM n""",  # noqa: S608
    f"""INSERT INTO applicants (dossier_id, name, kind, address, phone, mailbox)
    {_NUMBERS} SELECT i, printf('Applicant %d', i), 'person', printf('Village %d', i % 900), '',
        '' FROM n""",  # noqa: S608
    f"""INSERT INTO agenda (dossier_id, look_at, failures, why)
    {_NUMBERS} SELECT i, CASE WHEN i % :open_every = 0 THEN :exported END, 0, '' FROM n""",  # noqa: S608
    f"""INSERT INTO findings (dossier_id, rule, stage, deadline, severity, tells, facts,
        is_baseline, found_at, resolved_at, ending)
    {_NUMBERS} SELECT i, 'due_soon', '3d', {_PROMISED}, 'warning', '["handler"]',
        '{{"days_left": 3}}', 0, :september, :october, 'resolved' FROM n
        WHERE i % :open_every > 0""",  # noqa: S608
)


def due_among(rows: int) -> int:
    """Return how many of so many dossiers come due."""
    return min(1_000, rows // OPEN_EVERY)


@contextmanager
def filled_store(rows: int) -> Iterator[SqlStore]:
    """Yield a store of so many dossiers, judged at `FILLED`, in a folder of its own."""
    with TemporaryDirectory(prefix="dunghan-scans-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'monitor.db'}")
        upgrade(engine)
        store = SqlStore(engine)
        _fill(store, rows)
        scan(store, OFFICE, RULES, at=FILLED)
        with writing(engine) as connection:
            connection.execute(update(agenda).values(judged_at=None))  # letters seen to
        yield store
        engine.dispose()


def _fill(store: SqlStore, rows: int) -> None:
    values = {
        "rows": rows,
        "open_every": OPEN_EVERY,
        "late_every": LATE_EVERY,
        "due_every": rows // due_among(rows),
        "units": UNITS,
        "procedures": PROCEDURES,
        "import_id": begin(store, exported_at=EXPORTED),
        "exported": int(EXPORTED.timestamp()),
        "received": second(2026, 8, 3) + 3_600,
        "september": second(2026, 9, 1),
        "october": second(2026, 10, 1),
        "december": second(2026, 12, 1),
        "due_on": second(2026, 11, 11),
    }
    for statement in _FILLING:
        with writing(store.engine) as connection:
            connection.execute(text(statement), values)


def begin(store: SqlStore, *, exported_at: datetime) -> int:
    """Have one export of one system be taken in; return the id of its import."""
    with store.writing() as work:
        work.imports.begin_system("city", at=exported_at)
        work.imports.baseline_told("city", at=exported_at)
        return work.imports.record(_import(exported_at), ())


def _import(exported_at: datetime) -> Import:
    return Import(
        system="city",
        source="list",
        file_name="list.csv",
        sha256="0",
        exported_at=exported_at,
        imported_at=exported_at,
        carries=frozenset(Carried),
        state="merged",
    )


def second(year: int, month: int, day: int) -> int:
    """Return the instant of seven in the morning of a day."""
    return int(datetime(year, month, day, 7, tzinfo=VIETNAM).timestamp())


if __name__ == "__main__":
    began = perf_counter()
    with filled_store(ROWS):
        print(perf_counter() - began)  # noqa: T201
