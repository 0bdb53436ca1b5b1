"""A database on a server, before it is worked with: reached, entered, ours to write.

What keeps it from that is told as an error of ours, by what the server says of itself: its
sentences may be in any language, its codes are not.
"""

from dataclasses import dataclass

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping
from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from monitor.domain.errors import ServerError
from monitor.store.tables import metadata

OLDEST = 15  # version of the server that we try ourselves on
ENCODING = "UTF8"
ELSEWHERE = "postgres"  # a database that every server has
TOLD = 200  # letters of what a server says
REASONS = {
    "25006": "read_only",
    "3D000": "missing",
    "3F000": "forbidden",  # no schema to work in
    "42501": "forbidden",
    "53100": "full",
    "53300": "crowded",
    "55P03": "busy",
}
GONE = ("08", "57P")  # of codes: a connection cut, a server that stops or starts
TABLES = sorted(metadata.tables)

_STATE = text(
    "SELECT current_setting('server_version_num')::int / 10000 AS major,"
    " current_setting('server_version') AS version,"
    " current_setting('server_encoding') AS encoding,"
    " current_setting('transaction_read_only') = 'on' AS is_read_only,"
    " coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,"
    " coalesce(to_regclass('alembic_version') IS NULL, true) AS is_new"
)
_CLOSED = text(
    "SELECT count(*) FROM pg_class WHERE pg_table_is_visible(oid) AND CASE relkind"
    " WHEN 'r' THEN relname = ANY(:tables) AND NOT"
    " (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')"
    " AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))"
    " WHEN 'S' THEN relname = ANY(:sequences) AND NOT has_sequence_privilege(oid, 'USAGE')"
    " ELSE false END"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a server says: its version, such as 15.8, and whether the database is a new one."""

    version: str
    is_new: bool


def look_at_server(engine: Engine, *, oldest: int = OLDEST) -> Served:
    """Look at a server and the database on it; nothing is changed.

    Raises:
        ServerError: it cannot be reached or entered, is older than `oldest`, or this role may
            not write there what the program writes.
    """
    try:
        with engine.connect() as connection:
            return _look(connection, oldest=oldest)
    except DBAPIError as error:
        raise server_fault(engine.url, error) or error from error


def _look(connection: Connection, *, oldest: int) -> Served:
    state = connection.execute(_STATE).one()
    version = str(state.version).split()[0]
    place = place_of(connection.engine.url)
    if state.major < oldest:
        raise ServerError(place=place, reason="old", version=version, oldest=oldest)
    if state.encoding != ENCODING:
        raise ServerError(place=place, reason="encoding", encoding=state.encoding)
    if state.is_read_only:
        raise ServerError(place=place, reason="read_only")
    if state.is_new and not state.may_create:
        raise ServerError(place=place, reason="no_create")
    sequences = [f"{name}_id_seq" for name in TABLES]
    named = {"tables": ["alembic_version", *TABLES], "sequences": sequences}
    if not state.is_new and connection.execute(_CLOSED, named).scalar_one():
        raise ServerError(place=place, reason="forbidden")
    return Served(version=version, is_new=state.is_new)


def server_fault(url: URL, error: DBAPIError) -> ServerError | None:
    """Return what is to be told where server, network or rights are at fault.

    None where the fault lies in our own statement, or no server is spoken of.
    """
    said = error.orig
    if not isinstance(said, psycopg.Error):
        return None
    code = said.sqlstate
    place = place_of(url)
    if code is None and isinstance(said, psycopg.OperationalError):
        return _unreached(url, said)
    if code is None:
        is_ours = error.statement is not None  # else an option of the URL that nobody knows
        return None if is_ours else ServerError(place=place, reason="url")
    if code.startswith(GONE):
        return ServerError(place=place, reason="gone")
    reason = REASONS.get(code)
    return ServerError(place=place, reason=reason) if reason else None


def place_of(url: URL) -> str:
    """Return where a database is, as people are told it: without its password."""
    return URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query={key: value for key, value in url.query.items() if key != "password"},
    ).render_as_string()


def _unreached(url: URL, said: psycopg.OperationalError) -> ServerError:
    """Tell why nobody was let in, which libpq has no code for: by asking again, otherwise."""
    place = place_of(url)
    if said.pgconn is None:  # a connection that was open
        return ServerError(place=place, reason="gone")
    named = _words(url)
    answer = Ping(PGconn.ping(make_conninfo(**named).encode()))
    if answer is Ping.REJECT:
        return ServerError(place=place, reason="gone")
    if answer is not Ping.OK:
        return ServerError(place=place, reason="unreachable")
    if _is_missing(named):
        return ServerError(place=place, reason="missing")
    return ServerError(place=place, reason="refused", told=_last_words(said))


def _words(url: URL) -> dict[str, str]:
    """Return a URL as libpq takes it."""
    parts = {
        "user": url.username,
        "password": url.password,
        "host": url.host,
        "port": url.port,
        "dbname": url.database,
    }
    given = {name: str(part) for name, part in parts.items() if part is not None}
    asked = {
        name: one if isinstance(one, str) else ",".join(one) for name, one in url.query.items()
    }
    return {"connect_timeout": "10", **given, **asked}


def _is_missing(named: dict[str, str]) -> bool:
    """Tell whether a role that may enter elsewhere finds no database of this name."""
    query = "SELECT count(*) FROM pg_database WHERE datname = %s"
    elsewhere = make_conninfo(**{**named, "dbname": ELSEWHERE})
    try:
        with psycopg.connect(elsewhere) as connection:
            found = connection.execute(query, [named["dbname"]]).fetchone()
    except psycopg.Error:
        return False
    return found == (0,)


def _last_words(said: psycopg.OperationalError) -> str:
    """Return what the server said, without where it was said."""
    lines = [line for line in str(said).splitlines() if line.strip()]
    return (lines[-1] if lines else "").rpartition(": ")[2].strip()[:TOLD]
