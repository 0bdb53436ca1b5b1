"""The queues of many machines against the scheduler of one process: what a call costs.

The same jobs, woken at once, are called by one worker of each, one after the other. A job of
the cluster is a row that is put, taken and deleted on a real PostgreSQL.
"""

import asyncio
import time
from collections.abc import Callable, Iterator

from benchmarks.measuring import Measurement
from monitor.dispatch.cluster import ClusterDispatcher
from monitor.dispatch.embedded import EmbeddedDispatcher
from monitor.ports.dispatcher import Dispatcher, Queue
from tests.dispatch.queues import set_up
from tests.postgres import a_database, the_server

EMPTY_JOBS = 300
LONG_JOBS = 30
LONG = 0.1  # seconds
MOST_MS = 10.0
MOST_SHARE = 15.0  # percent


def measure(empty_jobs: int = EMPTY_JOBS, long_jobs: int = LONG_JOBS) -> Iterator[Measurement]:
    """Yield what one call costs: of an empty job, and beside a job of 100 ms."""
    with the_server() as server, a_database(server) as url:
        set_up(url)

        def cluster() -> Dispatcher:
            return ClusterDispatcher(url, {Queue.LEAD: 1}, on_error=_fail)

        def embedded() -> Dispatcher:
            return EmbeddedDispatcher(on_error=_fail)

        ours, peer = (_each(make, empty_jobs, 0) * 1e3 for make in (cluster, embedded))
        yield Measurement(
            name="dispatch_empty_job",
            ours=ours,
            unit="ms",
            peer="embedded",
            peer_value=peer,
            target=MOST_MS,
        )
        ours, peer = (_each(make, long_jobs, LONG) for make in (cluster, embedded))
        yield Measurement(
            name="dispatch_job_of_100_ms_costs_more",
            ours=(ours / peer - 1) * 100,
            unit="%",
            target=MOST_SHARE,
        )


def _each(make: Callable[[], Dispatcher], jobs: int, takes: float) -> float:
    """Return the seconds from one job's begin to the next's, on average."""
    begins = asyncio.run(_begins(make(), jobs, takes))
    return (begins[-1] - begins[0]) / (jobs - 1)


async def _begins(dispatcher: Dispatcher, jobs: int, takes: float) -> list[float]:
    begins: list[float] = []
    done = asyncio.Event()
    is_free = asyncio.Lock()  # one worker: the embedded dispatcher has no number of its own

    async def work(**_: int) -> None:
        async with is_free:
            begins.append(time.perf_counter())
            await asyncio.sleep(takes)
        if len(begins) == jobs:
            done.set()

    dispatcher.register("work", work)
    for number in range(jobs):
        dispatcher.wake("work", number=number)
    dispatcher.start()
    await done.wait()
    await dispatcher.stop()
    return begins


def _fail(_: str, error: Exception) -> None:
    raise error
