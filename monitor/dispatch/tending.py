"""What Procrastinate leaves to its user: the jobs of who died, and those that nobody knows."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from psycopg_pool import AsyncConnectionPool

from monitor.dispatch.queued import key_of
from monitor.domain.errors import UnknownJobError

ALONE = "SELECT pg_try_advisory_xact_lock(124762809787658)"
COUNTED = "ANALYZE procrastinate_jobs"  # a plan made for empty queues is slow for full ones
SIDE_BY_SIDE = 32  # more workers than this never run the same at once
KEPT_HOURS = 1  # a job that nobody here knows, for machines that do


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds.

    Args:
        poll: Between two looks into a queue that nobody spoke of.
        heartbeat: Between two signs of life of a worker.
        dead: Without a sign of life, after which a worker's jobs go to others.
        patience: Until a server that does not answer counts as lost.
        pause: The longest between two tries to reach it.
    """

    poll: float = 5
    heartbeat: float = 10
    dead: float = 30
    patience: float = 10
    pause: float = 30


USUAL = Pace()


class Tending:
    """Gives jobs back to the queues where their worker cannot.

    Args:
        manager: The queues.
        pace: When a worker counts as dead.
        on_error: Told of a job that this version does not know.
    """

    def __init__(
        self, manager: JobManager, pace: Pace, *, on_error: Callable[[str, Exception], None]
    ) -> None:
        self.known: set[str] = set()
        self._manager = manager
        self._pace = pace
        self._on_error = on_error
        self._in_hand: dict[int | None, int] = {}  # job -> the worker that has it
        self._workers: set[int] = set()  # all that this process ever ran a job by
        self._doubted: dict[int | None, float] = {}  # job -> since when, in the loop's seconds
        self._told: set[str] = set()

    @property
    def is_busy(self) -> bool:
        """Tell whether this process has a job in hand."""
        return bool(self._in_hand)

    @contextmanager
    def holding(self, job: Job) -> Iterator[None]:
        """Have a job in hand meanwhile."""
        worker = job.worker_id or 0
        self._in_hand[job.id] = worker
        self._workers.add(worker)
        try:
            yield
        finally:
            del self._in_hand[job.id]

    async def go_round(self, pool: AsyncConnectionPool) -> None:
        """Look after all queues once; what concerns others' jobs, one process at a time does.

        Two at once could give a job back that another worker has begun by then.
        """
        await self._look_after_own()
        await self._tell_unknown()
        async with pool.connection() as connection:
            if await (await connection.execute(ALONE)).fetchone() == (True,):
                await self._look_after_others()
                await self._thin_out()
                await connection.execute(COUNTED)

    async def _look_after_own(self) -> None:
        """Keep alive what is in hand, and give back what only seems to be.

        A worker that ends gives no more signs of life, although it waits for its jobs. And a
        job whose end could not be written down would be in hand for ever.
        """
        for worker in set(self._in_hand.values()):
            await self._manager.update_heartbeat(worker)
        seeming = {
            job.id: job
            for job in await self._manager.list_jobs_async(status=Status.DOING.value)
            if job.worker_id in self._workers and job.id not in self._in_hand
        }
        now = asyncio.get_running_loop().time()
        self._doubted = {one: self._doubted.get(one, now) for one in seeming}
        for one, since in self._doubted.items():
            if now - since > self._pace.dead:
                await self._give_back(seeming[one])

    async def _tell_unknown(self) -> None:
        """Tell once of each job that this version does not know."""
        for job in await self._manager.list_jobs_async(status=Status.FAILED.value):
            name = job.task_name
            if name not in self.known | self._told:
                self._told.add(name)
                self._on_error(name, UnknownJobError(job=name))

    async def _look_after_others(self) -> None:
        """Give back what the dead had in hand, and what older workers did not know."""
        manager = self._manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=self._pace.dead):
            await self._give_back(job)
        for job in await manager.list_jobs_async(status=Status.FAILED.value):
            if job.task_name in self.known:
                await self._give_back(job)
        await manager.delete_old_jobs(
            KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )

    async def _thin_out(self) -> None:
        """Leave one of the jobs that wait to do the same: it will see what all were for."""
        found: Counter[str] = Counter()
        for job in await self._manager.list_jobs_async(status=Status.TODO.value):
            key = key_of(job.task_name, job.task_kwargs)
            found[key] += 1
            if found[key] > (1 if job.lock else SIDE_BY_SIDE):
                await self._manager.cancel_job_by_id_async(job.id or 0, delete_job=True)

    async def _give_back(self, job: Job) -> None:
        """Let a job be called again, unless the same waits already or it has ended by now."""
        with suppress(ConnectorException):
            try:
                await self._manager.retry_job(job)
            except UniqueViolation:
                await self._manager.finish_job(job, Status.FAILED, delete_job=True)
