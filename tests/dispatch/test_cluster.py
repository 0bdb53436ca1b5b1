"""What only many processes on one database are up against."""

import asyncio
import signal
import subprocess
import sys

import psycopg
import pytest
from sqlalchemy import Engine

from monitor.dispatch.cluster import ClusterDispatcher, each_minute
from monitor.dispatch.extra import needed
from monitor.dispatch.queued import ClusterWaker
from monitor.domain.errors import MissingExtraError
from monitor.ports.dispatcher import Name, Queue, Wake
from monitor.store.engine import open_engine
from tests.dispatch.queues import LONG, QUICK, by_the_second, set_up
from tests.dispatch.test_contract import Job, a_quick_job, play, until
from tests.postgres import a_server

Told = list[tuple[str, str]]
DIES = """
import asyncio, sys
from monitor.dispatch.cluster import ClusterDispatcher
from monitor.ports.dispatcher import Queue
from tests.dispatch.queues import QUICK

async def hang() -> None:
    print("begun", flush=True)
    await asyncio.Event().wait()

async def main() -> None:
    dispatcher = ClusterDispatcher(sys.argv[1], {Queue.LEAD: 1}, on_error=print, pace=QUICK)
    dispatcher.register("look", hang)
    dispatcher.wake("look")
    dispatcher.start()
    await asyncio.Event().wait()

asyncio.run(main())
"""


def a_process(url: str, told: Told | None = None, *, works: int = 1) -> ClusterDispatcher:
    """Return what one process of many has, working on `works` jobs of the leader at once."""

    def tell(name: str, error: Exception) -> None:
        if told is not None:
            told.append((name, type(error).__name__))

    queues = {Queue.LEAD: works} if works else {}
    return ClusterDispatcher(url, queues, on_error=tell, pace=QUICK, turn=by_the_second)


def rows(url: str, asked: str = "SELECT count(*) FROM procrastinate_jobs") -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(asked.encode()).fetchone()
    assert found is not None
    return int(found[0] or 0)


def waking(engine: Engine, *wakes: Wake, is_kept: bool = True) -> None:
    waker = ClusterWaker()
    with engine.connect() as connection, connection.begin() as transaction:
        waker.within(connection, wakes)
        if not is_kept:
            transaction.rollback()
    waker.after(wakes)


async def put(url: str, *wakes: Wake, is_kept: bool = True) -> None:
    engine = open_engine(url)
    await asyncio.to_thread(waking, engine, *wakes, is_kept=is_kept)
    engine.dispose()


def test_a_transaction_wakes_once_it_is_committed_and_not_when_it_is_undone(
    queues: str,
) -> None:
    called: list[str] = []

    async def scan(*, unit: str) -> None:
        called.append(unit)

    async def scene() -> None:
        dispatcher = ClusterDispatcher(queues, {Queue.SCAN: 1}, on_error=print, pace=QUICK)
        dispatcher.register(Name.SCAN, scan, queue=Queue.SCAN)
        dispatcher.start()
        await put(queues, Wake(Name.SCAN, {"unit": "X07"}), is_kept=False)
        await put(queues, Wake(Name.SCAN, {"unit": "X08"}), Wake(Name.SCAN, {"unit": "X09"}))
        await until(lambda: len(called) == 2)
        await dispatcher.stop()

    play(scene)

    assert called == ["X08", "X09"]
    assert rows(queues) == 0


def test_what_a_transaction_wakes_is_never_refused(queues: str) -> None:
    async def scene() -> None:
        for _ in range(2):
            await put(queues, Wake(Name.DELIVER, {}), Wake(Name.TICK, {}))

    play(scene)

    assert rows(queues) == 4


def test_another_takes_the_job_that_a_killed_process_had_in_hand(queues: str) -> None:
    job = a_quick_job()
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", DIES, queues], stdout=subprocess.PIPE, text=True
    ) as dies:
        assert dies.stdout is not None
        assert dies.stdout.readline() == "begun\n"
        dies.send_signal(signal.SIGKILL)

    async def scene() -> None:
        dispatcher = a_process(queues)
        dispatcher.register("look", job)
        dispatcher.start()
        await until(lambda: job.ended == 1)
        await dispatcher.stop()

    play(scene)

    assert rows(queues) == 0


