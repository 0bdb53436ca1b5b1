"""Tell those who had a letter that it was taken back."""

from datetime import datetime

from monitor.catalogues.told import sentence
from monitor.domain.errors import DungHanError
from monitor.domain.letter import Delivery, Letter, LetterKind, LetterState
from monitor.domain.message import MessageState
from monitor.domain.notice import Notice
from monitor.domain.office import Office
from monitor.flows.letter_paper import counter_key, letter_key
from monitor.flows.writing import reach
from monitor.notices.letter_mails import recall_notices
from monitor.notices.papers import compose_apology
from monitor.ports.outside import Outside
from monitor.ports.store import Work


def tell_recalled(outside: Outside, office: Office, *, at: datetime) -> int:
    """Queue the mails about letters that were recalled, once each, and return how many.

    The citizen hears by mail where the letter came so; where it came on paper the counter is
    asked to tell him. Whose mail was stopped before it went out never had the letter, and
    hears nothing of it. What cannot be written is told to the operator until it can.

    Source:
        docs/law.md#one-stop-notice
    """
    with outside.store.reading() as work:
        recalled = [
            one
            for one in work.letters.in_state(LetterState.RECALLED)
            if one.kind is LetterKind.APOLOGY and not work.done.has(_name(one))
        ]
    return sum(_tell(outside, office, letter, at=at) for letter in recalled)


def _name(letter: Letter) -> str:
    return f"recall/{letter.mark}"


def _tell(outside: Outside, office: Office, letter: Letter, *, at: datetime) -> int:
    try:
        with outside.store.reading() as work:
            notices = _notices(work, office, letter)
        found = [reach(outside.mails, notice, at=at) for notice in notices]
    except DungHanError as error:
        with outside.store.writing() as work:
            work.done.fault(_name(letter), at=at, detail=sentence(error))
        return 0
    with outside.store.writing() as work:
        work.done.cured(_name(letter))
        work.done.mark(_name(letter), at=at)
        return work.outbox.add(message for message in found if message is not None)


def _notices(work: Work, office: Office, letter: Letter) -> tuple[Notice, ...]:
    dossier = work.dossiers.load([letter.dossier])[letter.dossier]
    applicant = work.dossiers.applicant(letter.dossier)
    counter = office.directory.one_stop(dossier.unit)
    if letter.delivery is not Delivery.PRINT and _is_stopped(work, counter_key(letter)):
        counter = None  # never heard of it, and has nobody to tell
    return recall_notices(
        compose_apology(letter, dossier, applicant, office),
        counter,
        why=letter.ended_for,
        had_by=letter.delivery,
        key=letter_key(letter),
    )


def _is_stopped(work: Work, key: str) -> bool:
    entry = work.outbox.find(key)
    return entry is not None and entry.state is MessageState.SUPERSEDED
