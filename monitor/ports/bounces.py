"""What flows ask of mail that came back: the folder it lies in, and what is kept of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.domain.bounce import BadMailbox, Outcome, Report
from monitor.domain.message import OutboxEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedMail:
    """A mail that lies in the folder and was not read yet; `name` is where."""

    name: str
    sha256: str
    report: Report


class BounceBox(Protocol):
    """The folder into which returned mail is delivered."""

    def waiting(self, limit: int) -> Sequence[ReturnedMail]:
        """Read the mails that lie there, at most `limit`; a broken one is no report.

        Raises:
            BounceFolderError: the folder cannot be read.
        """
        ...

    def settle(self, mail: ReturnedMail, *, is_believed: bool) -> None:
        """Move a mail to those read, or to those set aside for a person."""
        ...

    def has_aside(self) -> bool:
        """Tell whether mail that was set aside still lies there.

        Raises:
            BounceFolderError: the folder cannot be read.
        """
        ...


class Bounces(Protocol):
    """What came back, which mailboxes it marks, and the key that proves it."""

    def secret(self) -> bytes:
        """Return the key that seals return paths; made when it is first asked for."""
        ...

    def by_id(self, message: int) -> OutboxEntry | None:
        """Return the message of an id."""
        ...

    def by_message_id(self, message_id: str) -> OutboxEntry | None:
        """Return the message that bears a Message-ID."""
        ...

    def keep(self, entry: OutboxEntry, outcome: Outcome, *, sha256: str, at: datetime) -> bool:
        """Keep what a report said of a message; False where this report was kept before.

        The server had the message, so one that may have been sent was: it goes out no more.
        """
        ...

    def failed(self, entry: OutboxEntry, *, words: str, untells: bool) -> None:
        """Show on a message that it did not arrive; `untells`: nobody was told by it."""
        ...

    def of(self, message: int) -> Sequence[tuple[datetime, Outcome]]:
        """Return what was told of one message, in order; whose mailbox is not kept."""
        ...

    def mark(self, entry: OutboxEntry, *, status: str, at: datetime) -> bool:
        """Mark the mailbox of a message, and park what waits to go there; tell if it is new."""
        ...

    def unmark(self, mailboxes: Iterable[str]) -> int:
        """Trust mailboxes again, and return how many were marked."""
        ...

    def marked(self) -> Sequence[BadMailbox]:
        """Return the marked mailboxes, the newest first."""
        ...
