"""The statements of a message's way out, made once: making them outlasts running them.

So does planning them: PostgreSQL keeps a plan only where it costs no more than one for the very
values, and it does not where it would have to guess how many rows are wanted.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from monitor.domain.message import MessageState, Phase
from monitor.ports.keeping import RESTORED
from monitor.store.among import among
from monitor.store.tables import faults, findings, message_bytes, messages, told
from monitor.store.types import UtcDateTime

IS_READY = messages.c.state == MessageState.READY


def _is_outdated() -> ColumnElement[bool]:
    """Tell whether all has ended that a message tells of; it told of something."""
    told_of = (
        select(literal(1))
        .select_from(told.join(findings, findings.c.id == told.c.finding_id))
        .where(told.c.message_key == messages.c.key)
    )
    return and_(
        exists(told_of.correlate(messages)),
        ~exists(told_of.where(findings.c.resolved_at.is_(None)).correlate(messages)),
    )


# After a restore nothing goes out until a person has looked.
_IS_STOPPED = exists().where(faults.c.name == RESTORED)
_IS_DUE = and_(
    IS_READY,
    messages.c.claimable_at <= bindparam("at"),
    messages.c.phase != Phase.DATA,
    ~_IS_STOPPED,
)
_DUE = (
    select(messages.c.id, messages.c.domain, _is_outdated().label("is_outdated"))
    .where(_IS_DUE)
    .order_by(messages.c.claimable_at, messages.c.id)
    .with_for_update(of=messages, skip_locked=True)  # SQLite ignores it: writers take turns
)
# A row tells of its last try alone: one tried within the window waits until it is over, so
# that whoever counts tries by rows counts them all. One of a clock that ran ahead is none.
_DUE_IN_PACE = _DUE.where(
    or_(
        messages.c.claimed_at.is_(None),
        messages.c.claimed_at < bindparam("since"),
        messages.c.claimed_at > bindparam("at"),
    ),
    ~among(messages.c.domain, "full"),
)


_AT, _UNTIL = (bindparam(name, type_=UtcDateTime) for name in ("at", "until"))
_CONTENT = select(message_bytes.c.bytes).where(message_bytes.c.message_id == messages.c.id)
_GIVEN = (
    messages.c.id,
    messages.c.state,
    messages.c.key,
    messages.c.kind,
    messages.c.recipient,
    messages.c.message_id,
    messages.c.attempts,
    messages.c.asked_after,
    messages.c.created_at,
    _CONTENT.scalar_subquery().label("content"),
)


@cache
def due_in_pace(limit: int) -> Select[*tuple[Any, ...]]:
    """Ask for at most so many messages that are due and that a limit of tries lets through.

    Oldest first; others are kept off them.
    """
    return _DUE_IN_PACE.limit(literal_column(str(limit)))


@cache
def claim_due(limit: int) -> ReturningUpdate[*tuple[Any, ...]]:
    """Take at most so many messages that are due, in one statement; give them with contents.

    Those that are outdated are superseded instead, which their state tells.
    """
    due = _DUE.limit(literal_column(str(limit))).subquery("due")
    return (
        update(messages)
        .where(messages.c.id == due.c.id)
        .values(
            state=case((due.c.is_outdated, MessageState.SUPERSEDED), else_=messages.c.state),
            phase=case((due.c.is_outdated, Phase.NONE), else_=Phase.CLAIMED),
            claimable_at=case((due.c.is_outdated, None), else_=_UNTIL),
            claimed_at=case(
                (due.c.is_outdated, messages.c.claimed_at),
                else_=_AT,
            ),
            attempts=messages.c.attempts + case((due.c.is_outdated, 0), else_=1),
        )
        .returning(*_GIVEN)
    )


_THESE = among(messages.c.id, "ids")
# In one order wherever many are locked: two who wait for each other never go on.
IN_HAND = (
    select(messages.c.id, messages.c.attempts, messages.c.claimable_at)
    .where(_THESE, IS_READY, messages.c.phase != Phase.NONE)
    .order_by(messages.c.id)
    .with_for_update()
)
TAKE = (
    update(messages)
    .where(_THESE)
    .values(
        claimable_at=bindparam("until"),
        claimed_at=bindparam("at"),
        attempts=messages.c.attempts + 1,
        phase=Phase.CLAIMED,
    )
    .returning(*_GIVEN)
)
GIVE_BACK = (
    update(messages)
    .where(_THESE)
    .values(claimable_at=bindparam("at"), attempts=messages.c.attempts - 1, phase=Phase.NONE)
)
ENTER_DATA = update(messages).where(_THESE).values(phase=Phase.DATA)
SUPERSEDE = (
    update(messages)
    .where(_THESE)
    .values(state=MessageState.SUPERSEDED, phase=Phase.NONE, claimable_at=None)
)
SETTLE = (
    update(messages)
    .where(messages.c.id == bindparam("of"))
    .values(
        state=bindparam("now"),
        held_for=bindparam("hold"),
        phase=Phase.NONE,
        claimable_at=bindparam("next_at"),
        sent_at=bindparam("gone_at"),
        is_uncertain=or_(messages.c.is_uncertain, bindparam("doubt")),
        reply=bindparam("words"),
        asked_after=messages.c.asked_after + bindparam("uncounted"),
    )
)
