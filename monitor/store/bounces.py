"""Mail that came back, the mailboxes that it marks, and the key of return paths."""

import secrets as randomness
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from monitor.catalogues.told import word
from monitor.domain.bounce import Action, BadMailbox, Outcome
from monitor.domain.message import MessageState, OutboxEntry, Phase
from monitor.store.among import among
from monitor.store.insert import insert_new
from monitor.store.outbox import to_entry
from monitor.store.tables import bad_mailboxes, bounces, messages, secrets, told

RETURN_PATH = "return_path"
SECRET_BYTES = 32

IS_AT_REST = messages.c.phase == Phase.NONE


class SqlBounces:
    """Returned mail in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def secret(self) -> bytes:
        """Return the key that seals return paths; made when it is first asked for."""
        query = select(secrets.c.value).where(secrets.c.name == RETURN_PATH)
        found = self._connection.scalar(query)
        if found is None:
            made = randomness.token_bytes(SECRET_BYTES)
            insert_new(self._connection, secrets, [{"name": RETURN_PATH, "value": made}])
            found = self._connection.scalars(query).one()
        return bytes(found)

    def by_id(self, message: int) -> OutboxEntry | None:
        """Return the message of an id."""
        return self._entry(messages.c.id == message)

    def by_message_id(self, message_id: str) -> OutboxEntry | None:
        """Return the message that bears a Message-ID."""
        return self._entry(messages.c.message_id == message_id)

    def _entry(self, condition: ColumnElement[bool]) -> OutboxEntry | None:
        row = self._connection.execute(select(messages).where(condition).limit(1)).first()
        return None if row is None else to_entry(row)

    def keep(self, entry: OutboxEntry, outcome: Outcome, *, sha256: str, at: datetime) -> bool:
        """Keep what a report said of a message; False where this report was kept before.

        The server had the message, so one that may have been sent was: it goes out no more.
        """
        row = {
            "message_id": entry.id,
            "sha256": sha256,
            "at": at,
            "action": outcome.action,
            "status": outcome.status,
        }
        if not insert_new(self._connection, bounces, [row]):
            return False
        self._connection.execute(
            update(messages)
            .where(
                messages.c.id == entry.id,
                messages.c.state.in_((MessageState.READY, MessageState.HELD)),
                messages.c.is_uncertain,
                IS_AT_REST,
            )
            .values(state=MessageState.SENT, sent_at=at, held_for="", claimable_at=None)
        )
        return True

    def failed(self, entry: OutboxEntry, *, words: str, untells: bool) -> None:
        """Show on a message that it did not arrive; `untells`: nobody was told by it."""
        self._connection.execute(
            update(messages).where(messages.c.id == entry.id).values(reply=words)
        )
        if untells:
            self._connection.execute(delete(told).where(told.c.message_key == entry.key))

    def of(self, message: int) -> Sequence[tuple[datetime, Outcome]]:
        """Return what was told of one message, in order; whose mailbox is not kept."""
        query = select(bounces).where(bounces.c.message_id == message).order_by(bounces.c.id)
        return [
            (row.at, Outcome(action=Action(row.action), status=row.status))
            for row in self._connection.execute(query)
        ]

    def mark(self, entry: OutboxEntry, *, status: str, at: datetime) -> bool:
        """Mark the mailbox of a message, and park what waits to go there; tell if it is new."""
        mailbox = entry.recipient.lower()
        row = {"mailbox": mailbox, "message_id": entry.id, "since": at, "status": status}
        is_new = insert_new(self._connection, bad_mailboxes, [row]) == 1
        self._connection.execute(
            update(messages)
            .where(
                messages.c.state == MessageState.READY,
                func.lower(messages.c.recipient) == mailbox,
                ~messages.c.is_uncertain,
                IS_AT_REST,
            )
            .values(
                state=MessageState.PARKED, claimable_at=None, reply=word("bounce", "parked")
            )
        )
        return is_new

    def unmark(self, mailboxes: Iterable[str]) -> int:
        """Trust mailboxes again, and return how many were marked."""
        gone = delete(bad_mailboxes).where(among(bad_mailboxes.c.mailbox, "mailboxes"))
        values = {"mailboxes": [one.lower() for one in mailboxes]}
        return self._connection.execute(gone, values).rowcount

    def marked(self) -> Sequence[BadMailbox]:
        """Return the marked mailboxes, the newest first."""
        query = (
            select(bad_mailboxes, messages.c.key, messages.c.kind)
            .join(messages, messages.c.id == bad_mailboxes.c.message_id)
            .order_by(bad_mailboxes.c.since.desc(), bad_mailboxes.c.mailbox)
        )
        return [
            BadMailbox(
                mailbox=row.mailbox,
                since=row.since,
                status=row.status,
                key=row.key,
                kind=row.kind,
            )
            for row in self._connection.execute(query)
        ]
