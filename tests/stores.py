"""Real stores for tests: each brought to the schema once, and empty for every test.

A test of the store takes both databases; any other one SQLite, or what `DUNGHAN_TEST_STORE`
names.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from monitor.store.engine import SQLITE, open_engine
from monitor.store.schema import upgrade
from monitor.store.tables import metadata
from monitor.store.work import SqlStore
from tests.postgres import Server, a_database, the_server

NAME = "monitor.db"
USUAL = "DUNGHAN_TEST_STORE"  # sqlite or postgresql
EMPTIED = """
DO $$
DECLARE
  one text;
  filled text[] := '{}';
  has_rows boolean;
BEGIN
  FOREACH one IN ARRAY string_to_array('{tables}', ',') LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', one) INTO has_rows;
    IF has_rows THEN filled := filled || quote_ident(one); END IF;
  END LOOP;
  IF filled <> '{}' THEN
    EXECUTE 'TRUNCATE ' || array_to_string(filled, ',') || ' CASCADE';
  END IF;
  FOR one IN
    SELECT quote_ident(sequencename) FROM pg_sequences WHERE last_value IS NOT NULL
  LOOP
    EXECUTE format('ALTER SEQUENCE %s RESTART', one);
  END LOOP;
END $$
""".replace("{tables}", ",".join(metadata.tables))


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database at the newest schema that nobody writes to."""
    path = tmp_path_factory.mktemp("blank") / NAME
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def warm_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return an engine that keeps for all tests the statements it has once compiled."""
    return an_engine(tmp_path_factory.mktemp("store") / NAME)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Yield a server for all tests."""
    with the_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_engine(postgres: Server) -> Iterator[Engine]:
    """Yield an engine on a PostgreSQL database at the newest schema."""
    with a_database(postgres) as url:
        engine = open_engine(url)
        upgrade(engine)
        yield engine
        engine.dispose()


@pytest.fixture(scope="session")
def model(postgres: Server) -> Iterator[str]:
    """Yield the name of a database at the newest schema, to copy: making one takes a second."""
    with a_database(postgres) as url:
        engine = open_engine(url)
        upgrade(engine)
        engine.dispose()
        yield str(engine.url.database)


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    """Yield an empty store."""
    kind = getattr(request, "param", os.environ.get(USUAL, "sqlite"))
    yield from STORES[kind](request)


def _on_sqlite(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    engine: Engine = request.getfixturevalue("warm_engine")
    path = file_of(engine)
    for left in path.parent.iterdir():
        left.unlink()
    copy_store(request.getfixturevalue("blank"), path)
    yield SqlStore(engine)
    engine.dispose()


def _on_postgres(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    engine: Engine = request.getfixturevalue("postgres_engine")
    with engine.begin() as connection:
        connection.execute(text(EMPTIED))
    yield SqlStore(engine)


STORES = {"sqlite": _on_sqlite, "postgresql": _on_postgres}


def an_engine(path: Path) -> Engine:
    """Open a SQLite file that need not outlive a power cut: no test pulls the plug."""
    return unsynced(open_engine(f"sqlite:///{path}"))


def unsynced(engine: Engine) -> Engine:
    """Have an engine wait for no disk."""
    event.listen(engine, "connect", lambda one, _: one.execute("PRAGMA synchronous=OFF"))
    return engine


def file_of(engine: Engine) -> Path:
    return Path(str(engine.url.database))


def copy_store(blank: Path, path: Path) -> Path:
    """Copy a store that nobody writes to, and return where it is."""
    shutil.copy(blank, path)
    return path


@contextmanager
def a_copy(store: SqlStore, folder: Path) -> Iterator[SqlStore]:
    """Yield a store with all that another holds, which nobody uses meanwhile."""
    url = store.engine.url
    store.engine.dispose()
    if store.engine.dialect.name == SQLITE:
        folder.mkdir()
        with open_store(copy_store(file_of(store.engine), folder / NAME)) as copied:
            yield copied
        return
    server = Server(url.set(database="postgres").render_as_string(hide_password=False))
    with a_database(server, like=str(url.database)) as copy:
        engine = open_engine(copy)
        try:
            yield SqlStore(engine)
        finally:
            engine.dispose()


@contextmanager
def open_store(path: Path) -> Iterator[SqlStore]:
    """Yield the store in a file, and close it: as often as a process would start."""
    engine = an_engine(path)
    try:
        yield SqlStore(engine)
    finally:
        engine.dispose()
