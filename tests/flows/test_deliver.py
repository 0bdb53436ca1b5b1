"""Delivery finishes what it has in hand, and knows when to try again and when not."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from monitor.domain.message import Claimed, MessageState, Outcome, Phase, Reply
from monitor.domain.trying import Pace, Trying
from monitor.flows.deliver import Delivered, deliver
from monitor.store.tables import messages
from monitor.store.work import SqlStore
from tests.outbox import MORNING, a_message, a_reply, queue, states

MINUTE = timedelta(minutes=1)
ALONE = Trying(connections=1)
SENT = a_reply(Outcome.SENT, text="250 Ok")
LATER = a_reply(Outcome.TEMPORARY, Phase.ENVELOPE, "451 later")
REFUSED = a_reply(Outcome.PERMANENT, Phase.ENVELOPE, "550 nobody here")
SILENCE = a_reply(Outcome.UNCERTAIN, Phase.DATA)
UNREACHABLE = a_reply(Outcome.TEMPORARY, Phase.CLAIMED, "no route")


class ScriptedChannel:
    """Answers by the message's name, and remembers what it was handed."""

    def __init__(self, **replies: list[Reply]) -> None:
        self.replies = replies
        self.accepted: dict[str, list[bytes]] = defaultdict(list)
        self.most_at_once = 0
        self._at_once = 0

    async def send(
        self, claimed: Claimed, *, before_data: Callable[[], Awaitable[None]]
    ) -> Reply:
        name = claimed.message.recipient.partition("@")[0]
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return await self.answer(name, claimed, before_data)
        finally:
            self._at_once -= 1

    async def answer(
        self, name: str, claimed: Claimed, before_data: Callable[[], Awaitable[None]]
    ) -> Reply:
        await asyncio.sleep(0)
        script = self.replies.get(name)
        reply = script.pop(0) if script else SENT
        if reply.phase in {Phase.DATA, Phase.REPLIED}:
            await before_data()
            self.accepted[name].append(claimed.message.content)
        return reply

    async def close(self) -> None:
        """Have nothing to let go of."""


