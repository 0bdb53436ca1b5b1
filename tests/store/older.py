"""Databases as earlier programs left them: each version's tables, with a row in each."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from monitor.store.engine import open_engine, writing
from monitor.store.schema import MIGRATIONS
from tests.builders import vn

VERSIONS = tuple(sorted(path.name[:4] for path in MIGRATIONS.glob("versions/0*_*.py")))
BEGUN, DUE, ENDED = (
    int(vn(at).timestamp())
    for at in ("2026-11-02 08:00", "2026-11-16 17:00", "2026-11-10 15:00")
)
SAID: dict[str, object] = {
    "answers.cause": "B2",
    "applicants.kind": "person",
    "attempts.outcome": "sent",
    "attempts.phase": "replied",
    "changes.field": "step",
    "dossiers.channel": "online",
    "dossiers.is_open": 0,
    "dossiers.procedure": "1.000001",
    "dossiers.status": "finished",
    "dossiers.system": "tinh",
    "dossiers.unit": "KT",
    "findings.ending": "resolved",
    "findings.facts": "{}",
    "findings.rule": "due_soon",
    "findings.severity": "notice",
    "findings.tells": '["handler"]',
    "findings.unit": None,
    "handed.way": "call",
    "imports.carries": '["status", "promised", "received", "finished"]',
    "imports.source": "list",
    "imports.state": "merged",
    "imports.system": "tinh",
    "letters.delivery": "mail",
    "letters.first_dated_on": None,
    "letters.first_issued_at": None,
    "letters.kind": "xin_loi",
    "letters.number": "7",
    "letters.returned_at": None,
    "letters.state": "delivered",
    "messages.held_for": "",
    "messages.kind": "digest",
    "messages.phase": "",
    "messages.state": "sent",
    "notes.kind": "explained",
    "notes.way": "command",
    "pauses.by_status": 0,
    "pauses.kind": "supplement",
    "promises.kind": "slip",
    "sightings.says": None,
    "sightings.source": "list",
    "statements.body": '{"promises": [], "pauses": []}',
    "steps.status": "in_progress",
    "systems.code": "tinh",
    "unit_agenda.unit": "KT",
    "workbook_answers.part": "answers",
    "workbook_answers.said": "{}",
    "workbook_lines.facts": "{}",
    "workbook_lines.part": "answers",
    "workbooks.approvers": "{}",
    "workbooks.people": "{}",
}
"""What the program could have left where a column takes one of a list of words."""
LATER = frozenset({"promised_at", "first_promised_at", "deadline", "new_due_at", "due_at"})
OVER = frozenset({"finished_at", "collected_at", "end_seen_at", "resolved_at", "as_of"})


def bring_to(connection: Connection, version: str) -> None:
    """Bring an empty database to an older version."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def brought_to(path: Path, version: str) -> Path:
    """Make a database of an older version with a row in every table; return where it is."""
    engine = open_engine(f"sqlite:///{path}")
    with writing(engine) as connection:
        bring_to(connection, version)
    engine.dispose()
    fill(path)
    return path


def fill(path: Path) -> None:
    """Put one row into each table that hangs together with the first row of the others."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND name NOT IN ('alembic_version')"
            )
        ]
        for table in tables:
            columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
            targets = {
                row[3]: (row[2], row[4])
                for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')
            }
            row = {name: a_value(table, name, kind) for _, name, kind, *_ in columns}
            row |= {name: key_of(target) for name, (target, _) in targets.items()}
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" * len(row))
            connection.execute(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks})',  # noqa: S608
                list(row.values()),
            )


def key_of(table: str) -> object:
    return "H1" if table == "workbooks" else 1


def a_value(table: str, name: str, kind: str) -> object:
    """Return a value that the program could have left in a column."""
    if f"{table}.{name}" in SAID:
        return SAID[f"{table}.{name}"]
    if name in LATER:
        return DUE
    if name in OVER:
        return ENDED
    if name == "at" or name.endswith(("_at", "_after")):
        return BEGUN
    if kind.startswith(("VARCHAR", "TEXT")):
        return "H1"
    return {"JSON": "[]", "DATE": "2026-11-01", "BLOB": b"%PDF"}.get(kind, 1)
