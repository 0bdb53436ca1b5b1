"""Wherever the process is killed, nothing is lost and copies are the same to the byte."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from monitor.domain.message import MessageState, OutboxEntry
from monitor.flows.deliver import Limits
from monitor.store.work import SqlStore
from tests.channels.post import Post, a_post
from tests.outbox import MORNING, a_message, a_store

ROOT = Path(__file__).parents[2]
MESSAGES = {f"m{number}@mail.example": a_message(f"m{number}") for number in range(6)}
AFTER_THE_LEASE = MORNING + Limits().lease
IN_HAND = Limits().connections  # that many may be on their way when the process dies


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Messages to send, and the server they go to."""

    store: SqlStore
    post: Post

    def start(self, *, at: datetime, die_at: str = "-") -> subprocess.Popen[bytes]:
        """Start a process that delivers what is due as of `at`."""
        url = self.store.engine.url.render_as_string(hide_password=False)
        arguments = [url, str(self.post.port), at.isoformat(), die_at]
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "tests.crash.worker", *arguments], cwd=ROOT
        )

    def entries(self) -> list[OutboxEntry]:
        with self.store.reading() as work:
            return work.outbox.list()

    def copies(self) -> Counter[str]:
        """Count what arrived, by recipient."""
        return Counter(accepted.recipient for accepted in self.post.accepted)

    def drain(self) -> None:
        """Start again once the lease of the dead is over, and let it finish."""
        assert self.start(at=AFTER_THE_LEASE).wait(20) == 0


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with a_store(tmp_path, *MESSAGES.values()) as store, a_post() as post:
        yield Office(store=store, post=post)


def assert_nothing_is_lost(office: Office) -> None:
    assert {entry.state for entry in office.entries()} == {MessageState.SENT}
    assert set(office.copies()) == set(MESSAGES)
    for accepted in office.post.accepted:
        assert accepted.content == MESSAGES[accepted.recipient].content


@pytest.mark.parametrize(
    "point", ["claimed", "before_data", "after_data", "replied", "before_commit", "committed"]
)
def test_killed_at_a_named_point(office: Office, point: str) -> None:
    dying = office.start(at=MORNING, die_at=point)

    assert dying.wait(20) == -signal.SIGKILL
    sent_before = [entry for entry in office.entries() if entry.state is MessageState.SENT]
    assert len(sent_before) == (1 if point == "committed" else 0)
    office.drain()

    assert_nothing_is_lost(office)
    copies = sum(count - 1 for count in office.copies().values())
    assert copies == 0 if point == "claimed" else copies < IN_HAND + 1
    doubtful = {entry.recipient for entry in office.entries() if entry.is_uncertain}
    assert doubtful >= {name for name, count in office.copies().items() if count > 1}


def test_killed_between_the_servers_yes_and_its_words(office: Office) -> None:
    dying: list[subprocess.Popen[bytes]] = []
    office.post.on_accepted = lambda: os.kill(dying[0].pid, signal.SIGKILL)
    dying.append(office.start(at=MORNING))

    assert dying[0].wait(20) == -signal.SIGKILL
    office.post.on_accepted = lambda: None
    accepted = set(office.copies())
    office.drain()

    assert accepted
    assert_nothing_is_lost(office)
    assert {name for name, count in office.copies().items() if count == 2} >= accepted
    doubtful = {entry.recipient for entry in office.entries() if entry.is_uncertain}
    assert doubtful >= accepted


def test_a_second_process_before_the_lease_ends_touches_nothing_in_hand(office: Office) -> None:
    assert office.start(at=MORNING, die_at="after_data").wait(20) == -signal.SIGKILL
    in_hand = {entry.recipient for entry in office.entries() if entry.attempts}

    assert office.start(at=MORNING).wait(20) == 0

    still_ready = {
        entry.recipient for entry in office.entries() if entry.state is MessageState.READY
    }
    assert still_ready == in_hand
    assert max(office.copies().values()) == 1


def test_two_processes_at_once_send_nothing_twice(office: Office) -> None:
    both = [office.start(at=MORNING) for _ in range(2)]

    assert [process.wait(20) for process in both] == [0, 0]

    assert_nothing_is_lost(office)
    assert set(office.copies().values()) == {1}
