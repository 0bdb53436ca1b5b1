"""A store whose transactions are a job's steps: it beats at each, and may be left between two.

Every flow works in short transactions and starts again from what the tables say, so a kill
between two of them loses nothing. To leave there is the same, done gently.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from monitor.daemon.pulse import Pulse
from monitor.ports.store import Store, Work


class LeftError(BaseException):
    """A job was left between two transactions.

    Like `KeyboardInterrupt` it is no `Exception`: no flow may take it for a fault of the
    dossier or the file in hand.
    """


class Steps:
    """The store as one job sees it.

    Args:
        store: The store.
        pulse: The job's; it beats as a transaction begins and as it ends.
        leaves: Whether the job shall end where it is; then no transaction begins.
    """

    def __init__(
        self, store: Store, pulse: Pulse, *, leaves: Callable[[], bool] = lambda: False
    ) -> None:
        self._store = store
        self._pulse = pulse
        self._leaves = leaves

    def writing(self) -> AbstractContextManager[Work]:
        """Open a write transaction: committed at the end, undone on error."""
        return self._step(self._store.writing)

    def sharing(self) -> AbstractContextManager[Work]:
        """Open the same, beside others of its kind."""
        return self._step(self._store.sharing)

    def reading(self) -> AbstractContextManager[Work]:
        """Open a transaction that sees one consistent state."""
        return self._step(self._store.reading)

    @contextmanager
    def _step(self, opened: Callable[[], AbstractContextManager[Work]]) -> Iterator[Work]:
        if self._leaves():
            raise LeftError
        self._pulse.beat()
        with opened() as work:
            yield work
        self._pulse.beat()
