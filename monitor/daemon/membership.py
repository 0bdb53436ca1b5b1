"""A process of a cluster: its signs of life, and whether it judges by what is in force."""

import asyncio
import os
import platform
from collections.abc import Iterable
from dataclasses import replace

from monitor import __version__
from monitor.bootstrap import App
from monitor.domain.worker import Fitness, Worker
from monitor.flows.crew import fitness_of, sign_in, sign_out, tell_of_workers
from monitor.logs import Log
from monitor.ports.dispatcher import Queue

SIGN_SECONDS = 20.0


class Membership:
    """Signs in while the process works, and out when it ends.

    Args:
        app: The office.
        log: Where it is told what fails.
        queues: The queues that the process serves.
    """

    def __init__(self, app: App, log: Log, queues: Iterable[Queue]) -> None:
        at = app.clock()
        with app.outside.store.reading() as work:
            schema = work.gauges.schema()
        self._app = app
        self._log = log
        self._me = Worker(
            name=f"{platform.node()}:{os.getpid()}",
            since=at,
            seen_at=at,
            program=__version__,
            schema=schema,
            binding=app.plan.version,
            queues=frozenset(queues),
        )
        self._signing: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """The worker's name: its machine and its number."""
        return self._me.name

    async def begin(self) -> None:
        """Sign in, and go on doing so."""
        await self._sign()
        self._signing = asyncio.create_task(self._go_on())

    async def end(self) -> None:
        """Sign out."""
        if self._signing:
            self._signing.cancel()
        try:
            await asyncio.to_thread(sign_out, self._app.outside.store, self._me)
        except Exception as error:  # noqa: BLE001 - its silence will tell the same
            self._log.warning("not signed out", error=type(error).__name__)

    async def fitness(self) -> Fitness:
        """Tell what this process may do at present; written down where that is not all."""
        store, at = self._app.outside.store, self._app.clock()
        fitness = await asyncio.to_thread(fitness_of, store, self._me, at=at)
        if fitness is not Fitness.FIT:
            self._log.warning("stands back", why=fitness, schema=self._me.schema)
        return fitness

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(SIGN_SECONDS)
            await self._sign()

    async def _sign(self) -> None:
        app = self._app
        try:
            me = replace(self._me, clock_ahead=await asyncio.to_thread(app.clock_ahead))
            await asyncio.to_thread(sign_in, app.outside.store, me, at=app.clock())
            await asyncio.to_thread(tell_of_workers, app.outside.store, at=app.clock())
        except Exception as error:  # noqa: BLE001 - the next time may be better
            self._log.warning("not signed in", error=type(error).__name__)
