"""A database opened by us keeps what it was told, one writer at a time."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from monitor.store.engine import open_engine, reading, writing
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.stores import NAME, copy_store

READ_BACK = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "busy_timeout": 5_000,
    "synchronous": 2,  # FULL
    "cache_size": -65_536,  # KiB: 64 MiB
    "secure_delete": 1,
}
AT = vn("2026-11-12 08:00")
READ_ONLY = "readonly database|read-only transaction"


@pytest.fixture
def engine(blank: Path, tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(f"sqlite:///{copy_store(blank, tmp_path / NAME)}")
    yield opened
    opened.dispose()


def test_every_connection_has_the_pragmas(engine: Engine) -> None:
    with writing(engine) as first, reading(engine) as second:
        found = [
            {name: one.execute(text(f"PRAGMA {name}")).scalar_one() for name in READ_BACK}
            for one in (first, second)
        ]

    assert found == [READ_BACK, READ_BACK]


def test_the_folder_is_made_and_left_to_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "var" / "monitor.db"
    engine = open_engine(f"sqlite:///{path}")

    with reading(engine) as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()

    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_without_a_file_is_opened(url: str) -> None:
    engine = open_engine(url)

    with writing(engine) as connection:
        answer = connection.execute(text("SELECT 1")).scalar_one()
    engine.dispose()

    assert answer == 1
    assert not Path(":memory:").exists()


def test_writers_take_turns_and_lose_no_count(engine: Engine) -> None:
    workers, rounds = 4, 25
    start = Barrier(workers)

    def count() -> None:
        start.wait()
        for _ in range(rounds):
            with writing(engine) as connection:
                seen = connection.execute(text("SELECT count(*) FROM done")).scalar_one()
                connection.execute(
                    text("INSERT INTO done VALUES (:name, 0)"), {"name": f"{seen:04}"}
                )

    with ThreadPoolExecutor(workers) as pool:
        for one in [pool.submit(count) for _ in range(workers)]:
            one.result()

    with reading(engine) as connection:
        names = list(connection.scalars(text("SELECT name FROM done ORDER BY name")))
    assert names == [f"{number:04}" for number in range(workers * rounds)]


def test_a_writer_takes_the_lock_before_its_first_statement(engine: Engine) -> None:
    with (
        writing(engine),
        closing(sqlite3.connect(str(engine.url.database), timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_a_reader_neither_waits_for_a_writer_nor_sees_half_of_it(store: SqlStore) -> None:
    wrote, read = Event(), Event()

    def write() -> None:
        with store.writing() as work:
            work.done.mark("one", at=AT)
            wrote.set()
            assert read.wait(timeout=5)
            work.done.mark("two", at=AT)

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write)
        assert wrote.wait(timeout=5)
        with store.reading() as work:
            during = work.done.has("one"), work.done.has("two")
            read.set()
            writer.result()
            still = work.done.has("one"), work.done.has("two")
        with store.reading() as work:
            after = work.done.has("one"), work.done.has("two")

    assert during == still == (False, False)
    assert after == (True, True)


def write_half(store: SqlStore) -> None:
    with store.writing() as work:
        work.done.mark("one", at=AT)
        raise ValueError("half-way")  # noqa: EM101 - the shortest way to fail


def test_what_fails_half_way_is_undone(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="half-way"):
        write_half(store)

    with store.reading() as work:
        assert not work.done.has("one")


def test_what_only_reads_cannot_write(store: SqlStore) -> None:
    with pytest.raises(DBAPIError, match=READ_ONLY), store.reading() as work:
        work.done.mark("one", at=AT)

    with store.writing() as work:
        work.done.mark("two", at=AT)
        assert not work.done.has("one")
