"""The schema's versions: bringing a database to ours, and telling when it is not.

Alembic is loaded where a database is changed: who opens one of today does without.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import cast

from sqlalchemy import Connection, Engine, inspect, text

from monitor.domain.errors import SchemaError
from monitor.store.engine import SQLITE, reading, writing

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema; at it already, change nothing.

    Raises:
        SchemaError: it is newer than this program.
    """
    with rebuilding(engine) as connection:
        migrate(connection)


def migrate(connection: Connection) -> None:
    """Bring the database to the newest schema within the transaction of `rebuilding`.

    Raises:
        SchemaError: it is newer than this program.
    """
    from alembic import command  # noqa: PLC0415 - as said above
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:  # a version that our migrations do not know
        raise SchemaError(found=_found(connection), wanted=_wanted()) from error


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a write transaction in which tables may be made anew.

    SQLite alters a table by making it anew, and would not drop one that others name. So the
    ties between tables are looked at as a whole before the end.
    """
    if engine.dialect.name != SQLITE:
        with writing(engine) as connection:
            yield connection
        return
    with engine.connect() as connection:
        driver = cast(SqliteConnection, connection.connection.driver_connection)
        driver.execute("PRAGMA foreign_keys=OFF")  # has no effect once a transaction began
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise SchemaError(found=_found(connection), wanted=_wanted())
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def prepare(engine: Engine) -> None:
    """Set up a database that is new; refuse one whose schema is not ours.

    Raises:
        SchemaError: it is older or newer than this program.
    """
    with reading(engine) as connection:
        is_new = not inspect(connection).get_table_names()
    if is_new:
        upgrade(engine)
    check(engine)


def check(engine: Engine) -> None:
    """Refuse a database whose schema is not ours.

    Raises:
        SchemaError: it was never set up, or is older or newer than this program.
    """
    with reading(engine) as connection:
        found = _found(connection)
    if found != _wanted():
        raise SchemaError(found=found, wanted=_wanted())


def version_of(engine: Engine) -> str:
    """Return the version of a database's schema, "-" of one that was never set up."""
    with reading(engine) as connection:
        return _found(connection)


def is_behind(engine: Engine) -> bool:
    """Tell whether a database was set up by an older program, and can be brought to ours."""
    found = version_of(engine)
    return found != _wanted() and is_known(found)


def is_newest(version: str) -> bool:
    """Tell whether a schema's version is ours."""
    return version == _wanted()


def is_known(version: str) -> bool:
    """Tell whether a schema's version is ours or an older one."""
    return version in _versions()


def _found(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return "-"
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or "-"


@cache
def _wanted() -> str:
    """Return the newest version: the migrations' files bear their numbers."""
    return max(_versions())


@cache
def _versions() -> frozenset[str]:
    files = MIGRATIONS.glob("versions/0*_*.py")
    return frozenset(path.name.partition("_")[0] for path in files)
