"""What `dunghan check` looks at apart."""

from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy.exc import DBAPIError

from monitor.bootstrap.keeping import broken, broken_of, database_of
from monitor.bootstrap.serving import inspect_server
from monitor.ports.room import Rooms
from monitor.render.certificate import certificate_end
from monitor.settings import (
    Settings,
)
from monitor.store.inspecting import Inspected, inspect_database
from monitor.store.room import DiskRooms


def disk_rooms(settings: Settings) -> Rooms:
    """Return the disks that are written to: ours, the database's, that of passing files.

    What a server has room for is not ours to see.
    """
    own = (settings.paths.var, Path(gettempdir()))
    if settings.store.is_served:
        return DiskRooms(own)
    return DiskRooms((own[0], database_of(settings).parent, own[1]))


def inspect_store(settings: Settings, *, at: datetime) -> Inspected:
    """Look at the database, if it is there; a backup that is named was made by `at`.

    Raises:
        SchemaError: it is older or newer than this program.
        BrokenDatabaseError: it is none, or not whole.
        ServerError: it lies on a server that cannot be worked with.
        DBAPIError: it cannot be opened, read or written.
    """
    if settings.store.is_served:
        return inspect_server(settings)
    try:
        seen = inspect_database(settings.store.url)
    except DBAPIError as error:
        raise broken_of(settings, error, at=at) or error from error
    if not seen.is_whole:
        raise broken(settings, at=at)
    return seen


def certificate_ends(settings: Settings) -> datetime | None:
    """Return when the office's own certificate ends, None where it has none.

    Raises:
        SigningKeyError: the certificate cannot be opened.
    """
    table = settings.letters
    if table.certificate is None:
        return None
    return certificate_end(table.certificate, table.certificate_password.get_secret_value())
