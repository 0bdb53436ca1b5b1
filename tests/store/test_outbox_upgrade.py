"""An outbox from before messages had phases: nothing in it is lost, doubled or let go."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from monitor.domain.message import HeldFor, MessageState, OutboxEntry, Phase
from monitor.domain.trying import Pace
from monitor.store.engine import open_engine, writing
from monitor.store.schema import upgrade
from monitor.store.work import SqlStore
from tests.outbox import LEASE, MORNING
from tests.store.older import bring_to

NOW = int(MORNING.timestamp())
LEFT = {  # state, claimable_at, attempts, the outcomes written down
    "sent": ("sent", None, 1, ("sent",)),
    "sent twice": ("sent", None, 2, ("uncertain", "sent")),
    "held": ("held", None, 0, ()),
    "parked": ("parked", None, 1, ("permanent",)),
    "doubtful": ("ready", NOW + 900, 1, ("uncertain",)),
    "in hand": ("ready", NOW + 120, 1, ()),
    "in data": ("ready", NOW + 120, 2, ("temporary", "uncertain")),
    "waiting": ("ready", NOW, 0, ()),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """Yield the outbox of such an office, brought to the newest schema."""
    engine = open_engine(f"sqlite:///{tmp_path / 'monitor.db'}")
    with writing(engine) as connection:
        bring_to(connection, "0008")
    fill(engine)
    upgrade(engine)
    yield SqlStore(engine)
    engine.dispose()


def fill(engine: Engine) -> None:
    message = text(
        "INSERT INTO messages (key, kind, recipient, message_id, state, claimable_at,"
        " attempts, is_uncertain, created_at, sent_at, reply)"
        " VALUES (:key, 'digest', 'can.bo@Mail.Example', :key, :state, :claimable_at,"
        " :attempts, 0, :at, :sent_at, '')"
    )
    content = text("INSERT INTO message_bytes SELECT id, x'20' FROM messages WHERE key = :key")
    attempt = text(
        "INSERT INTO attempts (message_id, number, at, phase, outcome, reply)"
        " SELECT id, :number, :at, 'data', :outcome, '' FROM messages WHERE key = :key"
    )
    with engine.begin() as connection:
        for key, (state, claimable_at, tried, outcomes) in LEFT.items():
            sent_at = NOW if state == "sent" else None
            row = {"key": key, "state": state, "claimable_at": claimable_at, "at": NOW}
            connection.execute(message, row | {"attempts": tried, "sent_at": sent_at})
            connection.execute(content, {"key": key})
            for number, outcome in enumerate(outcomes, start=1):
                told = {"key": key, "number": number, "at": NOW, "outcome": outcome}
                connection.execute(attempt, told)


def entries(store: SqlStore) -> dict[str, OutboxEntry]:
    with store.reading() as work:
        return {one.key: one for one in work.outbox.list()}


def test_every_message_stands_where_it_stood(store: SqlStore) -> None:
    found = entries(store)

    assert {key: one.state for key, one in found.items()} == {
        key: MessageState(state) for key, (state, *_) in LEFT.items()
    }
    assert {one.phase for one in found.values()} == {Phase.NONE}
    assert {one.recipient for one in found.values()} == {"can.bo@Mail.Example"}
    assert {key for key, one in found.items() if one.held_for is HeldFor.BLAST} == {"held"}


def test_what_may_have_gone_out_is_in_doubt_from_now_on(store: SqlStore) -> None:
    doubtful = {key for key, one in entries(store).items() if one.is_uncertain}

    assert doubtful == {"sent twice", "doubtful", "in data"}


def test_what_is_due_goes_out_when_it_was_to_and_its_domain_is_known(store: SqlStore) -> None:
    taken = []
    for after in (timedelta(0), LEASE, timedelta(minutes=15)):
        with store.writing() as work:
            claimed = work.delivery.claim(
                at=MORNING + after, limit=9, lease=timedelta(days=1), pace=Pace(per_domain=5)
            )
        taken.append(sorted(one.message.key for one in claimed))
        assert {one.message.domain for one in claimed} == {"mail.example"}

    assert taken == [["waiting"], ["in data", "in hand"], ["doubtful"]]
    assert entries(store)["in data"].attempts == 3


def test_its_people_decide_as_over_new_ones(store: SqlStore) -> None:
    with store.writing() as work:
        assert [one.key for one in work.held.all()] == ["held"]
        assert work.outbox.retry(["parked"], at=MORNING) == {"parked"}
        assert work.outbox.let_go(["held"], at=MORNING) == frozenset()
        assert work.outbox.supersede(["waiting", "doubtful"], at=MORNING) == {"waiting"}
