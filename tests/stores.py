"""Real stores for tests: SQLite files, brought to the schema once and copied for each."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from monitor.store.engine import open_engine
from monitor.store.schema import upgrade
from monitor.store.work import SqlStore

NAME = "monitor.db"


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


@pytest.fixture
def store(blank: Path, warm_engine: Engine) -> Iterator[SqlStore]:
    """Yield an empty store."""
    path = file_of(warm_engine)
    for left in path.parent.iterdir():
        left.unlink()
    copy_store(blank, path)
    yield SqlStore(warm_engine)
    warm_engine.dispose()


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
def open_store(path: Path) -> Iterator[SqlStore]:
    """Yield the store in a file, and close it: as often as a process would start."""
    engine = an_engine(path)
    try:
        yield SqlStore(engine)
    finally:
        engine.dispose()
