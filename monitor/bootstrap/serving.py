"""The office's database where it lies on a server: opened, looked at, moved to or from."""

import shlex
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from monitor.domain.errors import CopyError, ServerError
from monitor.settings import Settings
from monitor.settings.fields import without_password
from monitor.settings.tables import StoreTable
from monitor.store.engine import open_engine
from monitor.store.identity import check_server_identity, check_server_sign
from monitor.store.inspecting import Inspected, try_writing
from monitor.store.moving import Copied, copy_store, count_rows
from monitor.store.schema import check, prepare, upgrade
from monitor.store.server import OLDEST, look_at_server, place_of, server_fault
from monitor.store.work import SqlStore


def open_server(settings: Settings, *, upgrades: bool, oldest: int = OLDEST) -> SqlStore:
    """Open the office's database on a server that is at least of the version `oldest`.

    Raises:
        ServerError: it cannot be reached, entered or written, or the server is older.
        LostDatabaseError: it is a new one where the office has had one, or another.
        SchemaError: it is older or newer than this program.
    """
    engine = open_engine(settings.store.address, pool=settings.store.connections)
    var, place = settings.paths.var, place_of(engine.url)
    try:
        seen = look_at_server(engine, oldest=oldest)
        if seen.is_new:
            check_server_sign(var, place=place)
        (upgrade if upgrades else prepare)(engine)
        check_server_identity(engine, var, place=place)
    except DBAPIError as error:
        engine.dispose()
        raise server_fault(engine.url, error) or error from error
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine)


def server_fault_of(settings: Settings, error: DBAPIError) -> ServerError | None:
    """Return what is to be told where the server, the way to it or rights are at fault."""
    return server_fault(make_url(settings.store.address), error)


def inspect_server(settings: Settings) -> Inspected:
    """Look at the office's database on a server, and write without keeping it.

    Raises:
        ServerError: it cannot be reached, entered or written, or the server is old.
        SchemaError: the database is older or newer than this program.
    """
    engine = open_engine(settings.store.address)
    try:
        seen = look_at_server(engine)
        if not seen.is_new:
            check(engine)
            try_writing(engine)
    except DBAPIError as error:
        raise server_fault(engine.url, error) or error from error
    finally:
        engine.dispose()
    return Inspected(is_whole=True, network="", server=seen.version, place=place_of(engine.url))


def dump_command(settings: Settings) -> str:
    """Return the command line that backs the office's database up, without its password."""
    place = place_of(make_url(settings.store.url))
    return f"pg_dump --format=custom --file=dunghan.dump --dbname={shlex.quote(place)}"


def restore_command(settings: Settings) -> str:
    """Return the command line that lays down what `dump_command` has made."""
    place = place_of(make_url(settings.store.url))
    return f"pg_restore --clean --if-exists --dbname={shlex.quote(place)} dunghan.dump"


def copy_office(
    store: SqlStore,
    to: str,
    *,
    folder: Path,
    started: Callable[[int], None],
    step: Callable[[str, int], None],
) -> tuple[str, Copied]:
    """Copy the office's store whole into an empty database, and return where that is.

    Args:
        store: The office's.
        to: The URL, as `store.url` has it; a file's path starts from `folder`.
        folder: The settings' own.
        started: Is told how many steps there will be: to write a row is one, to compare it one.
        step: Is told a table's name and the rows just written or compared.

    Raises:
        CopyError: the URL is none, or the target holds something, or would not be the same.
        ServerError: the server cannot be worked with.
        DBAPIError: the office's database cannot be read, or the other not written.
        OSError: a file cannot be made.
    """
    table = _target(to, folder)
    url = make_url(table.address)
    place = place_of(url) if table.is_served else str(url.database)
    path = None if table.is_served else Path(place)
    if path is not None and path.exists():
        raise CopyError(place=place, reason="exists")
    engine = open_engine(table.address)
    is_done = False
    try:
        if table.is_served:
            look_at_server(engine)
        started(2 * count_rows(store.engine))
        copied = copy_store(store.engine, engine, place=place, step=step)
        is_done = True
    except DBAPIError as error:
        served = engine if table.is_served else store.engine
        raise server_fault(served.url, error) or error from error
    finally:
        engine.dispose()
        if path is not None and not is_done:
            for end in ("", "-wal", "-shm"):
                path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
    return place, copied


def _target(to: str, folder: Path) -> StoreTable:
    bare, password = without_password(to)
    context = {"folder": folder}
    try:
        return StoreTable.model_validate({"url": bare, "password": password}, context=context)
    except ValidationError as error:
        raise CopyError(place="--to", reason="url") from error
