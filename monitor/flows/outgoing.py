"""What a person does with mail on its way: look at one, hold it, let it go, try it again."""

from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.bounce import Outcome
from monitor.domain.errors import OutboxError
from monitor.domain.message import Attempt, HeldFor, MessageState, OutboxEntry, Phase
from monitor.ports.outbox import Tells
from monitor.ports.store import Store, Work

EVERY = 1_000_000  # more than an outbox ever holds of one state that waits for a person
BY_PERSONS = frozenset({HeldFor.PERSON, HeldFor.UNCERTAIN})  # held after it counted as told


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message: how it stands, how its attempts ended, whom it tells of what.

    `bounces` are the reports on it that came back, each with when it was read.
    """

    entry: OutboxEntry
    attempts: tuple[Attempt, ...]
    tells: tuple[Tells, ...]
    content: bytes
    bounces: tuple[tuple[datetime, Outcome], ...] = ()


def look(work: Work, key: str) -> Shown:
    """Return all that is known of one message.

    Raises:
        OutboxError: there is none of this key.
    """
    entry = _found(work, key)
    return Shown(
        entry=entry,
        attempts=tuple(work.outbox.attempts(entry.id)),
        tells=tuple(work.outbox.tells(key)),
        content=work.outbox.content(entry.id),
        bounces=tuple(work.bounces.of(entry.id)),
    )


def retry(store: Store, keys: Collection[str] | None, *, at: datetime) -> AbstractSet[str]:
    """Have parked messages tried again, these or all where `keys` is None; return their keys.

    Raises:
        OutboxError: one is unknown or not parked; nothing is done.
    """
    with store.writing() as work:
        if keys is None:
            keys = [one.key for one in work.outbox.list(MessageState.PARKED, limit=EVERY)]
        return _all_or_nothing(work, work.outbox.retry, keys, at=at)


def hold(store: Store, keys: Collection[str], *, at: datetime) -> AbstractSet[str]:
    """Hold messages that wait until a person lets them go; return their keys.

    Raises:
        OutboxError: one is unknown, does not wait, or is on its way right now; nothing is done.
    """
    with store.writing() as work:
        return _all_or_nothing(work, work.outbox.hold, keys, at=at)


def close(store: Store, keys: Collection[str] | None, *, at: datetime) -> AbstractSet[str]:
    """Have messages held by persons or for doubt go out no more: their readers know.

    These, or all where `keys` is None.

    Raises:
        OutboxError: one is unknown or not held so; nothing is done.
    """
    with store.writing() as work:
        if keys is None:
            keys = held_by_persons(work, None)
        return _all_or_nothing(work, work.outbox.close, keys, at=at)


def held_by_persons(work: Work, keys: Collection[str] | None) -> list[str]:
    """Return which are held by persons or for doubt, of these keys or of all."""
    held = work.outbox.list(MessageState.HELD, limit=EVERY)
    return [
        one.key
        for one in held
        if one.held_for in BY_PERSONS and (keys is None or one.key in keys)
    ]


def _all_or_nothing(
    work: Work,
    change: Callable[..., AbstractSet[str]],
    keys: Collection[str],
    *,
    at: datetime,
) -> AbstractSet[str]:
    changed = change(keys, at=at)
    for key in keys:
        if key not in changed:
            raise OutboxError(reason=_where(_found(work, key)), key=key)
    return changed


def _found(work: Work, key: str) -> OutboxEntry:
    entry = work.outbox.find(key)
    if entry is None:
        raise OutboxError(reason="unknown", key=key)
    return entry


def _where(entry: OutboxEntry) -> str:
    """Tell where a message stands that a person asked for in vain."""
    if entry.state is MessageState.READY and entry.phase is not Phase.NONE:
        return "in_hand"
    return "blast" if entry.held_for is HeldFor.BLAST else entry.state.value
