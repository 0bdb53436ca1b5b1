"""`dunghan run`: the flows, called for ever, and ended cleanly."""

import asyncio
import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.bootstrap import App
from monitor.domain.errors import DungHanError
from monitor.flows.deliver import Delivered, deliver
from monitor.flows.tick import Ticked, tick
from monitor.logs import open_log

LOCK = "dunghan.lock"


async def run_daemon(app: App) -> None:
    """Call the flows until SIGTERM or SIGINT; what is in hand is finished first.

    A kill at any moment loses nothing: the next start reads from the tables what is
    due. A job that fails is written down and called again at its next turn.
    """
    log = open_log()
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    channel = app.channel()

    async def look() -> None:
        done = await asyncio.to_thread(tick, app.outside, app.plan, at=app.clock())
        if facts := _ticked(done):
            log.info("tick", **facts)

    async def send() -> None:
        done = await deliver(
            app.outside.store, channel, at=app.clock, limits=app.limits, stopping=stopping
        )
        if facts := _delivered(done):
            log.info("deliver", **facts)

    def failed(name: str, error: Exception) -> None:
        code = error.code if isinstance(error, DungHanError) else ""
        log.error("job failed", job=name, error=type(error).__name__, code=code)

    dispatcher = app.dispatcher(on_error=failed)
    dispatcher.register("tick", look)
    dispatcher.register("deliver", send)
    dispatcher.every("tick", app.settings.run.tick_seconds)
    dispatcher.every("deliver", app.settings.run.deliver_seconds)
    dispatcher.start()
    log.info("started", database=app.database, pid=os.getpid())
    await stopping.wait()
    log.info("stopping")
    await dispatcher.stop()
    await channel.close()
    log.info("stopped")


@contextmanager
def alone(folder: Path) -> Iterator[str | None]:
    """Hold the office's lock; yield who holds it already, or None.

    A second daemon on one database is harmless, for every claim is by row; it is
    said, since it is mostly a mistake.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / LOCK).open("a+", encoding="ascii") as file:
        file.seek(0)
        other = file.read().strip()
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield other or "?"
            return
        file.seek(0)
        file.truncate()
        file.write(f"pid {os.getpid()}")
        file.flush()
        yield None


def _ticked(done: Ticked) -> dict[str, int]:
    """Return what a tick did, without the zeros."""
    return _told(
        recounted=done.recounted.counted,
        dates_moved=len(done.recounted.moved),
        files=done.collected.taken,
        files_refused=done.collected.refused,
        judged=done.scanned.judged,
        findings=done.scanned.found,
        judging_failed=done.scanned.failed,
        mails=done.notified.mails,
        mails_failed=done.notified.failed,
        mails_held=done.notified.held,
        letters_set=done.apologised.printed,
        letters_failed=done.apologised.failed,
        reports=done.reported.made,
        reports_failed=done.reported.failed,
    )


def _delivered(done: Delivered) -> dict[str, int]:
    return _told(
        sent=done.sent,
        retried=done.retried,
        parked=done.parked,
        uncertain=done.uncertain,
    )


def _told(**facts: int) -> dict[str, int]:
    return {name: number for name, number in facts.items() if number}
