"""Letters of more kinds and versions, their numbers, and what was printed together."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Let letters be replaced, recalled, numbered, returned; urge where we do not decide."""
    with op.batch_alter_table("letters") as batch:
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("ended_for", sa.Text(), nullable=False, server_default=""))
        batch.add_column(
            sa.Column("symbol", sa.String(length=50), nullable=False, server_default="")
        )
        batch.add_column(sa.Column("returned_at", UtcDateTime()))
        batch.add_column(sa.Column("first_issued_at", UtcDateTime()))
        batch.add_column(sa.Column("first_dated_on", sa.Date()))
        batch.add_column(
            sa.Column("is_scan", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(
            sa.Column("notice_sha256", sa.String(length=64), nullable=False, server_default="")
        )
        batch.drop_constraint("uq_letters_dossier_id", type_="unique")
        batch.create_unique_constraint(
            "uq_letters_dossier_id", ["dossier_id", "kind", "deadline", "version"]
        )
    op.create_index("ix_dossiers_finished", "dossiers", ["procedure", "finished_at"])
    op.execute("UPDATE letters SET kind = 'don_doc', state = 'draft' WHERE state = 'not_ours'")
    _give_numbers()
    op.create_table(
        "print_batches",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_print_batches_letter_id")
        ),
        sa.PrimaryKeyConstraint("name", "letter_id", name=op.f("pk_print_batches")),
    )


def _give_numbers() -> None:
    """Keep a series per issuer, year and symbol, and each number that was ever given."""
    series = ("issuer", "year", "symbol")
    op.create_table(
        "number_series",
        *_series(),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*series, name=op.f("pk_number_series")),
    )
    op.create_table(
        "numbers",
        *_series(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("bound_at", UtcDateTime(), nullable=False),
        sa.Column("void_for", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*series, "number", name=op.f("pk_numbers")),
    )
    op.create_index(op.f("ix_numbers_mark"), "numbers", ["mark"])


def _series() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("issuer", sa.String(length=100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(length=50), nullable=False),
    )
