"""Backups of a SQLite office: made beside the work, verified, the oldest let go of."""

import errno
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from monitor.domain.backup import Manifest, backup_name, backup_order, is_ahead, is_backup
from monitor.domain.errors import BackupError, RestoreError
from monitor.domain.instants import local
from monitor.ports.keeping import BackedUp
from monitor.store.backup_file import DATABASE, check_backup, write_backup
from monitor.store.copying import copy_database, look_at
from monitor.store.engine import open_engine
from monitor.store.office_files import OfficeFiles
from monitor.store.schema import is_behind, version_of

WORK = ".backup-"  # the folder of a copy in the making, beside the database
SAVED = "truoc-nang-cap-"  # before the version of a database that was about to be upgraded
PART = ".part"  # behind the name of an archive in the making
LOCK = ".backup.lock"
WHY = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "forbidden",
}


class Backups:
    """Makes backups of one office into one folder, and keeps so many of them."""

    def __init__(
        self,
        engine: Engine,
        places: OfficeFiles,
        folder: Path,
        *,
        keep: int | None,
        program: str,
    ) -> None:
        self._engine = engine
        self._places = places
        self._folder = folder
        self._keep = keep
        self._program = program

    def back_up(self, *, at: datetime) -> BackedUp:
        """Make a verified copy of everything, and let go of the oldest beyond those kept.

        Raises:
            BackupError: it could not be made; older backups are as they were.
        """
        with _told(self._folder), self._alone():
            self._clean()
            return self._make(at=at)

    def settle(self) -> None:
        """Write the log back into the database and empty it: what was overwritten is gone."""
        with self._engine.connect().execution_options(begins="") as connection:
            raw = connection.connection.driver_connection
            if raw is not None:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _make(self, *, at: datetime) -> BackedUp:
        self._folder.mkdir(exist_ok=True, mode=0o700)  # no parents: a disk may not be there
        home = self._places.database.parent
        with TemporaryDirectory(prefix=WORK, dir=home) as work:
            copy = Path(work) / "monitor.db"
            held = copy_database(self._engine, copy)
            if look_at(copy) != held:
                raise RestoreError(file=copy.name, reason="broken")
            manifest = Manifest(
                made_at=at, program=self._program, schema=held.schema, rows=held.rows, files={}
            )
            part, place = self._free_names(at)
            try:
                sources = {DATABASE: copy, **self._places.files()}
                told = write_backup(part, sources, manifest, at=at)
                if check_backup(part) != told:
                    raise RestoreError(file=place.name, reason="broken")
                part.replace(place)
            finally:
                part.unlink(missing_ok=True)
        _sync(self._folder)
        return BackedUp(
            place=str(place),
            name=place.name,
            size=place.stat().st_size,
            rows=sum(held.rows.values()),
            files=len(told.files) - 1,
            removed=self._prune(made=place, at=at),
        )

    def _free_names(self, at: datetime) -> tuple[Path, Path]:
        turn = 1
        while (place := self._folder / backup_name(at, turn)).exists():
            turn += 1
        return place.with_name(f".{place.name}{PART}"), place

    def _prune(self, *, made: Path, at: datetime) -> int:
        """Let the oldest go; the one just made, and those of days to come, are left."""
        if self._keep is None:
            return 0
        others = [
            path
            for path in backups_in(self._folder)
            if path != made and not is_ahead(path.name, at)
        ]
        gone = others[: max(len(others) + 1 - self._keep, 0)]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def _clean(self) -> None:
        """Take away what an earlier one left that was ended half-way."""
        for left in self._places.database.parent.glob(f"{WORK}*/"):
            shutil.rmtree(left, ignore_errors=True)
        for left in self._folder.glob(f".*{PART}"):
            if is_backup(left.name.removeprefix(".").removesuffix(PART)):
                left.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one backup be made at a time."""
        path = self._places.database.with_name(LOCK)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BackupError(folder=self._folder, reason="busy") from error
            yield


def backups_in(folder: Path) -> list[Path]:
    """Return the backups that lie in a folder, oldest first; none where it cannot be read."""
    try:
        found = [path for path in folder.iterdir() if is_backup(path.name)]
    except OSError:
        return []
    return sorted(found, key=lambda path: backup_order(path.name))


def newest_backup(folder: Path, *, at: datetime) -> Path | None:
    """Return the newest backup that was made by `at`; None where there is none at all.

    Those that a clock running ahead has named count only where there is no other.
    """
    found = backups_in(folder)
    by_now = [path for path in found if not is_ahead(path.name, at)]
    return next(reversed(by_now or found), None)


def save_before_upgrade(url: str, database: Path, *, at: datetime) -> Path | None:
    """Copy a database of an older schema beside itself; None where nothing will change it.

    Raises:
        BackupError: it cannot be copied, or the copy is not whole.
        DBAPIError: it cannot be read.
    """
    engine = open_engine(url)
    try:
        if not is_behind(engine):
            return None
        version = version_of(engine)
        place = _free(database.with_name(f"{SAVED}{version}-{local(at):%Y%m%dT%H%M%S}.db"))
        with _told(database.parent):
            draft = place.with_name(f".{place.name}{PART}")
            draft.unlink(missing_ok=True)
            try:
                held = copy_database(engine, draft)
                if look_at(draft) != held:
                    raise RestoreError(file=place.name, reason="broken")
                _sync(draft)
                draft.replace(place)
                _sync(database.parent)
            finally:
                draft.unlink(missing_ok=True)
        return place
    finally:
        engine.dispose()


def _free(path: Path) -> Path:
    """Return a name that no file bears yet."""
    turn, place = 1, path
    while place.exists():
        turn += 1
        place = path.with_stem(f"{path.stem}-{turn}")
    return place


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Tell what keeps a copy from being made as our own error."""
    try:
        yield
    except OSError as error:
        reason = WHY.get(error.errno or 0, "disk")
        raise BackupError(folder=folder, reason=reason) from error
    except sqlite3.Error as error:
        is_full = getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
        raise BackupError(folder=folder, reason="full" if is_full else "database") from error
    except RestoreError as error:
        raise BackupError(folder=folder, reason="unlike") from error


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, be on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
