"""One statement for both databases: insert the rows whose key is new."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]
) -> int:
    """Insert rows, pass over those whose unique key exists, and return how many were new."""
    if not rows:
        return 0
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).on_conflict_do_nothing()
    kept = statement.execution_options(preserve_rowcount=True)  # PostgreSQL drops it else
    return sum(connection.execute(kept, row).rowcount for row in rows)
