"""What a report counts by, kept with each dossier when it is judged."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns, and have every dossier judged anew so that they are filled."""
    with op.batch_alter_table("dossiers") as batch:
        batch.add_column(sa.Column("first_due_at", UtcDateTime()))
        batch.add_column(sa.Column("last_due_at", UtcDateTime()))
        batch.add_column(sa.Column("shows_end", sa.Boolean()))
    agenda = sa.table("agenda", sa.column("look_at", UtcDateTime()))
    told = sa.table("dossiers", sa.column("as_of", UtcDateTime()))
    oldest = sa.select(sa.func.min(told.c.as_of)).scalar_subquery()
    op.execute(agenda.update().where(agenda.c.look_at.is_(None)).values(look_at=oldest))
