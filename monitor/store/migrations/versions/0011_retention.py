"""When the personal data of a closed dossier were blanked."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column: nothing was ever blanked."""
    op.add_column("applicants", sa.Column("blanked_at", UtcDateTime()))
