"""Wherever the process is killed, nothing is lost and copies are the same to the byte."""

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from monitor.domain.message import MessageState, OutboxEntry, Phase
from monitor.domain.trying import USUAL
from monitor.store.work import SqlStore
from tests.channels.post import Post, a_post
from tests.crash.processes import Talking, a_process
from tests.outbox import MORNING, a_message, a_store

MESSAGES = {f"m{number}@mail.example": a_message(f"m{number}") for number in range(6)}
AFTER_THE_LEASE = MORNING + USUAL.lease
AFTER_THE_DOUBT = AFTER_THE_LEASE + USUAL.uncertain_wait
IN_HAND = USUAL.connections  # that many may be on their way when the process dies
POINTS = (
    "before_claim",
    "claimed",
    "before_data",
    "after_data",
    "replied",
    "before_commit",
    "committed",
)
CERTAIN = ("before_claim", "claimed")  # nothing of the content was out


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Messages to send, and the server they go to."""

    store: SqlStore
    post: Post
    workers: Talking

    def start(self, *, at: datetime, die_at: str = "-") -> int:
        """Start a process that delivers what is due as of `at`, and return its number."""
        asked = {
            "url": self.store.engine.url.render_as_string(hide_password=False),
            "port": str(self.post.port),
            "at": at.isoformat(),
            "die_at": die_at,
        }
        return int(self.workers.ask(json.dumps(asked)))

    def wait(self, worker: int) -> int:
        """Return how a process ended."""
        return int(self.workers.ask(json.dumps({"wait": worker})))

    def entries(self) -> list[OutboxEntry]:
        with self.store.reading() as work:
            return work.outbox.list()

    def copies(self) -> Counter[str]:
        """Count what arrived, by recipient."""
        return Counter(accepted.recipient for accepted in self.post.accepted)

    def drain(self) -> None:
        """Start again once the lease of the dead is over, and once nobody waits for a sign."""
        for at in (AFTER_THE_LEASE, AFTER_THE_DOUBT):
            assert self.wait(self.start(at=at)) == 0


@pytest.fixture(scope="module")
def workers() -> Iterator[Talking]:
    with a_process("tests.crash.worker") as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, workers: Talking) -> Iterator[Office]:
    with a_store(tmp_path, *MESSAGES.values()) as store, a_post() as post:
        yield Office(store=store, post=post, workers=workers)


def assert_nothing_is_lost(office: Office) -> None:
    assert {entry.state for entry in office.entries()} == {MessageState.SENT}
    assert set(office.copies()) == set(MESSAGES)
    for accepted in office.post.accepted:
        assert accepted.content == MESSAGES[accepted.recipient].content


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(office: Office, point: str) -> None:
    dying = office.start(at=MORNING, die_at=point)

    assert office.wait(dying) == -signal.SIGKILL
    sent_before = [entry for entry in office.entries() if entry.state is MessageState.SENT]
    assert bool(sent_before) is (point == "committed")
    office.drain()

    assert_nothing_is_lost(office)
    copies = sum(count - 1 for count in office.copies().values())
    assert copies <= (0 if point in CERTAIN else IN_HAND)
    doubtful = {entry.recipient for entry in office.entries() if entry.is_uncertain}
    assert doubtful >= {name for name, count in office.copies().items() if count > 1}


def test_killed_between_the_servers_yes_and_its_words(office: Office) -> None:
    dying: list[int] = []
    office.post.on_accepted = lambda: os.kill(dying[0], signal.SIGKILL)
    dying.append(office.start(at=MORNING))

    assert office.wait(dying[0]) == -signal.SIGKILL
    office.post.on_accepted = lambda: None
    accepted = set(office.copies())
    office.drain()

    assert accepted
    assert_nothing_is_lost(office)
    assert {name for name, count in office.copies().items() if count == 2} >= accepted
    doubtful = {entry.recipient for entry in office.entries() if entry.is_uncertain}
    assert doubtful >= accepted


def test_what_may_have_been_accepted_waits_for_a_sign_of_it(office: Office) -> None:
    office.wait(office.start(at=MORNING, die_at="after_data"))
    in_data = {one.recipient for one in office.entries() if one.phase is Phase.DATA}

    office.wait(office.start(at=AFTER_THE_LEASE))

    waiting = {one.recipient for one in office.entries() if one.state is MessageState.READY}
    assert in_data == waiting != set()


def test_a_second_process_before_the_lease_ends_touches_nothing_in_hand(office: Office) -> None:
    assert office.wait(office.start(at=MORNING, die_at="after_data")) == -signal.SIGKILL
    in_hand = {entry.recipient for entry in office.entries() if entry.attempts}

    assert office.wait(office.start(at=MORNING)) == 0

    still_ready = {
        entry.recipient for entry in office.entries() if entry.state is MessageState.READY
    }
    assert still_ready <= in_hand
    assert max(office.copies().values()) == 1


def test_two_processes_at_once_send_nothing_twice(office: Office) -> None:
    both = [office.start(at=MORNING) for _ in range(2)]

    assert [office.wait(worker) for worker in both] == [0, 0]

    assert_nothing_is_lost(office)
    assert set(office.copies().values()) == {1}
