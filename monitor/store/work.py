"""All repositories over one transaction, and the store that opens it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from sqlalchemy import Connection, Engine

from monitor.ports.dispatcher import Name, Wake, Waker
from monitor.store.agenda import SqlAgenda
from monitor.store.archive import SqlDone, SqlReports
from monitor.store.batches import SqlPrintBatches
from monitor.store.bounces import SqlBounces
from monitor.store.counts import SqlCounts
from monitor.store.delivery import SqlDelivery
from monitor.store.dossiers import SqlDossiers
from monitor.store.edits import SqlEdits
from monitor.store.engine import reading, sharing, writing
from monitor.store.findings import SqlFindings
from monitor.store.gauges import SqlGauges
from monitor.store.handed import SqlHanded
from monitor.store.held import SqlHeld
from monitor.store.imports import SqlImports
from monitor.store.letters import SqlLetters
from monitor.store.mergers import SqlMergers
from monitor.store.months import SqlMonths
from monitor.store.numbers import SqlNumbers
from monitor.store.outbox import SqlOutbox
from monitor.store.retention import SqlRetention
from monitor.store.spans import SqlSpans
from monitor.store.units import SqlUnits
from monitor.store.workbooks import SqlWorkbooks


class SqlWork:
    """The tables in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.wakes: list[Wake] = []
        self.imports = SqlImports(connection)
        self.dossiers = SqlDossiers(connection)
        self.agenda = SqlAgenda(connection)
        self.counts = SqlCounts(connection)
        self.edits = SqlEdits(connection)
        self.findings = SqlFindings(connection)
        self.units = SqlUnits(connection)
        self.spans = SqlSpans(connection)
        self.letters = SqlLetters(connection)
        self.numbers = SqlNumbers(connection)
        self.batches = SqlPrintBatches(connection)
        self.outbox = SqlOutbox(connection, queued=partial(self.wake, Name.DELIVER))
        self.delivery = SqlDelivery(connection)
        self.bounces = SqlBounces(connection)
        self.held = SqlHeld(connection, self.outbox)
        self.handed = SqlHanded(connection)
        self.mergers = SqlMergers(connection)
        self.months = SqlMonths(connection)
        self.reports = SqlReports(connection)
        self.workbooks = SqlWorkbooks(connection)
        self.done = SqlDone(connection)
        self.gauges = SqlGauges(connection)
        self.retention = SqlRetention(connection)

    def wake(self, name: Name, **ids: str | int) -> None:
        """Have a job called with these ids once this is committed; as often as said, once."""
        wake = Wake(name, ids)
        if wake not in self.wakes:
            self.wakes.append(wake)


class SqlStore:
    """The database behind one engine.

    Args:
        engine: The database.
        waker: Told what transactions wake; None: nobody waits for it.
    """

    def __init__(self, engine: Engine, waker: Waker | None = None) -> None:
        self.engine = engine
        self.waker = waker

    def writing(self) -> AbstractContextManager[SqlWork]:
        """Open a write transaction: committed at the end, undone on error.

        No other is open meanwhile.
        """
        return self._working(writing)

    def sharing(self) -> AbstractContextManager[SqlWork]:
        """Open the same, beside others of its kind: each claims the rows that it writes."""
        return self._working(sharing)

    @contextmanager
    def reading(self) -> Iterator[SqlWork]:
        """Open a transaction that sees one consistent state."""
        with reading(self.engine) as connection:
            yield SqlWork(connection)

    @contextmanager
    def _working(
        self, opened: Callable[[Engine], AbstractContextManager[Connection]]
    ) -> Iterator[SqlWork]:
        with opened(self.engine) as connection:
            work = SqlWork(connection)
            yield work
            if self.waker and work.wakes:
                self.waker.within(connection, work.wakes)
        if self.waker and work.wakes:
            self.waker.after(work.wakes)
