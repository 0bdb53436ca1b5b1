"""Mail that came back, as servers write it (RFC 3464; qmail's own form).

Whoever writes to the mailbox may send anything: of each mail the beginning alone is read,
up to the first few parts, and whatever cannot be understood is no report.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

from monitor.domain.bounce import Action, Outcome, Report, action_of, status_in

READ_BYTES = 256 * 1024  # of a mail; reports stand before the mail that they return
MOST_PARTS = 20  # each names its type: what follows more of them is not looked at
MOST_OUTCOMES = 100
MOST_ADDRESSES = 100
LINE = 2_000  # characters of a header that holds addresses

_TYPE = re.compile(rb"(?im)^content-type[ \t]*:")
_QMAIL = re.compile(r"^Hi\. This is the\b")
_QMAIL_ADDRESS = re.compile(r"<([^<>\s]+@[^<>\s]+)>:\s*\n(.*)", re.DOTALL)
_MESSAGE_ID = re.compile(r"(?im)^Message-ID:\s*<?([^<>@\s]{1,200}@[^<>@\s]{1,200})")
_SERVER = re.compile(r"\b(mailer-daemon|postmaster)\b")
_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
_BROKEN = (LookupError, ValueError, TypeError, AttributeError, RecursionError)


def read_report(data: bytes) -> Report:
    """Return what a mail says of ours; one that is no report, or broken, has no outcomes."""
    try:
        mail = message_from_bytes(_beginning(data))
        addressed = tuple(_addresses(mail))
        outcomes, envelope_id = _outcomes(mail)
        message_id = _returned_id(mail) if outcomes else ""
        is_auto_reply = not outcomes and _is_auto_reply(mail)
    except _BROKEN:
        return Report()
    return Report(
        addressed=addressed,
        envelope_id=envelope_id,
        message_id=message_id,
        outcomes=outcomes,
        is_auto_reply=is_auto_reply,
    )


def _beginning(data: bytes) -> bytes:
    """Cut a mail before what is too long, or too deep, to be a report."""
    head = data[:READ_BYTES]
    for number, found in enumerate(_TYPE.finditer(head)):
        if number == MOST_PARTS:
            return head[: found.start()]
    return head


def _addresses(mail: Message) -> Iterator[str]:
    """Yield the addresses that a mail came to, as far as its headers tell."""
    given = [_text(value) for name in _ADDRESSED for value in mail.get_all(name, [])]
    for _, address in getaddresses([one[:LINE] for one in given[:MOST_ADDRESSES]]):
        if address:
            yield address.lower()


def _outcomes(mail: Message) -> tuple[tuple[Outcome, ...], str]:
    """Return what is told of recipients, and the envelope's identifier."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            return _of_groups(part)
    return tuple(_of_qmail(mail)), ""


def _of_groups(part: Message) -> tuple[tuple[Outcome, ...], str]:
    """Read a delivery status: a group of fields on the message, then one a recipient."""
    payload = part.get_payload()
    groups = payload[: MOST_OUTCOMES + 1] if isinstance(payload, list) else []
    fields = [group for group in groups if isinstance(group, Message)]
    envelope_id = next((_text(group["Original-Envelope-Id"]).strip() for group in fields), "")
    return tuple(one for group in fields if (one := _of_group(group))), envelope_id


def _of_group(group: Message) -> Outcome | None:
    final, meant = (
        _mailbox(_text(group[name])) for name in ("Final-Recipient", "Original-Recipient")
    )
    status = status_in(_text(group[name]) for name in ("Status", "Diagnostic-Code"))
    action = action_of(_text(group["Action"]), status)
    if action is None or not (final or meant):
        return None
    return Outcome(action=action, final=final, meant=meant, status=status)


def _mailbox(field: str) -> str:
    """Return the address of a recipient's field: `rfc822; <name@domain>`."""
    return field.rpartition(";")[2].strip().strip("<>").strip().lower()


def _of_qmail(mail: Message) -> Iterator[Outcome]:
    """Read what qmail and its kin write: a paragraph for each recipient, then the mail."""
    text = _body(mail)
    if mail.is_multipart() or not _QMAIL.match(text):
        return
    notice = text.partition("\n--- ")[0]
    for paragraph in notice.split("\n\n")[:MOST_OUTCOMES]:
        if found := _QMAIL_ADDRESS.match(paragraph.strip()):
            status = status_in([found[2]]) or "5.0.0"  # qmail writes of what is over alone
            yield Outcome(action=Action.FAILED, final=found[1].lower(), status=status)


def _returned_id(mail: Message) -> str:
    """Return the Message-ID of the mail that came back, "" where it is not shown."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            if isinstance(inner, Message):
                return _text(inner["Message-ID"]).strip().strip("<>")
        if part.get_content_type() == "text/rfc822-headers":
            return _id_in(_body(part))
    return "" if mail.is_multipart() else _id_in(_body(mail))


def _id_in(text: str) -> str:
    found = _MESSAGE_ID.search(text)
    return found[1] if found else ""


def _is_auto_reply(mail: Message) -> bool:
    """Tell whether a machine has answered in somebody's absence (RFC 3834).

    Servers mark their reports alike: one of theirs that was not understood is none of these.
    """
    writer = _text(mail["From"])[:LINE].lower()
    if mail.get_content_type() == "multipart/report" or _SERVER.search(writer):
        return False
    kind = _text(mail["Auto-Submitted"]).lower()
    return kind.startswith("auto-replied") or "X-Autoreply" in mail


def _body(part: Message) -> str:
    """Return a part's text; bytes that its charset does not know become marks."""
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _text(value: object) -> str:
    """Return a header's value as text on one line; headers may hold bytes of any charset."""
    return " ".join(str(value).split()) if value is not None else ""
