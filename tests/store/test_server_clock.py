"""The clock of the server decides; what the machine's own says is only told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from monitor.domain.instants import VIETNAM
from monitor.store.engine import open_engine, reading
from monitor.store.server_clock import FRESH_SECONDS, ServerClock
from tests.builders import vn
from tests.postgres import Server, a_database, a_server

WRONG = vn("2026-11-10 07:10")


@dataclass
class Seconds:
    """Tells seconds that go on as the test says."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def engine(postgres_engine: Engine) -> Engine:
    return postgres_engine


@pytest.fixture
def gone() -> Iterator[Engine]:
    """Yield an engine whose server does not answer."""
    engine = open_engine("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
    yield engine
    engine.dispose()


def said_by(engine: Engine) -> datetime:
    with reading(engine) as connection:
        said: datetime = connection.scalars(select(func.clock_timestamp())).one()
    return said.astimezone(VIETNAM)


def test_the_server_tells_the_time_in_whole_seconds_on_our_clock(engine: Engine) -> None:
    before = said_by(engine)

    told = ServerClock(engine, lambda: WRONG, Seconds())()

    assert before.replace(microsecond=0) <= told <= said_by(engine)
    assert told.microsecond == 0
    assert told.tzinfo is VIETNAM


def test_machines_five_minutes_apart_go_by_one_time(engine: Engine) -> None:
    now = said_by(engine).replace(microsecond=0)
    slow, fast = (
        ServerClock(engine, lambda ahead=ahead: now + ahead, Seconds())  # type: ignore[misc]
        for ahead in (timedelta(minutes=-2), timedelta(minutes=3))
    )

    assert abs(slow() - fast()) <= timedelta(seconds=2)
    assert abs(slow.ahead - timedelta(minutes=-2)) <= timedelta(seconds=5)
    assert abs(fast.ahead - timedelta(minutes=3)) <= timedelta(seconds=5)


def test_between_two_questions_it_counts_seconds_whatever_the_machine_says(
    engine: Engine,
) -> None:
    seconds = Seconds()
    clock = ServerClock(engine, lambda: WRONG, seconds)
    first = clock()
    seconds.now += FRESH_SECONDS - 1

    assert timedelta() <= clock() - first - timedelta(seconds=59) <= timedelta(seconds=1)


def test_after_a_minute_the_server_is_asked_again(engine: Engine) -> None:
    seconds = Seconds()
    clock = ServerClock(engine, lambda: WRONG, seconds)
    first = clock()
    seconds.now += 3_600

    assert clock() - first < timedelta(minutes=1)  # so the count was wrong


def test_until_the_server_first_answers_the_machine_tells_the_time(gone: Engine) -> None:
    clock = ServerClock(gone, lambda: WRONG, Seconds())

    assert clock() == WRONG
    assert clock.ahead == timedelta()


def test_a_server_that_stops_is_counted_for_and_asked_once_it_is_back() -> None:
    seconds = Seconds()
    with a_server() as server:
        engine = open_engine(server.url)
        clock = ServerClock(engine, lambda: WRONG, seconds)
        first = clock()
        server.stop(how="immediate")
        seconds.now += 600
        without = clock()
        server.start()
        again = clock()
        engine.dispose()

    assert timedelta() <= without - first - timedelta(minutes=10) <= timedelta(seconds=1)
    assert again - first < timedelta(minutes=2)


def test_what_one_machine_leased_no_other_takes_for_over(postgres: Server) -> None:
    with a_database(postgres) as url:
        engine = open_engine(url)
        lends = ServerClock(engine, lambda: WRONG, Seconds())
        looks = ServerClock(engine, lambda: WRONG + timedelta(minutes=5), Seconds())

        assert looks() < lends() + timedelta(minutes=3)
        engine.dispose()
