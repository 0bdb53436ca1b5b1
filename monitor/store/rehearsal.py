"""A rehearsal: the very same work on a private copy, so that nothing of the office changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection, connect
from tempfile import TemporaryDirectory
from typing import cast

from sqlalchemy import URL, Engine, func, select

from monitor.domain.message import OutboxEntry
from monitor.ports.store import Standing, Wanted
from monitor.store.engine import SQLITE, open_engine, reading
from monitor.store.moving import copy_state
from monitor.store.tables import findings, messages
from monitor.store.work import SqlStore

ALL = 2**31 - 1


class Rehearsal(SqlStore):
    """A store on a copy, and what was made in it since it was copied."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        with reading(engine) as connection:
            last = connection.execute(select(func.max(findings.c.id))).scalar_one()
            self._last_finding = int(last or 0)
            self._keys = frozenset(connection.scalars(select(messages.c.key)))

    def findings_made(self) -> list[Standing]:
        """Return the findings made here, in the order in which they were made."""
        wanted = Wanted(after_id=self._last_finding)
        with self.reading() as work:
            return work.findings.find(wanted, limit=ALL)[::-1]

    def messages_made(self) -> list[OutboxEntry]:
        """Return the messages made here, by key."""
        with self.reading() as work:
            made = work.outbox.list(limit=ALL)
        return sorted(
            (one for one in made if one.key not in self._keys), key=lambda one: one.key
        )


@contextmanager
def rehearse(engine: Engine, *, beside: Path | None = None) -> Iterator[Rehearsal]:
    """Yield a store on a SQLite copy of a database, gone at the end.

    Copying only reads: whoever works on the original is never kept waiting. The copy
    lies beside the original, or in the folder `beside` where that lies on a server, closed to
    others, and under a name of its own.
    """
    is_file = engine.dialect.name == SQLITE
    home = beside if beside and not is_file else Path(str(engine.url.database)).parent
    with TemporaryDirectory(prefix=".rehearsal-", dir=home) as folder:
        path = Path(folder) / "monitor.db"
        if is_file:
            _copy(engine, path)
        copy = open_engine(URL.create("sqlite", database=str(path)).render_as_string())
        try:
            if not is_file:
                copy_state(engine, copy, place=str(path))
            yield Rehearsal(copy)
        finally:
            copy.dispose()


def _copy(engine: Engine, path: Path) -> None:
    path.touch(mode=0o600)
    original = engine.raw_connection()
    target = connect(path)
    try:
        cast(Connection, original.driver_connection).backup(target)
    finally:
        target.close()
        original.close()
