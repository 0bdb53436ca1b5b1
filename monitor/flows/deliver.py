"""Send what waits in the outbox: nothing lost, and a second copy only where none can know.

The one asynchronous flow. A connection claims its next message while it sends one, and no
more, so that a claim hardly waits; no transaction is open while the network works.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.trying import USUAL, Trying
from monitor.flows.carrying import Carrier, End, Errand
from monitor.flows.ledger import Ledger
from monitor.ports.channel import Channel
from monitor.ports.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of the messages that were tried; each is counted once.

    `uncertain` ones may have been accepted and will go out again, the same to the
    byte, or are held; `parked` ones wait for a person.
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
    trying: Trying = USUAL,
    stopping: asyncio.Event | None = None,
    reached: Callable[[str], None] = lambda _: None,
) -> Delivered:
    """Send all that is due, over as many connections as `trying` allows.

    Messages in hand are finished even when `stopping` is set or this flow is
    cancelled. A channel that cannot be reached ends the round: the others keep
    their attempts.

    Args:
        store: Where the outbox is; its transactions here are short.
        channel: The way out.
        at: The present, or what tells it.
        trying: How many at once, how often, how long, how fast.
        stopping: Once set, no further message is taken.
        reached: Called at each named point of a message's way, for tests that end
            the process there: before_claim, claimed, before_data, after_data, replied,
            before_commit, committed.
    """
    now = at if callable(at) else lambda: at
    ledger = Ledger(store, trying=trying, now=now, reached=reached)
    abandoned = await asyncio.to_thread(ledger.find_abandoned)
    errand = Errand(
        ledger=ledger,
        channel=channel,
        trying=trying,
        now=now,
        reached=reached,
        stopping=stopping or asyncio.Event(),
    )
    carriers = {
        asyncio.create_task(Carrier(errand).carry_all()) for _ in range(trying.connections)
    }
    try:
        await asyncio.wait(carriers, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        errand.is_over = True
        met = await _end_of(carriers)
    if met:
        raise met[0]
    ends = errand.ends
    return Delivered(
        sent=ends[End.SENT],
        retried=ends[End.RETRIED] + ends[End.CLOSED],
        parked=ends[End.PARKED],
        uncertain=ends[End.UNCERTAIN] + abandoned,
    )


async def _end_of(carriers: Iterable[asyncio.Task[None]]) -> list[BaseException]:
    """Wait until all have ended, and return what they met.

    Raises:
        CancelledError: this was cancelled meanwhile; all have ended nevertheless.
    """
    going, insisted = set(carriers), None
    while going:
        try:
            _, going = await asyncio.wait(going)
        except asyncio.CancelledError as error:
            insisted = error
    ended = [one.exception() for one in carriers if not one.cancelled()]
    if insisted is not None:
        raise insisted
    return [error for error in ended if error is not None]