class HeldChannel(ScriptedChannel):
    """Waits inside DATA until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.is_in_data = asyncio.Event()
        self.may_end = asyncio.Event()

    async def answer(
        self, name: str, claimed: Claimed, before_data: Callable[[], Awaitable[None]]
    ) -> Reply:
        reply = await super().answer(name, claimed, before_data)
        self.is_in_data.set()
        await self.may_end.wait()
        return reply


def run(
    store: SqlStore,
    channel: ScriptedChannel,
    *,
    after: timedelta = timedelta(0),
    trying: Trying = ALONE,
) -> Delivered:
    return asyncio.run(deliver(store, channel, at=MORNING + after, trying=trying))


def test_everything_due_is_sent_with_the_servers_words(store: SqlStore) -> None:
    queue(store, *(a_message(name) for name in "abcde"))
    channel = ScriptedChannel()

    first = run(store, channel, trying=Trying())
    second = run(store, channel, trying=Trying())

    assert (first, second) == (Delivered(sent=5), Delivered())
    assert dict(channel.accepted) == {name: [a_message(name).content] for name in "abcde"}
    with store.reading() as work:
        entries = work.outbox.list()
    assert {(entry.state, entry.reply) for entry in entries} == {("sent", "250 Ok")}
    assert {entry.sent_at for entry in entries} == {MORNING}


def test_no_more_at_once_than_there_are_connections(store: SqlStore) -> None:
    queue(store, *(a_message(f"m{number}") for number in range(10)))
    channel = ScriptedChannel()

    done = run(store, channel, trying=Trying(connections=3))

    assert (done.sent, channel.most_at_once) == (10, 3)


def test_a_refusal_for_now_is_tried_again_after_a_wait(store: SqlStore) -> None:
    queue(store, a_message("a"), a_message("b"))
    channel = ScriptedChannel(a=[LATER, LATER])

    rounds = [run(store, channel, after=wait * MINUTE) for wait in (0, 0.7, 1.2, 5, 7.5)]

    assert rounds == [
        Delivered(sent=1, retried=1),
        Delivered(),
        Delivered(retried=1),
        Delivered(),
        Delivered(sent=1),
    ]


def test_what_a_clock_that_ran_ahead_put_off_goes_with_the_next_round(store: SqlStore) -> None:
    queue(store, a_message("a"))
    year = timedelta(days=365)
    run(store, ScriptedChannel(a=[LATER]), after=year)

    done = run(store, ScriptedChannel())

    assert done == Delivered(sent=1)


def test_a_refusal_for_good_waits_for_a_person(store: SqlStore) -> None:
    queue(store, a_message("a"), a_message("b"))

    done = run(store, ScriptedChannel(a=[REFUSED]))

    assert done == Delivered(sent=1, parked=1)
    assert states(store) == {"a": MessageState.PARKED, "b": MessageState.SENT}


@pytest.mark.parametrize("reply", [LATER, SILENCE])
def test_trying_ends(store: SqlStore, reply: Reply) -> None:
    queue(store, a_message("a"))
    channel = ScriptedChannel(a=[reply] * 3)
    trying = Trying(attempts=2)

    rounds = [run(store, channel, after=day * 1440 * MINUTE, trying=trying) for day in range(3)]

    assert [done.parked for done in rounds] == [0, 1, 0]
    assert states(store) == {"a": MessageState.PARKED}


def test_a_server_away_for_days_uses_up_no_try(store: SqlStore) -> None:
    """Over a long holiday nothing may come to wait for a person."""
    queue(store, a_message("a"))
    channel = ScriptedChannel(a=[UNREACHABLE] * 5)
    trying = Trying(attempts=2)

    rounds = [run(store, channel, after=day * 1440 * MINUTE, trying=trying) for day in range(6)]

    assert [done.retried for done in rounds] == [1, 1, 1, 1, 1, 0]
    assert rounds[-1].sent == 1


def test_silence_in_data_is_counted_and_the_same_bytes_go_again(store: SqlStore) -> None:
    queue(store, a_message("a"))
    channel = ScriptedChannel(a=[SILENCE])

    rounds = [run(store, channel, after=minutes * MINUTE) for minutes in (0, 15)]

    assert rounds == [Delivered(uncertain=1), Delivered(sent=1)]
    assert channel.accepted == {"a": [a_message("a").content] * 2}
    with store.reading() as work:
        assert work.outbox.list()[0].is_uncertain


def test_a_way_that_is_closed_ends_the_round(store: SqlStore) -> None:
    queue(store, *(a_message(name) for name in "abcd"))
    channel = ScriptedChannel(a=[UNREACHABLE], b=[UNREACHABLE])

    done = run(store, channel, trying=Trying(connections=2))
    after_it = run(store, channel, trying=Trying(connections=2))

    assert (done, after_it) == (Delivered(retried=2), Delivered(sent=2))


def test_stopping_finishes_what_is_in_hand_and_takes_no_more(store: SqlStore) -> None:
    queue(store, a_message("a"), a_message("b"))

    async def stop_in_data() -> Delivered:
        channel, stopping = HeldChannel(), asyncio.Event()
        delivery = asyncio.create_task(
            deliver(store, channel, at=MORNING, trying=ALONE, stopping=stopping)
        )
        await channel.is_in_data.wait()
        stopping.set()
        channel.may_end.set()
        return await delivery

    done = asyncio.run(stop_in_data())

    assert done == Delivered(sent=1)
    assert states(store) == {"a": MessageState.SENT, "b": MessageState.READY}


def test_a_round_that_is_stopped_at_once_takes_nothing(store: SqlStore) -> None:
    queue(store, a_message("a"))

    async def begin_stopped() -> Delivered:
        stopping = asyncio.Event()
        stopping.set()
        return await deliver(store, ScriptedChannel(), at=MORNING, stopping=stopping)

    assert asyncio.run(begin_stopped()) == Delivered()
    assert states(store) == {"a": MessageState.READY}


def test_a_cancelled_delivery_still_commits_what_the_server_took(store: SqlStore) -> None:
    queue(store, a_message("a"), a_message("b"))

    async def cancel_in_data() -> None:
        channel = HeldChannel()
        delivery = asyncio.create_task(deliver(store, channel, at=MORNING, trying=ALONE))
        await channel.is_in_data.wait()
        delivery.cancel()
        channel.may_end.set()
        with pytest.raises(asyncio.CancelledError):
            await delivery

    asyncio.run(cancel_in_data())

    assert states(store) == {"a": MessageState.SENT, "b": MessageState.READY}


def test_a_lease_lost_before_data_stops_the_message(store: SqlStore) -> None:
    queue(store, a_message("a"))

    class SlowChannel(ScriptedChannel):
        async def answer(
            self, name: str, claimed: Claimed, before_data: Callable[[], Awaitable[None]]
        ) -> Reply:
            with store.writing() as work:  # another worker takes it
                work.delivery.claim(at=MORNING + ALONE.lease, limit=1, lease=ALONE.lease)
            return await super().answer(name, claimed, before_data)

    channel = SlowChannel()
    done = run(store, channel)

    assert (done, set(channel.accepted)) == (Delivered(), set())
    assert states(store) == {"a": MessageState.READY}


def test_with_what_was_lost_nothing_else_is(store: SqlStore) -> None:
    queue(store, a_message("a"), a_message("b"))

    class LosingChannel(ScriptedChannel):
        async def answer(
            self, name: str, claimed: Claimed, before_data: Callable[[], Awaitable[None]]
        ) -> Reply:
            if name == "a":  # its lease ran out, and another worker took it
                with store.engine.begin() as connection:
                    connection.execute(
                        update(messages).where(messages.c.id == claimed.id).values(attempts=2)
                    )
            return await super().answer(name, claimed, before_data)

    channel = LosingChannel()
    done = run(store, channel)

    assert (done, set(channel.accepted)) == (Delivered(sent=1), {"b"})


def test_whoever_was_given_up_for_dead_inside_data_changes_nothing(store: SqlStore) -> None:
    queue(store, a_message("a"))

    class SleepingChannel(ScriptedChannel):
        async def answer(
            self, name: str, claimed: Claimed, before_data: Callable[[], Awaitable[None]]
        ) -> Reply:
            reply = await super().answer(name, claimed, before_data)
            with store.writing() as work:
                work.delivery.find_abandoned(at=MORNING + ALONE.lease, wait=MINUTE)
            return reply

    channel = SleepingChannel()
    done = run(store, channel)

    assert (done, set(channel.accepted)) == (Delivered(), {"a"})
    assert states(store) == {"a": MessageState.READY}


def test_a_process_that_died_inside_data_is_counted_and_the_same_bytes_go_again(
    store: SqlStore,
) -> None:
    queue(store, a_message("a"))
    with store.writing() as work:
        work.delivery.enter_data(
            work.delivery.claim(at=MORNING, limit=1, lease=ALONE.lease), at=MORNING
        )
    channel = ScriptedChannel()

    rounds = [
        run(store, channel, after=after)
        for after in (MINUTE, ALONE.lease, ALONE.lease + ALONE.uncertain_wait)
    ]

    assert rounds == [Delivered(), Delivered(uncertain=1), Delivered(sent=1)]
    assert channel.accepted["a"] == [a_message("a").content]


def test_what_may_have_gone_out_waits_for_a_person_where_its_kind_is_held(
    store: SqlStore,
) -> None:
    queue(store, a_message("a"), a_message("b"))
    trying = Trying(connections=1, holds_uncertain=frozenset({"digest"}))
    with store.writing() as work:
        work.delivery.enter_data(
            work.delivery.claim(at=MORNING, limit=1, lease=trying.lease), at=MORNING
        )

    done = run(store, ScriptedChannel(b=[SILENCE]), after=trying.lease, trying=trying)

    assert done == Delivered(uncertain=2)
    assert states(store) == dict.fromkeys("ab", MessageState.HELD)


def test_no_more_than_the_pace_allows(store: SqlStore) -> None:
    queue(store, *(a_message(name) for name in "abcde"))
    trying = Trying(connections=3, pace=Pace(overall=2))

    rounds = [
        run(store, ScriptedChannel(), after=after * MINUTE, trying=trying)
        for after in (0, 1, 1.1, 2.2)
    ]

    assert [done.sent for done in rounds] == [2, 0, 2, 1]


def test_a_fault_of_ours_is_told_and_stops_only_its_message(store: SqlStore) -> None:
    queue(store, *(a_message(name) for name in "abc"))

    class FaultyChannel(ScriptedChannel):
        async def answer(
            self, name: str, claimed: Claimed, before_data: Callable[[], Awaitable[None]]
        ) -> Reply:
            if name == "a":
                raise ZeroDivisionError
            await asyncio.sleep(0.01)
            return await super().answer(name, claimed, before_data)

    with pytest.raises(ZeroDivisionError):
        run(store, FaultyChannel(), trying=Trying(connections=2))
    rest = run(store, FaultyChannel(), trying=Trying(connections=2))

    assert rest == Delivered(sent=1)
    assert states(store) == {
        "a": MessageState.READY,
        "b": MessageState.SENT,
        "c": MessageState.SENT,
    }


def test_a_message_that_ends_the_process_each_time_is_given_up(store: SqlStore) -> None:
    queue(store, a_message("a"))
    for attempt in range(2):
        with store.writing() as work:
            work.delivery.claim(at=MORNING + attempt * MINUTE, limit=1, lease=MINUTE)
    channel = ScriptedChannel()

    done = run(store, channel, after=60 * MINUTE, trying=Trying(attempts=2))

    assert (done, dict(channel.accepted)) == (Delivered(parked=1), {})


def test_nothing_is_held_open_while_the_network_works(store: SqlStore) -> None:
    queue(store, *(a_message(name) for name in "abc"))

    class CuriousChannel(ScriptedChannel):
        async def answer(
            self, name: str, claimed: Claimed, before_data: Callable[[], Awaitable[None]]
        ) -> Reply:
            queue(store, a_message(f"{name}2", at=MORNING + MINUTE))  # would wait for a lock
            reply = await super().answer(name, claimed, before_data)
            queue(store, a_message(f"{name}3", at=MORNING + MINUTE))
            return reply

    done = run(store, CuriousChannel(), trying=Trying())

    assert done == Delivered(sent=3)


def test_the_present_is_asked_anew_for_each_step(store: SqlStore) -> None:
    queue(store, a_message("a"))
    instant = MORNING

    class LastingChannel(ScriptedChannel):
        async def answer(
            self, name: str, claimed: Claimed, before_data: Callable[[], Awaitable[None]]
        ) -> Reply:
            nonlocal instant
            instant += MINUTE
            return await super().answer(name, claimed, before_data)

    asyncio.run(deliver(store, LastingChannel(), at=lambda: instant, trying=ALONE))

    with store.reading() as work:
        assert work.outbox.list()[0].sent_at == MORNING + MINUTE


@pytest.mark.parametrize(
    ("reply", "points"),
    [
        pytest.param(
            SENT,
            "before_claim claimed before_claim before_data after_data replied"
            " before_claim before_commit committed",
            id="sent",
        ),
        pytest.param(
            SILENCE,
            "before_claim claimed before_claim before_data after_data"
            " before_claim before_commit committed",
            id="silence",
        ),
        pytest.param(
            REFUSED, "before_claim claimed before_claim before_commit committed", id="refused"
        ),
    ],
)
def test_the_named_points_are_reached_in_order(
    store: SqlStore, reply: Reply, points: str
) -> None:
    queue(store, a_message("a"))
    reached: list[str] = []

    asyncio.run(
        deliver(
            store, ScriptedChannel(a=[reply]), at=MORNING, trying=ALONE, reached=reached.append
        )
    )

    assert reached == points.split()
