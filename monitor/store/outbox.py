"""Messages on their way out: one row each, claimed under a lease, never lost."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Row,
    Select,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from monitor.domain.message import (
    Claimed,
    Message,
    MessageState,
    OutboxEntry,
    Outcome,
    Phase,
    Reply,
)
from monitor.store.among import among
from monitor.store.insert import insert_new
from monitor.store.tables import attempts, message_bytes, messages


class SqlOutbox:
    """The outbox in one transaction; commit before anything goes out.

    An attempt is written down when its content is about to go out, as uncertain,
    and completed by its end. So a process killed in between leaves the truth.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, queued: Iterable[Message]) -> int:
        """Queue the messages whose key is new, and return how many were.

        A known key is left as it is: the words of a message are fixed once.
        """
        return sum(self._add(message) for message in queued)

    def _add(self, message: Message) -> bool:
        row = {
            "key": message.key,
            "kind": message.kind,
            "recipient": message.recipient,
            "message_id": message.message_id,
            "state": MessageState.READY,
            "claimable_at": message.created_at,
            "created_at": message.created_at,
        }
        if not insert_new(self._connection, messages, [row]):
            return False
        new_id = select(messages.c.id).where(messages.c.key == message.key).scalar_subquery()
        self._connection.execute(
            insert(message_bytes).values(message_id=new_id, bytes=message.content)
        )
        return True

    def known(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those of these keys under which a message is, or was."""
        query = select(messages.c.key).where(among(messages.c.key, "keys"))
        return frozenset(self._connection.scalars(query, {"keys": list(keys)}))

    def claim(self, *, at: datetime, limit: int, lease: timedelta) -> list[Claimed]:
        """Take up to `limit` messages that no other worker holds, oldest first.

        Commit before sending. A claim is a lease: should the worker die, the
        message becomes claimable again at `at + lease`. So a message may go out
        twice, but is never lost; one that may have gone out already is uncertain.
        """
        due = due_messages(at=at, limit=limit).cte("due")
        taken = (
            update(messages)
            .where(messages.c.id.in_(select(due.c.id)))
            .values(
                claimable_at=at + lease,
                attempts=messages.c.attempts + 1,
                is_uncertain=_has_uncertain_attempt(),
            )
            .returning(*messages.c)
        )
        rows = sorted(self._connection.execute(taken), key=lambda row: row.id)
        contents = self._contents([row.id for row in rows])
        return [_to_claimed(row, contents[row.id]) for row in rows]

    def enter_data(self, claimed: Claimed, *, at: datetime) -> bool:
        """Mark that the content is about to go out; False when the lease is no longer ours.

        Commit before the first byte.
        """
        held = self._connection.scalar(
            select(messages.c.id)
            .where(_is_held(claimed), messages.c.claimable_at > at)
            .with_for_update()
        )
        if held is None:
            return False
        mark = Reply(outcome=Outcome.UNCERTAIN, phase=Phase.DATA)
        self._connection.execute(_attempt(claimed, mark, at=at))
        return True

    def settle(
        self, claimed: Claimed, reply: Reply, *, at: datetime, retry_at: datetime | None
    ) -> bool:
        """Keep an attempt's end; False when the lease is no longer ours.

        A message that was not sent is parked when `retry_at` is None or the
        refusal is permanent.
        """
        is_sent = reply.outcome is Outcome.SENT
        is_over = is_sent or retry_at is None or reply.outcome is Outcome.PERMANENT
        over_as = MessageState.SENT if is_sent else MessageState.PARKED
        is_uncertain = literal(reply.outcome is Outcome.UNCERTAIN)
        settled = self._connection.scalar(
            update(messages)
            .where(_is_held(claimed))
            .values(
                state=over_as if is_over else MessageState.READY,
                claimable_at=None if is_over else retry_at,
                sent_at=at if is_sent else None,
                is_uncertain=or_(is_uncertain, _has_uncertain_attempt(but=claimed.attempt)),
                reply=reply.text,
            )
            .returning(messages.c.id)
        )
        if settled is None:
            return False
        self._complete(claimed, reply, at=at)
        return True

    def _complete(self, claimed: Claimed, reply: Reply, *, at: datetime) -> None:
        """Write an attempt's end into its mark, or a row of its own where none was left."""
        marked = self._connection.execute(
            update(attempts)
            .where(attempts.c.message_id == claimed.id, attempts.c.number == claimed.attempt)
            .values(at=at, phase=reply.phase, outcome=reply.outcome, reply=reply.text)
        )
        if not marked.rowcount:
            self._connection.execute(_attempt(claimed, reply, at=at))

    def list(self, *states: MessageState, limit: int = 200) -> list[OutboxEntry]:
        """Return entries in these states (all where none is named), newest first."""
        query = select(messages).order_by(messages.c.id.desc()).limit(limit)
        if states:
            query = query.where(messages.c.state.in_(states))
        return [_to_entry(row) for row in self._connection.execute(query)]

    def counts(self) -> dict[tuple[str, MessageState], int]:
        """Count messages by kind and state."""
        by = (messages.c.kind, messages.c.state)
        rows = self._connection.execute(select(*by, func.count()).group_by(*by).order_by(*by))
        return {(kind, MessageState(state)): count for kind, state, count in rows}

    def content(self, message_id: int) -> bytes:
        """Return the final bytes of one message.

        Raises:
            KeyError: no message has this id.
        """
        return self._contents([message_id])[message_id]

    def sent(self, keys: Iterable[str]) -> dict[str, datetime]:
        """Return when each of these messages was sent; unsent ones are left out."""
        query = select(messages.c.key, messages.c.sent_at).where(
            messages.c.state == MessageState.SENT, among(messages.c.key, "keys")
        )
        rows = self._connection.execute(query, {"keys": list(keys)}).all()
        return dict[str, datetime](rows)

    def _contents(self, ids: Iterable[int]) -> dict[int, bytes]:
        query = select(message_bytes).where(message_bytes.c.message_id.in_(ids))
        return {row.message_id: row.bytes for row in self._connection.execute(query)}


def due_messages(*, at: datetime, limit: int) -> Select[tuple[int]]:
    """Ask for the ids of messages to claim, oldest first."""
    return (
        select(messages.c.id)
        .where(messages.c.state == MessageState.READY, messages.c.claimable_at <= at)
        .order_by(messages.c.claimable_at, messages.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite ignores it: its writers take turns
    )


def _is_held(claimed: Claimed) -> ColumnElement[bool]:
    """Fence off whoever lost the lease: a later claim counted one attempt more."""
    return and_(
        messages.c.id == claimed.id,
        messages.c.attempts == claimed.attempt,
        messages.c.state == MessageState.READY,
    )


def _has_uncertain_attempt(*, but: int = 0) -> ColumnElement[bool]:
    """Tell whether an attempt, other than number `but`, may have been accepted unseen."""
    return exists().where(
        attempts.c.message_id == messages.c.id,
        attempts.c.number != but,
        attempts.c.outcome == Outcome.UNCERTAIN,
    )


def _attempt(claimed: Claimed, reply: Reply, *, at: datetime) -> Insert:
    return insert(attempts).values(
        message_id=claimed.id,
        number=claimed.attempt,
        at=at,
        phase=reply.phase,
        outcome=reply.outcome,
        reply=reply.text,
    )


def _to_claimed(row: Row[tuple[object, ...]], content: bytes) -> Claimed:
    message = Message(
        key=row.key,
        kind=row.kind,
        recipient=row.recipient,
        message_id=row.message_id,
        content=content,
        created_at=row.created_at,
    )
    return Claimed(id=row.id, attempt=row.attempts, message=message)


def _to_entry(row: Row[tuple[object, ...]]) -> OutboxEntry:
    return OutboxEntry(
        id=row.id,
        key=row.key,
        kind=row.kind,
        recipient=row.recipient,
        state=MessageState(row.state),
        attempts=row.attempts,
        is_uncertain=row.is_uncertain,
        created_at=row.created_at,
        claimable_at=row.claimable_at,
        sent_at=row.sent_at,
        reply=row.reply,
    )
