"""Statements for both databases: insert what is new, put in place what is known.

A statement is compiled once for each set of columns; from then on rows go to the driver as
they are. Of a large import that saves half of the time that writing takes. PostgreSQL takes
them column by column, as arrays, in one statement: it plans, and is waited for, once.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from monitor.store.prepared import STATEMENTS, Parameter, Prepared, Rows
from monitor.store.types import SQLITE


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
    """Insert rows, or write them over those of the same primary key; all name one set.

    Of rows with one key the last counts.
    """
    if rows:
        key = [column.name for column in table.primary_key]
        last = {tuple(row[name] for name in key): row for row in rows}
        over = _over(connection.dialect, table, tuple(rows[0]))
        over.run(connection, tuple(last.values()))


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Begin an insert that may say what becomes of rows whose key exists."""
    return _insert(connection.dialect, table)


@lru_cache(maxsize=STATEMENTS)
def _plain(dialect: Dialect, table: Table, names: tuple[str, ...]) -> Prepared:
    return _prepared(dialect, table, names, _insert(dialect, table))


@lru_cache(maxsize=STATEMENTS)
def _if_new(dialect: Dialect, table: Table, names: tuple[str, ...]) -> Prepared:
    return _prepared(dialect, table, names, _insert(dialect, table).on_conflict_do_nothing())


@lru_cache(maxsize=STATEMENTS)
def _over(dialect: Dialect, table: Table, names: tuple[str, ...]) -> Prepared:
    statement = _insert(dialect, table)
    key = [column.name for column in table.primary_key]
    taken = {name: statement.excluded[name] for name in names if name not in key}
    over = statement.on_conflict_do_update(index_elements=key, set_=taken)
    return _prepared(dialect, table, names, over)


def _insert(dialect: Dialect, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect.name == SQLITE else postgresql.insert(table)


def _prepared(
    dialect: Dialect,
    table: Table,
    names: tuple[str, ...],
    statement: sqlite.Insert | postgresql.Insert,
) -> Prepared:
    blanks = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in names and isinstance(column.default, ScalarElementColumnDefault)
    }
    told = [*names, *blanks]
    by_column = dialect.name != SQLITE
    if by_column:
        statement = statement.from_select(told, _unnested(table, told), include_defaults=False)
    compiled = statement.compile(dialect=dialect, column_keys=None if by_column else told)
    order = compiled.positiontup or compiled.params
    return Prepared(
        sql=str(compiled),
        parameters=tuple(
            Parameter(
                name=name,
                is_named=name in names,
                default=blanks.get(name),
                turn=table.c[name].type.dialect_impl(dialect).bind_processor(dialect),
            )
            for name in order
        ),
        is_positional=compiled.positional,
        by_column=by_column,
    )


def _unnested(table: Table, names: Sequence[str]) -> Select[Any]:
    """Ask for the rows that arrays hold, one a column."""
    columns = [table.c[name] for name in names]
    arrays = [bindparam(one.name, type_=postgresql.ARRAY(one.type)) for one in columns]
    rows = func.unnest(*arrays).table_valued(*names).render_derived(name="told")
    return select(*(rows.c[name] for name in names))
