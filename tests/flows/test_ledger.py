"""Several changes share a commit; a commit refused loses nothing and stops nobody else."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy.exc import OperationalError

from monitor.domain.message import Claimed, Ended, MessageState, Outcome, Reply
from monitor.domain.trying import Pace, Trying
from monitor.flows import ledger as ledger_module
from monitor.flows.deliver import Delivered, deliver
from monitor.flows.ledger import Answer, Ledger
from monitor.store.engine import open_engine, writing
from monitor.store.work import SqlStore, SqlWork
from tests.flows.test_deliver import HeldChannel, ScriptedChannel
from tests.outbox import MORNING, a_message, a_reply, queue, states

FOUR = Trying(connections=4)
SENT = a_reply(Outcome.SENT, text="250 Ok")
NAMES = "abcd"


class RefusingStore(SqlStore):
    """Refuses to commit as often as it is told, as a full disk does; counts what it keeps."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store.engine)
        self.refuses = 0
        self.commits = 0

    @contextmanager
    def writing(self) -> Iterator[SqlWork]:
        with super().writing() as work:
            yield work
            if self.refuses:
                self.refuses -= 1
                raise OperationalError(None, None, sqlite3.OperationalError("disk full"))
        self.commits += 1

    def sharing(self) -> AbstractContextManager[SqlWork]:
        return self.writing()


@pytest.fixture
def refusing(store: SqlStore) -> RefusingStore:
    return RefusingStore(store)


def a_ledger(store: SqlStore) -> Ledger:
    return Ledger(store, trying=FOUR, now=lambda: MORNING, reached=lambda _: None)


def held(claimed: Claimed | None) -> Claimed:
    assert claimed is not None
    return claimed


def the_end(claimed: Claimed | None) -> Ended:
    return FOUR.end(held(claimed), SENT, at=MORNING)


async def gather(asked: Iterable[asyncio.Future[Answer]]) -> list[Answer]:
    """Ask all at once, and wait for all."""
    return list(await asyncio.gather(*asked))


def test_what_comes_at_once_shares_a_commit(refusing: RefusingStore) -> None:
    queue(refusing, *(a_message(name) for name in NAMES))

    async def carry_four() -> list[int]:
        ledger = a_ledger(refusing)
        counts = [refusing.commits]
        claimed = [one.claimed for one in await gather(ledger.take() for _ in NAMES)]
        counts.append(refusing.commits)
        marks = await gather(ledger.enter_data(held(one), takes=True) for one in claimed)
        counts.append(refusing.commits)
        ends = await gather(ledger.settle(the_end(one), takes=True) for one in claimed)
        counts.append(refusing.commits)
        assert [(one.is_ours, one.claimed) for one in (*marks, *ends)] == [(True, None)] * 8
        return counts

    assert asyncio.run(carry_four()) == [1, 2, 3, 4]
    assert set(states(refusing).values()) == {MessageState.SENT}


def test_an_end_and_the_next_mark_share_a_commit(refusing: RefusingStore) -> None:
    queue(refusing, *(a_message(f"m{number}") for number in range(20)))
    before = refusing.commits

    done = asyncio.run(deliver(refusing, ScriptedChannel(), at=MORNING, trying=FOUR))

    assert done == Delivered(sent=20)
    assert refusing.commits - before < 20 / 2