def test_of_two_dead_jobs_that_are_the_same_one_is_enough(queues: str) -> None:
    job = a_quick_job()
    with psycopg.connect(queues, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs"
            " (queue_name, task_name, lock, queueing_lock, status)"
            " VALUES ('lead', 'look', 'look()', 'look()', 'doing'),"
            " ('lead', 'look', 'look()', 'look()', 'todo')"
        )

    async def scene() -> None:
        dispatcher = a_process(queues)
        dispatcher.register("look", job)
        dispatcher.start()
        await until(lambda: job.ended == 1)
        await dispatcher.stop()

    play(scene)

    assert job.runs == 1
    assert rows(queues) == 0


def test_a_job_whose_end_could_not_be_written_down_is_called_again(queues: str) -> None:
    """The server broke off just then, and the worker lives on."""
    job = a_quick_job()

    async def scene() -> None:
        dispatcher = a_process(queues)
        dispatcher.register("look", job)
        dispatcher.wake("look")
        dispatcher.start()
        await until(lambda: job.ended == 1 and rows(queues) == 0)
        with psycopg.connect(queues, autocommit=True) as connection:
            connection.execute(
                "INSERT INTO procrastinate_jobs"
                " (queue_name, task_name, lock, status, worker_id)"
                " SELECT 'lead', 'look', 'look()', 'doing', id FROM procrastinate_workers"
            )
        await until(lambda: job.ended == 2)
        await dispatcher.stop()

    play(scene)


def test_a_process_that_stops_keeps_what_it_has_in_hand(queues: str) -> None:
    job, other = Job(), Job()

    async def scene() -> None:
        leaving, staying = a_process(queues), a_process(queues)
        leaving.register("look", job)
        staying.register("look", other)
        leaving.wake("look")
        leaving.start()
        await until(lambda: job.runs == 1)
        stopping = asyncio.create_task(leaving.stop())
        staying.start()
        await asyncio.sleep(1.5 * QUICK.dead)
        job.free.set()
        await stopping
        await staying.stop()

    play(scene)

    assert (job.ended, other.runs) == (1, 0)


def test_processes_share_the_turns_and_run_none_twice(queues: str) -> None:
    at_once = [0]
    most: list[int] = []
    seconds: list[int] = []

    async def look() -> None:
        at_once[0] += 1
        most.append(at_once[0])
        await asyncio.sleep(0.01)
        at_once[0] -= 1

    async def scene() -> None:
        now = asyncio.get_running_loop().time
        processes = [a_process(queues) for _ in range(3)]
        began_at = now()
        for process in processes:
            process.register("look", look)
            process.every("look", 1)
            process.start()
        await until(lambda: now() > began_at + 2)
        for process in processes:
            await process.stop()
        seconds.append(int(now() - began_at) + 1)

    play(scene)

    assert max(most) == 1
    assert 2 <= len(most) <= seconds[0] + 4  # the turns, three starts and what went before


def test_turns_do_not_pile_up_where_nobody_works(queues: str) -> None:
    async def scene() -> None:
        now = asyncio.get_running_loop().time
        began_at = now()
        idle = [a_process(queues, works=0) for _ in range(2)]
        helping = ClusterDispatcher(
            queues, {Queue.PDF: 1}, on_error=print, pace=QUICK, turn=by_the_second
        )
        for process in (*idle, helping):
            process.register("look", a_quick_job())
            process.every("look", 1)
            process.start()
        await until(lambda: now() > began_at + 2.2)
        for process in (*idle, helping):
            await process.stop()

    play(scene)

    assert rows(queues) == 1


def test_a_shared_job_runs_in_several_processes_at_once(queues: str) -> None:
    job = Job()

    async def scene() -> None:
        processes = [a_process(queues) for _ in range(2)]
        for process in processes:
            process.register("look", job, is_shared=True)
            process.start()
        processes[0].wake("look")
        await until(lambda: job.runs == 1)
        processes[0].wake("look")
        await until(lambda: job.at_once == 2)
        job.free.set()
        for process in processes:
            await process.stop()

    play(scene)


