"""Findings about units, what people say of findings, and which exports differ."""

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Let findings be about units, end for a reason and be answered."""
    _move_agenda()
    _watch_units()
    _keep_what_is_told_by_hand()
    _keep_messages()
    _keep_what_is_held()
    _keep_workbooks()
    _keep_bulk_edits()
    op.add_column("promises", sa.Column("moved_after", UtcDateTime()))
    with op.batch_alter_table("findings") as batch:
        batch.alter_column("dossier_id", existing_type=sa.Integer(), nullable=True)
        batch.alter_column(
            "stage", existing_type=sa.String(length=40), type_=sa.String(length=120)
        )
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
        batch.add_column(sa.Column("seen_at", UtcDateTime()))
        batch.add_column(sa.Column("seen_before_at", UtcDateTime()))
        batch.add_column(sa.Column("source", sa.String(length=30)))
        batch.add_column(sa.Column("source_before", sa.String(length=30)))
        batch.create_foreign_key(
            op.f("fk_changes_import_before_id"), "imports", ["import_before_id"], ["id"]
        )


def _keep_bulk_edits() -> None:
    """Keep which imports set many finishes of one unit back at once."""
    op.add_column("imports", sa.Column("edits_read_at", UtcDateTime()))
    op.create_table(
        "bulk_edits",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("shown_before_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_bulk_edits_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "unit", name=op.f("pk_bulk_edits")),
    )
    op.create_index(op.f("ix_changes_import_id"), "changes", ["import_id", "field"])


def _move_agenda() -> None:
    """Move what every judging writes out of the wide rows of dossiers."""
    op.create_table(
        "agenda",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("look_at", UtcDateTime()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("judged_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_agenda_dossier_id")
        ),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_agenda")),
    )
    op.execute("INSERT INTO agenda SELECT id, look_at, failures, '', NULL FROM dossiers")
    op.create_index(
        "ix_agenda_look_at",
        "agenda",
        ["look_at", "dossier_id"],
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.create_index(
        "ix_agenda_judged_at",
        "agenda",
        ["judged_at"],
        sqlite_where=sa.text("judged_at IS NOT NULL"),
        postgresql_where=sa.text("judged_at IS NOT NULL"),
    )
    op.create_index(
        "ix_agenda_failing",
        "agenda",
        ["dossier_id"],
        sqlite_where=sa.text("failures > 0"),
        postgresql_where=sa.text("failures > 0"),
    )
    op.drop_index("ix_dossiers_look_at", "dossiers")
    op.drop_column("dossiers", "look_at")
    op.drop_column("dossiers", "failures")


def _keep_what_is_told_by_hand() -> None:
    op.create_table(
        "handed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer()),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_handed_dossier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed")),
    )
    op.create_index(op.f("ix_handed_dossier_id"), "handed", ["dossier_id"])


def _keep_what_is_held() -> None:
    """Let messages wait for a person, and each leader's last figure be remembered."""
    op.create_table(
        "held",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=100), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_held_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_held_finding_id")
        ),
        sa.PrimaryKeyConstraint("message_id", "finding_id", name=op.f("pk_held")),
    )
    with op.batch_alter_table("heartbeats") as batch:
        batch.alter_column(
            "name",
            existing_type=sa.String(length=50),
            type_=sa.String(length=200),
            existing_nullable=False,
        )


def _keep_messages() -> None:
    """Keep what each message of a portal says, and the steps that it tells of."""
    op.add_column("sightings", sa.Column("says", sa.JSON()))
    op.add_column("sightings", sa.Column("mark", sa.BigInteger()))
    op.add_column("pauses", sa.Column("by_status", sa.Boolean()))
    op.add_column("pauses", sa.Column("over_at", UtcDateTime()))
    op.create_table(
        "statements",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("says", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_statements_dossier_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_statements_import_id")
        ),
        sa.PrimaryKeyConstraint("dossier_id", "said_at", "digest", name=op.f("pk_statements")),
    )
    op.create_table(
        "steps",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("began_at", UtcDateTime()),
        sa.Column("due_at", UtcDateTime()),
        sa.Column("status", sa.String(length=20)),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_steps_dossier_id")
        ),
        sa.PrimaryKeyConstraint("dossier_id", "said_at", "name", name=op.f("pk_steps")),
    )


def _watch_units() -> None:
    """Look at whole units: what their figures stand on, and when to look again."""
    op.add_column("dossiers", sa.Column("first_passes_at", UtcDateTime()))
    op.add_column("dossiers", sa.Column("is_kept", sa.Boolean()))
    op.create_table(
        "unit_agenda",
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("look_at", UtcDateTime(), nullable=False),
        sa.Column("unknown", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_unit_agenda")),
    )
    op.create_index(op.f("ix_unit_agenda_look_at"), "unit_agenda", ["look_at"])
    op.create_table(
        "unit_moves",
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_unit_moves")),
    )


def _keep_workbooks() -> None:
    """Keep what units were asked by workbook, what they answered, and their figures."""
    op.create_table(
        "workbooks",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("approvers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workbooks")),
        sa.UniqueConstraint("unit", "day", name=op.f("uq_workbooks_unit")),
    )
    op.create_table(
        "workbook_lines",
        sa.Column("workbook_id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workbook_id"], ["workbooks.id"], name=op.f("fk_workbook_lines_workbook_id")
        ),
        sa.PrimaryKeyConstraint("workbook_id", "number", name=op.f("pk_workbook_lines")),
    )
    op.create_index("ix_workbook_lines_target", "workbook_lines", ["target", "part"])
    op.create_table(
        "workbook_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workbook_id", sa.String(length=200), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workbook_id"], ["workbooks.id"], name=op.f("fk_workbook_answers_workbook_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workbook_answers")),
        sa.UniqueConstraint(
            "target",
            "part",
            "basis",
            "made_at",
            "saved_at",
            "digest",
            name=op.f("uq_workbook_answers_target"),
        ),
    )
    op.create_table(
        "supplied_figures",
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger()),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "month", "name", name=op.f("pk_supplied_figures")),
    )
