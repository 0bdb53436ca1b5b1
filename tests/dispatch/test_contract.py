"""What every dispatcher promises. A third adapter is one more line in `DISPATCHERS`."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from monitor.dispatch.cluster import ClusterDispatcher
from monitor.dispatch.embedded import EmbeddedDispatcher
from monitor.ports.dispatcher import Dispatcher, Queue
from tests.dispatch.queues import LONG, QUICK, by_the_second

Told = list[tuple[str, str]]
Make = Callable[[Told], Dispatcher]

PATIENCE = 20  # seconds until a test gives up


def embedded(told: Told, _: pytest.FixtureRequest) -> Dispatcher:
    return EmbeddedDispatcher(
        on_error=lambda name, error: told.append((name, type(error).__name__))
    )


def cluster(told: Told, request: pytest.FixtureRequest) -> Dispatcher:
    return ClusterDispatcher(
        request.getfixturevalue("queues"),
        {Queue.LEAD: 2},
        on_error=lambda name, error: told.append((name, type(error).__name__)),
        pace=QUICK,
        turn=by_the_second,
    )


DISPATCHERS = [pytest.param(embedded, id="embedded"), pytest.param(cluster, id="cluster")]


@pytest.fixture(params=DISPATCHERS)
def make(request: pytest.FixtureRequest) -> Make:
    return lambda told: request.param(told, request)


@dataclass(slots=True)
class Job:
    """A job that counts its runs, and takes as long as it is held."""

    runs: int = 0
    at_once: int = 0
    most_at_once: int = 0
    ended: int = 0
    free: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> None:
        self.runs += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.free.wait()
        self.at_once -= 1
        self.ended += 1


def a_quick_job() -> Job:
    job = Job()
    job.free.set()
    return job


def play(scene: Callable[[], Awaitable[None]], *, patience: float = PATIENCE) -> None:
    async def within_patience() -> None:
        async with asyncio.timeout(patience):
            await scene()

    asyncio.run(within_patience())


async def until(is_so: Callable[[], bool]) -> None:
    while not is_so():  # noqa: ASYNC110 - any condition at all, in a test
        await asyncio.sleep(0.005)


def test_a_job_is_called_at_the_start_and_again_and_again(make: Make) -> None:
    job = a_quick_job()

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", job)
        dispatcher.every("look", 1)
        dispatcher.start()
        await until(lambda: job.runs >= 2)
        await dispatcher.stop()

    play(scene)

    assert job.runs >= 2


def test_each_job_has_its_own_turns(make: Make) -> None:
    slow, quick = Job(), a_quick_job()

    async def scene() -> None:
        dispatcher = make([])
        for name, job in (("slow", slow), ("quick", quick)):
            dispatcher.register(name, job)
            dispatcher.every(name, 1)
        dispatcher.start()
        await until(lambda: quick.runs >= 2)
        slow.free.set()
        await dispatcher.stop()

    play(scene)

    assert slow.runs == 1


def test_nothing_is_called_before_the_start(make: Make) -> None:
    job = a_quick_job()

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", job)
        dispatcher.every("look", LONG)
        await asyncio.sleep(0.05)
        assert job.runs == 0
        dispatcher.start()
        await until(lambda: job.runs == 1)
        await dispatcher.stop()

    play(scene)


def test_a_job_is_woken_before_its_turn(make: Make) -> None:
    job = a_quick_job()

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", job)
        dispatcher.every("look", LONG)
        dispatcher.start()
        await until(lambda: job.runs == 1)
        dispatcher.wake("look")
        await until(lambda: job.runs == 2)
        await dispatcher.stop()

    play(scene)


def test_a_job_without_turns_is_called_when_it_is_woken(make: Make) -> None:
    job = a_quick_job()

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", job)
        dispatcher.start()
        dispatcher.wake("look")
        await until(lambda: job.runs == 1)
        await dispatcher.stop()

    play(scene)


def test_a_slow_job_is_never_run_twice_at_once(make: Make) -> None:
    job = Job()

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", job)
        dispatcher.every("look", 1)
        dispatcher.start()
        await until(lambda: job.runs == 1)
        dispatcher.wake("look")
        await asyncio.sleep(1.1)
        assert job.runs == 1
        job.free.set()
        await until(lambda: job.runs >= 2)
        await dispatcher.stop()

    play(scene)

    assert job.most_at_once == 1


def test_waking_a_job_in_hand_runs_it_once_more(make: Make) -> None:
    job = Job()

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", job)
        dispatcher.every("look", LONG)
        dispatcher.start()
        await until(lambda: job.runs == 1)
        dispatcher.wake("look")
        dispatcher.wake("look")
        job.free.set()
        await until(lambda: job.runs == 2)
        await asyncio.sleep(0.05)
        await dispatcher.stop()

    play(scene)

    assert job.runs == 2


def test_stopping_waits_for_the_job_in_hand_and_begins_no_other(make: Make) -> None:
    job = Job()

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", job)
        dispatcher.every("look", 1)
        dispatcher.start()
        await until(lambda: job.runs == 1)
        dispatcher.wake("look")
        stopping = asyncio.create_task(dispatcher.stop())
        await asyncio.sleep(1.1)
        assert not stopping.done()
        assert job.ended == 0
        job.free.set()
        await stopping
        await asyncio.sleep(0.05)

    play(scene)

    assert (job.runs, job.ended) == (1, 1)


def test_stopping_an_idle_dispatcher_ends_at_once(make: Make) -> None:
    job = a_quick_job()

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", job)
        dispatcher.every("look", LONG)
        dispatcher.start()
        await until(lambda: job.ended == 1)
        await dispatcher.stop()
        await asyncio.sleep(0.05)

    play(scene)

    assert job.runs == 1


def test_a_job_that_raises_is_told_and_called_again(make: Make) -> None:
    told: Told = []
    calls: list[int] = []

    async def fail() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise LookupError

    async def scene() -> None:
        dispatcher = make(told)
        dispatcher.register("look", fail)
        dispatcher.every("look", 1)
        dispatcher.start()
        await until(lambda: len(calls) >= 2)
        await dispatcher.stop()

    play(scene)

    assert told == [("look", "LookupError")]


def test_a_name_is_given_once(make: Make) -> None:
    dispatcher = make([])
    dispatcher.register("look", a_quick_job())

    with pytest.raises(ValueError, match="look"):
        dispatcher.register("look", a_quick_job())


def test_a_job_that_nobody_registered_is_refused(make: Make) -> None:
    dispatcher = make([])

    with pytest.raises(ValueError, match="look"):
        dispatcher.every("look", 1)
    with pytest.raises(ValueError, match="look"):
        dispatcher.wake("look")


class Units:
    """A job for one unit at a time that counts its runs, and takes as long as it is held."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.in_hand: list[str] = []
        self.twice: list[str] = []
        self.free = asyncio.Event()

    async def __call__(self, *, unit: str) -> None:
        self.begun.append(unit)
        if unit in self.in_hand:
            self.twice.append(unit)
        self.in_hand.append(unit)
        await self.free.wait()
        self.in_hand.remove(unit)


