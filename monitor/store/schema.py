"""The schema's versions: bringing a database to ours, and telling when it is not."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, inspect

from monitor.domain.errors import SchemaError
from monitor.store.engine import reading, writing

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema; at it already, change nothing.

    Raises:
        SchemaError: it is newer than this program.
    """
    config = _config()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:  # a version that our migrations do not know
            raise SchemaError(found=_found(connection), wanted=_wanted()) from error


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


def _found(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or "-"


@cache
def _wanted() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
