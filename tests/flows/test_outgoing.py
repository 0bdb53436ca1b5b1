"""A person looks at mail on its way, holds it, lets it go, tries it again, and ends it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from monitor.domain.errors import DungHanError, NotHeldError, OutboxError
from monitor.domain.message import MessageState, Outcome, Phase, Reply
from monitor.flows.outgoing import close, hold, look, retry
from monitor.flows.release import Released, discard, release
from monitor.ports.outbox import Tells
from monitor.store.work import SqlStore
from tests.exports import CODE, a_record
from tests.notices.office import OFFICE
from tests.outbox import LEASE, MORNING, a_message, a_reply, an_end, queue, states
from tests.store.taking import judge, take
from tests.store.test_held import FINDINGS

A, B, BLAST = (a_message(name).key for name in ("a", "b", "blast"))
REFUSED = a_reply(Outcome.PERMANENT, Phase.ENVELOPE, "550 nobody here")
SENT = a_reply(Outcome.SENT, text="250 Ok")


def claim(store: SqlStore) -> None:
    with store.writing() as work:
        work.delivery.claim(at=MORNING, limit=9, lease=LEASE)


def end(store: SqlStore, reply: Reply) -> None:
    """Have every message end so."""
    with store.writing() as work:
        claimed = work.delivery.claim(at=MORNING, limit=9, lease=LEASE)
        ends = [an_end(one, reply) for one in claimed]
        work.delivery.settle(ends, at=MORNING)


def storm(store: SqlStore) -> None:
    """Have a mail held that lists one finding and counts another."""
    take(store, a_record())
    judge(store, *FINDINGS, at=MORNING)
    with store.writing() as work:
        first, second = (one.id for one in work.findings.standing())
        work.held.keep(a_message("blast"), lists=[first], counts=[first, second], person="hoa")


def test_one_is_looked_at_with_its_attempts_and_what_it_tells(store: SqlStore) -> None:
    take(store, a_record())
    judge(store, *FINDINGS, at=MORNING)
    queue(store, a_message("a"))
    with store.writing() as work:
        listed = [one.id for one in work.findings.standing()]
        work.findings.mark_told(listed, person="hoa", message_key=A)
    end(store, REFUSED)
    judge(store, FINDINGS[0], at=MORNING)

    with store.reading() as work:
        shown = look(work, A)

    assert (shown.entry.state, shown.content) == (MessageState.PARKED, a_message("a").content)
    assert [one.reply.text for one in shown.attempts] == ["550 nobody here"]
    assert [(one.rule, one.has_ended) for one in shown.tells] == [
        ("apology_missing", False),
        ("overdue", True),
    ]
    assert {(one.person, one.subject) for one in shown.tells} == {("hoa", CODE)}


def test_one_that_a_blast_holds_shows_what_it_would_tell(store: SqlStore) -> None:
    storm(store)

    with store.reading() as work:
        shown = look(work, BLAST)

    assert shown.tells == (
        Tells(person="hoa", rule="apology_missing", subject=CODE, has_ended=False),
    )
    assert shown.attempts == ()


def test_one_that_is_not_there_cannot_be_looked_at(store: SqlStore) -> None:
    with store.reading() as work, pytest.raises(OutboxError) as caught:
        look(work, A)

    assert caught.value.facts == {"reason": "unknown", "key": A}


def test_parked_ones_are_tried_again(store: SqlStore) -> None:
    queue(store, a_message("a"), a_message("b"))
    end(store, REFUSED)

    assert retry(store, [A], at=MORNING) == {A}
    assert retry(store, None, at=MORNING) == {B}
    assert retry(store, None, at=MORNING) == frozenset()
    assert set(states(store).values()) == {MessageState.READY}


def test_what_waits_is_held_and_let_go_at_any_hour(store: SqlStore) -> None:
    queue(store, a_message("a"), a_message("b"))
    night = MORNING + timedelta(hours=14)

    assert hold(store, [A, B], at=MORNING) == {A, B}
    one = release(store, OFFICE, [A], at=night)
    rest = release(store, OFFICE, None, at=night)

    assert (one, rest) == (Released(gone=(A,)), Released(gone=(B,)))
    with store.writing() as work:
        assert len(work.delivery.claim(at=night, limit=9, lease=LEASE)) == 2


def test_all_that_is_held_is_let_go_together_each_by_its_own_rule(store: SqlStore) -> None:
    storm(store)
    queue(store, a_message("a"))
    hold(store, [A], at=MORNING)

    done = release(store, OFFICE, [A, BLAST], at=MORNING + timedelta(days=1))

    assert done == Released(gone=(A,), outdated=(BLAST,))


def test_whose_readers_know_already_goes_out_no_more(store: SqlStore) -> None:
    queue(store, a_message("a"))
    hold(store, [A], at=MORNING)

    assert close(store, [A], at=MORNING) == {A}
    assert states(store) == {"a": MessageState.SUPERSEDED}


def test_by_what_is_discarded_nobody_counts_as_told(store: SqlStore) -> None:
    storm(store)
    queue(store, a_message("a"))
    hold(store, [A], at=MORNING)

    with pytest.raises(OutboxError) as caught:
        discard(store, [A, BLAST])
    gone = discard(store, None)

    assert caught.value.facts == {"reason": "counted", "key": A}
    assert gone == (BLAST,)
    assert states(store) == {"a": MessageState.HELD}


@pytest.mark.parametrize(
    ("before", "verb", "reason"),
    [
        pytest.param("nothing", retry, "unknown", id="retry what is not there"),
        pytest.param("waits", retry, "ready", id="retry what waits"),
        pytest.param("in hand", retry, "in_hand", id="retry what is on its way"),
        pytest.param("sent", retry, "sent", id="retry what was sent"),
        pytest.param("held", retry, "held", id="retry what is held"),
        pytest.param("blast", retry, "blast", id="retry what a blast holds"),
        pytest.param("in hand", hold, "in_hand", id="hold what is on its way"),
        pytest.param("sent", hold, "sent", id="hold what was sent"),
        pytest.param("parked", hold, "parked", id="hold what is parked"),
        pytest.param("ended", hold, "superseded", id="hold what goes out no more"),
        pytest.param("waits", close, "ready", id="end what waits"),
        pytest.param("blast", close, "blast", id="end what a blast holds"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_done(
    store: SqlStore, before: str, verb: Callable[..., object], reason: str
) -> None:
    key = BLAST if before == "blast" else A
    if before == "blast":
        storm(store)
    elif before != "nothing":
        queue(store, a_message("a"))
    match before:
        case "in hand":
            claim(store)
        case "sent":
            end(store, SENT)
        case "parked":
            end(store, REFUSED)
        case "held":
            hold(store, [A], at=MORNING)
        case "ended":
            hold(store, [A], at=MORNING)
            close(store, [A], at=MORNING)
    was = states(store)

    with pytest.raises(OutboxError) as caught:
        verb(store, [key], at=MORNING)

    assert caught.value.facts == {"reason": reason, "key": key}
    assert states(store) == was


def test_with_one_that_cannot_be_held_no_other_is(store: SqlStore) -> None:
    queue(store, a_message("a"))

    with pytest.raises(DungHanError):
        hold(store, [A, B], at=MORNING)

    assert states(store) == {"a": MessageState.READY}


def test_what_is_not_held_cannot_be_let_go(store: SqlStore) -> None:
    queue(store, a_message("a"))

    with pytest.raises(NotHeldError):
        release(store, OFFICE, [A], at=MORNING)
