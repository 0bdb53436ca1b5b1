"""Messages of a slot that wanted too much, with the findings that each speaks of."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, update

from monitor.domain.message import HeldFor, Message, MessageState
from monitor.ports.outbox import HeldMail
from monitor.store.among import among
from monitor.store.insert import insert_new
from monitor.store.outbox import SqlOutbox
from monitor.store.tables import findings, held, message_bytes, messages, told

IS_HELD = messages.c.held_for == HeldFor.BLAST


class SqlHeld:
    """What is held, in one transaction."""

    def __init__(self, connection: Connection, outbox: SqlOutbox) -> None:
        self._connection = connection
        self._outbox = outbox

    def keep(
        self, message: Message, *, lists: Iterable[int], counts: Iterable[int], person: str
    ) -> None:
        """Queue a message, held; `lists` and `counts` are ids of findings.

        A known key is left as it is.
        """
        if not self._outbox.put(message, MessageState.HELD, HeldFor.BLAST):
            return
        message_id = self._id(message.key)
        listed = frozenset(lists)
        insert_new(
            self._connection,
            held,
            [
                {
                    "message_id": message_id,
                    "finding_id": finding_id,
                    "person": person,
                    "is_listed": finding_id in listed,
                }
                for finding_id in sorted(listed.union(counts))
            ],
        )

    def all(self) -> list[HeldMail]:
        """Return what is held, by key."""
        is_outdated = exists().where(
            held.c.message_id == messages.c.id,
            findings.c.id == held.c.finding_id,
            findings.c.resolved_at.is_not(None),
        )
        query = (
            select(messages.c.key, messages.c.kind, messages.c.created_at, is_outdated)
            .where(IS_HELD)
            .order_by(messages.c.key)
        )
        return [
            HeldMail(key=key, kind=kind, created_at=created_at, is_outdated=bool(outdated))
            for key, kind, created_at, outdated in self._connection.execute(query)
        ]

    def release(self, key: str, *, at: datetime) -> None:
        """Let a message go at an instant: who reads it counts as told."""
        message_id = self._id(key)
        self._connection.execute(
            update(messages)
            .where(messages.c.id == message_id, IS_HELD)
            .values(state=MessageState.READY, held_for="", claimable_at=at)
        )
        self._outbox.queued()
        listed = select(held.c.finding_id, held.c.person).where(
            held.c.message_id == message_id, held.c.is_listed
        )
        insert_new(
            self._connection,
            told,
            [
                {"finding_id": finding_id, "person": person, "message_key": key}
                for finding_id, person in self._connection.execute(listed)
            ],
        )
        self._forget([message_id])

    def discard(self, keys: Iterable[str]) -> None:
        """Take messages away: what they would have told is still to be told."""
        query = select(messages.c.id).where(among(messages.c.key, "keys"), IS_HELD)
        ids = list(self._connection.scalars(query, {"keys": list(keys)}))
        self._forget(ids)
        for column in (message_bytes.c.message_id, messages.c.id):
            statement = delete(column.table).where(among(column, "ids"))
            self._connection.execute(statement, {"ids": ids})

    def _forget(self, ids: Sequence[int]) -> None:
        statement = delete(held).where(among(held.c.message_id, "ids"))
        self._connection.execute(statement, {"ids": ids})

    def _id(self, key: str) -> int:
        query = select(messages.c.id).where(messages.c.key == key)
        return int(self._connection.execute(query).scalar_one())
