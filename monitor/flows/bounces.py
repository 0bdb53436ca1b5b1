"""Read the mail that came back, and see to what did not arrive.

A report is believed where it names a message that went out, by our own seal, or else by its
Message-ID together with the recipient. All others are set aside for a person, and counted.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.catalogues.told import sentence, shown, word
from monitor.domain.bounce import (
    Action,
    Belief,
    Named,
    Outcome,
    believed,
    named,
    outcome_for,
    spoils,
)
from monitor.domain.errors import BounceFolderError, LetterReturnedError, MailReturnedError
from monitor.domain.message import OutboxEntry
from monitor.domain.office import Office
from monitor.domain.return_path import ReturnPath
from monitor.flows.bounce_faults import (
    LETTER,
    MAIL,
    cure_strange,
    keep_faults,
    owners_of,
    set_aside,
)
from monitor.flows.returned_letter import letter_of, take_back
from monitor.ports.bounces import BounceBox, ReturnedMail
from monitor.ports.outside import Outside
from monitor.ports.store import Work

MOST = 100  # mails a round
SEEN = "bounce-seen/"  # the mark of a mail that was set aside, by its fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedBox:
    """Where returned mail lies; `mailbox` is the return path that our mail bears.

    `is_tagged`: each message has its own sub-address of it.
    """

    box: BounceBox
    mailbox: str
    is_tagged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncesRead:
    """What one round read: messages that failed, other reports, answers of machines.

    `strange` mails were set aside: forged, foreign, or no reports at all.
    """

    failed: int = 0
    noted: int = 0
    replies: int = 0
    strange: int = 0


class _End(StrEnum):
    FAILED = "failed"
    NOTED = "noted"
    REPLY = "reply"
    STRANGE = "strange"
    SEEN = "seen"  # strange, and counted before
    KNOWN = "known"  # read before, and not moved then
    LATER = "later"  # the message is in hand: the mail stays where it is


def read_bounces(
    outside: Outside,
    office: Office,
    returned: ReturnedBox | None,
    *,
    operator: str,
    at: datetime,
) -> BouncesRead:
    """Read what lies in the folder of returned mail; a broken mail stops no other.

    Safe to run twice: what a report said is kept with its fingerprint before the mail is
    moved. A message that may have gone out and comes back is thereby known to have gone.

    Args:
        outside: The store, and who writes to the counter.
        office: Whose mail it is.
        returned: The folder; None where the settings name none.
        operator: The operator's mailbox.
        at: The present.
    """
    ends, unreadable = Counter[_End](), ""
    if returned is not None:
        reading = _Reading(outside=outside, office=office, operator=operator, at=at)
        try:
            reading.read(returned, ends)
            if not (ends[_End.STRANGE] or ends[_End.SEEN]):
                cure_strange(outside.store, returned.box)
        except BounceFolderError as error:
            unreadable = sentence(error)
    keep_faults(
        outside.store, office.directory, operator=operator, unreadable=unreadable, at=at
    )
    return BouncesRead(
        failed=ends[_End.FAILED],
        noted=ends[_End.NOTED],
        replies=ends[_End.REPLY],
        strange=ends[_End.STRANGE],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One round through the folder."""

    outside: Outside
    office: Office
    operator: str
    at: datetime

    def read(self, returned: ReturnedBox, ends: Counter[_End]) -> None:
        """Read the folder mail by mail, and count how each ended."""
        mails = returned.box.waiting(MOST)
        if not mails:
            return
        with self.outside.store.writing() as work:
            returns = ReturnPath(
                mailbox=returned.mailbox,
                secret=work.bounces.secret(),
                is_tagged=returned.is_tagged,
            )
        for mail in mails:
            end = self._take(mail, returns)
            ends[end] += 1
            if end is not _End.LATER:
                is_believed = end not in {_End.STRANGE, _End.SEEN}
                returned.box.settle(mail, is_believed=is_believed)

    def _take(self, mail: ReturnedMail, returns: ReturnPath) -> _End:
        """Do what a mail asks for, and tell how it ended."""
        report = mail.report
        if report.is_auto_reply:
            return _End.REPLY
        name = named(report, returns)
        with self.outside.store.reading() as work:
            entry = _entry(work, name) if report.outcomes else None
        if entry is None:
            return self._set_aside(mail)
        outcome = outcome_for(report, entry.recipient)
        is_guessed = name.id is None and outcome.action is Action.BEYOND
        belief = Belief.NO if is_guessed else believed(entry)
        if belief is Belief.YES:
            return self._keep(mail, entry, outcome)
        return _End.LATER if belief is Belief.LATER else self._set_aside(mail)

    def _set_aside(self, mail: ReturnedMail) -> _End:
        """Count a mail that nothing is known of, once."""
        with self.outside.store.writing() as work:
            mark = f"{SEEN}{mail.sha256}"
            if work.done.has(mark):
                return _End.SEEN
            work.done.mark(mark, at=self.at)
            set_aside(work, at=self.at)
        return _End.STRANGE

    def _keep(self, mail: ReturnedMail, entry: OutboxEntry, outcome: Outcome) -> _End:
        """Keep what a report says; of a message that failed, see to what was in it."""
        is_failed = outcome.action is Action.FAILED
        letter = None
        if is_failed:
            letter = letter_of(self.outside, self.office, entry, at=self.at)
        with self.outside.store.writing() as work:
            if not work.bounces.keep(entry, outcome, sha256=mail.sha256, at=self.at):
                return _End.KNOWN
            if not is_failed:
                return _End.NOTED
            self._fail(work, entry, outcome)
            if letter is not None:
                take_back(work, self.outside, letter, at=self.at)
                error = LetterReturnedError(
                    dossier=letter.letter.dossier, status=outcome.status
                )
                fault = f"{LETTER}{letter.letter.dossier}"
                work.done.fault(fault, at=self.at, detail=sentence(error))
            elif not self._is_told(entry, outcome):
                failed = MailReturnedError(key=entry.key, status=outcome.status)
                work.done.fault(f"{MAIL}{entry.key}", at=self.at, detail=sentence(failed))
        return _End.FAILED

    def _fail(self, work: Work, entry: OutboxEntry, outcome: Outcome) -> None:
        """Show that a message did not arrive; mark its mailbox where that was for good."""
        words = word("bounce", "failed").format(status=outcome.status, at=shown(self.at))
        is_direct = outcome.is_direct(entry.recipient)
        work.bounces.failed(entry, words=words, untells=is_direct)
        if spoils(outcome, entry.recipient):
            work.bounces.mark(entry, status=outcome.status, at=self.at)

    def _is_told(self, entry: OutboxEntry, outcome: Outcome) -> bool:
        """Tell whether the operator hears of the mailbox, so that the message need not be."""
        owners = owners_of(self.office.directory, operator=self.operator)
        return spoils(outcome, entry.recipient) and entry.recipient.lower() in owners


def _entry(work: Work, name: Named) -> OutboxEntry | None:
    if name.id is not None:
        return work.bounces.by_id(name.id)
    return work.bounces.by_message_id(name.message_id) if name.message_id else None
