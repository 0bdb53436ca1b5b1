"""Something to be watched, that hangs or goes on: `python -m tests.daemon.watched CASE`."""

import asyncio
import os
import sys
import threading
import time
from math import inf

from monitor.daemon import watchdog
from monitor.daemon.pulse import Pulse
from monitor.daemon.systemd import Systemd
from monitor.daemon.watchdog import Watchdog
from monitor.logs import open_log

LIMIT, LOOK, LIFE = 0.5, 0.05, 1.0  # seconds
(CASE,) = sys.argv[1:]


def hang() -> None:
    """Wait for what never comes."""
    threading.Event().wait()


class HangingLog:
    """A log whose reader has stopped reading."""

    def critical(self, event: str, **_: object) -> None:
        """Write nothing, for ever."""
        hang()


async def live(tick: Pulse, loop: Pulse) -> None:
    """Beat for a while, or until the end that never comes by itself."""
    until = time.monotonic() + LIFE if CASE == "all live" else inf
    while time.monotonic() < until:
        loop.beat()
        if CASE == "the loop hangs":
            hang()
        if CASE == "all live":
            tick.beat()
        await asyncio.sleep(LOOK)


def main() -> None:
    """Watch, and live."""
    tick = Pulse("tick", inf if CASE == "the loop hangs" else LIMIT, time.monotonic)
    loop = Pulse("loop", LIMIT, time.monotonic)
    watchdog.LAST_WORDS_SECONDS = 0.2
    log = HangingLog() if CASE == "a job and the log hang" else open_log()
    watching = Watchdog(Systemd(os.environ), log, look_seconds=LOOK)  # type: ignore[arg-type]
    watching.watch(tick, loop)
    watching.start()
    asyncio.run(live(tick, loop))
    watching.stop()


main()
