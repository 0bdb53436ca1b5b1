"""The thread that ends the process when something in it hangs.

It stands outside the scheduler and the event loop, for either may be what hangs. What it
cannot see is a process that runs no Python at all: for that there is systemd's own watchdog,
which this thread feeds for as long as all are alive.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from threading import Event, Thread, Timer

from monitor.catalogues.told import word
from monitor.daemon.pulse import Pulse
from monitor.daemon.systemd import Systemd
from monitor.logs import Log

HUNG = 70  # the exit status: EX_SOFTWARE
LOOK_SECONDS = 10.0
LAST_WORDS_SECONDS = 5.0  # how long a log that hangs, too, may keep the process
FRAMES = 8  # of each thread, the innermost


class Watchdog:
    """Looks after pulses; one that is silent for too long ends the process.

    Args:
        systemd: Told that we are alive, at least twice in the time that it allows.
        log: Where the last words go: who hung, and where in the code each thread was.
        look_seconds: How often it looks.
    """

    def __init__(
        self, systemd: Systemd, log: Log, *, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._systemd = systemd
        self._log = log
        self._seconds = min(look_seconds, (systemd.watchdog_seconds or look_seconds) / 2)
        self._pulses: Sequence[Pulse] = ()
        self._last_status = word("daemon", "hung")
        self._ended = Event()
        self._thread = Thread(target=self._look, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def watch(self, *pulses: Pulse) -> None:
        """Look after these from now on, and after no others."""
        self._pulses = pulses

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(self._seconds):
            if hung := [one for one in self._pulses if one.is_hung]:
                self._end(hung)
            if self._systemd.watchdog_seconds:
                self._systemd.tell(WATCHDOG=1)

    def _end(self, hung: Sequence[Pulse]) -> None:
        last = Timer(LAST_WORDS_SECONDS, os._exit, (HUNG,))
        last.daemon = True
        last.start()
        names = [one.name for one in hung]
        silent = round(max(one.silent for one in hung))
        self._systemd.tell(STATUS=self._last_status)
        self._log.critical("hung", jobs=names, silent_seconds=silent, threads=_threads())
        os._exit(HUNG)


def _threads() -> list[list[str]]:
    """Return where each thread is: functions and lines, innermost last, no values."""
    frames = sys._current_frames().values()  # noqa: SLF001 - there is no other way to them
    return [
        [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_stack(frame)][
            -FRAMES:
        ]
        for frame in frames
    ]
