"""Tell those who had a letter that it was taken back."""

from datetime import datetime

from monitor.catalogues.told import sentence
from monitor.domain.errors import DungHanError
from monitor.domain.letter import Delivery, Letter, LetterKind, LetterState
from monitor.domain.notice import Notice
from monitor.domain.office import Office
from monitor.flows.letter_paper import letter_key
from monitor.flows.writing import reach
from monitor.notices.letter_mails import recall_notices
from monitor.notices.papers import compose_apology
from monitor.ports.outside import Outside
from monitor.ports.store import Work


def tell_recalled(outside: Outside, office: Office, *, at: datetime) -> int:
    """Queue the mails about letters that were recalled, once each, and return how many.

    The citizen hears by mail where the letter came so; else the counter is asked to tell him.
    What cannot be written is told to the operator until it can.

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
    return recall_notices(
        compose_apology(letter, dossier, applicant, office),
        office.directory.one_stop(dossier.unit),
        why=letter.ended_for,
        is_mailed=letter.delivery is Delivery.MAIL,
        key=letter_key(letter),
    )
