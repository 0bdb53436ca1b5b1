"""The daemon's jobs, under one reading of the settings: tick, deliver, and help with both."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from monitor.bootstrap import App
from monitor.daemon.facts import delivered, ticked
from monitor.daemon.membership import Membership
from monitor.daemon.pinging import Pinger
from monitor.daemon.pulse import Pulse
from monitor.daemon.steps import LeftError, Steps
from monitor.domain.errors import BrokenDatabaseError, DungHanError
from monitor.domain.worker import Fitness
from monitor.flows.deliver import deliver
from monitor.flows.letter_paper import set_paper
from monitor.flows.scan import scan_unit
from monitor.flows.tick import tick
from monitor.logs import Log
from monitor.ports.dispatcher import QUEUES, SHARED, Job, Name, Queue

Serves = Mapping[Queue, int]
"""The queues that a process serves, and how many jobs of each at once."""


class Jobs:
    """Calls the flows of one office, each in its rhythm.

    A job that fails is written down and called again at its next turn.

    Args:
        app: The office.
        log: Where it is told what they did.
        clock: Tells seconds that only ever go on, for the pulses.
        serves: What this process does of the work of a cluster.
    """

    def __init__(
        self, app: App, log: Log, *, clock: Callable[[], float], serves: Serves
    ) -> None:
        run, mail = app.settings.run, app.settings.mail
        slow = run.deliver_seconds + mail.timeout_seconds  # a mail server takes its time
        is_cluster = app.is_cluster
        self._app = app
        self._log = log
        self._stopping = asyncio.Event()
        every = {Name.TICK: run.tick_seconds, Name.DELIVER: slow}
        self._pulses = {
            name: Pulse(name, every.get(name, 0) + run.watchdog_seconds, clock, rests=rests)
            for name, rests in (
                (Name.TICK, is_cluster),
                (Name.DELIVER, is_cluster),
                (Name.SCAN, True),
                (Name.PAPER, True),
            )
        }
        self._member = Membership(app, log, serves) if is_cluster else None
        crew = app.crew(self._member.name, rest=time.sleep) if self._member else None
        leaves = self._stopping.is_set
        self._outside = {
            name: replace(
                app.outside, store=Steps(app.outside.store, pulse, leaves=leaves), crew=crew
            )
            for name, pulse in self._pulses.items()
        }
        self._outbox = Steps(app.outside.store, self._pulses[Name.DELIVER])
        self._channel = app.channel()
        self._pinger = Pinger(app.ping(), app.outside.store, clock=app.clock, log=log)
        self._dispatcher = app.dispatcher(on_error=self._failed, serves=serves)
        calls: dict[Name, Job] = {
            Name.TICK: self._look,
            Name.SCAN: self._scan,
            Name.PAPER: self._set,
            Name.DELIVER: self._send,
        }
        for name, job in calls.items():
            self._dispatcher.register(name, job, queue=QUEUES[name], is_shared=name in SHARED)
        self._dispatcher.every(Name.TICK, run.tick_seconds)
        self._dispatcher.every(Name.DELIVER, run.deliver_seconds)

    @property
    def pulses(self) -> tuple[Pulse, ...]:
        """The signs of life that the jobs leave as they go on."""
        return tuple(self._pulses.values())

    async def start(self) -> None:
        """Begin; needs a running event loop."""
        if self._member:
            await self._member.begin()
        self._dispatcher.start()

    async def leave(self) -> None:
        """Begin nothing more, and end what is in hand.

        Mails that are out are finished; a tick ends with its transaction in hand, and
        whoever ticks next goes on from there.
        """
        self._stopping.set()
        await self._dispatcher.stop()
        await self._channel.close()
        if self._member:
            await self._member.end()

    async def _look(self) -> None:
        outside, app = self._outside[Name.TICK], self._app
        with self._pulses[Name.TICK].working():
            if await self._fitness() is not Fitness.FIT:
                return
            try:
                done = await asyncio.to_thread(tick, outside, app.plan, at=app.clock())
            except LeftError:
                self._log.info("left", job=Name.TICK)
                return
            except Exception:
                self._pinger.tell(is_well=False)
                raise
        self._pinger.tell(is_well=True)
        if facts := ticked(done):
            self._log.info("tick", **facts)

    async def _scan(self, *, unit: str) -> None:
        app, store = self._app, self._outside[Name.SCAN].store

        def scan() -> None:
            plan = app.plan
            done = scan_unit(store, plan.office, plan.rules, unit, at=app.clock())
            if done.judged:
                self._log.info("scan", unit=unit, judged=done.judged, findings=done.found)

        await self._help(Name.SCAN, scan)

    async def _set(self, *, dossier: str) -> None:
        app, outside = self._app, self._outside[Name.PAPER]

        def set_() -> None:
            if set_paper(outside, app.plan.office, dossier, at=app.clock()):
                self._log.info("paper", dossier=dossier)

        await self._help(Name.PAPER, set_)

    async def _help(self, name: Name, does: Callable[[], None]) -> None:
        with self._pulses[name].working():
            if await self._fitness() is not Fitness.FIT:
                return
            try:
                await asyncio.to_thread(does)
            except LeftError:
                self._log.info("left", job=name)

    async def _fitness(self) -> Fitness:
        return await self._member.fitness() if self._member else Fitness.FIT

    async def _send(self) -> None:
        app = self._app
        with self._pulses[Name.DELIVER].working():
            if await self._fitness() is Fitness.FOREIGN:
                return
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
