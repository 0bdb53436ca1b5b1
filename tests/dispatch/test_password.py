"""The queue's own connections bear the password that the settings keep out of the URL."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from monitor.bootstrap import build
from monitor.ports.dispatcher import Queue
from tests.dispatch.test_contract import a_quick_job, until
from tests.offices import an_office
from tests.postgres import Server, a_server

SECRET = "open-sesame"  # noqa: S105 - of a server that ends with the test


@pytest.fixture
def closed() -> Iterator[Server]:
    """Yield a server that lets the office in by its password alone."""
    with a_server() as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE office LOGIN PASSWORD '{SECRET}'")
            connection.execute("CREATE DATABASE office OWNER office ENCODING 'UTF8'")
        rules = server.data / "pg_hba.conf"
        rules.write_text(f"local all office scram-sha-256\n{rules.read_text()}")
        server.stop()
        server.start()
        yield server


def test_the_queue_is_reached_by_the_password_from_the_environment(
    closed: Server, tmp_path: Path
) -> None:
    url = make_url(closed.url).set(database="office", username="office", password=SECRET)
    office = an_office(tmp_path / "office", more='\n[run]\ndispatcher = "cluster"\n')
    environ = {"DUNGHAN_STORE_URL": url.render_as_string(hide_password=False)}
    app, job = build(office.settings, environ=environ), a_quick_job()
    told: list[str] = []

    async def scene() -> None:
        dispatcher = app.dispatcher(
            on_error=lambda name, _: told.append(name), serves={Queue.LEAD: 1}
        )
        dispatcher.register("look", job)
        dispatcher.wake("look")
        dispatcher.start()
        async with asyncio.timeout(20):
            await until(lambda: job.ended > 0 or bool(told))
        await dispatcher.stop()

    asyncio.run(scene())
    app.close()

    assert told == []
    assert job.ended == 1