def test_a_job_that_an_older_version_does_not_know_waits_for_a_newer(queues: str) -> None:
    told: Told = []
    job = a_quick_job()

    async def scene() -> None:
        older, newer = a_process(queues, told), a_process(queues, told)
        older.register("look", a_quick_job())
        older.start()
        await put(queues, Wake(Name.TICK, {}))
        await until(lambda: bool(told))
        newer.register("look", a_quick_job())
        newer.register(Name.TICK, job)
        newer.start()
        await until(lambda: job.ended == 1)
        await older.stop()
        await newer.stop()

    play(scene)

    assert told == [(Name.TICK, "UnknownJobError")]


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_server_that_stops_and_starts_again_needs_no_hand(how: str) -> None:
    told: Told = []
    look, held = a_quick_job(), Job()

    async def scene() -> None:
        process = a_process(server.url, told, works=2)
        process.register("look", look)
        process.register("held", held)
        process.every("look", 1)
        process.wake("held")
        process.start()
        await until(lambda: look.ended > 0 and held.runs == 1)
        await asyncio.to_thread(server.stop, how=how)
        process.wake("held")
        held.free.set()  # its end cannot be written down
        await until(lambda: bool(told))
        before = look.ended
        await asyncio.to_thread(server.start)
        await until(lambda: look.ended > before and held.runs > 1)
        await process.stop()

    with a_server() as server:
        set_up(server.url)
        play(scene, patience=30)

    assert told == [("queue", "QueueLostError")]


def test_a_process_may_start_before_its_server() -> None:
    job = a_quick_job()
    told: Told = []

    async def scene() -> None:
        process = a_process(server.url, told)
        process.register("look", job)
        process.every("look", LONG)
        process.start()
        await until(lambda: bool(told))
        await asyncio.to_thread(server.start)
        await until(lambda: job.ended == 1)
        await process.stop()

    with a_server() as server:
        set_up(server.url)
        server.stop()
        play(scene, patience=30)

    assert told == [("queue", "QueueLostError")]


def test_stopping_does_not_wait_for_a_server_that_is_gone(queues: str) -> None:
    async def scene() -> None:
        process = a_process(f"{queues}_gone")
        process.register("look", a_quick_job())
        process.every("look", LONG)
        process.start()
        await asyncio.sleep(0.1)
        await process.stop()

    play(scene)


def test_what_was_never_started_stops(queues: str) -> None:
    play(a_process(queues).stop)


def test_a_job_that_cannot_be_put_is_told(queues: str) -> None:
    told: Told = []

    async def scene() -> None:
        process = a_process(queues, told)
        process.register("look", a_quick_job())
        process.wake("look", unit=object())  # type: ignore[arg-type]
        process.start()
        await until(lambda: bool(told))
        await process.stop()

    play(scene)

    assert told == [("look", "TypeError")]


@pytest.mark.parametrize("seconds", [0.0, 0.03, 0.06, 0.09])
def test_who_is_stopped_while_it_begins_ends(queues: str, seconds: float) -> None:
    async def scene() -> None:
        process = a_process(queues)
        process.start()
        await asyncio.sleep(seconds)
        await process.stop()

    play(scene)


def test_of_many_that_wait_to_do_the_same_one_is_left(queues: str) -> None:
    async def scene() -> None:
        for _ in range(3):
            await put(
                queues,
                Wake(Name.SCAN, {"unit": "X07"}),
                Wake(Name.SCAN, {"unit": "X08"}),
                Wake(Name.DELIVER, {}),
            )
        process = a_process(queues)
        process.start()
        of_units = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'scan'"
        await until(lambda: rows(queues, of_units) == 2)
        await process.stop()

    play(scene)

    assert rows(queues) == 5  # those who deliver may be several at once


def test_turns_are_minutes() -> None:
    assert each_minute(7) == "* * * * *"


def test_a_missing_extra_is_named() -> None:
    with pytest.raises(MissingExtraError) as raised, needed("cluster"):
        import no_such_module  # type: ignore[import-not-found] # noqa: F401, PLC0415

    assert raised.value.facts == {"extra": "cluster", "module": "no_such_module"}


def test_without_the_extra_nothing_but_the_cluster_is_missing() -> None:
    without = (
        "import sys; sys.modules['procrastinate'] = None\n"
        "from monitor.dispatch import embedded\n"
        "from monitor.dispatch.extra import needed\n"
        "with needed('cluster'):\n"
        "    from monitor.dispatch import cluster\n"
    )
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", without], check=False, capture_output=True, text=True
    )
    assert "MissingExtraError: missing_extra: extra='cluster'" in done.stderr
