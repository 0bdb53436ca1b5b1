"""Messages, and a store of their own, for the tests of what goes out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from monitor.domain.message import Claimed, Ended, Message, MessageState, Outcome, Phase, Reply
from monitor.store.engine import open_engine
from monitor.store.tables import metadata
from monitor.store.work import SqlStore
from tests.builders import vn

MORNING = vn("2026-11-12 08:30")
LEASE = timedelta(minutes=2)


def a_message(
    name: str = "one", *, recipient: str | None = None, at: datetime = MORNING
) -> Message:
    return Message(
        key=f"digest/{name}/2026-11-12/morning",
        kind="digest",
        recipient=recipient or f"{name}@mail.example",
        message_id=f"{name}@tthc.example",
        content=f"Subject: {name}\r\n\r\n.hidden dot\r\nlast line\r\n".encode(),
        created_at=at,
    )


def a_claim(message: Message | None = None, *, attempt: int = 1) -> Claimed:
    return Claimed(id=1, attempt=attempt, tries=attempt, message=message or a_message())


async def nothing() -> None:
    """Have nothing to do before DATA."""


def a_reply(outcome: Outcome, phase: Phase = Phase.REPLIED, text: str = "words") -> Reply:
    return Reply(outcome=outcome, phase=phase, text=text)


def an_end(claimed: Claimed, reply: Reply, *, retry_at: datetime | None = None) -> Ended:
    """Return the end of an attempt: tried again where there is a time for it, else over."""
    if reply.outcome is Outcome.SENT:
        return Ended(claimed=claimed, reply=reply, state=MessageState.SENT)
    if reply.outcome is Outcome.PERMANENT or retry_at is None:
        return Ended(claimed=claimed, reply=reply, state=MessageState.PARKED)
    return Ended(claimed=claimed, reply=reply, state=MessageState.READY, retry_at=retry_at)


@contextmanager
def a_store(folder: Path, *messages: Message) -> Iterator[SqlStore]:
    """Yield a store on a file of its own, with these messages in the outbox."""
    engine = open_engine(f"sqlite:///{folder / 'monitor.db'}")
    metadata.create_all(engine)
    store = SqlStore(engine)
    try:
        queue(store, *messages)
        yield store
    finally:
        engine.dispose()


def queue(store: SqlStore, *messages: Message) -> int:
    with store.writing() as work:
        return work.outbox.add(messages)


def states(store: SqlStore) -> dict[str, MessageState]:
    """Return the state of every message by its recipient's name."""
    with store.reading() as work:
        return {
            entry.recipient.partition("@")[0]: entry.state
            for entry in reversed(work.outbox.list())
        }
