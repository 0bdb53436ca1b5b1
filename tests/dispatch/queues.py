"""Queues on a real PostgreSQL for tests: empty for every test."""

from collections.abc import Iterator

import psycopg
import pytest

from monitor.dispatch.queued import set_up_queue
from monitor.dispatch.tending import Pace
from monitor.store.engine import open_engine, writing
from tests.postgres import Server, a_database

LONG = 3_600  # seconds: within a test this turn never comes
NEVER = "0 0 29 2 *"
QUICK = Pace(poll=0.2, heartbeat=0.2, dead=1, patience=1, pause=0.5)
EMPTIED = """
TRUNCATE procrastinate_jobs, procrastinate_periodic_defers, procrastinate_events,
  procrastinate_workers
"""


def by_the_second(seconds: int) -> str:
    """Return the cron of a turn: each second, or never within a test."""
    return NEVER if seconds == LONG else "* * * * * *"


def set_up(url: str) -> None:
    engine = open_engine(url)
    try:
        with writing(engine) as connection:
            set_up_queue(connection)
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def queues_of_all(postgres: Server) -> Iterator[str]:
    """Yield the URL of a database with queues."""
    with a_database(postgres) as url:
        set_up(url)
        yield url


@pytest.fixture
def queues(queues_of_all: str) -> str:
    """Return the URL of a database with empty queues."""
    with psycopg.connect(queues_of_all, autocommit=True) as connection:
        connection.execute(EMPTIED)
    return queues_of_all
