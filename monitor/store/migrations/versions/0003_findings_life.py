"""Findings about units, what people say of findings, and which exports differ."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Let findings be about units, end for a reason and be answered."""
    with op.batch_alter_table("findings") as batch:
        batch.alter_column("dossier_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("unit", sa.String(length=100)))
        batch.add_column(sa.Column("ending", sa.String(length=20)))
    op.create_index(
        "uq_findings_unit",
        "findings",
        ["unit", "rule", "stage", "deadline"],
        unique=True,
        sqlite_where=sa.text("unit IS NOT NULL"),
        postgresql_where=sa.text("unit IS NOT NULL"),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_notes_finding_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_finding_id"), "notes", ["finding_id"])
    with op.batch_alter_table("changes") as batch:
        batch.add_column(sa.Column("import_before_id", sa.Integer()))
        batch.create_foreign_key(
            op.f("fk_changes_import_before_id"), "imports", ["import_before_id"], ["id"]
        )
