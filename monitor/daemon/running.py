"""`dunghan run`: the flows, called for ever, settings read anew when asked, and a clean end."""

import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from monitor.bootstrap import App
from monitor.catalogues.told import sentence, word
from monitor.daemon.jobs import Jobs, Serves
from monitor.daemon.pulse import Pulse
from monitor.daemon.systemd import Systemd
from monitor.daemon.watchdog import LOOK_SECONDS, Watchdog
from monitor.daemon.watching import watched
from monitor.domain.errors import DungHanError, RestartNeededError
from monitor.logs import open_log
from monitor.ports.dispatcher import Queue

RELOAD = "reload"  # the fault of settings that could not be read anew
STOP_SECONDS = 8.0  # systemd and people are promised ten


async def run_daemon(app: App, serves: Serves | None = None) -> None:
    """Call the flows until SIGTERM or SIGINT; read the settings anew at SIGHUP.

    What is served of a cluster's queues is what `serves` says, else all of them.

    What is in hand is ended first: a mail that is out is finished, a tick stops between
    two transactions. What does not end within `STOP_SECONDS` is left where it is, and the
    process goes with status 0 as at a kill, which loses nothing: the next start reads
    from the tables what is due, and a mail whose reply nobody heard goes out once more,
    the same to the byte.
    """
    daemon = _Daemon(app, serves)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, daemon.stopping.set)
    loop.add_signal_handler(signal.SIGHUP, daemon.reloading.set)
    await daemon.run()


class _Daemon:
    """One run: it outlives the office that it began with."""

    def __init__(self, app: App, serves: Serves | None) -> None:
        self._serves = serves
        self.stopping, self.reloading = asyncio.Event(), asyncio.Event()
        self._first = app
        self._log = open_log()
        self._systemd = Systemd(os.environ)
        self._watchdog = Watchdog(self._systemd, self._log)

    async def run(self) -> None:
        """Work until told to stop."""
        self._watchdog.start()
        with suppress(Exception):  # the database may be what is wrong: the jobs tell of it
            await asyncio.to_thread(_cure, self._first)
        app: App | None = self._first
        while app is not None:
            serves = self._serves or app.all_queues
            with watched(app, self._log, is_wanted=Queue.LEAD in serves):
                app = await self._serve(app, serves)
        self._watchdog.stop()
        self._log.info("stopped")

    async def _serve(self, app: App, serves: Serves) -> App | None:
        """Work for one office; return it under new settings, None where that was all."""
        limit = app.settings.run.watchdog_seconds
        loop = Pulse("loop", limit, time.monotonic)
        beating = asyncio.create_task(_beat(loop))
        jobs = Jobs(app, self._log, clock=time.monotonic, serves=serves)
        self._watchdog.watch(loop, *jobs.pulses)
        await jobs.start()
        self._log.info("started", database=app.database, pid=os.getpid())
        self._systemd.tell(READY=1, STATUS=word("daemon", "running"))
        following = await self._next(app)
        await self._end(jobs)
        beating.cancel()
        if app is not self._first:  # which is closed by whoever opened it
            app.close()
        return following

    async def _next(self, app: App) -> App | None:
        """Wait for what comes after this office."""
        while True:
            signals = (self.stopping, self.reloading)
            waiting = [asyncio.create_task(one.wait()) for one in signals]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for one in waiting:
                one.cancel()
            if self.stopping.is_set():
                self._log.info("stopping")
                self._systemd.tell(STOPPING=1, STATUS=word("daemon", "stopping"))
                return None
            self.reloading.clear()
            if again := await self._again(app):
                return again

    async def _again(self, app: App) -> App | None:
        """Open the office by its settings as they now are; None and told where none can be."""
        usec = time.monotonic_ns() // 1_000
        self._systemd.tell(RELOADING=1, MONOTONIC_USEC=usec, STATUS=word("daemon", "reloading"))
        try:
            again = await asyncio.to_thread(_opened_again, app)
        except Exception as error:  # noqa: BLE001 - whatever it is, the old settings do
            code = error.code if isinstance(error, DungHanError) else ""
            self._log.error("reload refused", error=type(error).__name__, code=code)
            with suppress(Exception):  # the database may be what is wrong
                await asyncio.to_thread(_tell, app, error)
            self._systemd.tell(READY=1, STATUS=word("daemon", "refused"))
            return None
        self._log.info("reloading")
        return again

    async def _end(self, jobs: Jobs) -> None:
        """End what is in hand: in its own time for a reload, within ours for a stop."""
        leaving = asyncio.create_task(jobs.leave())
        stopping = asyncio.create_task(self.stopping.wait())
        await asyncio.wait((leaving, stopping), return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait((leaving,), timeout=STOP_SECONDS)
        if not leaving.done():
            self._log.warning("left at once")
            sys.stdout.flush()
            os._exit(0)  # whatever waits for what hangs would hang as well
        stopping.cancel()
        leaving.result()


async def _beat(loop: Pulse) -> None:
    while True:
        loop.beat()
        await asyncio.sleep(LOOK_SECONDS)


def _opened_again(app: App) -> App:
    again = app.again()
    if changed := _fixed(app, again):
        again.close()
        raise RestartNeededError(changed=", ".join(changed))
    _cure(again)
    return again


def _cure(app: App) -> None:
    """Take back that settings were refused: those now in force are the newest."""
    with app.outside.store.writing() as work:
        work.done.cured(RELOAD)


def _tell(app: App, error: Exception) -> None:
    """Have the operator know why the settings are still the old ones."""
    detail = word("daemon", "refused")
    if isinstance(error, DungHanError):
        detail = word("daemon", "kept").format(why=sentence(error))
    with app.outside.store.writing() as work:
        work.done.fault(RELOAD, at=app.clock(), detail=detail)


def _fixed(before: App, after: App) -> tuple[str, ...]:
    """Return the settings that have changed and that a running daemon stands on."""
    fixed: dict[str, tuple[str | Path, str | Path]] = {
        "store.url": (before.settings.store.url, after.settings.store.url),
        "paths.var": (before.settings.paths.var, after.settings.paths.var),
    }
    return tuple(name for name, (old, new) in fixed.items() if old != new)
