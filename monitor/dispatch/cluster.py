"""Many processes on one database: Procrastinate calls, our tables know what is due.

A job in a queue says "look now", so one lost, late or doubled changes nothing. Nothing of
Procrastinate's own is asked to try again: what failed is due again in our tables.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.jobs import DeleteJobCondition
from psycopg_pool import AsyncConnectionPool

from monitor.dispatch.queued import TURN, conninfo_of, key_of
from monitor.dispatch.tending import USUAL, Pace, Tending
from monitor.domain.errors import QueueLostError
from monitor.ports.dispatcher import Job, Queue

Ids = tuple[tuple[str, str | int], ...]
UNREACHED = (ConnectorException, psycopg.Error)


def each_minute(_: int) -> str:
    """Return when a job is called, as cron says it: machines agree on minutes, not seconds."""
    return "* * * * *"


class ClusterDispatcher:
    """Calls jobs in turn with all other processes on the same database.

    Every process puts every job into its queue each minute, of which the database keeps one;
    it runs those of its own queues. It needs the tables of `set_up_queue`.

    Args:
        url: The database, as SQLAlchemy names it.
        queues: What this process works on, and how many jobs of each at once.
        on_error: Told the name of a job that raised, and what it raised; and of "queue" once
            when the server cannot be reached.
        pace: How often it looks, and how long it waits.
        turn: When a job that is called every so many seconds is called: five or six fields.
    """

    def __init__(
        self,
        url: str,
        queues: Mapping[Queue, int],
        *,
        on_error: Callable[[str, Exception], None],
        pace: Pace = USUAL,
        turn: Callable[[int], str] = each_minute,
    ) -> None:
        self._conninfo = conninfo_of(url)
        self._queues = queues
        self._on_error = on_error
        self._pace = pace
        self._turn = turn
        self._app = App(connector=PsycopgConnector())
        self._tending = Tending(self._app.job_manager, pace, on_error=on_error)
        self._jobs: dict[str, bool] = {}  # name -> is_shared
        self._wanted: dict[tuple[str, Ids], None] = {}  # in the order that they were woken
        self._is_woken = asyncio.Event()
        self._lost_at = float("-inf")  # seconds of the loop, when a worker last ended
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def register(
        self, name: str, job: Job, *, queue: Queue = Queue.LEAD, is_shared: bool = False
    ) -> None:
        """Name a job; it is safe to run twice, late or at once.

        Raises:
            ValueError: another job has this name.
        """
        if name in self._jobs:
            raise ValueError(name)
        self._jobs[name] = is_shared
        self._tending.known.add(name)

        async def run(context: JobContext, /, **ids: str | int) -> None:
            ids.pop(TURN, None)
            with self._tending.holding(context.job):
                try:
                    await job(**ids)
                except Exception as error:  # noqa: BLE001 - a job that fails is called again
                    self._on_error(name, error)

        self._app.task(name=name, queue=queue, pass_context=True)(run)

    def every(self, name: str, seconds: int) -> None:
        """Call a registered job at the start and each minute from then on.

        Raises:
            ValueError: no job has this name.
        """
        self.wake(name)
        lock, queueing_lock = self._locks(name, {})
        self._app.periodic(cron=self._turn(seconds), lock=lock, queueing_lock=queueing_lock)(
            self._app.tasks[name]
        )

    def wake(self, name: str, **ids: str | int) -> None:
        """Call a registered job as soon as may be: once more after a run in hand.

        Raises:
            ValueError: no job has this name.
        """
        if name not in self._jobs:
            raise ValueError(name)
        self._wanted[name, tuple(sorted(ids.items()))] = None
        if self._loop:
            self._loop.call_soon_threadsafe(self._is_woken.set)

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._loop = asyncio.get_running_loop()
        self._is_woken.set()
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Begin nothing more, and wait for the jobs in hand to end."""
        self._stopping.set()
        if self._running:
            await self._running

    def _locks(self, name: str, ids: Mapping[str, str | int]) -> tuple[str | None, str]:
        """Return what lets one job run at once, and what lets one job wait."""
        key = key_of(name, ids)
        return None if self._jobs[name] else key, key

    async def _run(self) -> None:
        pool = AsyncConnectionPool(
            self._conninfo,
            min_size=1,
            max_size=2 + len(self._queues),
            timeout=self._pace.patience,
            reconnect_timeout=self._pace.patience,
            check=AsyncConnectionPool.check_connection,
            open=False,
        )
        await pool.open()
        try:
            async with self._app.open_async(pool), asyncio.TaskGroup() as group:
                beside = [
                    group.create_task(self._put_woken()),
                    group.create_task(self._tend(pool)),
                ]
                workers = [
                    group.create_task(self._work(queue, at_once))
                    for queue, at_once in self._queues.items()
                ]
                await self._stopping.wait()
                await _end(workers, is_busy=lambda: self._tending.is_busy)
                await _end(beside)
        finally:
            await pool.close()

    async def _work(self, queue: Queue, at_once: int) -> None:
        """Run a worker, and another when it ends: a server that stopped comes back."""
        pause, now = 1.0, asyncio.get_running_loop().time
        while True:
            began_at = now()
            try:
                await self._app.run_worker_async(
                    queues=[queue],
                    name=queue,
                    concurrency=at_once,
                    delete_jobs=DeleteJobCondition.SUCCESSFUL,
                    fetch_job_polling_interval=self._pace.poll,
                    update_heartbeat_interval=self._pace.heartbeat,
                    stalled_worker_timeout=self._pace.dead,
                    install_signal_handlers=False,
                )
                self._lost("ended")  # it logged why
            except Exception as error:  # noqa: BLE001 - whatever it was, work goes on
                self._lost(type(error.__cause__ or error).__name__)
            if now() - began_at > self._pace.pause:
                pause = 1.0
            await asyncio.sleep(min(pause, self._pace.pause))
            pause *= 2

    def _lost(self, reason: str) -> None:
        """Tell once of what ends many workers, again and again."""
        now = asyncio.get_running_loop().time()
        if now - self._lost_at > 2 * (self._pace.pause + self._pace.patience):
            self._on_error("queue", QueueLostError(reason=reason))
        self._lost_at = now

    async def _put_woken(self) -> None:
        """Put the jobs that were woken into their queues, as soon as the server takes them."""
        while True:
            await self._is_woken.wait()
            self._is_woken.clear()
            for name, ids in tuple(self._wanted):
                del self._wanted[name, ids]
                try:
                    await self._put(name, dict(ids))
                except UNREACHED:
                    self._wanted[name, ids] = None
                except Exception as error:  # noqa: BLE001 - the others are put all the same
                    self._on_error(name, error)
            if self._wanted:
                self._is_woken.set()
                await asyncio.sleep(1)

    async def _put(self, name: str, ids: Mapping[str, str | int]) -> None:
        lock, queueing_lock = self._locks(name, ids)
        task = self._app.tasks[name]
        with suppress(AlreadyEnqueued):
            await task.configure(lock=lock, queueing_lock=queueing_lock).defer_async(**ids)

    async def _tend(self, pool: AsyncConnectionPool) -> None:
        """Look after the queues again and again, whichever this process works on.

        It is no job itself: one that its own worker died with would wait for itself.
        """
        while True:
            try:
                await self._tending.go_round(pool)
            except Exception as error:  # noqa: BLE001 - the next round comes
                self._lost(type(error.__cause__ or error).__name__)
            await asyncio.sleep(self._pace.heartbeat)


async def _end(
    tasks: Sequence[asyncio.Task[None]], *, is_busy: Callable[[], bool] = lambda: False
) -> None:
    """End tasks, and wait until they have.

    A worker that is only just beginning may not hear that it shall end: it is told again, but
    not while a job `is_busy`, which would be cut off by it.
    """
    going = set(tasks)
    for task in going:
        task.cancel()
    while going:
        _, going = await asyncio.wait(going, timeout=1)
        for task in () if is_busy() else going:
            task.cancel()
