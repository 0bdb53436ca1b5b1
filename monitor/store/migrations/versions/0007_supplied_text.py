"""Figures that people supply may be words."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column."""
    op.add_column("supplied_figures", sa.Column("text", sa.Text()))
