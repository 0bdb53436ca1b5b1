"""The queues' tables in our database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Engine, text

from monitor.dispatch.queued import TABLE, conninfo_of, set_up_queue
from monitor.domain.errors import QueueRightsError, QueueSchemaError
from monitor.ports.dispatcher import QUEUES, Name
from monitor.store.engine import open_engine, writing
from tests.dispatch.queues import set_up
from tests.postgres import Server, a_database

ANYBODY = "dunghan_anybody"


@pytest.fixture
def engine(postgres: Server) -> Iterator[Engine]:
    """Yield an engine on a database without tables."""
    with a_database(postgres) as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def test_the_tables_are_made_once_whoever_comes_first(engine: Engine) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(set_up, [url_of(engine)] * 2))
    set_up(url_of(engine))

    with engine.connect() as connection:
        assert connection.scalar(text(f"SELECT count(*) FROM {TABLE}")) == 0  # noqa: S608 - ours


def test_they_are_made_with_the_transaction_or_not_at_all(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        set_up_queue(connection)
        transaction.rollback()
    with engine.connect() as connection:
        assert connection.scalar(text(f"SELECT to_regclass('{TABLE}')")) is None


@pytest.mark.parametrize(("comment", "found"), [("'02.14.01'", "02.14.01"), ("NULL", "-")])
def test_tables_of_another_version_are_refused(
    engine: Engine, comment: str, found: str
) -> None:
    set_up(url_of(engine))
    with engine.begin() as connection:
        connection.execute(text(f"COMMENT ON TABLE {TABLE} IS {comment}"))

    with pytest.raises(QueueSchemaError) as raised:
        set_up(url_of(engine))

    assert raised.value.facts["found"] == found


def test_the_version_is_the_one_that_was_tested(engine: Engine) -> None:
    """Where this fails the package brought other tables: say in a decision how they come."""
    set_up(url_of(engine))
    with engine.connect() as connection:
        version = connection.scalar(text(f"SELECT obj_description('{TABLE}'::regclass)"))
    assert version == "03.04.00_50_post_add_retry_failed_job_procedure"


def test_who_may_not_make_tables_is_told(engine: Engine, postgres: Server) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f"DROP ROLE IF EXISTS {ANYBODY}".encode())
        connection.execute(f"CREATE ROLE {ANYBODY}".encode())
    try:
        with writing(engine) as ours:
            ours.execute(text("REVOKE CREATE ON SCHEMA public FROM public"))
            ours.execute(text(f"SET LOCAL ROLE {ANYBODY}"))
            with pytest.raises(QueueRightsError) as raised:
                set_up_queue(ours)
            ours.rollback()
        assert raised.value.facts == {
            "database": engine.url.database,
            "user": engine.url.username,
        }
    finally:
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            connection.execute(f"DROP ROLE {ANYBODY}".encode())


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_libpq_reaches_what_sqlalchemy_reaches(scheme: str) -> None:
    told = conninfo_to_dict(conninfo_of(f"{scheme}://an:b%40c@h1:5433/so?sslmode=require"))

    assert {
        "host": "h1",
        "port": "5433",
        "user": "an",
        "password": "b@c",
        "dbname": "so",
        "sslmode": "require",
        "application_name": "dunghan-queue",
    }.items() <= told.items()


def test_every_job_has_its_queue() -> None:
    assert set(QUEUES) == set(Name)
