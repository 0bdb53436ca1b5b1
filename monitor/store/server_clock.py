"""The clock of the database's server: one for all machines that work on it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError

from monitor.domain.instants import VIETNAM
from monitor.store.engine import reading

FRESH_SECONDS = 60.0  # for so long our own count of seconds is trusted


class ServerClock:
    """Tells the present as the server has it, so that leases and slots are alike everywhere.

    Between two questions, and while the server does not answer, it counts seconds itself,
    which no change of the machine's clock can touch.

    Args:
        engine: The database.
        machine: The machine's own clock, which tells the time until the server first answers.
        counted: Tells seconds that only ever go on.
    """

    def __init__(
        self, engine: Engine, machine: Callable[[], datetime], counted: Callable[[], float]
    ) -> None:
        self._engine = engine
        self._machine = machine
        self._counted = counted
        self._one_asks = Lock()
        self._told: tuple[datetime, float] | None = None
        self._asked_at = 0.0

    def __call__(self) -> datetime:
        """Return the present on the Vietnam clock, in whole seconds as the store keeps them."""
        with self._one_asks:
            now = self._counted()
            if self._told is None or now - self._asked_at >= FRESH_SECONDS:
                self._ask()
            if self._told is None:
                return self._machine()
            said, then = self._told
        return (said + timedelta(seconds=self._counted() - then)).replace(microsecond=0)

    @property
    def ahead(self) -> timedelta:
        """How far the machine's clock is ahead of the server's; below 0: behind."""
        return self._machine() - self()

    def _ask(self) -> None:
        began = self._counted()
        try:
            with reading(self._engine) as connection:
                said = connection.scalars(select(func.clock_timestamp())).one()
        except DBAPIError:  # whoever works on it is told so by what they do there
            return
        ended = self._counted()
        self._asked_at = ended
        self._told = (said.astimezone(VIETNAM), (began + ended) / 2)
