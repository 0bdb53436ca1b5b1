"""Issue letters without an approval, where the office has decided so."""

from datetime import datetime

from monitor.catalogues.told import sentence
from monitor.domain.errors import DungHanError
from monitor.domain.letter import LetterState
from monitor.domain.office import Office
from monitor.flows.answer import approved
from monitor.flows.issue import Signed, issue
from monitor.flows.letter_paper import fault_of
from monitor.ports.outside import Outside


def approve_drafts(outside: Outside, office: Office, *, at: datetime) -> int:
    """Let every draft count as approved, and return how many did.

    One that no longer says what is so is told to the operator, and tried again.

    Source:
        docs/law.md#automatic
    """
    if not office.letters.skips_approval:
        return 0
    with outside.store.reading() as work:
        drafts = work.letters.in_state(LetterState.DRAFT)
    done = 0
    for letter in drafts:
        try:
            with outside.store.writing() as work:
                dossier = work.dossiers.load([letter.dossier])[letter.dossier]
                approved(work, office, dossier, letter, by="", at=at)
            done += 1
        except DungHanError as error:
            _tell(outside, letter.dossier, error, at=at)
    return done


def issue_signed(outside: Outside, office: Office, *, at: datetime) -> int:
    """Sign the letters that wait with the office's own certificate, and issue them.

    Without one they wait for the signer as any other letter. A letter is signed once: the
    signed file is kept in the transaction that issues it.

    Source:
        docs/law.md#automatic
    """
    signer = outside.signer
    if signer is None or not office.letters.skips_approval:
        return 0
    with outside.store.reading() as work:
        waiting = [
            (one, one.dated_on, work.letters.pdf(one.pdf_sha256))
            for one in work.letters.in_state(LetterState.APPROVED)
            if one.pdf_sha256 and one.dated_on
        ]
    done = 0
    for letter, dated_on, paper in waiting:
        try:
            content = signer.sign(paper, at=at)
            signed = Signed(number=letter.number, dated_on=dated_on, content=content)
            issue(outside, office, letter.dossier, signed, at=at)
            done += 1
        except DungHanError as error:
            _tell(outside, letter.dossier, error, at=at)
    return done


def _tell(outside: Outside, dossier: str, error: DungHanError, *, at: datetime) -> None:
    with outside.store.writing() as work:
        work.done.fault(fault_of(dossier), at=at, detail=sentence(error))
