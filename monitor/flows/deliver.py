"""Send what waits in the outbox: nothing lost, and a second copy only where none can know.

The one asynchronous flow. A message is claimed only when a connection is free, so
a claim never waits in a queue, and no transaction is open while the network works.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.message import Claimed, Outcome, Phase, Reply
from monitor.ports.channel import Channel
from monitor.ports.store import Store

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
GRACE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How hard to try.

    `send_within` is the longest that the channel takes over one message. The
    default of `attempts` makes about three days of trying.
    """

    connections: int = 3
    attempts: int = 22
    send_within: timedelta = timedelta(minutes=1)

    @property
    def lease(self) -> timedelta:
        """How long a claim keeps others off: longer than any send."""
        return self.send_within + GRACE

    def retry_at(self, attempt: int, *, at: datetime) -> datetime | None:
        """Return when to try again after that many attempts; None when it was enough."""
        if attempt >= self.attempts:
            return None
        return at + WAITS[min(attempt, len(WAITS)) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of the messages that were tried; each is counted once.

    `uncertain` ones may have been accepted and will go out again, the same to the
    byte; `parked` ones wait for a person.
    """

    sent: int = 0
    retried: int = 0
    parked: int = 0
    uncertain: int = 0


async def deliver(  # noqa: PLR0913 - daemon, demo and tests each bring one thing
    store: Store,
    channel: Channel,
    *,
    at: Callable[[], datetime] | datetime,
    limits: Limits = Limits(),
    stopping: asyncio.Event | None = None,
    reached: Callable[[str], None] = lambda _: None,
) -> Delivered:
    """Send all that is due, over as many connections as `limits` allow.

    Messages in hand are finished even when `stopping` is set or this flow is
    cancelled. A channel that cannot be reached ends the round: the others keep
    their attempts.

    Args:
        store: Where the outbox is; its transactions here are short.
        channel: The way out.
        at: The present, or what tells it.
        limits: How many at once, how often, how long.
        stopping: Once set, no further message is taken.
        reached: Called at each named point of a message's way, for tests that end
            the process there: claimed, before_data, after_data, replied,
            before_commit, committed.
    """
    errand = _Errand(
        store=store,
        channel=channel,
        now=at if callable(at) else lambda: at,
        limits=limits,
        reached=reached,
    )
    ends: Counter[_End] = Counter()
    in_hand: set[asyncio.Task[_End]] = set()
    try:
        while True:
            if not (ends[_End.CLOSED] or (stopping and stopping.is_set())):
                taken = errand.claim(limits.connections - len(in_hand))
                in_hand |= {asyncio.create_task(errand.carry(claimed)) for claimed in taken}
            if not in_hand:
                break
            done, in_hand = await asyncio.wait(in_hand, return_when=asyncio.FIRST_COMPLETED)
            ends.update(task.result() for task in done)
    finally:
        if in_hand:
            await asyncio.wait(in_hand)
    return Delivered(
        sent=ends[_End.SENT],
        retried=ends[_End.RETRIED] + ends[_End.CLOSED],
        parked=ends[_End.PARKED],
        uncertain=ends[_End.UNCERTAIN],
    )


class _End(StrEnum):
    """What became of one message in one attempt."""

    SENT = "sent"
    RETRIED = "retried"
    CLOSED = "closed"  # to be tried again too: the channel could not be reached
    PARKED = "parked"
    UNCERTAIN = "uncertain"
    LOST = "lost"  # the lease: another worker has the message


class _LeaseLostError(Exception):
    """Another worker took the message; nothing of its content went out here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Errand:
    """All that carrying one message needs."""

    store: Store
    channel: Channel
    now: Callable[[], datetime]
    limits: Limits
    reached: Callable[[str], None]

    def claim(self, limit: int) -> list[Claimed]:
        """Take up to `limit` messages."""
        with self.store.writing() as work:
            taken = work.outbox.claim(at=self.now(), limit=limit, lease=self.limits.lease)
        if taken:
            self.reached("claimed")
        return taken

    async def carry(self, claimed: Claimed) -> _End:
        """Send one message and keep what was met.

        Between the reply and its commit the task does not yield, so that nothing
        can cancel it there.
        """
        if claimed.attempt > self.limits.attempts:
            # Only a process that ended each time comes here: it is not tried again.
            return self._settle(claimed, Reply(outcome=Outcome.PERMANENT, phase=Phase.CLAIMED))
        try:
            reply = await self.channel.send(
                claimed, before_data=lambda: self._enter_data(claimed)
            )
        except _LeaseLostError:
            return _End.LOST
        if reply.phase in {Phase.DATA, Phase.REPLIED}:
            self.reached("after_data")
        if reply.phase is Phase.REPLIED:
            self.reached("replied")
        return self._settle(claimed, reply)

    def _enter_data(self, claimed: Claimed) -> None:
        with self.store.writing() as work:
            is_ours = work.outbox.enter_data(claimed, at=self.now())
        if not is_ours:
            raise _LeaseLostError
        self.reached("before_data")

    def _settle(self, claimed: Claimed, reply: Reply) -> _End:
        at = self.now()
        retry_at = self.limits.retry_at(claimed.attempt, at=at)
        with self.store.writing() as work:
            is_ours = work.outbox.settle(claimed, reply, at=at, retry_at=retry_at)
            self.reached("before_commit")
        self.reached("committed")
        return _end(reply, is_over=retry_at is None) if is_ours else _End.LOST


def _end(reply: Reply, *, is_over: bool) -> _End:
    if reply.outcome is Outcome.SENT:
        return _End.SENT
    if is_over or reply.outcome is Outcome.PERMANENT:
        return _End.PARKED
    if reply.outcome is Outcome.UNCERTAIN:
        return _End.UNCERTAIN
    return _End.CLOSED if reply.phase is Phase.CLAIMED else _End.RETRIED
