"""The sign of life sent out after each tick, from a thread that holds nothing up."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.flows.life import tell_life
from monitor.logs import Log
from monitor.ports.store import Store
from monitor.ports.watch import Ping

EVERY = timedelta(minutes=1)


class Pinger:
    """Tells a watcher of good ticks at most once a minute, and of a bad one as soon.

    Args:
        ping: Who is told; None where nobody is.
        store: Where a failure is told to the operator.
        clock: The present.
        log: Where a failure is written down, without the address.
    """

    def __init__(
        self, ping: Ping | None, store: Store, *, clock: Callable[[], datetime], log: Log
    ) -> None:
        self._ping = ping
        self._store = store
        self._clock = clock
        self._log = log
        self._last: tuple[datetime, bool] | None = None
        self._thread: threading.Thread | None = None

    def tell(self, *, is_well: bool) -> None:
        """Begin to tell, unless that was told a moment ago or is being told."""
        if self._ping is None or not self._is_due(is_well=is_well):
            return
        self._last = self._clock(), is_well
        self._thread = threading.Thread(
            target=self._tell, args=(self._ping, is_well), name="ping", daemon=True
        )
        self._thread.start()

    def _is_due(self, *, is_well: bool) -> bool:
        if self._thread is not None and self._thread.is_alive():
            return False
        if self._last is None:
            return True
        at, was_well = self._last
        return was_well is not is_well or not timedelta() <= self._clock() - at < EVERY

    def _tell(self, ping: Ping, is_well: bool) -> None:  # noqa: FBT001 - a thread's arguments
        try:
            reason = tell_life(self._store, ping, is_well=is_well, at=self._clock())
        except Exception as error:  # noqa: BLE001 - a sign of life must never end a life
            self._log.error("ping failed", error=type(error).__name__)
            return
        if reason:
            self._log.warning("ping failed", reason=reason)
