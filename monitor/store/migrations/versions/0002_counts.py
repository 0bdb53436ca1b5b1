"""What the dates of dossiers rest on, those that a change has moved, what sources judge."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what a count rests on; every dossier is counted anew at the next start."""
    with op.batch_alter_table("dossiers") as batch:
        batch.add_column(sa.Column("counted_by", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("calendar", sa.Text()))
        batch.add_column(sa.Column("counts_from", sa.Date()))
        batch.add_column(sa.Column("counts_until", sa.Date()))
        batch.add_column(sa.Column("due_at", UtcDateTime()))
        batch.add_column(sa.Column("statutory_at", UtcDateTime()))
        batch.add_column(sa.Column("said_late", sa.Boolean()))
        batch.add_column(sa.Column("first_promised_at", UtcDateTime()))
    op.create_table(
        "day_plans",
        sa.Column("calendar", sa.String(length=100), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("calendar", name=op.f("pk_day_plans")),
    )
    op.create_table(
        "moved",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.Column("due_before", UtcDateTime()),
        sa.Column("due_after", UtcDateTime()),
        sa.Column("statutory_before", UtcDateTime()),
        sa.Column("statutory_after", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_moved_dossier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moved")),
    )
    op.create_index(op.f("ix_moved_moved_at"), "moved", ["moved_at"])
    op.execute("DELETE FROM heartbeats WHERE name = 'binding'")
