"""One process: APScheduler calls, our tables know what is due.

The job store is in memory and every job says "look now", so a job missed, late or
doubled changes nothing.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.domain.instants import VIETNAM
from monitor.ports.dispatcher import Job, Queue, Wake

Call = tuple[str, tuple[tuple[str, str | int], ...]]  # a job's name, and the ids


class EmbeddedDispatcher:
    """Calls each registered job every so many seconds, never twice at once.

    Args:
        on_error: Told the name of a job that raised, and what it raised.
    """

    def __init__(self, *, on_error: Callable[[str, Exception], None]) -> None:
        self._on_error = on_error
        self._jobs: dict[str, Job] = {}
        self._in_hand: dict[Call, asyncio.Task[None]] = {}
        self._again: set[Call] = set()
        self._is_stopping = False
        self._scheduler = AsyncIOScheduler(
            timezone=VIETNAM, job_defaults={"misfire_grace_time": None, "coalesce": True}
        )

    def register(
        self, name: str, job: Job, *, queue: Queue = Queue.LEAD, is_shared: bool = False
    ) -> None:
        """Name a job; this process runs those of all queues.

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
        self._scheduler.add_job(self._turn, "interval", args=((name, ()),), seconds=seconds)

    def wake(self, name: str, **ids: str | int) -> None:
        """Call a registered job as soon as may be: once more after a run in hand.

        Raises:
            ValueError: no job has this name.
        """
        if name not in self._jobs:
            raise ValueError(name)
        self._wake((name, tuple(sorted(ids.items()))))

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin nothing more, and wait for the jobs in hand to end."""
        self._is_stopping = True
        while self._in_hand:
            await asyncio.wait(self._in_hand.values())
        self._scheduler.shutdown(wait=False)

    def _wake(self, call: Call) -> None:
        if call in self._in_hand:
            self._again.add(call)
        else:
            self._scheduler.add_job(
                self._turn, args=(call,), id=repr(call), replace_existing=True
            )

    async def _turn(self, call: Call) -> None:
        """Begin a run as a task of our own, which the scheduler cannot cancel.

        A turn that comes while the job is in hand is passed over.
        """
        if not self._is_stopping and call not in self._in_hand:
            self._in_hand[call] = asyncio.create_task(self._run(call))

    async def _run(self, call: Call) -> None:
        name, ids = call
        try:
            await self._jobs[name](**dict(ids))
        except Exception as error:  # noqa: BLE001 - a job that fails is called again
            self._on_error(name, error)
        finally:
            del self._in_hand[call]
        if call in self._again and not self._is_stopping:
            self._again.discard(call)
            self._wake(call)


class EmbeddedWaker:
    """Wakes the dispatcher of this process, once there is one, from whatever thread commits."""

    def __init__(self) -> None:
        self._served: tuple[EmbeddedDispatcher, asyncio.AbstractEventLoop] | None = None

    def serve(self, dispatcher: EmbeddedDispatcher) -> None:
        """Wake this one from now on; needs the running event loop that it runs in."""
        self._served = dispatcher, asyncio.get_running_loop()

    def within(self, connection: Any, wakes: Sequence[Wake]) -> None:
        """Do nothing: nobody else is there to be told."""

    def after(self, wakes: Sequence[Wake]) -> None:
        """Wake the jobs that this process knows; it looks at all that is due anyway."""
        if self._served:
            dispatcher, loop = self._served
            with suppress(RuntimeError):  # it has ended
                loop.call_soon_threadsafe(_wake, dispatcher, tuple(wakes))


def _wake(dispatcher: EmbeddedDispatcher, wakes: Sequence[Wake]) -> None:
    for wake in wakes:
        with suppress(ValueError):  # a job that nobody registered
            dispatcher.wake(wake.name, **wake.ids)
