"""Killed again and again at any moment, nothing is lost and no two copies differ."""

import os
import random
import signal
import socket
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from monitor.domain.message import MessageState, OutboxEntry
from tests.crash.processes import Talking, a_process
from tests.crash.sender import a_mail
from tests.outbox import a_store

LONG = "DUNGHAN_EXAMPLES_TIMES" in os.environ  # `make soak`
MAILS, KILLS = (1_000, 60) if LONG else (100, 8)
SECONDS = 60 if LONG else 0  # that it lasts at the least
LIVES = (0.02, 1.6) if LONG else (0.02, 0.6)  # seconds from a start to a kill
SEED = 20261122


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


@dataclass(slots=True, kw_only=True)
class Soak:
    """Workers that are killed, and a mail server that is, too, now and then."""

    sender: Talking
    port: int
    book: Path
    chance: random.Random
    kills: int = 0

    def run(self) -> None:
        """Kill workers at random moments, then let the last one finish."""
        ends_at = time.monotonic() + SECONDS
        while self.kills < KILLS or time.monotonic() < ends_at:
            with a_process(
                "tests.crash.post_process",
                self.port,
                self.book,
                self.chance.randint(0, 1_000_000),
            ) as post:
                assert post.hear() == "ready"
                for _ in range(self.chance.randint(3, 8)):
                    self.kill_one()
        with a_process("tests.crash.post_process", self.port, self.book, SEED) as post:
            assert post.hear() == "ready"
            self.sender.ask()
            assert self.sender.hear() == "0"

    def kill_one(self) -> None:
        """Start a worker and kill it."""
        worker = int(self.sender.ask())
        time.sleep(self.chance.uniform(*LIVES))
        with suppress(ProcessLookupError):  # it had nothing left to do
            os.kill(worker, signal.SIGKILL)
        assert self.sender.hear() in {"-9", "0"}
        self.kills += 1


def copies(book: Path) -> dict[str, list[str]]:
    """Return the codes of what arrived, by recipient."""
    found: dict[str, list[str]] = {}
    for line in book.read_text(encoding="ascii").splitlines():
        recipient, code = line.split()
        found.setdefault(recipient, []).append(code)
    return found


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
def test_killed_at_random_nothing_is_lost_and_no_two_copies_differ(tmp_path: Path) -> None:
    port, book, chance = a_free_port(), tmp_path / "book", random.Random(SEED)  # noqa: S311
    with a_store(tmp_path) as store:
        url = store.engine.url.render_as_string(hide_password=False)
        arguments = (url, port, MAILS, time.monotonic())
        with a_process("tests.crash.sender", *arguments) as sender:
            soak = Soak(sender=sender, port=port, book=book, chance=chance)
            soak.run()
        with store.reading() as work:
            entries = work.outbox.list(limit=10 * MAILS)
    arrived = copies(book)
    print(told_of(soak, entries, arrived))  # noqa: T201 - for whoever soaks

    wanted = {one.recipient: one for one in map(a_mail, range(MAILS))}
    assert {one.key for one in entries} == {one.key for one in wanted.values()}
    assert {one.state for one in entries} == {MessageState.SENT}
    assert set(arrived) == set(wanted)
    assert all(
        code == sha256(wanted[recipient].content).hexdigest()
        for recipient, codes in arrived.items()
        for code in codes
    )
    doubted = {one.recipient for one in entries if one.is_uncertain}
    assert {recipient for recipient, codes in arrived.items() if len(codes) > 1} <= doubted


def told_of(soak: Soak, entries: list[OutboxEntry], arrived: dict[str, list[str]]) -> str:
    further = Counter(len(codes) - 1 for codes in arrived.values())
    return (
        f"seed {SEED}: {soak.kills} kills, {len(entries)} mails, {len(arrived)} arrived; "
        f"further copies {sum(count * number for count, number in further.items())}, "
        f"all alike, of {sum(one.is_uncertain for one in entries)} in doubt"
    )
