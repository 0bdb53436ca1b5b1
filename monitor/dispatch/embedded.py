"""One process: APScheduler calls, our tables know what is due.

The job store is in memory and every job says "look now", so a job missed, late or
doubled changes nothing.
"""

import asyncio
from collections.abc import Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.domain.instants import VIETNAM
from monitor.ports.dispatcher import Job


class EmbeddedDispatcher:
    """Calls each registered job every so many seconds, never twice at once.

    Args:
        on_error: Told the name of a job that raised, and what it raised.
    """

    def __init__(self, *, on_error: Callable[[str, Exception], None]) -> None:
        self._on_error = on_error
        self._jobs: dict[str, Job] = {}
        self._in_hand: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._is_stopping = False
        self._scheduler = AsyncIOScheduler(
            timezone=VIETNAM, job_defaults={"misfire_grace_time": None, "coalesce": True}
        )

    def register(self, name: str, job: Job) -> None:
        """Name a job; it is safe to run twice, late or at once.

        Raises:
            ValueError: another job has this name.
        """
        if name in self._jobs:
            raise ValueError(name)
        self._jobs[name] = job

    def every(self, name: str, seconds: int) -> None:
        """Call a registered job at the start and every `seconds` from then on.

        Raises:
            ValueError: no job has this name.
        """
        self.wake(name)
        self._scheduler.add_job(self._turn, "interval", args=(name,), seconds=seconds)

    def wake(self, name: str) -> None:
        """Call a registered job as soon as may be: once more after a run in hand.

        Raises:
            ValueError: no job has this name.
        """
        if name not in self._jobs:
            raise ValueError(name)
        if name in self._in_hand:
            self._again.add(name)
        else:
            self._scheduler.add_job(self._turn, args=(name,), id=name, replace_existing=True)

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin nothing more, and wait for the jobs in hand to end."""
        self._is_stopping = True
        while self._in_hand:
            await asyncio.wait(self._in_hand.values())
        self._scheduler.shutdown(wait=False)

    async def _turn(self, name: str) -> None:
        """Begin a run as a task of our own, which the scheduler cannot cancel.

        A turn that comes while the job is in hand is passed over.
        """
        if not self._is_stopping and name not in self._in_hand:
            self._in_hand[name] = asyncio.create_task(self._run(name))

    async def _run(self, name: str) -> None:
        try:
            await self._jobs[name]()
        except Exception as error:  # noqa: BLE001 - a job that fails is called again
            self._on_error(name, error)
        finally:
            del self._in_hand[name]
        if name in self._again and not self._is_stopping:
            self._again.discard(name)
            self.wake(name)
