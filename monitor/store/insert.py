"""Statements for both databases: insert what is new, put in place what is known.

A statement is compiled once for each set of columns; from then on rows go to the driver as
they are. Of a large import that saves half of the time that writing takes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import Insert
from sqlalchemy.sql.schema import ScalarElementColumnDefault

Row = Mapping[str, object]
Rows = Sequence[Row]
STATEMENTS = 256  # compiled ones that are remembered


def insert_all(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows whose keys are new; all name one set of columns."""
    if rows:
        _plain(connection.dialect, table, tuple(rows[0])).run(connection, rows)


def insert_new(connection: Connection, table: Table, rows: Rows) -> int:
    """Insert rows, pass over those whose unique key exists, and return how many were new."""
    if not rows:
        return 0
    return _if_new(connection.dialect, table, tuple(rows[0])).run(connection, rows)


def put(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows, or write them over those of the same primary key; all name one set."""
    if rows:
        _over(connection.dialect, table, tuple(rows[0])).run(connection, rows)


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Begin an insert that may say what becomes of rows whose key exists."""
    return _insert(connection.dialect, table)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parameter:
    """One parameter: what it is named in rows, else its default, and how the driver has it."""

    name: str
    is_named: bool
    default: object
    turn: Callable[[Any], Any] | None

    def values(self, rows: Rows) -> list[object]:
        """Return it for each row."""
        said = [row[self.name] for row in rows] if self.is_named else [self.default] * len(rows)
        return [self.turn(value) for value in said] if self.turn else said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """A statement as the driver takes it, and its parameters in order."""

    sql: str
    parameters: tuple[_Parameter, ...]
    is_positional: bool

    def run(self, connection: Connection, rows: Rows) -> int:
        """Execute it for all rows, and return how many it wrote."""
        columns = [one.values(rows) for one in self.parameters]
        told: Any = list(zip(*columns, strict=True))
        if not self.is_positional:
            names = [one.name for one in self.parameters]
            told = [dict(zip(names, one, strict=True)) for one in told]
        kept = {"preserve_rowcount": True}  # PostgreSQL drops it else
        return connection.exec_driver_sql(self.sql, told, execution_options=kept).rowcount


@lru_cache(maxsize=STATEMENTS)
def _plain(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Prepared:
    return _prepared(dialect, table, names, _insert(dialect, table))


@lru_cache(maxsize=STATEMENTS)
def _if_new(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Prepared:
    return _prepared(dialect, table, names, _insert(dialect, table).on_conflict_do_nothing())


@lru_cache(maxsize=STATEMENTS)
def _over(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Prepared:
    statement = _insert(dialect, table)
    key = [column.name for column in table.primary_key]
    taken = {name: statement.excluded[name] for name in names if name not in key}
    over = statement.on_conflict_do_update(index_elements=key, set_=taken)
    return _prepared(dialect, table, names, over)


def _insert(dialect: Dialect, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)


def _prepared(
    dialect: Dialect, table: Table, names: tuple[str, ...], statement: Insert
) -> _Prepared:
    blanks = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in names and isinstance(column.default, ScalarElementColumnDefault)
    }
    compiled = statement.compile(dialect=dialect, column_keys=[*names, *blanks])
    order = compiled.positiontup or compiled.params
    return _Prepared(
        sql=str(compiled),
        parameters=tuple(
            _Parameter(
                name=name,
                is_named=name in names,
                default=blanks.get(name),
                turn=table.c[name].type.dialect_impl(dialect).bind_processor(dialect),
            )
            for name in order
        ),
        is_positional=compiled.positional,
    )
