"""What a person decides about held mail: let go what still holds, or discard it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.errors import NotHeldError, OutboxError
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.flows.holding import cure
from monitor.flows.outgoing import held_by_persons
from monitor.ports.outbox import HeldMail
from monitor.ports.store import Store, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """The keys of the mails that go out, and of those that no longer held true."""

    gone: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()


def release(
    store: Store, office: Office, keys: Collection[str] | None, *, at: datetime
) -> Released:
    """Let held mails go: these, or all where `keys` is None.

    One held by a person or for doubt goes at once. Of those held because there were too many,
    each speaks of its day, so it goes within the working hours of that day, and only while
    all that it says still stands. Any other is discarded: what is true of it is new again,
    and told in the next slot.

    Raises:
        NotHeldError: a key that no held mail has; nothing is done.
        CalendarGapError: `at` lies outside the office's calendar.
    """
    gone: list[str] = []
    outdated: list[str] = []
    opens_at = office.policy.calendar.next_working_instant(at)
    with store.writing() as work:
        others = held_by_persons(work, keys)
        gone += sorted(work.outbox.let_go(others, at=at))
        for one in _held(work, None if keys is None else set(keys).difference(others)):
            is_of_today = vietnam_day(one.created_at) == vietnam_day(opens_at)
            if one.is_outdated or not is_of_today:
                outdated.append(one.key)
            else:
                work.held.release(one.key, at=opens_at)
                gone.append(one.key)
        work.held.discard(outdated)
        cure(work)
    return Released(gone=tuple(gone), outdated=tuple(outdated))


def discard(store: Store, keys: Collection[str] | None) -> tuple[str, ...]:
    """Discard held mails, these or all where `keys` is None, and return their keys.

    What they would have told is new again, and told in the next slot where it stands.

    Raises:
        NotHeldError: a key that no held mail has; nothing is done.
        OutboxError: a mail by which people count as told; nothing is done.
    """
    with store.writing() as work:
        for key in held_by_persons(work, keys or ()):
            raise OutboxError(reason="counted", key=key)
        gone = tuple(one.key for one in _held(work, keys))
        work.held.discard(gone)
        cure(work)
    return gone


def _held(work: Work, keys: Collection[str] | None) -> Iterator[HeldMail]:
    every = {one.key: one for one in work.held.all()}
    for key in keys or ():
        if key not in every:
            raise NotHeldError(key=key)
    yield from (one for key, one in every.items() if keys is None or key in keys)
