"""One process: APScheduler calls, our tables know what is due.

The job store is in memory and every job says "look now", so a job missed, late or
doubled changes nothing.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.domain.instants import VIETNAM
from monitor.ports.dispatcher import Job


class EmbeddedDispatcher:
    """Calls each registered job every so many seconds, never twice at once.

    Args:
        clock: The present, for a job that is to run as soon as may be.
        on_error: Told the name of a job that raised, and what it raised.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        on_error: Callable[[str, Exception], None],
    ) -> None:
        self._clock = clock
        self._on_error = on_error
        self._jobs: dict[str, Job] = {}
        self._in_hand: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone=VIETNAM,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def register(self, name: str, job: Job) -> None:
        """Name a job; it is safe to run twice, late or at once."""
        self._jobs[name] = job

    def every(self, name: str, seconds: int) -> None:
        """Call a registered job at the start and every `seconds` from then on."""
        self._scheduler.add_job(
            self._call,
            "interval",
            args=(name,),
            seconds=seconds,
            id=name,
            next_run_time=self._clock(),
        )

    def wake(self, name: str) -> None:
        """Call a registered job as soon as may be."""
        self._scheduler.modify_job(name, next_run_time=self._clock())

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin nothing more, and wait for the jobs in hand to end.

        The scheduler's own shutdown would cancel them.
        """
        self._scheduler.pause()
        while self._in_hand:
            await asyncio.wait(self._in_hand)
        self._scheduler.shutdown(wait=False)

    async def _call(self, name: str) -> None:
        """Run a job as a task of our own, so that nobody else can cancel it."""
        task = asyncio.create_task(self._run(name))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)
        await asyncio.shield(task)

    async def _run(self, name: str) -> None:
        try:
            await self._jobs[name]()
        except Exception as error:  # noqa: BLE001 - a job that fails is called again
            self._on_error(name, error)
