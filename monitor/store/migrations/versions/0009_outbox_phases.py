"""A message's own phase, domain and holds: what was told by its attempts alone before."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns; what lies in the outbox keeps its state, and what may be doubted is."""
    with op.batch_alter_table("messages") as batch:
        for name, length in (("domain", 254), ("held_for", 20), ("phase", 20)):
            batch.add_column(
                sa.Column(name, sa.String(length), nullable=False, server_default="")
            )
        batch.add_column(sa.Column("claimed_at", UtcDateTime()))
        batch.add_column(
            sa.Column("asked_after", sa.Integer(), nullable=False, server_default="0")
        )
    _fill()
    with op.batch_alter_table("messages") as batch:
        for name in ("domain", "held_for", "phase", "asked_after"):
            batch.alter_column(name, server_default=None)
    op.create_index(
        "ix_messages_claimed_at",
        "messages",
        ["claimed_at", "domain"],
        sqlite_where=sa.text("claimed_at IS NOT NULL"),
        postgresql_where=sa.text("claimed_at IS NOT NULL"),
    )
    op.create_index("ix_told_message_key", "told", ["message_key"])


def _fill() -> None:
    connection = op.get_bind()
    messages = sa.table(
        "messages",
        sa.column("id", sa.Integer()),
        sa.column("recipient", sa.Text()),
        sa.column("domain", sa.String()),
        sa.column("state", sa.String()),
        sa.column("held_for", sa.String()),
        sa.column("is_uncertain", sa.Boolean()),
    )
    attempts = sa.table(
        "attempts", sa.column("message_id", sa.Integer()), sa.column("outcome", sa.String())
    )
    rows = connection.execute(sa.select(messages.c.id, messages.c.recipient)).all()
    domains = [
        {"of": id_, "to": recipient.rpartition("@")[2].lower()} for id_, recipient in rows
    ]
    if domains:
        connection.execute(
            messages.update()
            .where(messages.c.id == sa.bindparam("of"))
            .values(domain=sa.bindparam("to")),
            domains,
        )
    connection.execute(
        messages.update().where(messages.c.state == "held").values(held_for="blast")
    )
    doubted = sa.exists().where(
        attempts.c.message_id == messages.c.id, attempts.c.outcome == "uncertain"
    )
    connection.execute(messages.update().where(doubted).values(is_uncertain=sa.true()))
