"""Procrastinate's tables in our database: setting them up, and waking through them.

A job there says "look now" and carries ids only: the tables can be emptied at any time, and
nothing is lost but a minute.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.schema import SchemaManager
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, make_url

from monitor.domain.errors import QueueLostError, QueueRightsError, QueueSchemaError
from monitor.ports.dispatcher import QUEUES, SHARED, Wake

# A machine that lost its power, and whoever stands still, lets go of what it held. Of the
# queues a power cut of the server may lose the last moment: a turn brings it again.
CONNECTION = {
    "keepalives_idle": 30,  # seconds
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "options": "-c idle_in_transaction_session_timeout=60000"  # milliseconds
    " -c synchronous_commit=off",
}
TABLE = "procrastinate_jobs"
TURN = "timestamp"  # what Procrastinate tells a job that is called each minute
# Its own indexes do not find a lock: with many jobs waiting, each fetch would read them all.
INDEX = """
CREATE INDEX dunghan_jobs_lock ON procrastinate_jobs (lock)
  WHERE status IN ('todo', 'doing')
"""


def conninfo_of(url: str) -> str:
    """Return what libpq needs to reach the database that SQLAlchemy reaches at `url`."""
    parsed = make_url(url)
    _, facts = parsed.get_dialect()().create_connect_args(parsed)
    return make_conninfo(**{"application_name": "dunghan-queue", **CONNECTION, **facts})


def key_of(name: str, ids: Mapping[str, object]) -> str:
    """Return what a job with these ids is known by, over all machines."""
    said = (f"{one}={ids[one]!r}" for one in sorted(ids) if one != TURN)
    return f"{name}({', '.join(said)})"


def is_set_up(connection: Connection) -> bool:
    """Tell whether Procrastinate's tables are there; refuse those of another version.

    Raises:
        QueueSchemaError: they are of a version that the installed package cannot use.
    """
    driver: psycopg.Connection[Any] = _driver(connection)
    asked = "SELECT to_regclass(%s) IS NOT NULL, obj_description(to_regclass(%s))"
    exists, found = driver.execute(asked, [TABLE, TABLE]).fetchone() or (False, None)
    if exists and found != _wanted():
        raise QueueSchemaError(found=found or "-", wanted=_wanted())
    return bool(exists)


def set_up_queue(connection: Connection) -> None:
    """Make Procrastinate's tables where there are none.

    Args:
        connection: In a write transaction, beside which there is no other.

    Raises:
        QueueRightsError: this user may not make tables.
        QueueSchemaError: there are some of another version.
    """
    if not is_set_up(connection):
        _make(_driver(connection))


def _make(driver: psycopg.Connection[Any]) -> None:
    remember = sql.SQL("COMMENT ON TABLE {} IS {}")
    try:
        driver.execute(SchemaManager.get_schema())
        driver.execute(INDEX)
        driver.execute(remember.format(sql.Identifier(TABLE), sql.Literal(_wanted())))
    except psycopg.errors.InsufficientPrivilege as error:
        raise QueueRightsError(database=driver.info.dbname, user=driver.info.user) from error


def _wanted() -> str:
    """Return the version of the tables: the last step that the package knows towards them."""
    steps = Path(SchemaManager.get_migrations_path()).glob("*.sql")
    return max(step.stem for step in steps)


class ClusterWaker:
    """Wakes by the transaction: its jobs are there for the workers once it is committed.

    No job is refused there for one that waits already: that would undo the transaction.
    """

    def __init__(self) -> None:
        self._app = App(connector=SyncPsycopgConnector())

    def within(self, connection: Connection, wakes: Sequence[Wake]) -> None:
        """Put the jobs into their queues, on the transaction's own connection.

        Raises:
            QueueLostError: the server did not take them; the transaction is undone.
        """
        jobs = [self._job(wake) for wake in wakes]
        try:
            self._app.job_manager.batch_defer_jobs(jobs, connection=_driver(connection))
        except ConnectorException as error:
            raise QueueLostError(reason=type(error.__cause__ or error).__name__) from error

    def after(self, wakes: Sequence[Wake]) -> None:
        """Do nothing: the workers heard it from the database."""

    def _job(self, wake: Wake) -> Job:
        lock = None if wake.name in SHARED else key_of(wake.name, wake.ids)
        put = self._app.configure_task(wake.name, queue=QUEUES[wake.name], lock=lock)
        return put.make_new_job(**wake.ids)


def _driver(connection: Connection) -> Any:
    """Return the driver's own connection, in the same transaction."""
    return connection.connection.driver_connection
