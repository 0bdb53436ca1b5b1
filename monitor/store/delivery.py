"""Messages on their way out: claimed under a lease, never lost."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, update

from monitor.domain.message import (
    Claimed,
    Ended,
    HeldFor,
    Message,
    MessageState,
    Outcome,
    Phase,
    Reply,
)
from monitor.domain.trying import LONGEST, WINDOW, Pace
from monitor.store.insert import insert_all
from monitor.store.on_the_way import (
    ENTER_DATA,
    GIVE_BACK,
    IN_HAND,
    IS_READY,
    SETTLE,
    SUPERSEDE,
    TAKE,
    claim_due,
    due_in_pace,
)
from monitor.store.prepared import fetch, run
from monitor.store.tables import attempts, messages

UNLIMITED = Pace()


class SqlDelivery:
    """What delivery does to messages, in one transaction; commit before anything goes out.

    A message's phase tells how far the attempt under way has come. A process killed inside
    DATA leaves that phase behind, and `find_abandoned` writes the attempt down as uncertain.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_abandoned(
        self, *, at: datetime, wait: timedelta, holds: Iterable[str] = ()
    ) -> int:
        """Write down attempts whose process died inside DATA, and return how many.

        Their leases have run out. The messages may have been accepted: they wait so much
        longer, or are held where their kind is one of `holds`.
        """
        is_abandoned = and_(
            IS_READY, messages.c.phase == Phase.DATA, messages.c.claimable_at <= at
        )
        query = select(messages.c.id, messages.c.attempts, messages.c.kind).where(is_abandoned)
        locking = query.with_for_update(skip_locked=True)
        rows = self._connection.execute(locking).all()
        mark = Reply(outcome=Outcome.UNCERTAIN, phase=Phase.DATA)
        insert_all(
            self._connection,
            attempts,
            [_attempt(id_, number, mark, at=at) for id_, number, _ in rows],
        )
        held = frozenset(holds)
        for id_, _, kind in rows:
            is_held = kind in held
            self._connection.execute(
                update(messages)
                .where(messages.c.id == id_)
                .values(
                    state=MessageState.HELD if is_held else MessageState.READY,
                    held_for=HeldFor.UNCERTAIN if is_held else "",
                    claimable_at=None if is_held else at + wait,
                    phase=Phase.NONE,
                    is_uncertain=True,
                )
            )
        return len(rows)

    def turn_back(self, *, at: datetime) -> None:
        """Bring back what a clock that ran ahead has put off: it was set right since.

        A message whose attempt is under way keeps a lease that outlasts any attempt; one that
        a person lets go at a later hour keeps that hour.
        """
        limit = at + LONGEST
        is_put_off = or_(messages.c.attempts > 0, messages.c.created_at > limit)
        beyond = and_(IS_READY, messages.c.claimable_at > limit, is_put_off)
        is_at_rest = messages.c.phase == Phase.NONE
        for condition, when in ((is_at_rest, at), (~is_at_rest, limit)):
            self._connection.execute(
                update(messages).where(beyond, condition).values(claimable_at=when)
            )

    def claim(
        self, *, at: datetime, limit: int, lease: timedelta, pace: Pace = UNLIMITED
    ) -> list[Claimed]:
        """Take up to `limit` messages that no other worker holds, oldest first.

        They are ours until the lease runs out. A message of which nothing that it lists
        stands any longer is superseded instead; what is beyond the pace stays where it is.
        After a restore none is taken until a person has looked.
        """
        claimed: list[Claimed] = []
        while len(claimed) < limit:
            wanted = limit - len(claimed)
            if pace.is_limited:
                rows, superseded = self._take_in_pace(wanted, pace, at=at, until=at + lease)
            else:
                taken = fetch(self._connection, claim_due(wanted), at=at, until=at + lease)
                rows = [row for row in taken if row["state"] == MessageState.READY]
                superseded = len(taken) - len(rows)
            claimed += map(_to_claimed, rows)
            if not superseded:  # else their places are free
                break
        return claimed

    def _take_in_pace(
        self, wanted: int, pace: Pace, *, at: datetime, until: datetime
    ) -> tuple[list[dict[str, Any]], int]:
        """Take what the pace lets through; return it, and how many were superseded."""
        tried = self._tried(at=at)
        room = pace.room(tried, wanted)
        full, since = sorted(pace.full(tried)), at - WINDOW
        query = due_in_pace(room)
        due = fetch(self._connection, query, at=at, since=since, full=full) if room else []
        outdated = [row["id"] for row in due if row["is_outdated"]]
        told = ((row["id"], row["domain"]) for row in due if not row["is_outdated"])
        fitting = pace.fitting(told, tried)
        self._supersede(outdated)
        if not fitting:
            return [], len(outdated)
        given = fetch(self._connection, TAKE, ids=list(fitting), at=at, until=until)
        rows = {row["id"]: row for row in given}
        return [rows[id_] for id_ in fitting], len(outdated)

    def _tried(self, *, at: datetime) -> dict[str, int]:
        """Count what was tried within the window, by domain."""
        query = (
            select(messages.c.domain, func.count())
            .where(messages.c.claimed_at.between(at - WINDOW, at))
            .group_by(messages.c.domain)
        )
        return dict[str, int](self._connection.execute(query).all())

    def enter_data(self, claimed: Sequence[Claimed], *, at: datetime) -> frozenset[int]:
        """Mark that contents are about to go out; return the ids whose lease is still ours.

        Commit before the first byte.
        """
        ours = self._ours(claimed, still_at=at)
        if ours:
            run(self._connection, ENTER_DATA, {"ids": list(ours)})
        return ours

    def give_back(self, claimed: Sequence[Claimed], *, at: datetime) -> None:
        """Let go of messages that nothing was done with: they were not tried."""
        ours = self._ours(claimed)
        run(self._connection, GIVE_BACK, {"ids": list(ours), "at": at})

    def settle(self, ends: Sequence[Ended], *, at: datetime) -> frozenset[int]:
        """Keep the ends of attempts; return the ids whose lease was still ours."""
        ours = self._ours([one.claimed for one in ends])
        kept = [one for one in ends if one.claimed.id in ours]
        if kept:
            run(self._connection, SETTLE, *(_settled(one, at=at) for one in kept))
            insert_all(
                self._connection,
                attempts,
                [
                    _attempt(one.claimed.id, one.claimed.attempt, one.reply, at=at)
                    for one in kept
                ],
            )
        return ours

    def _ours(
        self, claimed: Sequence[Claimed], *, still_at: datetime | None = None
    ) -> frozenset[int]:
        """Fence off whoever lost the lease: a later claim counted one attempt more."""
        ids = [one.id for one in claimed]
        attempts_of = {
            row["id"]: row["attempts"]
            for row in fetch(self._connection, IN_HAND, ids=ids)
            if still_at is None or row["claimable_at"] > still_at
        }
        return frozenset(one.id for one in claimed if attempts_of.get(one.id) == one.attempt)

    def _supersede(self, ids: Sequence[int]) -> None:
        if ids:
            run(self._connection, SUPERSEDE, {"ids": ids})


def _settled(one: Ended, *, at: datetime) -> dict[str, object]:
    return {
        "of": one.claimed.id,
        "now": one.state,
        "hold": one.held_for or "",
        "next_at": one.retry_at,
        "gone_at": at if one.state is MessageState.SENT else None,
        "doubt": one.reply.outcome is Outcome.UNCERTAIN,
        "words": one.reply.text,
        "uncounted": int(one.is_uncounted),
    }


def _attempt(id_: int, number: int, reply: Reply, *, at: datetime) -> dict[str, object]:
    return {
        "message_id": id_,
        "number": number,
        "at": at,
        "phase": reply.phase,
        "outcome": reply.outcome,
        "reply": reply.text,
    }


def _to_claimed(row: Mapping[str, Any]) -> Claimed:
    """Return a message that has just been taken."""
    message = Message(
        key=row["key"],
        kind=row["kind"],
        recipient=row["recipient"],
        message_id=row["message_id"],
        content=row["content"],
        created_at=row["created_at"],
    )
    attempt = row["attempts"]
    tries = attempt - row["asked_after"]
    return Claimed(id=row["id"], attempt=attempt, tries=tries, message=message)
