"""Putting a notice into words."""

from datetime import datetime
from typing import Protocol

from monitor.domain.message import Message
from monitor.domain.notice import Notice


class MailWriter(Protocol):
    """Writes mails; the bytes are final."""

    def message(self, notice: Notice, *, at: datetime) -> Message:
        """Return the mail that tells a notice, dated `at`.

        Raises:
            RenderError: the words cannot be set.
            MailboxError: the recipient's mailbox is no address.
        """
        ...
