"""Statements for both databases: insert what is new, put in place what is known."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, object]
Rows = Sequence[Row]


def insert_new(connection: Connection, table: Table, rows: Rows) -> int:
    """Insert rows, pass over those whose unique key exists, and return how many were new."""
    if not rows:
        return 0
    statement = _insert(connection, table).on_conflict_do_nothing()
    kept = statement.execution_options(preserve_rowcount=True)  # PostgreSQL drops it else
    return connection.execute(kept, rows).rowcount


def put(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows, or write them over those of the same primary key; all name one set."""
    if not rows:
        return
    statement = _insert(connection, table)
    key = [column.name for column in table.primary_key]
    taken = {name: statement.excluded[name] for name in rows[0] if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=taken), rows)


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
