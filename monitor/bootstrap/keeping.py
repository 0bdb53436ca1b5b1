"""The database opened, backed up and restored."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from monitor import __version__
from monitor.bootstrap.serving import open_server, restore_command, server_fault_of
from monitor.domain.backup import is_ahead, is_backup
from monitor.domain.errors import BrokenDatabaseError, RestoreError, ServerError
from monitor.flows.back_up import stop_sending
from monitor.settings import (
    Settings,
    load,
)
from monitor.store.backups import Backups, save_before_upgrade
from monitor.store.engine import open_engine
from monitor.store.identity import check_file, check_identity, is_broken, newest_in, remedy
from monitor.store.office_files import OfficeFiles
from monitor.store.restoring import stage
from monitor.store.schema import is_newest, prepare, upgrade
from monitor.store.set_aside import set_aside_before
from monitor.store.work import SqlStore


def open_store(url: str, *, upgrades: bool) -> SqlStore:
    """Open a database at this program's schema; `upgrades`: brought to it.

    Raises:
        SchemaError: it is older or newer than this program.
    """
    engine = open_engine(url)
    try:
        (upgrade if upgrades else prepare)(engine)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine)


def open_office(
    settings: Settings, *, upgrades: bool, at: datetime
) -> tuple[SqlStore, Path | None]:
    """Open the office's own database; return it, and where a copy from before an upgrade lies.

    Raises:
        LostDatabaseError: it was there once, and is not, or another lies in its place.
        BrokenDatabaseError: it is none, or not whole.
        BackupError: it cannot be copied before an upgrade.
        SchemaError: it is older or newer than this program.
        ServerError: it lies on a server that cannot be worked with.
    """
    if settings.store.is_served:
        return open_server(settings, upgrades=upgrades), None
    database, backups = database_of(settings), settings.backup.folder
    check_file(database, backups=backups, at=at)
    saved: Path | None = None
    try:
        if upgrades and database.is_file():
            saved = save_before_upgrade(settings.store.url, database, at=at)
        store = open_store(settings.store.url, upgrades=upgrades)
    except DBAPIError as error:
        raise broken_of(settings, error, at=at) or error from error
    try:
        check_identity(store.engine, database, backups=backups, at=at)
    except BaseException:
        store.engine.dispose()
        raise
    return store, saved


def broken_of(
    settings: Settings, error: DBAPIError, *, at: datetime
) -> BrokenDatabaseError | ServerError | None:
    """Return what is to be told where the database itself, or its server, is at fault."""
    if settings.store.is_served:
        return server_fault_of(settings, error)
    return broken(settings, at=at) if is_broken(error) else None


def broken(settings: Settings, *, at: datetime) -> BrokenDatabaseError:
    """Return that the database is not whole, with the newest backup made by `at`."""
    newest = newest_in(settings.backup.folder, at=at)
    return BrokenDatabaseError(
        database=database_of(settings), newest=newest, reason=remedy(newest)
    )


def database_of(settings: Settings) -> Path:
    """Return the file of the office's database, which lies on no server."""
    return Path(str(make_url(settings.store.url).database))


def keeper_of(
    settings: Settings, path: Path, store: SqlStore, *, folder: Path | None = None
) -> Backups | None:
    """Return who makes backups: into the settings' folder, or one that somebody names.

    None makes them of a database on a server: its own tools do.
    """
    if settings.store.is_served:
        return None
    own = settings.backup.folder
    place = folder or own
    if place is None:
        return None
    is_own = own is not None and place.resolve() == own.resolve()
    return Backups(
        store.engine,
        office_files_of(settings, path),
        place,
        keep=settings.backup.keep if is_own else None,
        program=__version__,
    )


def office_files_of(settings: Settings, path: Path) -> OfficeFiles:
    """Return which files a backup holds beside the database."""
    paths = settings.paths
    written = (path, paths.calendar, paths.units, paths.officials, paths.procedures)
    return OfficeFiles(
        database=database_of(settings),
        var=paths.var,
        workbooks=settings.workbook.folder,
        office={one.name: one for one in written} | {"templates": paths.templates},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was laid down again.

    `made_at` is when the backup was made, None of a bare database file; `upgraded_from` the
    schema that it had, "" where it is today's; `held` counts the messages that wait for a
    person, `aside` is where the state before lies. `source` is the file taken, which
    `is_ahead` of now where a clock had run ahead.
    """

    source: Path
    is_ahead: bool
    made_at: datetime | None
    upgraded_from: str
    files: int
    held: int
    aside: Path


def restore(
    path: Path, source: Path, *, at: datetime, environ: Mapping[str, str] = os.environ
) -> Restored:
    """Lay a backup down in place of the present state, which is set aside.

    Raises:
        SettingsError: the settings at `path` hold what cannot be.
        RestoreError: the backup cannot be used, or somebody writes to the database.
        OSError: disk or folder would not take it.
    """
    settings = load(path, environ)
    if settings.store.is_served:
        command = restore_command(settings)
        raise RestoreError(file=source.name, reason="on_server", command=command)
    with stage(source, office_files_of(settings, path), at=at) as staged:
        stopped = stop_sending(staged.store, made_at=staged.made_at, at=at)
        aside = staged.put_in_place(at=at)
    return Restored(
        source=staged.source,
        is_ahead=is_backup(staged.source.name) and is_ahead(staged.source.name, at),
        made_at=staged.made_at,
        upgraded_from="" if is_newest(staged.schema) else staged.schema,
        files=staged.files,
        held=stopped.held,
        aside=aside,
    )


def set_aside_of(settings: Settings, *, before: datetime) -> list[Path]:
    """Return what restores and upgrades set aside before an instant.

    Raises:
        OSError: a folder cannot be read.
    """
    home = settings.paths.var if settings.store.is_served else database_of(settings).parent
    return set_aside_before((one.resolve() for one in (settings.paths.var, home)), before)


def var_of(path: Path, *, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that the program writes into; nothing but the settings is read.

    Raises:
        SettingsError: the settings hold what cannot be.
    """
    return load(path, environ).paths.var
