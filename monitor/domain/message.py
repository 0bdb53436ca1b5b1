"""A message as it leaves: final bytes, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MessageState(StrEnum):
    """Where a message stands."""

    READY = "ready"
    SENT = "sent"
    PARKED = "parked"  # refused for good, or tried too often: a person must look


class Phase(StrEnum):
    """How far an attempt came."""

    CLAIMED = "claimed"
    ENVELOPE = "envelope"  # certainly unsent
    DATA = "data"  # from here on a silence may mean that it was accepted
    REPLIED = "replied"


class Outcome(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One recipient's message, fixed to the byte.

    `key` makes it unique; `message_id` is made from the key and is the same at
    every attempt.
    """

    key: str
    kind: str
    recipient: str
    message_id: str
    content: bytes
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A message that this worker holds under a lease; `attempt` fences later ones off."""

    id: int
    attempt: int
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an attempt met, with the server's words, cut and without addresses."""

    outcome: Outcome
    phase: Phase
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """One row of the outbox, as a person looks at it."""

    id: int
    key: str
    kind: str
    recipient: str
    state: MessageState
    attempts: int
    is_uncertain: bool
    created_at: datetime
    claimable_at: datetime | None
    sent_at: datetime | None
    reply: str
