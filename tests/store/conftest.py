"""Every test of the store has a database of its own."""

import pytest
from sqlalchemy import event

from monitor.store.work import SqlStore
from tests.stores import blank, store, warm_engine

__all__ = ["blank", "store", "warm_engine"]


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
