"""The outbox hands a message to one worker at a time, and knows what it cannot know."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql

from monitor.domain.message import Claimed, MessageState, OutboxEntry, Outcome, Phase, Reply
from monitor.ports.dispatcher import Name, Wake
from monitor.store.on_the_way import claim_due, due_in_pace
from monitor.store.tables import attempts, messages
from monitor.store.work import SqlStore, SqlWork
from tests.outbox import LEASE, MORNING, a_message, a_reply, an_end, queue, states

MINUTE = timedelta(minutes=1)
LATER = MORNING + timedelta(hours=1)
REFUSED = a_reply(Outcome.PERMANENT, Phase.ENVELOPE, "550 nobody")
DELIVER = [Wake(Name.DELIVER, {})]


def claim(store: SqlStore, *, at: timedelta = timedelta(0), limit: int = 10) -> list[Claimed]:
    with store.writing() as work:
        return work.delivery.claim(at=MORNING + at, limit=limit, lease=LEASE)


def enter_data(store: SqlStore, claimed: Claimed, *, at: timedelta = timedelta(0)) -> bool:
    with store.writing() as work:
        return claimed.id in work.delivery.enter_data([claimed], at=MORNING + at)


def settle(
    store: SqlStore, claimed: Claimed, reply: Reply, *, retry_after: timedelta | None = MINUTE
) -> bool:
    retry_at = None if retry_after is None else MORNING + retry_after
    with store.writing() as work:
        end = an_end(claimed, reply, retry_at=retry_at)
        return claimed.id in work.delivery.settle([end], at=MORNING + MINUTE)


def entry(store: SqlStore) -> OutboxEntry:
    with store.reading() as work:
        return work.outbox.list()[0]


def tries(store: SqlStore) -> list[tuple[int, str, str, str]]:
    query = select(
        attempts.c.number, attempts.c.phase, attempts.c.outcome, attempts.c.reply
    ).order_by(attempts.c.id)
    with store.engine.connect() as connection:
        return [
            (row.number, row.phase, row.outcome, row.reply) for row in connection.execute(query)
        ]


def test_a_key_is_queued_once_and_its_first_words_stay(store: SqlStore) -> None:
    first, second = a_message("one"), a_message("two")
    other_words = replace(first, content=b"other words")

    new = [queue(store, first, second, first), queue(store, other_words)]

    assert new == [2, 0]
    assert [claimed.message for claimed in claim(store)] == [first, second]


def test_a_claim_takes_the_oldest_first_and_no_more_than_asked(store: SqlStore) -> None:
    young = a_message("young", at=MORNING)
    old = a_message("old", at=MORNING - MINUTE)
    future = a_message("future", at=MORNING + MINUTE)
    queue(store, young, old, future)

    taken = [[held.message.key for held in claim(store, limit=1)] for _ in range(3)]

    assert taken == [[old.key], [young.key], []]


def test_a_lease_keeps_others_off_until_it_ends(store: SqlStore) -> None:
    queue(store, a_message())

    times = (0 * MINUTE, LEASE - timedelta(seconds=1), LEASE)
    taken = [[held.attempt for held in claim(store, at=at)] for at in times]

    assert taken == [[1], [], [2]]


def test_eight_workers_take_each_message_once(store: SqlStore) -> None:
    queue(store, *(a_message(f"m{number}") for number in range(120)))

    def work(_: int) -> list[int]:
        taken: list[int] = []
        while batch := claim(store, limit=3):
            taken += [claimed.id for claimed in batch]
        return taken

    with ThreadPoolExecutor(8) as workers:
        taken = sorted(number for part in workers.map(work, range(8)) for number in part)

    assert taken == list(range(1, 121))


def test_postgresql_workers_pass_over_what_another_is_taking() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]

    for statement in (claim_due(3), due_in_pace(3)):
        asked = str(statement.compile(dialect=dialect))
        assert "LIMIT 3 FOR UPDATE OF messages SKIP LOCKED" in asked


def test_whoever_delivers_is_woken_by_what_is_queued_or_let_go_and_by_nothing_else(
    store: SqlStore,
) -> None:
    key = a_message().key
    to_do: list[Callable[[SqlWork], object]] = [
        lambda work: work.outbox.add([a_message()]),
        lambda work: work.outbox.add([a_message()]),  # known
        lambda work: work.outbox.hold([key], at=MORNING),
        lambda work: work.outbox.let_go([key], at=MORNING),
        lambda work: work.outbox.let_go([key], at=MORNING),  # it is gone
        lambda work: work.outbox.retry([key], at=MORNING),  # it was not parked
    ]
    woken = []
    for do in to_do:
        with store.writing() as work:
            do(work)
            woken.append(work.wakes)
    (claimed,) = claim(store)
    settle(store, claimed, REFUSED)
    with store.writing() as work:
        work.outbox.retry([key], at=MORNING)
        woken.append(work.wakes)

    assert woken == [DELIVER, [], [], DELIVER, [], [], DELIVER]


@pytest.mark.parametrize(
    ("reply", "retry_after", "state", "is_uncertain"),
    [
        pytest.param(a_reply(Outcome.SENT), MINUTE, "sent", False, id="sent"),
        pytest.param(a_reply(Outcome.TEMPORARY), MINUTE, "ready", False, id="temporary"),
        pytest.param(a_reply(Outcome.TEMPORARY), None, "parked", False, id="tried too often"),
        pytest.param(a_reply(Outcome.PERMANENT), MINUTE, "parked", False, id="permanent"),
        pytest.param(
            a_reply(Outcome.UNCERTAIN, Phase.DATA), MINUTE, "ready", True, id="uncertain"
        ),
        pytest.param(
            a_reply(Outcome.UNCERTAIN, Phase.DATA),
            None,
            "parked",
            True,
            id="uncertain, last try",
        ),
    ],
)
def test_an_end_is_kept(
    store: SqlStore,
    reply: Reply,
    retry_after: timedelta | None,
    state: str,
    is_uncertain: bool,
) -> None:
    queue(store, a_message())
    (claimed,) = claim(store)
    enter_data(store, claimed)

    is_ours = settle(store, claimed, reply, retry_after=retry_after)

    kept = entry(store)
    assert is_ours
    assert (kept.state, kept.is_uncertain, kept.reply) == (state, is_uncertain, "words")
    assert kept.claimable_at == (MORNING + MINUTE if state == "ready" else None)
    assert kept.sent_at == (MORNING + MINUTE if state == "sent" else None)
    assert tries(store) == [(1, reply.phase, reply.outcome, "words")]


def test_an_end_before_data_has_a_row_of_its_own(store: SqlStore) -> None:
    queue(store, a_message())
    (first,) = claim(store)
    settle(store, first, a_reply(Outcome.TEMPORARY, Phase.ENVELOPE, "451 later"))
    (second,) = claim(store, at=MINUTE)
    settle(store, second, a_reply(Outcome.PERMANENT, Phase.ENVELOPE, "550 no"))

    assert tries(store) == [
        (1, "envelope", "temporary", "451 later"),
        (2, "envelope", "permanent", "550 no"),
    ]


def test_a_message_given_up_is_never_claimed_again(store: SqlStore) -> None:
    queue(store, a_message("sent"), a_message("parked"))
    sent, parked = claim(store)
    settle(store, sent, a_reply(Outcome.SENT))
    settle(store, parked, a_reply(Outcome.PERMANENT))

    assert claim(store, at=timedelta(days=30)) == []
    assert states(store) == {"sent": MessageState.SENT, "parked": MessageState.PARKED}


def test_a_worker_that_died_before_data_leaves_no_doubt(store: SqlStore) -> None:
    queue(store, a_message())
    claim(store)

    (again,) = claim(store, at=LEASE)

    assert again.attempt == 2
    assert not entry(store).is_uncertain


def test_a_worker_that_died_in_data_leaves_its_mark(store: SqlStore) -> None:
    queue(store, a_message())
    (claimed,) = claim(store)
    enter_data(store, claimed)
    with store.writing() as work:
        assert work.delivery.find_abandoned(at=MORNING + LEASE, wait=MINUTE) == 1

    (again,) = claim(store, at=LEASE + MINUTE)
    settle(store, again, a_reply(Outcome.SENT))

    assert again.message == claimed.message
    assert entry(store).is_uncertain  # sent, and perhaps for the second time
    assert tries(store) == [(1, "data", "uncertain", ""), (2, "replied", "sent", "words")]


def test_whoever_lost_the_lease_changes_nothing(store: SqlStore) -> None:
    queue(store, a_message())
    (slow,) = claim(store)
    (quick,) = claim(store, at=LEASE)

    late = [enter_data(store, slow), settle(store, slow, a_reply(Outcome.PERMANENT))]
    in_time = [
        enter_data(store, quick, at=LEASE),
        settle(store, quick, a_reply(Outcome.SENT)),
        settle(store, quick, a_reply(Outcome.PERMANENT)),
    ]

    assert (late, in_time) == ([False, False], [True, True, False])
    assert states(store) == {"one": MessageState.SENT}


def test_a_lease_that_ended_unclaimed_does_not_enter_data_but_keeps_its_end(
    store: SqlStore,
) -> None:
    queue(store, a_message())
    (claimed,) = claim(store)

    assert not enter_data(store, claimed, at=LEASE)
    assert settle(store, claimed, a_reply(Outcome.TEMPORARY))


def test_entries_are_listed_by_state_newest_first(store: SqlStore) -> None:
    queue(store, *(a_message(name) for name in ("a", "b", "c")))
    first, *_ = claim(store, limit=1)
    settle(store, first, a_reply(Outcome.SENT))

    with store.reading() as work:
        listed = [
            [entry.recipient[0] for entry in work.outbox.list(*chosen, limit=2)]
            for chosen in ((), (MessageState.READY,), (MessageState.PARKED,))
        ]
        counts = work.outbox.counts()

    assert listed == [["c", "b"], ["c", "b"], []]
    assert counts == {("digest", MessageState.READY): 2, ("digest", MessageState.SENT): 1}


def test_entries_are_listed_by_kind_and_age(store: SqlStore) -> None:
    old, letter = a_message("old", at=MORNING - MINUTE), a_message("letter")
    queue(store, old, replace(letter, kind="citizen_letter"))

    with store.reading() as work:
        found = [
            [one.key for one in listed]
            for listed in (
                work.outbox.list(kind="digest"),
                work.outbox.list(until=MORNING - MINUTE),
                work.outbox.list(kind="citizen_letter", until=MORNING - MINUTE),
            )
        ]

    assert found == [[old.key], [old.key], []]


def test_the_final_bytes_can_be_read_again(store: SqlStore) -> None:
    queue(store, a_message())

    with store.reading() as work:
        assert work.outbox.content(1) == a_message().content
        with pytest.raises(KeyError):
            work.outbox.content(2)


def test_sent_tells_when_and_only_of_what_was_sent(store: SqlStore) -> None:
    queue(store, *(a_message(f"m{number}") for number in range(600)))
    with store.engine.begin() as connection:
        connection.execute(
            update(messages)
            .where(messages.c.id <= 590)
            .values(state=MessageState.SENT, sent_at=LATER)
        )

    with store.reading() as work:
        sent = work.outbox.sent(a_message(f"m{number}").key for number in range(700))

    assert len(sent) == 590
    assert set(sent.values()) == {LATER}
