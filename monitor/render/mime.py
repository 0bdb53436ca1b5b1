"""The final bytes of a message, made here and by hand.

Python's own encoder loses spaces of Vietnamese headers and takes a boundary by
chance. Equal input gives equal bytes, all ASCII, in short lines.
"""

import base64
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from monitor.domain.instants import local
from monitor.domain.message import Message, checked_mailbox
from monitor.domain.notice import Attachment

HEADER_CHARACTERS = 300  # a longer name or subject is cut: servers refuse huge headers
LINE_CHARACTERS = 76
WORD_BYTES = 39  # 64 characters once encoded: "Subject: " fits before them on a line

_PLAIN = re.compile(r"(?!.*=\?)[ -~]{0,60}")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,99}")

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Part:
    """One MIME part: headers and encoded lines."""

    headers: Headers
    lines: list[str]


def build_message(  # noqa: PLR0913 - each argument is one part of a mail
    *,
    key: str,
    kind: str,
    sender: tuple[str, str],
    recipient: tuple[str, str],
    subject: str,
    text: str,
    at: datetime,
    html: str | None = None,
    attachments: Sequence[Attachment] = (),
    thread: str | None = None,
) -> Message:
    """Fix a message to the byte.

    Args:
        key: What makes the message unique; Message-ID and boundaries come from it.
        kind: What sort of message it is, for the outbox.
        sender: Name and mailbox.
        recipient: Name and mailbox; the name may be empty.
        subject: One line; control characters are dropped.
        text: The plain body.
        at: The instant in the Date header.
        html: The same body for readers that show HTML.
        attachments: Files, in order; their names short and plain.
        thread: What the message is about: messages of one thread stand together.

    Raises:
        MailboxError: a mailbox is not an address.
        NaiveTimeError: `at` carries no time zone.
        ValueError: an attachment's name or media type is none.
    """
    mailbox = checked_mailbox(recipient[1])
    domain = checked_mailbox(sender[1]).rpartition("@")[2].lower()
    message_id = f"{_digest(key)}@{domain}"
    headers: Headers = [
        ("From", _party(*sender)),
        ("To", _party(*recipient)),
        ("Subject", _encoded(subject)),
        ("Date", format_datetime(local(at))),
        ("Message-ID", f"<{message_id}>"),
    ]
    if thread is not None:
        root = f"<{_digest(f'thread {thread}')}@{domain}>"
        headers += [("In-Reply-To", root), ("References", root)]
    headers += [
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ("MIME-Version", "1.0"),
    ]
    body = _body(text, html, attachments, boundary=f"=_{_digest(key)[:26]}")
    return Message(
        key=key,
        kind=kind,
        recipient=mailbox,
        message_id=message_id,
        content=_joined(_Part(headers + body.headers, body.lines)),
        created_at=at,
    )


def _digest(text: str) -> str:
    return base64.b32encode(sha256(text.encode()).digest()).decode().rstrip("=").lower()


def _party(name: str, mailbox: str) -> str:
    """Write a display name and its mailbox."""
    shown = _one_line(name)
    if not shown:
        return mailbox
    if _PLAIN.fullmatch(shown):
        shown = '"' + re.sub(r'(["\\\\])', r"\\\1", shown) + '"'
    else:
        shown = _encoded(shown)
    return f"{shown}\r\n <{mailbox}>"


def _encoded(text: str) -> str:
    """Write text as it may stand in a header, spaces and all (RFC 2047)."""
    line = _one_line(text)
    if _PLAIN.fullmatch(line):
        return line
    words = (base64.b64encode(piece).decode() for piece in _pieces(line))
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


def _pieces(line: str) -> Iterator[bytes]:
    """Cut text into what fits one encoded word each, never inside a character."""
    piece = b""
    for character in line:
        encoded = character.encode()
        if len(piece) + len(encoded) > WORD_BYTES:
            yield piece
            piece = b""
        piece += encoded
    yield piece


def _one_line(text: str) -> str:
    """Compose, drop what is not for the eye, and make every gap one space."""
    kept = (
        " " if character.isspace() or unicodedata.category(character) == "Cc" else character
        for character in text
        if unicodedata.category(character) not in {"Cf", "Cs"}
    )
    composed = unicodedata.normalize("NFC", "".join(kept))
    return " ".join(composed.split())[:HEADER_CHARACTERS].rstrip()


def _body(
    text: str, html: str | None, attachments: Sequence[Attachment], *, boundary: str
) -> _Part:
    """Nest the parts: files beside the two readings of one text."""
    part = _text_part("plain", text)
    if html is not None:
        readings = [part, _text_part("html", html)]
        part = _multipart("alternative", readings, boundary=f"{boundary}.text")
    if attachments:
        files = [_file_part(attachment) for attachment in attachments]
        part = _multipart("mixed", [part, *files], boundary=f"{boundary}.all")
    return part


def _text_part(subtype: str, text: str) -> _Part:
    lines = unicodedata.normalize("NFC", text).splitlines()
    content = "".join(f"{line}\r\n" for line in lines).encode(errors="replace")
    return _encoded_part(f"text/{subtype}; charset=utf-8", content)


def _file_part(attachment: Attachment) -> _Part:
    name, media_type = attachment.name, attachment.media_type
    if not (_FILE_NAME.fullmatch(name) and _MEDIA_TYPE.fullmatch(media_type)):
        message = f"not a plain file name and media type: {name!r}, {media_type!r}"
        raise ValueError(message)
    part = _encoded_part(f'{media_type};\r\n name="{name}"', attachment.content)
    part.headers.append(("Content-Disposition", f'attachment;\r\n filename="{name}"'))
    return part


def _encoded_part(content_type: str, content: bytes) -> _Part:
    encoded = base64.b64encode(content).decode()
    starts = range(0, len(encoded), LINE_CHARACTERS)
    return _Part(
        [("Content-Type", content_type), ("Content-Transfer-Encoding", "base64")],
        [encoded[start : start + LINE_CHARACTERS] for start in starts],
    )


def _multipart(subtype: str, parts: Sequence[_Part], *, boundary: str) -> _Part:
    lines: list[str] = []
    for part in parts:
        lines += [f"--{boundary}", *_header_lines(part.headers), "", *part.lines]
    lines.append(f"--{boundary}--")
    return _Part([("Content-Type", f'multipart/{subtype};\r\n boundary="{boundary}"')], lines)


def _header_lines(headers: Headers) -> list[str]:
    return [f"{name}: {value}" for name, value in headers]


def _joined(part: _Part) -> bytes:
    lines = [*_header_lines(part.headers), "", *part.lines, ""]
    return "\r\n".join(lines).encode("ascii")
