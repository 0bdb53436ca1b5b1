"""A mail that came back: what it says, which message it is about, and whether to believe it.

Source: RFC 3464 (delivery status notifications), RFC 3463 (status codes).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.message import MessageState, OutboxEntry, Phase
from monitor.domain.return_path import ReturnPath, is_token, token_in

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_REPLY = re.compile(r"(?<![\d.])([245])\d\d(?!\.?\d)")
_BY_CLASS = {"2": "delivered", "4": "delayed", "5": "failed"}
# Not the mailbox's fault but this message's: too long for it, or of a kind it does not take.
_OF_THE_MESSAGE = frozenset({"5.2.3", "5.3.4"})
_OF_CONTENT = "5.6."


class Action(StrEnum):
    """What a server did with a message; the worst first."""

    FAILED = "failed"
    DELAYED = "delayed"
    RELAYED = "relayed"
    DELIVERED = "delivered"
    EXPANDED = "expanded"
    BEYOND = "beyond"  # all this about a mailbox behind ours: forwarded, or one of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is told of one recipient; mailboxes in lower case, `status` such as "5.1.1".

    `meant` is the one that was written to, "" where the server does not tell; `final` the one
    that it came down to: another where mail is forwarded, or goes to a list.
    """

    action: Action
    final: str = ""
    meant: str = ""
    status: str = ""

    def is_about(self, recipient: str) -> bool:
        """Tell whether it is about mail to `recipient`."""
        return recipient.lower() in {self.final, self.meant}

    def is_direct(self, recipient: str) -> bool:
        """Tell whether it is about the mailbox of `recipient` itself."""
        return (self.final or self.meant) == recipient.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What lies in the folder of returned mail.

    `addressed` are all addresses it came to, `envelope_id` and `message_id` what it names us
    as the returned message. Without outcomes it is no report; `is_auto_reply` tells of an
    answer that a machine gave in somebody's absence.
    """

    addressed: tuple[str, ...] = ()
    envelope_id: str = ""
    message_id: str = ""
    outcomes: tuple[Outcome, ...] = ()
    is_auto_reply: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Which message a report names: by an id under our seal, or by a Message-ID alone."""

    id: int | None = None
    message_id: str = ""


class Belief(StrEnum):
    """Whether a report about a message is believed."""

    YES = "yes"
    LATER = "later"  # the message is in hand this very moment: look again
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadMailbox:
    """A mailbox that takes no mail since an instant, by a server's word.

    `key` is that of the message which came back.
    """

    mailbox: str
    since: datetime
    status: str
    key: str
    kind: str


def named(report: Report, returns: ReturnPath) -> Named:
    """Return which message a report names.

    Where each message has a return path of its own, only what bears our seal names one:
    anybody can guess a Message-ID. What looks like a seal and is not ours spoils the rest.
    """
    given = (*map(token_in, report.addressed), report.envelope_id)
    tokens = [one for one in given if is_token(one)]
    found = next((id_ for one in tokens if (id_ := returns.opened(one)) is not None), None)
    if found is not None:
        return Named(id=found)
    return Named(message_id="" if tokens or returns.is_tagged else report.message_id)


def believed(entry: OutboxEntry) -> Belief:
    """Tell whether a message can have come back: it was sent, or may have been."""
    if entry.phase is Phase.DATA or (entry.is_uncertain and entry.phase is not Phase.NONE):
        return Belief.LATER
    is_out = entry.state is MessageState.SENT or entry.is_uncertain
    return Belief.YES if is_out else Belief.NO


def outcome_for(report: Report, recipient: str) -> Outcome:
    """Return what is told of the recipient we sent to; the worst where it is told twice.

    What befell only mailboxes behind it is `BEYOND`: one of a list, or where it forwards to.
    """
    ours = [one for one in report.outcomes if one.is_about(recipient)]
    if not ours:
        return Outcome(action=Action.BEYOND, status=report.outcomes[0].status)
    order = list(Action)
    return min(ours, key=lambda one: order.index(one.action))


def spoils(outcome: Outcome, recipient: str) -> bool:
    """Tell whether nothing more is worth sending to the recipient: it failed for good."""
    status = outcome.status
    return (
        outcome.action is Action.FAILED
        and outcome.is_direct(recipient)
        and status.startswith("5.")
        and status not in _OF_THE_MESSAGE
        and not status.startswith(_OF_CONTENT)
    )


def status_in(texts: Iterable[str]) -> str:
    """Return the first status code in texts, else the class of a server's reply: "5.0.0"."""
    given = list(texts)
    for text in given:
        if found := _STATUS.search(text):
            return f"{int(found[1])}.{int(found[2])}.{int(found[3])}"
    for text in given:
        if found := _REPLY.search(text):
            return f"{found[1]}.0.0"
    return ""


def action_of(text: str, status: str) -> Action | None:
    """Return what a server says it did, else what its status amounts to; None for nothing."""
    word = text.strip().lower().partition(" ")[0]
    known = {one.value for one in Action} - {Action.BEYOND.value}
    told = word if word in known else _BY_CLASS.get(status[:1], "")
    return Action(told) if told else None
