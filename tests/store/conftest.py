"""Every test of the store has a database of its own, on SQLite and on PostgreSQL."""

import pytest
from sqlalchemy import event

from monitor.store.work import SqlStore
from tests.stores import STORES, blank, model, postgres, postgres_engine, store, warm_engine

__all__ = ["blank", "model", "postgres", "postgres_engine", "store", "warm_engine"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Have each test that takes a store run on both databases."""
    if "store" in metafunc.fixturenames:
        metafunc.parametrize("store", STORES, indirect=True)


@pytest.fixture
def written(store: SqlStore) -> list[str]:
    """Return the statements that write, as they come."""
    told: list[str] = []

    def listen(*args: object) -> None:
        statement = str(args[2])
        if not statement.startswith(("SELECT", "PRAGMA", "BEGIN")):
            told.append(statement)

    event.listen(store.engine, "before_cursor_execute", listen)
    return told
