"""A letter whose mail came back: it goes on paper, and the counter is asked to hand it over."""

import re
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.errors import DungHanError
from monitor.domain.letter import SENT, Delivery, Letter
from monitor.domain.message import Message, OutboxEntry
from monitor.domain.office import Office
from monitor.domain.paper import ApologyLetter
from monitor.flows.issue import take_returned
from monitor.flows.letter_paper import citizen_key, letter_key, paper_of
from monitor.notices.letter_mails import returned_notice
from monitor.ports.outside import Outside
from monitor.ports.store import Work

_KEY = re.compile(r"letter/(.+?)/\d+(?:/\d+)?/citizen")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedLetter:
    """A letter that a message carried, and the mail that asks the counter to hand it over."""

    letter: Letter
    told: Message | None = None


def letter_of(
    outside: Outside, office: Office, entry: OutboxEntry, *, at: datetime
) -> ReturnedLetter | None:
    """Return the letter that a message carries, if it is the one that counts and is mailed.

    Where the counter has no mailbox, or no words can be found for it, the operator alone is
    told.
    """
    found = _KEY.fullmatch(entry.key)
    if found is None:
        return None
    with outside.store.reading() as work:
        letter = work.letters.newest([found[1]]).get(found[1])
        if letter is None or not _is_carried(letter, entry):
            return None
        try:
            told = _to_counter(work, outside, office, letter, at=at)
        except DungHanError:
            told = None
    return ReturnedLetter(letter=letter, told=told)


def take_back(work: Work, outside: Outside, found: ReturnedLetter, *, at: datetime) -> None:
    """Have the letter printed, and tell the counter, within a transaction."""
    take_returned(work, outside.shelf, found.letter.dossier, at=at)
    work.outbox.add([found.told] if found.told else [])


def _is_carried(letter: Letter, entry: OutboxEntry) -> bool:
    return (
        letter.state in SENT
        and letter.delivery is Delivery.MAIL
        and citizen_key(letter) == entry.key
    )


def _to_counter(
    work: Work, outside: Outside, office: Office, letter: Letter, *, at: datetime
) -> Message | None:
    paper = paper_of(work, letter, office)
    unit = work.dossiers.load([letter.dossier])[letter.dossier].unit
    counter = office.directory.one_stop(unit)
    if not isinstance(paper, ApologyLetter) or counter is None:
        return None
    signed = work.letters.pdf(letter.signed_sha256)
    notice = returned_notice(paper, signed, counter, key=letter_key(letter))
    return outside.mails.message(notice, at=at)
