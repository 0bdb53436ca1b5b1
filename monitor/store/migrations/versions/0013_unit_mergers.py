"""Units that were merged, and the dossiers of split ones that are asked about."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import Id, Text, UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add two tables, and the index by which steps of a unit are found."""
    op.create_table(
        "unit_mergers",
        sa.Column("old", Text, primary_key=True),
        sa.Column("new", Text, primary_key=True),
        sa.Column("stated", Text, nullable=False),
        sa.Column("merged_at", UtcDateTime, nullable=False),
        sa.Column("sha256", Text, nullable=False),
        sa.Column("carried_at", UtcDateTime),
    )
    op.create_index("ix_unit_mergers_new", "unit_mergers", ["new"])
    op.create_table(
        "unit_questions",
        sa.Column("dossier_id", Id, sa.ForeignKey("dossiers.id"), primary_key=True),
        sa.Column("old", Text, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("new", Text),
        sa.Column("answered_at", UtcDateTime),
    )
    op.create_index(
        "ix_unit_questions_open",
        "unit_questions",
        ["dossier_id"],
        sqlite_where=sa.text("new IS NULL"),
        postgresql_where=sa.text("new IS NULL"),
    )
    op.create_index("ix_steps_unit", "steps", ["unit"])
