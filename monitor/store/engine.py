"""Opening the database, and the transactions on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

SQLITE = "sqlite"
SQLITE_PRAGMAS = (
    ("journal_mode", "WAL"),
    ("foreign_keys", "ON"),
    ("busy_timeout", "5000"),
    ("synchronous", "FULL"),
    ("cache_size", "-65536"),  # KiB
    ("secure_delete", "ON"),  # what is blanked is gone from the file, too
)
BEGINS = "begins"  # the option of a connection that says how
OFFICE = 0x64756E6768616E  # the number of the lock that writers take, spelling our name
READ, WRITE, SHARE = "reading", "writing", "sharing"  # how a transaction begins
BEGIN = {
    READ: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    WRITE: f"BEGIN; SELECT pg_advisory_xact_lock({OFFICE})",
    SHARE: f"BEGIN; SELECT pg_advisory_xact_lock_shared({OFFICE})",
}
# A machine that lost its power, and whoever stands still, lets go of what it held.
LET_GO = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}
PATIENCE = 10  # seconds for a server to answer, where the URL says nothing
STANDING_STILL, WAITING = 60_000, 90_000  # milliseconds, in a transaction and for its turn
SERVER = {
    "idle_in_transaction_session_timeout": STANDING_STILL,
    "lock_timeout": WAITING,
} | LET_GO
# Else a plan that was made while the tables were nearly empty is kept, and walks them.
UNPREPARED = {"prepare_threshold": None}


def open_engine(url: str, *, pool: int = 5) -> Engine:
    """Open the database at `url`; a SQLite file and its folder are made for their owner.

    Args:
        url: Where it is.
        pool: How many connections to a server are kept; under stress twice as many are made.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != SQLITE:
        asked = parsed.query.get("options", "")  # of the URL, such as a schema
        told = " ".join((str(asked), *(f"-c {name}={value}" for name, value in SERVER.items())))
        waiting = {} if "connect_timeout" in parsed.query else {"connect_timeout": PATIENCE}
        engine = create_engine(
            parsed,
            pool_size=pool,
            max_overflow=pool,
            pool_pre_ping=True,
            isolation_level="AUTOCOMMIT",  # we write BEGIN ourselves
            connect_args={"application_name": "dunghan", "options": told}
            | UNPREPARED
            | waiting,
        )
        event.listen(engine, "begin", _begin_on_server)
        return engine
    if parsed.database not in {None, "", ":memory:"}:
        path = Path(str(parsed.database))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we write BEGIN ourselves
    for name, value in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {name}={value}")


def _begin(connection: Connection) -> None:
    """Take the write lock at once: a deferred one loses updates or fails late.

    Whether a connection may write is said where it changes: most transactions read. These
    begin without a lock, so that nothing can fail there which would need translating.
    """
    is_reading = connection.get_execution_options().get(BEGINS) == READ
    if connection.info.get("reading") is not is_reading:
        connection.exec_driver_sql(f"PRAGMA query_only={is_reading:d}")
        connection.info["reading"] = is_reading
    if is_reading:
        connection.connection.cursor().execute("BEGIN")
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_on_server(connection: Connection) -> None:
    """Begin, and wait for the turn of this kind of transaction, in one message."""
    begin = BEGIN.get(connection.get_execution_options().get(BEGINS, ""), "BEGIN")
    driver: Any = connection.connection.driver_connection
    driver.execute(begin, prepare=False)  # two statements are never prepared as one


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a write transaction: committed at the end, undone on error.

    No other is open meanwhile, on SQLite by itself, on PostgreSQL by a lock: what is read
    here stays so until what rests on it is written.
    """
    with _begun(engine, WRITE) as connection:
        yield connection


@contextmanager
def sharing(engine: Engine) -> Iterator[Connection]:
    """Yield the same, beside others of its kind: who opens it claims each row it writes."""
    with _begun(engine, SHARE) as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that reads one consistent state, and can write nothing."""
    with _begun(engine, READ) as connection:
        yield connection


@contextmanager
def _begun(engine: Engine, kind: str) -> Iterator[Connection]:
    with engine.connect().execution_options(**{BEGINS: kind}) as connection, connection.begin():
        yield connection
