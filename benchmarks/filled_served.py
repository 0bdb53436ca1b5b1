"""The same dossiers as `filled` has, on PostgreSQL, filled by COPY.

The server is one of our own, as durable as it comes: each commit is on the disk when it is
told of. `OPTIONS` are those of a small machine that nobody else uses.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

import psycopg
from psycopg import sql
from sqlalchemy import update

from benchmarks.filled import (
    EXPORTED,
    FILLED,
    LATE_EVERY,
    OFFICE,
    OPEN_EVERY,
    PROCEDURES,
    UNITS,
    begin,
    due_among,
    second,
)
from monitor.domain.batches import batches
from monitor.flows.scan import scan
from monitor.rules import RULES
from monitor.store.engine import open_engine, writing
from monitor.store.schema import upgrade
from monitor.store.tables import agenda
from monitor.store.work import SqlStore
from tests.postgres import Server, a_database, a_server

OPTIONS = "-c shared_buffers=1GB -c max_wal_size=8GB -c checkpoint_timeout=30min"
AT_ONCE = 10_000  # rows that go to the server together
DAY = 86_400
TEN_HOURS = DAY // 24 * 10
UNCHECKED = "SET LOCAL session_replication_role = replica"  # foreign keys: ids are counted here
NOTHING = r"\N"

RECEIVED = second(2026, 8, 3) + 3_600
SEPTEMBER, OCTOBER = second(2026, 9, 1), second(2026, 10, 1)
DECEMBER, DUE_ON = second(2026, 12, 1), second(2026, 11, 11)
READ_AT = int(EXPORTED.timestamp())

Line = Callable[[int], str]


@contextmanager
def served_store(rows: int, *, server: Server | None = None) -> Iterator[SqlStore]:
    """Yield a store of so many dossiers, judged at `FILLED`, on a server of its own or this."""
    if server is None:
        with a_server(options=OPTIONS) as own, served_store(rows, server=own) as store:
            yield store
        return
    with a_database(server) as url:
        store = SqlStore(open_engine(url))
        fill(store, rows)
        judge(store)
        yield store
        store.engine.dispose()


def fill(store: SqlStore, rows: int) -> None:
    """Fill an empty database with so many dossiers, none of which is judged."""
    upgrade(store.engine)
    import_id = begin(store, exported_at=EXPORTED)
    with psycopg.connect(_url(store)) as connection:
        connection.execute(UNCHECKED)
        for table, columns, line in _tables(rows, import_id):
            _copy(connection, table, columns, map(line, range(1, rows + 1)))
    settle(store)


def judge(store: SqlStore) -> None:
    """Judge what is open, as of `FILLED`, and have its letters be seen to."""
    scan(store, OFFICE, RULES, at=FILLED)
    with writing(store.engine) as connection:
        connection.execute(update(agenda).values(judged_at=None))
    settle(store)


def settle(store: SqlStore) -> None:
    """Do what the server does by itself in a quiet hour."""
    with psycopg.connect(_url(store), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _url(store: SqlStore) -> str:
    return store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _copy(
    connection: psycopg.Connection, table: str, columns: str, lines: Iterator[str]
) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns.split()))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for some in batches(lines, AT_ONCE):
            copy.write("".join(some))


def _tables(rows: int, import_id: int) -> tuple[tuple[str, str, Line], ...]:
    """Return each table, the columns that are filled, and what writes the row of a dossier."""
    due_every = rows // due_among(rows)
    exported = _at(READ_AT)

    def promised(number: int) -> str:
        return _at(_day(number, due_every) + TEN_HOURS)

    def received(number: int) -> str:
        return _at(RECEIVED + number % 20 * DAY)

    def dossier(number: int) -> str:
        is_open = number % OPEN_EVERY == 0
        ended = OCTOBER + number % 25 * DAY
        return _line(
            *(number, "city", f"000.01.02.H03-26{number % 1000:04}-{number:07}"),
            *(f"U{number % UNITS:02}", f"1.{number % PROCEDURES:06}"),
            f"Procedure {number % PROCEDURES} of the field it belongs to",
            *("in_person", "in_progress" if is_open else "returned"),
            *("examination" if is_open else "", f"h{number % UNITS:02}"),
            *(received(number), promised(number)),
            NOTHING if is_open else _at(ended),
            NOTHING if is_open else _at(ended + 7_200),
            NOTHING if is_open else exported,
            *(exported, "t" if is_open else "f", "", ""),
        )

    def finding(number: int) -> str:
        if number % OPEN_EVERY == 0:
            return ""
        return _line(
            *(number, "due_soon", "3d", promised(number), "warning"),
            *('["handler"]', '{"days_left": 3}', "f", _at(SEPTEMBER), _at(OCTOBER), "resolved"),
        )

    return (
        (
            "dossiers",
            (
                "id system code unit procedure procedure_name channel status step handler"
                " received_at promised_at finished_at collected_at end_seen_at as_of is_open"
                " unknown counted_by"
            ),
            dossier,
        ),
        (
            "promises",
            "dossier_id promised_at made_at kind",
            lambda number: _line(number, promised(number), received(number), "slip"),
        ),
        (
            "sightings",
            "dossier_id source import_id seen_at",
            lambda number: _line(number, "list", import_id, exported),
        ),
        (
            "applicants",
            "dossier_id name kind address phone mailbox",
            lambda number: _line(
                number, f"Applicant {number}", "person", f"Village {number % 900}", "", ""
            ),
        ),
        (
            "agenda",
            "dossier_id look_at failures why",
            lambda number: _line(number, NOTHING if number % OPEN_EVERY else exported, 0, ""),
        ),
        (
            "findings",
            (
                "dossier_id rule stage deadline severity tells facts is_baseline found_at"
                " resolved_at ending"
            ),
            finding,
        ),
    )


def _day(number: int, due_every: int) -> int:
    """Return the day that a dossier is promised for: by its number, as `filled` has it."""
    if number % due_every == 0:
        return DUE_ON
    if number % OPEN_EVERY > 0:
        return OCTOBER + number % 28 * DAY
    if number % LATE_EVERY > 0:
        return DECEMBER + number // 10 % 28 * DAY
    return SEPTEMBER + number // 50 % 28 * DAY


def _line(*values: str | int) -> str:
    return "\t".join(map(str, values)) + "\n"


@cache
def _at(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).isoformat()
