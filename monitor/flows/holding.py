"""Queue what a tick wants to tell; where it is too much, hold all of it for a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from monitor.catalogues.told import sentence
from monitor.domain.errors import MailHeldError
from monitor.domain.notice import NoticeKind
from monitor.flows.writing import Written, queue
from monitor.notices.blast import HOLDABLE, Blast
from monitor.ports.store import Work

FAULT = "mail/held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """How many mails were queued anew, and how many of an occasion are held instead."""

    mails: int
    held: int


def put_out(work: Work, written: Written, blast: Blast, *, at: datetime) -> Queued:
    """Queue the mails, or hold those about dossiers where `blast` is too much.

    Whoever a mail goes to counts as told of what it lists; a held one tells nobody
    until a person lets it go. Where a clock that ran ahead has had the mail of this slot
    written already, nobody is told of more by it: what is new waits for the next slot.
    """
    holds = frozenset[NoticeKind](HOLDABLE if blast.is_too_much else ())
    going = tuple(one for one in written.mails if one[0].kind not in holds)
    known = work.outbox.known(message.key for _, message in going)
    mails = queue(work, Written(mails=going, failed=written.failed), at=at)
    for notice, message in going:
        if message.key not in known:
            person = notice.recipient.person
            work.findings.mark_told(notice.lists, person=person, message_key=message.key)
    kept = [one for one in written.mails if one[0].kind in holds]
    for notice, message in kept:
        person = notice.recipient.person
        work.held.keep(message, lists=notice.lists, counts=notice.counts, person=person)
    if kept:
        error = MailHeldError(
            mails=len(kept), named=blast.named, late=blast.late, open=blast.open
        )
        work.done.fault(FAULT, at=at, detail=sentence(error))
    return Queued(mails=mails, held=len(kept))


def drop_outdone(work: Work, kinds: Collection[NoticeKind]) -> None:
    """Discard held mails of kinds that are told anew now, so that they never pile up."""
    work.held.discard(one.key for one in work.held.all() if one.kind in kinds)
    cure(work)


def cure(work: Work) -> None:
    """Take the fault back where nothing is held any more."""
    if not work.held.all():
        work.done.cured(FAULT)