def test_who_is_on_the_way_is_waited_for(
    refusing: RefusingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(refusing, *(a_message(name) for name in NAMES))
    monkeypatch.setattr(ledger_module, "PATIENCE", 60)

    async def enter_one_after_the_other() -> int:
        ledger = a_ledger(refusing)
        taken = await gather(ledger.take() for _ in NAMES)
        before = refusing.commits
        entering = []
        for one in taken:
            entering.append(ledger.enter_data(held(one.claimed), takes=False))
            for _ in range(3):
                await asyncio.sleep(0)  # the writer is awake, and waits
        assert all(one.is_ours for one in await gather(entering))
        return refusing.commits - before

    assert asyncio.run(enter_one_after_the_other()) == 1


def test_who_stays_away_is_waited_for_but_once(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(store, a_message("a"), a_message("b"))

    async def stay_away() -> bool:
        ledger = a_ledger(store)
        first, _ = await gather(ledger.take() for _ in "ab")
        await ledger.enter_data(held(first.claimed), takes=False)
        monkeypatch.setattr(ledger_module, "PATIENCE", 60)
        end = ledger.settle(the_end(first.claimed), takes=False)
        return (await asyncio.wait_for(end, 30)).is_ours

    assert asyncio.run(stay_away())


def test_what_was_claimed_ahead_is_given_back_when_the_round_ends(store: SqlStore) -> None:
    queue(store, a_message("a"), a_message("b"))

    async def stop_in_data() -> Delivered:
        channel, stopping = HeldChannel(), asyncio.Event()
        delivery = asyncio.create_task(
            deliver(store, channel, at=MORNING, trying=Trying(connections=1), stopping=stopping)
        )
        await channel.is_in_data.wait()
        with store.reading() as work:
            assert {one.attempts for one in work.outbox.list()} == {1}
        stopping.set()
        channel.may_end.set()
        return await delivery

    assert asyncio.run(stop_in_data()) == Delivered(sent=1)
    with store.writing() as work:
        (again,) = work.delivery.claim(at=MORNING, limit=9, lease=FOUR.lease)
    assert (again.message, again.attempt) == (a_message("b"), 1)


def test_a_commit_refused_once_is_tried_again(refusing: RefusingStore) -> None:
    queue(refusing, *(a_message(name) for name in NAMES))
    channel = ScriptedChannel()

    class TroubledChannel(ScriptedChannel):
        async def answer(
            self, name: str, claimed: Claimed, before_data: Callable[[], Awaitable[None]]
        ) -> Reply:
            reply = await channel.answer(name, claimed, before_data)
            refusing.refuses = 1
            return reply

    done = asyncio.run(deliver(refusing, TroubledChannel(), at=MORNING, trying=FOUR))

    assert done == Delivered(sent=4)
    assert all(len(copies) == 1 for copies in channel.accepted.values())


@pytest.mark.parametrize("refused", ["take", "enter_data", "settle", "give_back"])
def test_everyone_who_waits_is_told_of_a_commit_refused(
    refusing: RefusingStore, refused: str
) -> None:
    queue(refusing, *(a_message(name) for name in NAMES))

    async def ask() -> list[object]:
        ledger = a_ledger(refusing)
        claimed = [held((await ledger.take()).claimed) for _ in NAMES]
        asked: dict[str, Callable[[Claimed], asyncio.Future[Answer]]] = {
            "take": lambda _: ledger.take(),
            "enter_data": partial(ledger.enter_data, takes=True),
            "settle": lambda one: ledger.settle(the_end(one), takes=True),
            "give_back": ledger.give_back,
        }
        refusing.refuses = 99
        told = await asyncio.gather(*map(asked[refused], claimed), return_exceptions=True)
        refusing.refuses = 0
        marks = await gather(ledger.enter_data(one, takes=False) for one in claimed)
        assert all(one.is_ours for one in marks)  # it still writes
        return list(told)

    told = asyncio.run(ask())

    assert [type(one) for one in told] == [OperationalError] * 4


def test_of_those_whose_commit_is_refused_what_can_be_kept_is(refusing: RefusingStore) -> None:
    queue(refusing, a_message("a"), a_message("b"))

    async def settle_both() -> list[object]:
        ledger = a_ledger(refusing)
        first, second = [the_end((await ledger.take()).claimed) for _ in range(2)]
        refusing.refuses = 2  # the page, and the first by itself
        both = (ledger.settle(first, takes=False), ledger.settle(second, takes=False))
        return list(await asyncio.gather(*both, return_exceptions=True))

    told = asyncio.run(settle_both())

    assert isinstance(told[0], OperationalError)
    assert list(states(refusing).values()) == [MessageState.READY, MessageState.SENT]


def test_a_store_that_refuses_ends_the_round_and_what_went_out_is_in_doubt(
    refusing: RefusingStore,
) -> None:
    queue(refusing, *(a_message(name) for name in NAMES))
    channel = ScriptedChannel()

    class FillingChannel(ScriptedChannel):
        async def answer(
            self, name: str, claimed: Claimed, before_data: Callable[[], Awaitable[None]]
        ) -> Reply:
            reply = await channel.answer(name, claimed, before_data)
            refusing.refuses = 99
            return reply

    with pytest.raises(OperationalError):
        asyncio.run(deliver(refusing, FillingChannel(), at=MORNING, trying=FOUR))
    refusing.refuses = 0
    instants = (MORNING + FOUR.lease, MORNING + FOUR.lease + FOUR.uncertain_wait)
    rounds = [
        asyncio.run(deliver(refusing, channel, at=instant, trying=FOUR)) for instant in instants
    ]

    assert rounds == [Delivered(uncertain=4), Delivered(sent=4)]
    assert {name: set(copies) for name, copies in channel.accepted.items()} == {
        name: {a_message(name).content} for name in NAMES
    }


def test_a_lock_that_another_holds_is_waited_for(store: SqlStore) -> None:
    queue(store, a_message("a"))
    other = open_engine(store.engine.url.render_as_string(hide_password=False))

    class LockingChannel(ScriptedChannel):
        async def answer(
            self, name: str, claimed: Claimed, before_data: Callable[[], Awaitable[None]]
        ) -> Reply:
            with writing(other):
                entering = asyncio.ensure_future(before_data())
                await asyncio.sleep(0.05)  # the writer is at the lock by now
                assert not entering.done()
            await entering
            return SENT

    done = asyncio.run(deliver(store, LockingChannel(), at=MORNING, trying=FOUR))
    other.dispose()

    assert done == Delivered(sent=1)


class NotingStore(SqlStore):
    """Notes how each transaction that may write was opened."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store.engine)
        self.opened: list[str] = []

    def writing(self) -> AbstractContextManager[SqlWork]:
        self.opened.append("alone")
        return super().writing()

    def sharing(self) -> AbstractContextManager[SqlWork]:
        self.opened.append("beside others")
        return super().sharing()


@pytest.mark.parametrize(
    ("pace", "claiming"),
    [
        pytest.param(Pace(), "beside others", id="as fast as it may"),
        pytest.param(Pace(overall=9), "alone", id="so many a minute: they are counted"),
    ],
)
def test_many_workers_claim_and_settle_beside_each_other(
    store: SqlStore, pace: Pace, claiming: str
) -> None:
    queue(store, a_message("a"))
    noting = NotingStore(store)

    async def carry_one() -> None:
        ledger = Ledger(
            noting,
            trying=replace(FOUR, pace=pace),
            now=lambda: MORNING,
            reached=lambda _: None,
        )
        claimed = (await ledger.take()).claimed
        await ledger.enter_data(held(claimed), takes=False)
        await ledger.settle(the_end(claimed), takes=False)

    asyncio.run(carry_one())

    assert noting.opened == [claiming, "beside others", "beside others"]


def test_one_who_waits_no_longer_is_passed_over(store: SqlStore) -> None:
    queue(store, *(a_message(name) for name in NAMES))

    async def cancel_one() -> Claimed | None:
        ledger = a_ledger(store)
        gone, stays = ledger.take(), ledger.take()
        gone.cancel()
        return (await stays).claimed

    assert asyncio.run(cancel_one()) is not None


def test_one_who_waits_no_longer_is_not_told_of_a_fault_either(
    refusing: RefusingStore,
) -> None:
    async def cancel_one() -> list[object]:
        ledger = a_ledger(refusing)
        refusing.refuses = 99
        asked = [ledger.take() for _ in range(2)]
        asked[0].cancel()
        return list(await asyncio.gather(*asked, return_exceptions=True))

    told = asyncio.run(cancel_one())

    assert [type(one) for one in told] == [asyncio.CancelledError, OperationalError]


def test_cancelled_twice_it_still_keeps_what_the_server_took(store: SqlStore) -> None:
    queue(store, a_message("a"), a_message("b"))

    async def cancel_twice() -> None:
        channel = HeldChannel()
        delivery = asyncio.create_task(
            deliver(store, channel, at=MORNING, trying=Trying(connections=1))
        )
        await channel.is_in_data.wait()
        for _ in range(2):
            delivery.cancel()
            await asyncio.sleep(0)
        assert not delivery.done()
        channel.may_end.set()
        with pytest.raises(asyncio.CancelledError):
            await delivery

    asyncio.run(cancel_twice())

    assert states(store) == {"a": MessageState.SENT, "b": MessageState.READY}


def test_a_loop_that_is_torn_down_leaves_what_may_have_gone_out_in_doubt(
    store: SqlStore,
) -> None:
    queue(store, a_message("a"))

    async def tear_down() -> None:
        channel = HeldChannel()
        asyncio.create_task(  # noqa: RUF006 - cancelled with the loop, as all tasks are
            deliver(store, channel, at=MORNING, trying=Trying(connections=1))
        )
        await channel.is_in_data.wait()

    asyncio.run(tear_down())
    done = asyncio.run(deliver(store, ScriptedChannel(), at=MORNING + FOUR.lease, trying=FOUR))

    assert done == Delivered(uncertain=1)
