"""A copy of the database while others write to it, and whether a file is a whole one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import quote

from sqlalchemy import Engine

from monitor.domain.errors import RestoreError

PAGES = 4_096  # copied at a step: 16 MiB
WHOLE = "ok"  # what an integrity check says of a database that is


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a database holds: its schema's version, the rows of each table."""

    schema: str
    rows: dict[str, int] = field(default_factory=dict)


def copy_database(engine: Engine, path: Path) -> Content:
    """Copy a SQLite database as of one instant into a new file, and return what it held then.

    A read transaction pins the instant: who writes meanwhile is kept waiting by nothing, and
    makes no page be copied twice. The copy is one file, with no log beside it, on the disk.

    Raises:
        sqlite3.Error: the original is broken, or the disk is full.
        OSError: the file cannot be made.
    """
    path.touch(mode=0o600, exist_ok=False)
    borrowed = engine.raw_connection()
    try:
        original = cast(sqlite3.Connection, borrowed.driver_connection)
        original.execute("BEGIN")
        try:
            held = content_of(original)
            with closing(sqlite3.connect(path, isolation_level=None)) as copy:
                original.backup(copy, pages=PAGES, sleep=0)
                copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            original.execute("ROLLBACK")
    finally:
        borrowed.close()
    return held


def look_at(path: Path) -> Content:
    """Return what a database file holds that nobody writes to.

    Raises:
        RestoreError: it is no database of ours, or not whole.
    """
    try:
        with opened_alone(path) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            strangers = connection.execute("PRAGMA foreign_key_check").fetchone()
            held = content_of(connection)
    except sqlite3.DatabaseError as error:
        raise RestoreError(file=path.name, reason="broken") from error
    if said != [WHOLE] or strangers is not None:
        raise RestoreError(file=path.name, reason="broken")
    if not held.schema:
        raise RestoreError(file=path.name, reason="not_ours")
    return held


@contextmanager
def opened_alone(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file that nobody writes to; nothing is laid beside it, nothing in it changes."""
    url = f"file:{quote(str(path))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(url, uri=True)) as connection:
        yield connection


def content_of(connection: sqlite3.Connection) -> Content:
    """Count the rows of each table, within the transaction that is open."""
    named = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY name"
    )
    names = [name for (name,) in named]
    rows = {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
        for name in names
    }
    version = None
    if "alembic_version" in rows:
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return Content(schema=version[0] if version else "", rows=rows)
