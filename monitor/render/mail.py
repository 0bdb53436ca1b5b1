"""Notices to mails: the words of `templates/emails/<kind>/`, fixed to the byte."""

from dataclasses import fields
from datetime import datetime

from monitor.domain.message import Message
from monitor.domain.notice import Notice
from monitor.render.mime import build_message
from monitor.render.words import Words


class MailRenderer:
    """Writes mails.

    Args:
        words: The templates.
        sender: The office's name and mailbox.
        address: How an official is addressed, as at the head of a letter.
    """

    def __init__(self, words: Words, *, sender: tuple[str, str], address: str) -> None:
        self._words = words
        self._sender = sender
        self._address = address

    def message(self, notice: Notice, *, at: datetime) -> Message:
        """Return the mail that tells a notice, dated `at`.

        Raises:
            RenderError: a template asks for what the notice does not state.
            MailboxError: the recipient's mailbox is no address.
        """
        subject, text, html = (
            self._text(notice, part) for part in ("subject.txt", "body.txt", "body.html")
        )
        recipient = notice.recipient
        return build_message(
            key=notice.key,
            kind=notice.kind.value,
            sender=self._sender,
            recipient=(recipient.name, recipient.mailbox),
            subject=" ".join(subject.split()),
            text=text,
            html=html,
            attachments=notice.attachments,
            at=at,
            thread=notice.thread,
        )

    def _text(self, notice: Notice, part: str) -> str:
        stated = {
            field.name: getattr(notice.facts, field.name) for field in fields(notice.facts)
        }
        shared: dict[str, object] = {"to": notice.recipient, "address": self._address}

        def say(sentence: str, **facts: object) -> str:
            """Set a sentence that all parts of a mail share: one line, still to be escaped."""
            text = self._words.render(f"emails/sentences/{sentence}.txt", **shared, **facts)
            return " ".join(text.split())

        shared["say"] = say
        return self._words.render(f"emails/{notice.kind}/{part}", **shared, **stated)
