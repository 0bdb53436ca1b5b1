"""A store copied whole from one database to another, and compared before it counts.

All is one transaction of the target: whoever is ended half-way has copied nothing. The
checksum of the source is that of the rows read; the target's, of what lies there then.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import psycopg
from sqlalchemy import Connection, Engine, Table, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from monitor.domain.errors import CopyError
from monitor.store.engine import SQLITE, reading, writing
from monitor.store.plain import Row, Sum, as_server_texts, plain_rows, sum_of
from monitor.store.schema import check, migrate, rebuilding
from monitor.store.tables import metadata

TABLES = metadata.sorted_tables  # those that others name come first
Step = Callable[[str, int], None]
_UNHURRIED = text("SET LOCAL idle_in_transaction_session_timeout = 0")


def _unheard(_table: str, _rows: int) -> None:
    """Tell nobody how far it has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """How many rows of each table were copied, and the checksum that both sides have of it."""

    rows: dict[str, int]
    sums: dict[str, str]


def copy_store(source: Engine, target: Engine, *, place: str, step: Step = _unheard) -> Copied:
    """Copy a store into an empty database; nobody writes to the source meanwhile.

    Args:
        source: The store, at this program's schema.
        target: A database that holds nothing of ours; it is set up.
        place: Where that is, as it is told.
        step: Is told each table's name with the rows just written or compared.

    Raises:
        SchemaError: the source is older or newer than this program.
        CopyError: the target holds something, takes a value not as it is, or differs.
        DBAPIError: one of both cannot be read or written; nothing was copied.
    """
    check(source)
    with writing(source) as lock:
        _unhurry(lock)
        return copy_state(source, target, place=place, step=step)


def copy_state(source: Engine, target: Engine, *, place: str, step: Step = _unheard) -> Copied:
    """Copy what a store holds at one instant; others may write to it meanwhile.

    Args and errors are those of `copy_store`.
    """
    with reading(source) as original, rebuilding(target) as copy:
        _unhurry(original)
        _unhurry(copy)
        _see_that_it_is_empty(copy, place)
        migrate(copy)
        copied = {
            table.name: _copy_table(original, copy, table, place=place, step=step)
            for table in TABLES
        }
        for table in TABLES:
            _compare(copy, table, copied[table.name], place=place)
            step(table.name, copied[table.name][0])
        if copy.dialect.name != SQLITE:
            _count_on(copy)
            copy.execute(text("ANALYZE"))
    return Copied(
        rows={name: rows for name, (rows, _) in copied.items()},
        sums={name: sum_ for name, (_, sum_) in copied.items()},
    )


def count_rows(engine: Engine) -> int:
    """Return how many rows all tables have together."""
    with reading(engine) as connection:
        return sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in TABLES
        )


def _see_that_it_is_empty(copy: Connection, place: str) -> None:
    there = set(inspect(copy).get_table_names())
    for table in TABLES:
        if table.name in there and copy.execute(select(table.c[0]).limit(1)).first():
            raise CopyError(place=place, reason="filled", table=table.name)


def _copy_table(
    original: Connection, copy: Connection, table: Table, *, place: str, step: Step
) -> tuple[int, str]:
    """Copy the rows of one table, and return their count and checksum."""
    read = Sum()
    put = _insert if copy.dialect.name == SQLITE else _stream
    try:
        for batch in plain_rows(original, table):
            read.add(batch)
            put(copy, table, batch)
            step(table.name, len(batch))
    except (psycopg.DataError, OverflowError, UnicodeError) as error:
        raise CopyError(place=place, reason="unfit", table=table.name) from error
    except psycopg.Error as error:  # COPY is beside what SQLAlchemy translates
        raise _translated(error) from error
    return read.told


def _translated(error: psycopg.Error) -> BaseException:
    statement = "COPY"
    return DBAPIError.instance(statement, None, error, psycopg.Error)


def _insert(copy: Connection, table: Table, batch: list[Row]) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    copy.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})',  # noqa: S608 - our own names
        batch,
    )


def _stream(copy: Connection, table: Table, batch: list[Row]) -> None:
    names = psycopg.sql.SQL(", ").join(
        psycopg.sql.Identifier(one.name) for one in table.columns
    )
    told = psycopg.sql.SQL("COPY {} ({}) FROM STDIN").format(
        psycopg.sql.Identifier(table.name), names
    )
    turned = as_server_texts(table)
    driver = copy.connection.cursor()
    with driver.copy(told) as stream:
        for row in batch:
            stream.write_row(turned(row))


def _compare(copy: Connection, table: Table, read: tuple[int, str], *, place: str) -> None:
    if sum_of(copy, table) != read:
        raise CopyError(place=place, reason="differs", table=table.name)


def _count_on(copy: Connection) -> None:
    """Have each table number its next row past the greatest number that is taken."""
    for table, column in _numbered(TABLES):
        told = (
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'),"  # noqa: S608
            f' max("{column}")) FROM "{table}" HAVING max("{column}") IS NOT NULL'
        )
        copy.execute(text(told))


def _numbered(tables: Iterable[Table]) -> list[tuple[str, str]]:
    found = ((table.name, table.autoincrement_column) for table in tables)
    return [(name, column.name) for name, column in found if column is not None]


def _unhurry(connection: Connection) -> None:
    """Let a connection to a server wait while the other side works."""
    if connection.dialect.name != SQLITE:
        connection.execute(_UNHURRIED)
