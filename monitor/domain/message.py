"""A message as it leaves: final bytes, and what became of it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.errors import MailboxError

REPLY_CHARACTERS = 500
MAILBOX_CHARACTERS = 254

# Narrower than the standard: what is left out would have to be quoted in a header.
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_MAILBOX = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_DOMAIN.pattern}")
_LOCAL_PART = re.compile(r"""(?<![^\s<>@"',;:()\[\]])[^\s<>@"',;:()\[\]]++@""")


class MessageState(StrEnum):
    """Where a message stands."""

    READY = "ready"
    HELD = "held"  # a person must let it go
    SENT = "sent"
    PARKED = "parked"  # refused for good, or tried too often: a person must look
    SUPERSEDED = "superseded"  # what it says holds no longer: it goes out no more


class HeldFor(StrEnum):
    """Why a message is held."""

    BLAST = "blast"  # one tick wanted too much; nobody counts as told by it
    PERSON = "person"  # somebody asked for it
    UNCERTAIN = "uncertain"  # it may have gone out, and its kind is not sent twice unasked


class Phase(StrEnum):
    """How far an attempt came."""

    NONE = ""  # no attempt is under way
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

    @property
    def domain(self) -> str:
        """Where it goes, in lower case."""
        return domain_of(self.recipient)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A message that this worker holds under a lease.

    `attempt` counts all attempts, this one too, and fences earlier holders off; `tries`
    counts those since a person last asked for it.
    """

    id: int
    attempt: int
    tries: int
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an attempt met, with the server's words, cut and without addresses."""

    outcome: Outcome
    phase: Phase
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """An attempt's end, and what becomes of the message.

    `state` is where it stands now; `retry_at` is None unless it is tried again. A try that
    `is_uncounted` met nobody who would have looked at the message.
    """

    claimed: Claimed
    reply: Reply
    state: MessageState
    retry_at: datetime | None = None
    held_for: HeldFor | None = None
    is_uncounted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt as it was written down."""

    number: int
    at: datetime
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """One row of the outbox, as a person looks at it.

    `phase` is how far an attempt under way has come; `claimable_at` is then the end of its
    lease, and else when it is tried next. `is_uncertain` where it may have been accepted
    without our knowing, so that a further copy may arrive.
    """

    id: int
    key: str
    kind: str
    recipient: str
    state: MessageState
    held_for: HeldFor | None
    phase: Phase
    attempts: int
    is_uncertain: bool
    created_at: datetime
    claimable_at: datetime | None
    sent_at: datetime | None
    reply: str


def checked_mailbox(text: str) -> str:
    """Return `text` when mail can go to it: plain ASCII, one "@", nothing to be quoted.

    Raises:
        MailboxError: it is none; the error shows the mailbox masked.
    """
    if len(text) > MAILBOX_CHARACTERS or not _MAILBOX.fullmatch(text):
        raise MailboxError(mailbox=masked(text))
    return text


def domain_of(mailbox: str) -> str:
    """Return the domain of a mailbox, in lower case."""
    return mailbox.rpartition("@")[2].lower()


def masked(mailbox: str) -> str:
    """Hide whom a mailbox belongs to: at most the domain is left."""
    domain = mailbox.rpartition("@")[2]
    is_domain = (
        "@" in mailbox and len(domain) < MAILBOX_CHARACTERS and _DOMAIN.fullmatch(domain)
    )
    return f"***@{domain}" if is_domain else "***"


def reply_text(text: str) -> str:
    """Make the words of a server fit to be kept: one line, cut, mailboxes masked."""
    printable = "".join(
        " " if unicodedata.category(character).startswith("C") else character
        for character in text
    )
    return _LOCAL_PART.sub("***@", " ".join(printable.split()))[:REPLY_CHARACTERS]
