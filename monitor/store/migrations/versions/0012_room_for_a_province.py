"""On PostgreSQL: texts as SQLite has always had them, and row numbers past 2**31.

Texts are of any length, and in order by their code points.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Widen the columns; on SQLite they are wide already."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    found = sa.inspect(connection)
    for table in found.get_table_names():
        if table.startswith(("alembic_", "procrastinate_")):
            continue
        for column in found.get_columns(table):
            if wide := _wide(column["name"], column["type"]):
                op.alter_column(table, column["name"], type_=wide)
    numbered = "SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()"
    for (name,) in connection.execute(sa.text(numbered)).all():
        if not name.startswith("procrastinate_"):
            op.execute(sa.text(f'ALTER SEQUENCE "{name}" AS bigint'))


def _wide(name: str, now: object) -> sa.Text | sa.BigInteger | None:
    """Return what a column is to be, None where it stays."""
    if isinstance(now, sa.VARCHAR | sa.TEXT):
        return sa.Text(collation="C")
    if isinstance(now, sa.INTEGER) and (name == "id" or name.endswith("_id")):
        return sa.BigInteger()
    return None
