"""Mail that came back: what was told of it, the mailboxes it marks, the key that proves it."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Begin with nothing known to be bad; the key is made when it is first needed."""
    op.create_table(
        "bounces",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("status", sa.String(11), nullable=False),
        sa.UniqueConstraint("message_id", "sha256", name="uq_bounces_message_id"),
    )
    op.create_table(
        "bad_mailboxes",
        sa.Column("mailbox", sa.String(254), primary_key=True),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("status", sa.String(11), nullable=False),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(50), primary_key=True),
        sa.Column("value", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_messages_message_id", "messages", ["message_id"])
