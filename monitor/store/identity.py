"""Which database is the office's: a number in the file, and a mark beside it that says so.

Were a lost database set up anew in silence, everything would be told a second time. So the
mark stays when the file goes: an empty or another file in its place is refused. Of a database
on a server the number is a row, and the mark lies in the office's own folder.
"""

import secrets
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from monitor.domain.errors import BrokenDatabaseError, LostDatabaseError
from monitor.store.backups import newest_backup
from monitor.store.engine import reading, writing
from monitor.store.insert import insert_new
from monitor.store.tables import secrets as secrets_table

HEAD = b"SQLite format 3\x00"
BROKEN = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
MOST = 2**31 - 1  # of a number that SQLite keeps for the program
NUMBER = "database"  # what the row of a database on a server is named
SERVED = "postgresql"  # what its mark is named by
MARKS = ".dunghan-*"
_NUMBER = select(secrets_table.c.value).where(secrets_table.c.name == NUMBER)


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


def check_server_sign(var: Path, *, place: str) -> None:
    """Refuse to set up a database on a server where the office has had one, there or in a file.

    Raises:
        LostDatabaseError: a mark in the office's own folder tells of one.
    """
    sign = min(var.glob(MARKS), default=None)
    if sign is not None:
        raise LostDatabaseError(database=place, sign=str(sign), newest="", reason="on_server")


def check_server_identity(engine: Engine, var: Path, *, place: str) -> None:
    """Refuse a database on a server that is not the one marked; mark one that is not yet.

    Raises:
        LostDatabaseError: it is another, or was emptied.
        OSError: the mark cannot be laid down.
    """
    mark = mark_of(var / SERVED)
    with reading(engine) as connection:
        number = connection.scalar(_NUMBER)
    if not mark.exists():
        var.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_mark(var / SERVED, int(number or _numbered_on_server(engine), 16))
    elif mark.read_text(encoding="ascii", errors="replace").strip().encode() != number:
        raise LostDatabaseError(database=place, sign=str(mark), newest="", reason="on_server")


def _numbered_on_server(engine: Engine) -> bytes:
    """Give a database its number, unless another hand was faster; return the one it has."""
    made = f"{secrets.randbelow(MOST) + 1:08x}".encode()
    with writing(engine) as connection:
        insert_new(connection, secrets_table, [{"name": NUMBER, "value": made}])
        return bytes(connection.scalar(_NUMBER) or b"")


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
