"""Which database is the office's: a number in the file, and a mark beside it that says so.

Were a lost database set up anew in silence, everything would be told a second time. So the
mark stays when the file goes: an empty or another file in its place is refused.
"""

import secrets
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from monitor.domain.errors import BrokenDatabaseError, LostDatabaseError
from monitor.store.backups import newest_backup
from monitor.store.engine import reading, writing

HEAD = b"SQLite format 3\x00"
BROKEN = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
MOST = 2**31 - 1  # of a number that SQLite keeps for the program


def mark_of(database: Path) -> Path:
    """Return where the mark of a database lies."""
    return database.with_name(f".dunghan-{database.name}")


def newest_in(folder: Path | None, *, at: datetime) -> str:
    """Return where the newest backup made by `at` lies, "" where there is none."""
    found = newest_backup(folder, at=at) if folder is not None else None
    return str(found or "")


def remedy(newest: str) -> str:
    """Return the code of what to do: there is a backup that can be named, or none."""
    return "backed_up" if newest else "alone"


def check_file(database: Path, *, backups: Path | None, at: datetime) -> None:
    """Refuse a database that was there once and is not, or that is none; before it is opened.

    Raises:
        LostDatabaseError: it is missing or empty, and a mark or backups tell of one.
        BrokenDatabaseError: the file is no database.
    """
    newest = newest_in(backups, at=at)
    if not database.is_file() or database.stat().st_size == 0:
        mark = mark_of(database)
        if sign := str(mark) if mark.exists() else newest:
            raise LostDatabaseError(
                database=database, sign=sign, newest=newest, reason=remedy(newest)
            )
        return
    with database.open("rb") as file:
        if file.read(len(HEAD)) != HEAD:
            raise BrokenDatabaseError(database=database, newest=newest, reason=remedy(newest))


def check_identity(
    engine: Engine, database: Path, *, backups: Path | None, at: datetime
) -> None:
    """Refuse a database that is not the one marked; mark one that is not yet.

    Raises:
        LostDatabaseError: another lies in its place.
    """
    mark = mark_of(database)
    with reading(engine) as connection:
        number = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if mark.exists():
        if mark.read_text(encoding="ascii", errors="replace").strip() != f"{number:08x}":
            newest = newest_in(backups, at=at)
            raise LostDatabaseError(
                database=database, sign=str(mark), newest=newest, reason=remedy(newest)
            )
        return
    write_mark(database, number or _numbered(engine))


def is_broken(error: DBAPIError) -> bool:
    """Tell whether the database itself is at fault: it is none, or not whole."""
    return getattr(error.orig, "sqlite_errorname", "").startswith(BROKEN)


def identify(engine: Engine, database: Path) -> None:
    """Have a database be the office's one from now on, whatever was so before."""
    with reading(engine) as connection:
        number = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    write_mark(database, number or _numbered(engine))


def write_mark(database: Path, number: int) -> None:
    """Lay the mark down whole, for its owner alone."""
    mark = mark_of(database)
    draft = mark.with_name(f"{mark.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text(f"{number:08x}\n", encoding="ascii")
    draft.replace(mark)


def _numbered(engine: Engine) -> int:
    """Give a database its number, unless another hand was faster; return the one it has."""
    with writing(engine) as connection:
        number = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if not number:
            number = secrets.randbelow(MOST) + 1
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")
    return number
