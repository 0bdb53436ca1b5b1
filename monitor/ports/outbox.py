"""What flows ask of the outbox: what is to go out, what is on its way, what is held."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.domain.message import (
    Attempt,
    Claimed,
    Ended,
    Message,
    MessageState,
    OutboxEntry,
)
from monitor.domain.trying import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Units, by code, and the mailboxes of whoever is there, as they are written."""

    units: AbstractSet[str]
    mailboxes: AbstractSet[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tells:
    """What a message tells somebody of, in codes.

    `subject` is a dossier's or a unit's code; `has_ended`: that stands no longer.
    """

    person: str
    rule: str
    subject: str
    has_ended: bool


class Outbox(Protocol):
    """Messages that are to go out: queued, looked at, and decided by people."""

    def add(self, messages: Iterable[Message]) -> int:
        """Queue the messages whose key is new, and return how many were."""
        ...

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
        ...

    def count(
        self,
        *states: MessageState,
        kind: str = "",
        until: datetime | None = None,
        place: Place | None = None,
    ) -> int:
        """Return how many entries `list` finds without a limit."""
        ...

    def counts(self) -> dict[tuple[str, MessageState], int]:
        """Count messages by kind and state."""
        ...

    def content(self, message_id: int) -> bytes:
        """Return the final bytes of one message."""
        ...

    def known(self, keys: Iterable[str]) -> AbstractSet[str]:
        """Return those of these keys under which a message is, or was."""
        ...

    def sent(self, keys: Iterable[str]) -> dict[str, datetime]:
        """Return when each of these messages was sent; unsent ones are left out."""
        ...

    def find(self, key: str) -> OutboxEntry | None:
        """Return the entry of one key."""
        ...

    def tells(self, key: str) -> Sequence[Tells]:
        """Return whom a message tells of what, or would where a blast holds it."""
        ...

    def attempts(self, message_id: int) -> Sequence[Attempt]:
        """Return the attempts of one message that have ended, in order."""
        ...

    def supersede(self, keys: Iterable[str], *, at: datetime) -> AbstractSet[str]:
        """Have messages go out no more; return the keys of those that never went.

        One that is in hand, was sent, or may have been is left as it is.
        """
        ...

    def hold(self, keys: Iterable[str], *, at: datetime) -> AbstractSet[str]:
        """Hold waiting messages for a person; return their keys. One in hand is left."""
        ...

    def hold_all(self) -> int:
        """Hold every waiting message for a person, also those in hand; return how many.

        For a store laid down again: whoever had one in hand is gone, and it may have gone out.
        """
        ...

    def let_go(self, keys: Iterable[str], *, at: datetime) -> AbstractSet[str]:
        """Let messages go that are held for a person or for doubt; return their keys."""
        ...

    def close(self, keys: Iterable[str], *, at: datetime) -> AbstractSet[str]:
        """Have messages held for a person or for doubt go out no more; return their keys."""
        ...

    def retry(self, keys: Iterable[str], *, at: datetime) -> AbstractSet[str]:
        """Have parked messages tried again, as often as new ones; return their keys."""
        ...


class Delivery(Protocol):
    """Messages on their way out: claimed under a lease, never lost."""

    def find_abandoned(
        self, *, at: datetime, wait: timedelta, holds: Iterable[str] = ()
    ) -> int:
        """Write down attempts whose process died inside DATA, and return how many.

        They may have been accepted: they wait so much longer, or are held where their kind
        is one of `holds`.
        """
        ...

    def turn_back(self, *, at: datetime) -> None:
        """Bring back what a clock that ran ahead has put off: it was set right since."""
        ...

    def claim(
        self, *, at: datetime, limit: int, lease: timedelta, pace: Pace = ...
    ) -> list[Claimed]:
        """Take up to `limit` messages that no other worker holds, oldest first.

        What lists only findings that have ended is superseded; what is beyond the pace waits.
        """
        ...

    def enter_data(self, claimed: Sequence[Claimed], *, at: datetime) -> AbstractSet[int]:
        """Mark that contents are about to go out; return the ids whose lease is still ours."""
        ...

    def give_back(self, claimed: Sequence[Claimed], *, at: datetime) -> None:
        """Let go of messages that nothing was done with: they were not tried."""
        ...

    def settle(self, ends: Sequence[Ended], *, at: datetime) -> AbstractSet[int]:
        """Keep the ends of attempts; return the ids whose lease was still ours."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMail:
    """A message that waits for a person; nobody counts as told by it.

    `is_outdated` when something that it lists or counts stands no longer.
    """

    key: str
    kind: str
    created_at: datetime
    is_outdated: bool


class Held(Protocol):
    """Messages held back, with what they say: let go or discarded by a person."""

    def keep(
        self, message: Message, *, lists: Iterable[int], counts: Iterable[int], person: str
    ) -> None:
        """Queue a message, held; `lists` and `counts` are ids of findings."""
        ...

    def all(self) -> list[HeldMail]:
        """Return what is held, by key."""
        ...

    def release(self, key: str, *, at: datetime) -> None:
        """Let a message go at an instant: who reads it counts as told."""
        ...

    def discard(self, keys: Iterable[str]) -> None:
        """Take messages away: what they would have told is still to be told."""
        ...
