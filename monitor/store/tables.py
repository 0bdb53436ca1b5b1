"""The tables, in the field's words. Instants are UTC; texts are NFC, and of any length.

What counts rows is as wide as the database has it: a country's changes pass 2**31.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    literal_column,
)

from monitor.store.types import Id, Text, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

systems = Table(
    "systems",
    metadata,
    Column("code", Text, primary_key=True),
    Column("baseline_at", UtcDateTime, nullable=False),
    Column("baseline_told_at", UtcDateTime),
)

imports = Table(
    "imports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("system", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("exported_at", UtcDateTime, nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("carries", JSON, nullable=False),
    Column("records", Integer, nullable=False, default=0),
    Column("rejected", Integer, nullable=False, default=0),
    Column("added", Integer, nullable=False, default=0),
    Column("changed", Integer, nullable=False, default=0),
    Column("edits_read_at", UtcDateTime),  # when read for finishes set in bulk
    Index("ix_imports_sha256", "sha256"),
    Index("ix_imports_newest", "system", "source", "exported_at"),
)

rejects = Table(
    "rejects",
    metadata,
    Column("id", Id, primary_key=True),
    Column("import_id", ForeignKey("imports.id"), nullable=False, index=True),
    Column("row", Integer, nullable=False),
    Column("column", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

dossiers = Table(
    "dossiers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("system", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("unit", Text),
    Column("procedure", Text),
    Column("procedure_name", Text, nullable=False, default=""),
    Column("channel", Text),
    Column("status", Text),
    Column("said_late", Boolean),  # as the source's own words judge it
    Column("step", Text, nullable=False, default=""),
    Column("handler", Text),
    Column("submitted_at", UtcDateTime),
    Column("received_at", UtcDateTime),
    Column("promised_at", UtcDateTime),  # as the source last said
    Column("first_promised_at", UtcDateTime),  # where it is stated beside the present one
    Column("finished_at", UtcDateTime),
    Column("collected_at", UtcDateTime),
    Column("end_seen_at", UtcDateTime),  # the first export that shows an end
    Column("as_of", UtcDateTime, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column(
        "passes_at", UtcDateTime
    ),  # from here an unchanged export tells more, as last judged
    Column("first_passes_at", UtcDateTime),  # the same of the deadline first named
    Column("is_kept", Boolean),  # whether an end met that; null: none, given up, not known
    Column("first_due_at", UtcDateTime),  # the deadline first named, and the one that binds
    Column("last_due_at", UtcDateTime),
    Column("shows_end", Boolean),  # whether its exports could show an end
    Column("unknown", Text, nullable=False, default=""),  # rules that could not know
    # what the dates were last counted by, until the data change: empty, they were not
    Column("counted_by", Text, nullable=False, default=""),
    Column("calendar", Text),
    Column("counts_from", Date),
    Column("counts_until", Date),
    Column("due_at", UtcDateTime),
    Column("statutory_at", UtcDateTime),
    UniqueConstraint("code"),
    Index("ix_dossiers_unit_open", "unit", "is_open"),
    Index("ix_dossiers_finished", "procedure", "finished_at"),
)

agenda = Table(
    "agenda",
    metadata,
    Column("dossier_id", ForeignKey("dossiers.id"), primary_key=True),
    Column("look_at", UtcDateTime),  # null: nothing changes without new data
    Column("failures", Integer, nullable=False, default=0),  # of judging it, in a row
    Column("why", Text, nullable=False, default=""),  # it failed
    Column("judged_at", UtcDateTime),  # until its letters have been seen to
)
Index(
    "ix_agenda_look_at",
    agenda.c.look_at,
    agenda.c.dossier_id,
    sqlite_where=agenda.c.look_at.is_not(None),
    postgresql_where=agenda.c.look_at.is_not(None),
)
Index(
    "ix_agenda_judged_at",
    agenda.c.judged_at,
    sqlite_where=agenda.c.judged_at.is_not(None),
    postgresql_where=agenda.c.judged_at.is_not(None),
)
Index(
    "ix_agenda_failing",
    agenda.c.dossier_id,
    sqlite_where=agenda.c.failures > 0,
    postgresql_where=agenda.c.failures > 0,
)

unit_agenda = Table(
    "unit_agenda",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("look_at", UtcDateTime, nullable=False, index=True),
    Column("unknown", Text, nullable=False, default=""),  # rules that could not know
    Column("failures", Integer, nullable=False, default=0),
)

unit_moves = Table(
    "unit_moves",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("moved_at", UtcDateTime, nullable=False),  # an import added or altered a dossier
)

day_plans = Table(
    "day_plans",
    metadata,
    Column("calendar", Text, primary_key=True),
    Column("first_on", Date, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("days", JSON, nullable=False),
)

moved = Table(
    "moved",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dossier_id", ForeignKey("dossiers.id"), nullable=False),
    Column("moved_at", UtcDateTime, nullable=False, index=True),
    Column("due_before", UtcDateTime),
    Column("due_after", UtcDateTime),
    Column("statutory_before", UtcDateTime),
    Column("statutory_after", UtcDateTime),
)

applicants = Table(
    "applicants",
    metadata,
    Column("dossier_id", ForeignKey("dossiers.id"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("mailbox", Text, nullable=False),
    Column("blanked_at", UtcDateTime),  # its data stay away, until it is open again
)

sightings = Table(
    "sightings",
    metadata,
    Column("dossier_id", ForeignKey("dossiers.id"), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("import_id", ForeignKey("imports.id"), nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("says", JSON),  # what a message carries, where that is less than its import
    Column("mark", BigInteger),  # of the row it showed; null: to be read each time
)

statements = Table(
    "statements",
    metadata,
    Column("dossier_id", ForeignKey("dossiers.id"), primary_key=True),
    Column("said_at", UtcDateTime, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("import_id", ForeignKey("imports.id"), nullable=False),
    Column("says", JSON, nullable=False),
    Column("body", JSON, nullable=False),  # without personal data
)

steps = Table(
    "steps",
    metadata,
    Column("dossier_id", ForeignKey("dossiers.id"), primary_key=True),
    Column("said_at", UtcDateTime, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("handler", Text, nullable=False),
    Column("began_at", UtcDateTime),
    Column("due_at", UtcDateTime),
    Column("status", Text),
    Index("ix_steps_unit", "unit"),
)

promises = Table(
    "promises",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dossier_id", ForeignKey("dossiers.id"), nullable=False),
    Column("promised_at", UtcDateTime, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("kind", Text, nullable=False),
    Column("moved_after", UtcDateTime),  # the last export that showed the date before
    UniqueConstraint("dossier_id", "made_at", "promised_at"),
)

pauses = Table(
    "pauses",
    metadata,
    Column("dossier_id", ForeignKey("dossiers.id"), primary_key=True),
    Column("paused_at", UtcDateTime, primary_key=True),
    Column("resumed_at", UtcDateTime),
    Column("kind", Text, nullable=False),
    Column("by_status", Boolean),  # found out: no export states it
    Column("over_at", UtcDateTime),  # found out, of one stated without an end
)

changes = Table(
    "changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dossier_id", ForeignKey("dossiers.id"), nullable=False, index=True),
    Column("import_id", ForeignKey("imports.id"), nullable=False),
    Column("import_before_id", ForeignKey("imports.id")),  # that showed the value before
    Column("seen_at", UtcDateTime),  # as of when each of the two speaks of the dossier
    Column("seen_before_at", UtcDateTime),
    Column("source", Text),  # whence, where an import holds messages of two kinds
    Column("source_before", Text),
    Column("field", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
)

bulk_edits = Table(
    "bulk_edits",
    metadata,
    Column("import_id", ForeignKey("imports.id"), primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("codes", JSON, nullable=False),
    Column("shown_before_at", UtcDateTime, nullable=False),
)
Index("ix_changes_import_id", changes.c.import_id, changes.c.field)

findings = Table(
    "findings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dossier_id", ForeignKey("dossiers.id")),  # null where it is about a unit
    Column("unit", Text),  # null where it is about a dossier
    Column("rule", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("deadline", UtcDateTime, nullable=False),  # 1970 where there is none
    Column("severity", Text, nullable=False),
    Column("tells", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("is_baseline", Boolean, nullable=False),
    Column("found_at", UtcDateTime, nullable=False),
    Column("resolved_at", UtcDateTime),
    Column("ending", Text),  # why it no longer stands
    UniqueConstraint("dossier_id", "rule", "stage", "deadline"),
)
Index(
    "uq_findings_unit",
    findings.c.unit,
    findings.c.rule,
    findings.c.stage,
    findings.c.deadline,
    unique=True,
    sqlite_where=findings.c.unit.is_not(None),
    postgresql_where=findings.c.unit.is_not(None),
)
Index(
    "ix_findings_standing",
    findings.c.rule,
    sqlite_where=findings.c.resolved_at.is_(None),
    postgresql_where=findings.c.resolved_at.is_(None),
)

RARE = (
    *("bulk_edit", "dates_contradict", "due_moved", "finish_backdated"),
    *("moved_without_letter", "paused_at_deadline", "second_reappointment"),
    *("status_went_back", "withdrawn_after_due"),
)
"""Rules whose few findings are looked for by time, among the many of the others."""

is_rare = findings.c.rule.in_([literal_column(f"'{rule}'") for rule in RARE])
Index("ix_findings_rare", findings.c.found_at, sqlite_where=is_rare, postgresql_where=is_rare)

told = Table(
    "told",
    metadata,
    Column("finding_id", ForeignKey("findings.id"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("message_key", Text, nullable=False, index=True),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("finding_id", ForeignKey("findings.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("way", Text, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dossier_id", ForeignKey("dossiers.id"), nullable=False, index=True),
    Column("answered_at", UtcDateTime, nullable=False),
    Column("answered_by", Text, nullable=False),
    Column("is_in_time", Boolean, nullable=False),
    Column("cause", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("new_due_at", UtcDateTime),
)

letters = Table(
    "letters",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dossier_id", ForeignKey("dossiers.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("deadline", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("state", Text, nullable=False, index=True),
    Column("asked_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("answered_by", Text, nullable=False, default=""),
    Column("cause", Text, nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("new_due_at", UtcDateTime),
    Column("approved_at", UtcDateTime),
    Column("approved_by", Text, nullable=False, default=""),
    Column("refused_for", Text, nullable=False, default=""),
    Column("ended_for", Text, nullable=False, default=""),
    Column("deciding_agency", Text, nullable=False, default=""),
    Column("number", Text, nullable=False, default=""),
    Column("symbol", Text, nullable=False, default=""),
    Column("dated_on", Date),
    Column("issued_at", UtcDateTime),
    Column("first_issued_at", UtcDateTime),
    Column("first_dated_on", Date),
    Column("delivery", Text),
    Column("delivered_at", UtcDateTime),
    Column("returned_at", UtcDateTime),
    Column("is_scan", Boolean, nullable=False, default=False),
    Column("pdf_sha256", Text, nullable=False, default=""),
    Column("signed_sha256", Text, nullable=False, default=""),
    Column("notice_sha256", Text, nullable=False, default=""),
    UniqueConstraint("dossier_id", "kind", "deadline", "version"),
)

number_series = Table(
    "number_series",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("symbol", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

numbers = Table(
    "numbers",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("symbol", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("mark", Text, nullable=False, index=True),
    Column("bound_at", UtcDateTime, nullable=False),
    Column("void_for", Text, nullable=False, default=""),
)

print_batches = Table(
    "print_batches",
    metadata,
    Column("name", Text, primary_key=True),
    Column("letter_id", ForeignKey("letters.id"), primary_key=True),
    Column("made_at", UtcDateTime, nullable=False),
)

pdf_bytes = Table(
    "pdf_bytes",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("message_id", Text, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("held_for", Text, nullable=False, default=""),
    Column("phase", Text, nullable=False, default=""),  # of an attempt under way
    Column("claimed_at", UtcDateTime),
    Column("claimable_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("asked_after", Integer, nullable=False, default=0),  # attempts before a retry asked
    Column("is_uncertain", Boolean, nullable=False, default=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("reply", Text, nullable=False, default=""),
)
Index(
    "ix_messages_claimable_at",
    messages.c.claimable_at,
    messages.c.id,
    sqlite_where=messages.c.claimable_at.is_not(None),
    postgresql_where=messages.c.claimable_at.is_not(None),
)
Index(
    "ix_messages_claimed_at",
    messages.c.claimed_at,
    messages.c.domain,
    sqlite_where=messages.c.claimed_at.is_not(None),
    postgresql_where=messages.c.claimed_at.is_not(None),
)

message_bytes = Table(
    "message_bytes",
    metadata,
    Column("message_id", ForeignKey("messages.id"), primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", ForeignKey("messages.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("phase", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reply", Text, nullable=False),
)

bounces = Table(
    "bounces",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", ForeignKey("messages.id"), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("action", Text, nullable=False),
    Column("status", Text, nullable=False),
    UniqueConstraint("message_id", "sha256"),
)

bad_mailboxes = Table(
    "bad_mailboxes",
    metadata,
    Column("mailbox", Text, primary_key=True),  # in lower case
    Column("message_id", ForeignKey("messages.id"), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("status", Text, nullable=False),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

handed = Table(
    "handed",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dossier_id", ForeignKey("dossiers.id"), index=True),  # null: of a unit's group
    Column("unit", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False),
)

held = Table(
    "held",
    metadata,
    Column("message_id", ForeignKey("messages.id"), primary_key=True),
    Column("finding_id", ForeignKey("findings.id"), primary_key=True),
    Column("person", Text, nullable=False),
    Column("is_listed", Boolean, nullable=False),  # else only a figure of the mail counts it
)

reports = Table(
    "reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("figures", LargeBinary, nullable=False),
    Column("basis", LargeBinary, nullable=False),
    Column("workbook_sha256", Text, nullable=False),
    Column("workbook_size", Integer, nullable=False),
    Column("pending", LargeBinary, nullable=False, default=b""),  # codes, packed
    Column("pdf", LargeBinary, nullable=False),
    Column("cover", LargeBinary),
    UniqueConstraint("unit", "first_on", "last_on", "revision"),
)

report_annexes = Table(
    "report_annexes",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # from 1
    Column("pdf", LargeBinary, nullable=False),
)

done = Table(
    "done",
    metadata,
    Column("name", Text, primary_key=True),  # e.g. digest/2026-11-12/morning
    Column("at", UtcDateTime, nullable=False),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("detail", Text, nullable=False),
)

faults = Table(
    "faults",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("detail", Text, nullable=False),
)

workbooks = Table(
    "workbooks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("unit_name", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("people", JSON, nullable=False),
    Column("approvers", JSON, nullable=False),
    UniqueConstraint("unit", "day"),
)

workbook_lines = Table(
    "workbook_lines",
    metadata,
    Column("workbook_id", ForeignKey("workbooks.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("part", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Index("ix_workbook_lines_target", "target", "part"),
)

workbook_answers = Table(
    "workbook_answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workbook_id", ForeignKey("workbooks.id"), nullable=False),
    Column("part", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("said", JSON, nullable=False),
    Column("by", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("result", Text, nullable=False),
    UniqueConstraint("target", "part", "basis", "made_at", "saved_at", "digest"),
)

supplied_figures = Table(
    "supplied_figures",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", BigInteger),  # null where it was taken back, or is a text
    Column("text", Text),  # of a figure that is words
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

unit_mergers = Table(
    "unit_mergers",
    metadata,
    Column("old", Text, primary_key=True),
    Column("new", Text, primary_key=True),
    Column("stated", Text, nullable=False),  # the new one as its list said
    Column("merged_at", UtcDateTime, nullable=False),
    Column("sha256", Text, nullable=False),  # of the list
    Column("carried_at", UtcDateTime),  # when all that was the old unit's had followed
    Index("ix_unit_mergers_new", "new"),
)

unit_questions = Table(
    "unit_questions",
    metadata,
    Column("dossier_id", ForeignKey("dossiers.id"), primary_key=True),
    Column("old", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("new", Text),  # null until somebody has answered
    Column("answered_at", UtcDateTime),
)
Index(
    "ix_unit_questions_open",
    unit_questions.c.dossier_id,
    sqlite_where=unit_questions.c.new.is_(None),
    postgresql_where=unit_questions.c.new.is_(None),
)
