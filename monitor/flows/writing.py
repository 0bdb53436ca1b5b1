"""Put notices into words, and queue what was written: the same for every occasion."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.catalogues.told import sentence
from monitor.domain.errors import DungHanError, MailboxError
from monitor.domain.message import Message
from monitor.domain.notice import Notice
from monitor.ports.store import Work
from monitor.ports.words import MailWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The mails of one occasion, and the notices that could not be put into words."""

    mails: tuple[tuple[Notice, Message], ...]
    failed: tuple[tuple[Notice, DungHanError], ...]


def write(notices: Iterable[Notice], mails: MailWriter, *, at: datetime) -> Written:
    """Put every notice into words; one that cannot be stops no other."""
    done: list[tuple[Notice, Message]] = []
    failed: list[tuple[Notice, DungHanError]] = []
    for notice in notices:
        try:
            done.append((notice, mails.message(notice, at=at)))
        except DungHanError as error:
            failed.append((notice, error))
    return Written(mails=tuple(done), failed=tuple(failed))


def reach(mails: MailWriter, notice: Notice, *, at: datetime) -> Message | None:
    """Put one notice into words; None where no mail can go to the address.

    Raises:
        RenderError: the words cannot be set.
    """
    try:
        return mails.message(notice, at=at)
    except MailboxError:
        return None


def queue(work: Work, written: Written, *, at: datetime) -> int:
    """Queue the mails and return how many were new; tell what failed, cure what works."""
    queued = work.outbox.add(message for _, message in written.mails)
    for notice, _ in written.mails:
        work.done.cured(_fault(notice))
    for notice, error in written.failed:
        work.done.fault(_fault(notice), at=at, detail=sentence(error))
    return queued


def _fault(notice: Notice) -> str:
    return f"mail/{notice.kind}/{notice.recipient.person}"
