"""An index of the few findings that a report looks for by time."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

RARE = (
    "rule IN ('bulk_edit', 'dates_contradict', 'due_moved', 'finish_backdated', "
    "'moved_without_letter', 'paused_at_deadline', 'second_reappointment', "
    "'status_went_back', 'withdrawn_after_due')"
)


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "ix_findings_rare",
        "findings",
        ["found_at"],
        sqlite_where=sa.text(RARE),
        postgresql_where=sa.text(RARE),
    )
