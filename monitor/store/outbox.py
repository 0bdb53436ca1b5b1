"""Messages that are to go out: one row each, kept for ever."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from monitor.catalogues.told import word
from monitor.domain.message import (
    Attempt,
    HeldFor,
    Message,
    MessageState,
    OutboxEntry,
    Outcome,
    Phase,
    Reply,
)
from monitor.ports.outbox import Place, Tells
from monitor.store.among import among
from monitor.store.insert import insert_new
from monitor.store.outbox_search import chosen
from monitor.store.tables import (
    attempts,
    bad_mailboxes,
    dossiers,
    findings,
    held,
    message_bytes,
    messages,
    told,
)

IS_READY = messages.c.state == MessageState.READY
# Those that a blast holds are `Held`'s: people count as told by them only once they go.
IS_HELD_BY_PERSONS = and_(
    messages.c.state == MessageState.HELD, messages.c.held_for != HeldFor.BLAST
)


class SqlOutbox:
    """The outbox in one transaction: what is queued, looked at, and decided by people.

    Args:
        connection: In the transaction.
        queued: Called where there is something to send.
    """

    def __init__(self, connection: Connection, *, queued: Callable[[], None]) -> None:
        self._connection = connection
        self.queued = queued

    def add(self, queued: Iterable[Message]) -> int:
        """Queue the messages whose key is new, and return how many were.

        A known key is left as it is: the words of a message are fixed once.
        """
        return sum(self.put(message, MessageState.READY) for message in queued)

    def put(
        self, message: Message, state: MessageState, held_for: HeldFor | None = None
    ) -> bool:
        """Keep a message in a state, unless its key is known; tell if it was kept.

        One to a mailbox that is marked as taking no mail is parked at once.
        """
        is_marked = state is MessageState.READY and is_bad(self._connection, message.recipient)
        state = MessageState.PARKED if is_marked else state
        row = {
            "key": message.key,
            "kind": message.kind,
            "recipient": message.recipient,
            "domain": message.domain,
            "message_id": message.message_id,
            "state": state,
            "held_for": held_for or "",
            "claimable_at": message.created_at if state is MessageState.READY else None,
            "created_at": message.created_at,
            "reply": word("bounce", "parked") if is_marked else "",
        }
        if not insert_new(self._connection, messages, [row]):
            return False
        new_id = select(messages.c.id).where(messages.c.key == message.key).scalar_subquery()
        self._connection.execute(
            insert(message_bytes).values(message_id=new_id, bytes=message.content)
        )
        if state is MessageState.READY:
            self.queued()
        return True

    def known(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those of these keys under which a message is, or was."""
        query = select(messages.c.key).where(among(messages.c.key, "keys"))
        return frozenset(self._connection.scalars(query, {"keys": list(keys)}))

    def supersede(self, keys: Iterable[str], *, at: datetime) -> frozenset[str]:
        """Have messages go out no more, and return the keys of those that never went.

        A message that is in hand, that was sent, or that may have been is left as it is.
        """
        found = self._standing(
            keys,
            messages.c.state.in_((MessageState.READY, MessageState.HELD, MessageState.PARKED)),
            ~messages.c.is_uncertain,
            _is_at_rest(at),
        )
        self._stand(found, state=MessageState.SUPERSEDED, held_for="", claimable_at=None)
        return frozenset(found.values())

    def hold(self, keys: Iterable[str], *, at: datetime) -> frozenset[str]:
        """Hold waiting messages for a person; return their keys. One in hand is left."""
        found = self._standing(keys, IS_READY, _is_at_rest(at))
        self._stand(found, state=MessageState.HELD, held_for=HeldFor.PERSON, claimable_at=None)
        return frozenset(found.values())

    def hold_all(self) -> int:
        """Hold every waiting message, leases or not; one in hand may have gone out."""
        was_in_hand = messages.c.phase != Phase.NONE
        values = {
            "state": MessageState.HELD,
            "held_for": case((was_in_hand, HeldFor.UNCERTAIN), else_=HeldFor.PERSON),
            "is_uncertain": or_(messages.c.is_uncertain, was_in_hand),
            "phase": Phase.NONE,
            "claimable_at": None,
        }
        return self._connection.execute(
            update(messages).where(IS_READY).values(values)
        ).rowcount

    def let_go(self, keys: Iterable[str], *, at: datetime) -> frozenset[str]:
        """Let messages go that are held for a person or for doubt; return their keys."""
        found = self._standing(keys, IS_HELD_BY_PERSONS)
        self._stand(found, state=MessageState.READY, held_for="", claimable_at=at)
        return frozenset(found.values())

    def close(self, keys: Iterable[str], *, at: datetime) -> frozenset[str]:
        """Have messages held for a person or for doubt go out no more; return their keys."""
        found = self._standing(keys, IS_HELD_BY_PERSONS)
        self._stand(found, state=MessageState.SUPERSEDED, held_for="")
        return frozenset(found.values())

    def retry(self, keys: Iterable[str], *, at: datetime) -> frozenset[str]:
        """Have parked messages tried again, as often as new ones; return their keys."""
        found = self._standing(keys, messages.c.state == MessageState.PARKED)
        self._stand(
            found,
            state=MessageState.READY,
            claimable_at=at,
            asked_after=messages.c.attempts,
        )
        return frozenset(found.values())

    def _standing(
        self, keys: Iterable[str], *conditions: ColumnElement[bool]
    ) -> dict[int, str]:
        query = select(messages.c.id, messages.c.key).where(
            among(messages.c.key, "keys"), *conditions
        )
        locking = query.order_by(messages.c.id).with_for_update()
        rows = self._connection.execute(locking, {"keys": list(keys)})
        return dict(rows.all())

    def _stand(self, ids: Iterable[int], **values: object) -> None:
        """Put messages elsewhere; whatever attempt there was is over."""
        chosen = list(ids)
        if not chosen:
            return
        self._connection.execute(
            update(messages).where(messages.c.id.in_(chosen)).values(phase=Phase.NONE, **values)
        )
        if values["state"] is MessageState.READY:
            self.queued()

    def list(
        self,
        *states: MessageState,
        kind: str = "",
        until: datetime | None = None,
        place: Place | None = None,
        limit: int | None = 200,
    ) -> list[OutboxEntry]:
        """Return entries in these states (all where none is named), newest first.

        Only of this `kind`, queued by `until`, and to or about a `place`, where these are
        said; `limit` None: all.
        """
        query = chosen(select(messages), states, kind, until, place)
        query = query.order_by(messages.c.id.desc()).limit(limit)
        return [to_entry(row) for row in self._connection.execute(query)]

    def count(
        self,
        *states: MessageState,
        kind: str = "",
        until: datetime | None = None,
        place: Place | None = None,
    ) -> int:
        """Return how many entries `list` finds without a limit."""
        query = select(func.count()).select_from(messages)
        return self._connection.scalars(chosen(query, states, kind, until, place)).one()

    def find(self, key: str) -> OutboxEntry | None:
        """Return the entry of one key."""
        query = select(messages).where(messages.c.key == key)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else to_entry(row)

    def tells(self, key: str) -> Sequence[Tells]:
        """Return whom a message tells of what, or would where a blast holds it."""
        listed = union_all(
            select(told.c.finding_id, told.c.person).where(told.c.message_key == key),
            select(held.c.finding_id, held.c.person)
            .join(messages, messages.c.id == held.c.message_id)
            .where(messages.c.key == key, held.c.is_listed),
        ).subquery()
        query = (
            select(
                listed.c.person,
                findings.c.rule,
                func.coalesce(dossiers.c.code, findings.c.unit).label("subject"),
                findings.c.resolved_at,
            )
            .join_from(listed, findings, findings.c.id == listed.c.finding_id)
            .outerjoin(dossiers, dossiers.c.id == findings.c.dossier_id)
            .order_by("subject", findings.c.rule, findings.c.found_at, listed.c.person)
        )
        return [
            Tells(
                person=row.person,
                rule=row.rule,
                subject=row.subject,
                has_ended=row.resolved_at is not None,
            )
            for row in self._connection.execute(query)
        ]

    def attempts(self, message_id: int) -> Sequence[Attempt]:
        """Return the attempts of one message that have ended, in order."""
        query = (
            select(attempts)
            .where(attempts.c.message_id == message_id)
            .order_by(attempts.c.number)
        )
        return [
            Attempt(
                number=row.number,
                at=row.at,
                reply=Reply(
                    outcome=Outcome(row.outcome), phase=Phase(row.phase), text=row.reply
                ),
            )
            for row in self._connection.execute(query)
        ]

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
        query = select(message_bytes.c.bytes).where(message_bytes.c.message_id == message_id)
        found = self._connection.scalar(query)
        if found is None:
            raise KeyError(message_id)
        return bytes(found)

    def sent(self, keys: Iterable[str]) -> dict[str, datetime]:
        """Return when each of these messages was sent; unsent ones are left out."""
        query = select(messages.c.key, messages.c.sent_at).where(
            messages.c.state == MessageState.SENT, among(messages.c.key, "keys")
        )
        rows = self._connection.execute(query, {"keys": list(keys)}).all()
        return dict[str, datetime](rows)


def is_bad(connection: Connection, mailbox: str) -> bool:
    """Tell whether a mailbox is marked as taking no mail."""
    query = select(bad_mailboxes.c.mailbox).where(bad_mailboxes.c.mailbox == mailbox.lower())
    return connection.scalar(query) is not None


def _is_at_rest(at: datetime) -> ColumnElement[bool]:
    """Tell whether no attempt is under way, nor one that died inside DATA."""
    is_over = and_(messages.c.phase == Phase.CLAIMED, messages.c.claimable_at <= at)
    return or_(messages.c.phase == Phase.NONE, is_over)


def to_entry(row: Row[tuple[object, ...]]) -> OutboxEntry:
    """Return a row of the outbox as people look at it."""
    return OutboxEntry(
        id=row.id,
        key=row.key,
        kind=row.kind,
        recipient=row.recipient,
        state=MessageState(row.state),
        held_for=HeldFor(row.held_for) if row.held_for else None,
        phase=Phase(row.phase),
        attempts=row.attempts,
        is_uncertain=row.is_uncertain,
        created_at=row.created_at,
        claimable_at=row.claimable_at,
        sent_at=row.sent_at,
        reply=row.reply,
    )