def test_a_job_is_called_with_the_ids_it_was_woken_with(make: Make) -> None:
    called: list[tuple[str, int]] = []

    async def look(*, unit: str, year: int) -> None:
        called.append((unit, year))

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", look)
        dispatcher.wake("look", unit="X07", year=2026)
        dispatcher.start()
        dispatcher.wake("look", year=2027, unit="X07")
        await until(lambda: len(called) == 2)
        await dispatcher.stop()

    play(scene)

    assert sorted(called) == [("X07", 2026), ("X07", 2027)]


def test_different_ids_run_side_by_side_and_the_same_never(make: Make) -> None:
    job = Units()

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", job)
        dispatcher.start()
        dispatcher.wake("look", unit="X07")
        await until(lambda: job.in_hand == ["X07"])
        dispatcher.wake("look", unit="X07")
        dispatcher.wake("look", unit="X08")
        await until(lambda: job.in_hand == ["X07", "X08"])
        job.free.set()
        await until(lambda: job.begun.count("X07") == 2)
        await dispatcher.stop()

    play(scene)

    assert sorted(job.begun) == ["X07", "X07", "X08"]
    assert job.twice == []


def test_a_shared_job_woken_in_hand_is_called_again(make: Make) -> None:
    job = Job()

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", job, is_shared=True)
        dispatcher.start()
        dispatcher.wake("look")
        await until(lambda: job.runs == 1)
        dispatcher.wake("look")
        job.free.set()
        await until(lambda: job.ended == 2)
        await dispatcher.stop()

    play(scene)


def test_a_job_is_woken_from_another_thread(make: Make) -> None:
    job = a_quick_job()

    async def scene() -> None:
        dispatcher = make([])
        dispatcher.register("look", job)
        dispatcher.start()
        await asyncio.to_thread(dispatcher.wake, "look")
        await until(lambda: job.ended == 1)
        await dispatcher.stop()

    play(scene)
