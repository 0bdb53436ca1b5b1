"""Rows as plain values that every database holds alike, for copying and comparing.

A plain value is None, a whole number, a text or bytes: an instant in seconds since 1970, a day
as 2026-11-30, yes and no as 1 and 0, JSON as the very text that was written.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    String,
    Table,
    cast,
    func,
    select,
    type_coerce,
)

from monitor.store.engine import SQLITE
from monitor.store.types import UtcDateTime

BATCH = 5_000  # rows in hand at a time
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Plain = int | str | bytes | None
Row = tuple[Plain, ...]


def plain_rows(connection: Connection, table: Table) -> Iterator[list[Row]]:
    """Yield all rows of a table by its primary key, in batches.

    They stream from one statement: whoever wants one state reads in one transaction.
    """
    values = [_plain(column, connection.dialect.name) for column in table.columns]
    query = select(*values).order_by(*table.primary_key)
    with connection.execute(query.execution_options(yield_per=BATCH)) as found:
        for batch in found.partitions():
            yield [tuple(row) for row in batch]


class Sum:
    """How many rows there are, and a checksum over all their values in order."""

    def __init__(self) -> None:
        self.rows = 0
        self._digest = sha256()

    def add(self, batch: Sequence[Row]) -> None:
        """Count rows in; how they are cut into batches makes no difference."""
        self.rows += len(batch)
        for row in batch:
            self._digest.update(repr(row).encode())

    @property
    def told(self) -> tuple[int, str]:
        """The count, and the checksum in hex."""
        return self.rows, self._digest.hexdigest()


def sum_of(connection: Connection, table: Table) -> tuple[int, str]:
    """Return the count and the checksum of a table."""
    found = Sum()
    for batch in plain_rows(connection, table):
        found.add(batch)
    return found.told


def as_server_texts(table: Table) -> Callable[[Row], tuple[str | bytes | int | None, ...]]:
    """Return what turns a plain row into the texts that PostgreSQL's COPY reads."""
    instants = [isinstance(column.type, UtcDateTime) for column in table.columns]

    def turned(row: Row) -> tuple[str | bytes | int | None, ...]:
        return tuple(
            _instant(one) if is_instant and isinstance(one, int) else one
            for one, is_instant in zip(row, instants, strict=True)
        )

    return turned if any(instants) else lambda row: row


@lru_cache(maxsize=65_536)
def _instant(second: int) -> str:
    return (EPOCH + timedelta(seconds=second)).isoformat()


def _plain(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    if dialect == SQLITE:
        return (
            type_coerce(column, _STORED[type(column.type)]()) if _is_turned(column) else column
        )
    if isinstance(column.type, UtcDateTime):
        return cast(func.extract("epoch", column), BigInteger)
    if isinstance(column.type, Boolean):
        return cast(column, Integer)
    if isinstance(column.type, Date):
        return func.to_char(column, "YYYY-MM-DD", type_=String)
    if isinstance(column.type, JSON):
        return cast(column, String)
    return column


# What SQLite keeps them as.
_STORED: dict[type[Any], type[BigInteger | String]] = {
    UtcDateTime: BigInteger,
    Boolean: BigInteger,
    Date: String,
    JSON: String,
}


def _is_turned(column: Column[Any]) -> bool:
    return type(column.type) in _STORED
