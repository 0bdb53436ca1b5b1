"""The daemon's two jobs, under one reading of the settings: tick, and deliver."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from monitor.bootstrap import App
from monitor.daemon.facts import delivered, ticked
from monitor.daemon.pinging import Pinger
from monitor.daemon.pulse import Pulse
from monitor.daemon.steps import LeftError, Steps
from monitor.domain.errors import BrokenDatabaseError, DungHanError
from monitor.flows.deliver import deliver
from monitor.flows.tick import tick
from monitor.logs import Log


class Jobs:
    """Calls the flows of one office, each in its rhythm.

    A job that fails is written down and called again at its next turn.

    Args:
        app: The office.
        log: Where it is told what they did.
        clock: Tells seconds that only ever go on, for the pulses.
    """

    def __init__(self, app: App, log: Log, *, clock: Callable[[], float]) -> None:
        run, mail, store = app.settings.run, app.settings.mail, app.outside.store
        slow = run.deliver_seconds + mail.timeout_seconds  # a mail server takes its time
        self._app = app
        self._log = log
        self._stopping = asyncio.Event()
        self._tick = Pulse("tick", run.tick_seconds + run.watchdog_seconds, clock)
        self._deliver = Pulse("deliver", slow + run.watchdog_seconds, clock)
        leaves = self._stopping.is_set
        self._outside = replace(app.outside, store=Steps(store, self._tick, leaves=leaves))
        self._outbox = Steps(store, self._deliver)
        self._channel = app.channel()
        self._pinger = Pinger(app.ping(), store, clock=app.clock, log=log)
        self._dispatcher = app.dispatcher(on_error=self._failed)
        self._dispatcher.register("tick", self._look)
        self._dispatcher.register("deliver", self._send)
        self._dispatcher.every("tick", run.tick_seconds)
        self._dispatcher.every("deliver", run.deliver_seconds)

    @property
    def pulses(self) -> tuple[Pulse, Pulse]:
        """The signs of life that the jobs leave as they go on."""
        return self._tick, self._deliver

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._dispatcher.start()

    async def leave(self) -> None:
        """Begin nothing more, and end what is in hand.

        Mails that are out are finished; a tick ends with its transaction in hand, and
        whoever ticks next goes on from there.
        """
        self._stopping.set()
        await self._dispatcher.stop()
        await self._channel.close()

    async def _look(self) -> None:
        self._tick.beat()
        app = self._app
        try:
            done = await asyncio.to_thread(tick, self._outside, app.plan, at=app.clock())
        except LeftError:
            self._log.info("left", job="tick")
            return
        except Exception:
            self._pinger.tell(is_well=False)
            raise
        self._pinger.tell(is_well=True)
        if facts := ticked(done):
            self._log.info("tick", **facts)

    async def _send(self) -> None:
        self._deliver.beat()
        app = self._app
        done = await deliver(
            self._outbox,
            self._channel,
            at=app.clock,
            trying=app.trying,
            stopping=self._stopping,
        )
        if facts := delivered(done):
            self._log.info("deliver", **facts)

    def _failed(self, name: str, error: Exception) -> None:
        if isinstance(error, DBAPIError):
            error = self._app.broken(error) or error
        facts = {"code": error.code if isinstance(error, DungHanError) else ""}
        if isinstance(error, BrokenDatabaseError):
            facts["backup"] = Path(str(error.facts["newest"])).name
        self._log.error("job failed", job=name, error=type(error).__name__, **facts)
