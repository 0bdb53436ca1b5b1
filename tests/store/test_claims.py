"""On a server several claim at once: no message twice, none lost, and people come between."""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from subprocess import PIPE, Popen
from threading import Barrier
from time import monotonic, sleep

import pytest
from sqlalchemy import text

from monitor.domain.message import Claimed, MessageState, Outcome
from monitor.store.delivery import SqlDelivery
from monitor.store.engine import reading
from monitor.store.on_the_way import due_in_pace
from monitor.store.prepared import fetch
from monitor.store.tables import message_bytes, messages
from monitor.store.work import SqlStore, SqlWork
from tests.outbox import LEASE, MORNING, a_message, a_reply, an_end, queue, states
from tests.store.planned import fill, has_step, plan_of
from tests.stores import STORES

CLAIMERS = 8
SENT = a_reply(Outcome.SENT)
PATIENCE = 30  # seconds
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.fixture
def shared(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    """Yield an empty store on a server."""
    yield from STORES["postgresql"](request)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(CLAIMERS) as pool:
        yield pool


def claim(store: SqlStore, *, later: bool = False, limit: int = 10) -> list[Claimed]:
    at = MORNING + LEASE if later else MORNING
    with store.sharing() as work:
        return work.delivery.claim(at=at, limit=limit, lease=LEASE)


def wait_for_one_that_waits(store: SqlStore) -> None:
    """Wait until a transaction stands at a lock that another holds."""
    until = monotonic() + PATIENCE
    while monotonic() < until:
        with reading(store.engine) as connection:
            if connection.scalar(text(WAITING)):
                return
        sleep(0.01)
    pytest.fail("nobody waits")


def killed(store: SqlStore, *, within: bool) -> None:
    """Have a process claim two messages, and kill it within its transaction or after."""
    url = store.engine.url.render_as_string(hide_password=False)
    when = "within" if within else "after"
    command = [sys.executable, "-m", "tests.store.claimer", url, when]
    with Popen(command, stdout=PIPE) as claimer:  # noqa: S603 - our own words
        assert claimer.stdout is not None
        assert claimer.stdout.readline() == b"2\n"
        claimer.kill()


def ids(claimed: Sequence[Claimed]) -> list[int]:
    return [one.id for one in claimed]


@pytest.mark.parametrize("limit", [1, 20])
def test_eight_claim_at_once_none_twice_and_none_missing(
    shared: SqlStore, pool: ThreadPoolExecutor, limit: int
) -> None:
    queue(shared, *(a_message(f"m{number}") for number in range(200)))
    start = Barrier(CLAIMERS)

    def claim_all() -> list[int]:
        start.wait(PATIENCE)
        taken: list[int] = []
        while found := claim(shared, limit=limit):
            taken += ids(found)
        return taken

    every = [one.result() for one in [pool.submit(claim_all) for _ in range(CLAIMERS)]]

    assert sorted(id_ for taken in every for id_ in taken) == list(range(1, 201))


def test_what_one_is_taking_others_pass_over_and_do_not_wait_for(shared: SqlStore) -> None:
    queue(shared, *(a_message(name) for name in "abc"))

    with shared.sharing() as work:
        first = work.delivery.claim(at=MORNING, limit=2, lease=LEASE)
        second = claim(shared)

    assert (ids(first), ids(second)) == ([1, 2], [3])


def test_what_a_claimer_had_not_committed_when_it_was_killed_is_claimed_at_once(
    shared: SqlStore,
) -> None:
    queue(shared, *(a_message(name) for name in "abc"))

    killed(shared, within=True)

    taken: list[Claimed] = []
    until = monotonic() + PATIENCE
    while len(taken) < 3 and monotonic() < until:  # the server sees that it is gone
        taken += claim(shared)
    assert sorted(ids(taken)) == [1, 2, 3]
    assert {one.attempt for one in taken} == {1}


def test_what_a_killed_claimer_held_comes_back_when_its_lease_is_over(
    shared: SqlStore,
) -> None:
    queue(shared, *(a_message(name) for name in "abc"))

    killed(shared, within=False)

    assert ids(claim(shared)) == [3]
    assert [(one.id, one.attempt) for one in claim(shared, later=True)] == [
        (1, 2),
        (2, 2),
        (3, 2),
    ]


def test_who_lost_the_lease_settles_nothing_even_at_the_same_instant(
    shared: SqlStore, pool: ThreadPoolExecutor
) -> None:
    queue(shared, a_message())
    (old,), (new,) = claim(shared), claim(shared, later=True)

    def settle_late() -> frozenset[int]:
        with shared.sharing() as work:
            return work.delivery.settle([an_end(old, a_reply(Outcome.PERMANENT))], at=MORNING)

    with shared.sharing() as work:
        ours = work.delivery.settle([an_end(new, SENT)], at=MORNING)
        late = pool.submit(settle_late)
        wait_for_one_that_waits(shared)

    assert (ours, late.result(PATIENCE)) == (frozenset({new.id}), frozenset())
    assert states(shared) == {"one": MessageState.SENT}


def test_nothing_goes_out_under_a_lease_that_another_is_taking_over(
    shared: SqlStore, pool: ThreadPoolExecutor
) -> None:
    queue(shared, a_message())
    (old,) = claim(shared)

    def enter_late() -> frozenset[int]:
        with shared.sharing() as work:
            return work.delivery.enter_data([old], at=MORNING)

    with shared.sharing() as work:
        (new,) = work.delivery.claim(at=MORNING + LEASE, limit=1, lease=LEASE)
        late = pool.submit(enter_late)
        wait_for_one_that_waits(shared)

    assert late.result(PATIENCE) == frozenset()
    with shared.sharing() as work:
        assert work.delivery.enter_data([new], at=MORNING) == {new.id}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(SqlStore.writing, SqlStore.sharing, id="a person, then a claimer"),
        pytest.param(SqlStore.sharing, SqlStore.writing, id="a claimer, then a person"),
        pytest.param(SqlStore.writing, SqlStore.writing, id="two persons"),
    ],
)
def test_who_writes_alone_waits_for_all_and_all_for_it(
    shared: SqlStore,
    pool: ThreadPoolExecutor,
    first: Callable[[SqlStore], AbstractContextManager[SqlWork]],
    second: Callable[[SqlStore], AbstractContextManager[SqlWork]],
) -> None:
    def look() -> bool:
        with second(shared) as work:
            return work.done.has("one")

    with first(shared) as work:
        seen: Future[bool] = pool.submit(look)
        wait_for_one_that_waits(shared)
        work.done.mark("one", at=MORNING)

    assert seen.result(PATIENCE)


def test_due_messages_are_found_and_taken_by_indexes(store: SqlStore) -> None:
    fill(store, messages, message_bytes)

    asked = plan_of(
        store, lambda one: fetch(one, due_in_pace(5), at=MORNING, since=MORNING, full=[])
    )
    took = plan_of(store, lambda one: SqlDelivery(one).claim(at=MORNING, limit=5, lease=LEASE))

    assert has_step(
        asked,
        "SEARCH messages USING INDEX ix_messages_claimable_at (claimable_at<?)",
        "Index Scan using ix_messages_claimable_at on messages",
    )
    assert has_step(
        took,
        "SEARCH messages USING INTEGER PRIMARY KEY (rowid=?)",
        "Index Scan using pk_messages on messages",
    )
    assert "Seq Scan on messages" not in asked + took
    assert "Seq Scan on message_bytes" not in asked + took
