"""How hard delivery tries, how fast it may go, and what an attempt's end amounts to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from monitor.domain.message import (
    Claimed,
    Ended,
    HeldFor,
    MessageState,
    Outcome,
    Phase,
    Reply,
)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
JITTER = 0.2  # of a wait, either way: what failed together does not come back together
LONGEST = max(WAITS) * (1 + JITTER)
GRACE = timedelta(minutes=1)
WINDOW = timedelta(minutes=1)  # that limits count in


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How many messages may be tried within any minute, overall and to one domain.

    0 stands for no limit. What was tried is counted in the tables, so it holds for all
    processes together and over a restart.
    """

    overall: int = 0
    per_domain: int = 0

    @property
    def is_limited(self) -> bool:
        """Whether anything need be counted at all."""
        return bool(self.overall or self.per_domain)

    def full(self, tried: Mapping[str, int]) -> frozenset[str]:
        """Return the domains to which nothing more may go now."""
        if not self.per_domain:
            return frozenset()
        return frozenset(name for name, count in tried.items() if count >= self.per_domain)

    def room(self, tried: Mapping[str, int], limit: int) -> int:
        """Return how many more may be tried now, at most `limit`."""
        if not self.overall:
            return limit
        return max(0, min(limit, self.overall - sum(tried.values())))

    def fitting(
        self, candidates: Iterable[tuple[int, str]], tried: Mapping[str, int]
    ) -> list[int]:
        """Return the ids, of ids with their domains, that no limit of a domain cuts off."""
        counts = Counter(tried)
        taken = []
        for id_, domain in candidates:
            if not self.per_domain or counts[domain] < self.per_domain:
                counts[domain] += 1
                taken.append(id_)
        return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Trying:
    """How hard to try.

    `send_within` is the longest that the channel takes over one message. The default of
    `attempts` makes about three days of trying. A message that may have been accepted
    unseen is left alone for `uncertain_wait`, so that a sign of it can come back; then it
    goes out again, the same to the byte, or is held where its kind is one of
    `holds_uncertain`.
    """

    connections: int = 3
    attempts: int = 22
    send_within: timedelta = timedelta(minutes=1)
    uncertain_wait: timedelta = timedelta(minutes=15)
    holds_uncertain: frozenset[str] = field(default_factory=frozenset)
    pace: Pace = Pace()

    @property
    def lease(self) -> timedelta:
        """How long a claim keeps others off: longer than its send and the one before it."""
        return 2 * self.send_within + GRACE

    def end(self, claimed: Claimed, reply: Reply, *, at: datetime) -> Ended:
        """Return what becomes of a message after an attempt that ended at `at`.

        A server that cannot be reached, or lets us not in, uses up no try of a message.
        """
        if reply.outcome is Outcome.SENT:
            return Ended(claimed=claimed, reply=reply, state=MessageState.SENT)
        if reply.outcome is Outcome.TEMPORARY and reply.phase is Phase.CLAIMED:
            return Ended(
                claimed=claimed,
                reply=reply,
                state=MessageState.READY,
                retry_at=at + self._wait(claimed),
                is_uncounted=True,
            )
        if reply.outcome is Outcome.PERMANENT or claimed.tries >= self.attempts:
            return Ended(claimed=claimed, reply=reply, state=MessageState.PARKED)
        if reply.outcome is Outcome.UNCERTAIN and claimed.message.kind in self.holds_uncertain:
            return Ended(
                claimed=claimed,
                reply=reply,
                state=MessageState.HELD,
                held_for=HeldFor.UNCERTAIN,
            )
        wait = self._wait(claimed)
        if reply.outcome is Outcome.UNCERTAIN:
            wait = max(wait, self.uncertain_wait)
        return Ended(claimed=claimed, reply=reply, state=MessageState.READY, retry_at=at + wait)

    def given_up(self, claimed: Claimed) -> Ended | None:
        """Return the end of a message claimed once more than it may be tried.

        Only processes that ended in mid-attempt, each time, bring one here.
        """
        if claimed.tries <= self.attempts:
            return None
        reply = Reply(outcome=Outcome.PERMANENT, phase=Phase.CLAIMED)
        return Ended(claimed=claimed, reply=reply, state=MessageState.PARKED)

    def _wait(self, claimed: Claimed) -> timedelta:
        """Return the wait after this try; the same for the same message and attempt."""
        usual = WAITS[min(claimed.tries, len(WAITS)) - 1]
        digest = sha256(f"{claimed.message.key} {claimed.attempt}".encode()).digest()
        chance = int.from_bytes(digest[:4]) / 0xFFFFFFFF  # 0 to 1
        return usual * (1 + JITTER * (2 * chance - 1))


USUAL = Trying()
