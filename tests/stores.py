"""Real stores for tests: SQLite files, brought to the schema once and copied for each."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

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


@pytest.fixture
def store(blank: Path, tmp_path: Path) -> Iterator[SqlStore]:
    """Yield an empty store on a file of its own."""
    with open_store(copy_store(blank, tmp_path / NAME)) as opened:
        yield opened


def copy_store(blank: Path, path: Path) -> Path:
    """Copy a store that nobody writes to, and return where it is."""
    shutil.copy(blank, path)
    return path


@contextmanager
def open_store(path: Path) -> Iterator[SqlStore]:
    """Yield the store in a file, and close it: as often as a process would start."""
    engine = open_engine(f"sqlite:///{path}")
    try:
        yield SqlStore(engine)
    finally:
        engine.dispose()
