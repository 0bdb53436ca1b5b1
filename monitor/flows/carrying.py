"""One connection's work in a round of delivery: messages, one after another."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.domain.message import Claimed, Ended, MessageState, Outcome, Phase
from monitor.domain.trying import Trying
from monitor.flows.ledger import Answer, Ledger
from monitor.ports.channel import Channel


class End(StrEnum):
    """What became of one message in one attempt."""

    SENT = "sent"
    RETRIED = "retried"
    CLOSED = "closed"  # to be tried again too: the channel could not be reached
    PARKED = "parked"
    UNCERTAIN = "uncertain"
    LOST = "lost"  # the lease: another worker has the message


class _LeaseLostError(Exception):
    """Another worker took the message; nothing of its content went out here."""


@dataclass(slots=True, kw_only=True)
class Errand:
    """One round: all that carrying messages needs, and what became of them."""

    ledger: Ledger
    channel: Channel
    trying: Trying
    now: Callable[[], datetime]
    reached: Callable[[str], None]
    stopping: asyncio.Event
    ends: Counter[End] = field(default_factory=Counter)
    is_over: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether further messages are taken."""
        return not (self.is_over or self.stopping.is_set())


class Carrier:
    """Carries messages over one connection.

    With the mark that the content of one message goes out the next one is claimed. So its
    envelope can be said while the end of the first is written down, and the end of the one
    and the mark of the other share a commit.
    """

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._asked: list[tuple[End | None, asyncio.Future[Answer]]] = []

    async def carry_all(self) -> None:
        """Carry one message after another, until none is due or the round is over."""
        try:
            if self._errand.goes_on:
                self._ask(None, self._errand.ledger.take())
            claimed = (await self._answered()).claimed
            while claimed is not None:
                claimed = await self._carry(claimed)
        finally:  # even where one was refused, the others are waited for
            await asyncio.gather(*(one for _, one in self._asked), return_exceptions=True)

    async def _carry(self, claimed: Claimed) -> Claimed | None:
        """Carry one message, and return the next one."""
        errand = self._errand
        ended, ahead = await self._send(claimed)
        if ended is None:
            errand.ends[End.LOST] += 1
            if ahead is None and errand.goes_on:
                self._ask(None, errand.ledger.take())
        else:
            end = _end(ended)
            errand.is_over = errand.is_over or end is End.CLOSED
            takes = ahead is None and errand.goes_on
            self._ask(end, errand.ledger.settle(ended, takes=takes))
        if ahead is None:
            return (await self._answered()).claimed
        if errand.goes_on:
            await self._answered(but=1)  # the last answer comes with the next mark
            return ahead
        self._ask(None, errand.ledger.give_back(ahead))
        return (await self._answered()).claimed

    def _ask(self, end: End | None, answer: asyncio.Future[Answer]) -> None:
        """Remember what is on its way into the tables: an attempt's end, None: no such."""
        self._asked.append((end, answer))

    async def _answered(self, *, but: int = 0) -> Answer:
        """Wait until all that was asked is kept, `but` the newest; return the last answer."""
        answer = Answer()
        while len(self._asked) > but:
            end, asked = self._asked.pop(0)
            answer = await asked
            if end is not None:
                self._errand.ends[end if answer.is_ours else End.LOST] += 1
        return answer

    async def _send(self, claimed: Claimed) -> tuple[Ended | None, Claimed | None]:
        """Send one message; return what it came to, and the message claimed meanwhile.

        None came of what another worker has taken over.
        """
        errand, marked = self._errand, Answer()
        given_up = errand.trying.given_up(claimed)
        if given_up is not None:
            return given_up, None

        async def enter_data() -> None:
            nonlocal marked
            marked = await errand.ledger.enter_data(claimed, takes=errand.goes_on)
            if not marked.is_ours:
                raise _LeaseLostError

        try:
            reply = await errand.channel.send(claimed, before_data=enter_data)
        except _LeaseLostError:
            return None, marked.claimed
        if reply.phase in {Phase.DATA, Phase.REPLIED}:
            errand.reached("after_data")
        if reply.phase is Phase.REPLIED:
            errand.reached("replied")
        return errand.trying.end(claimed, reply, at=errand.now()), marked.claimed


def _end(ended: Ended) -> End:
    if ended.state is MessageState.SENT:
        return End.SENT
    if ended.state is MessageState.PARKED:
        return End.PARKED
    if ended.reply.outcome is Outcome.UNCERTAIN:
        return End.UNCERTAIN
    return End.CLOSED if ended.reply.phase is Phase.CLAIMED else End.RETRIED
