"""Issue letters without an approval, where the office has decided so."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import cast

from monitor.catalogues.told import sentence
from monitor.domain.errors import DungHanError
from monitor.domain.letter import Letter, LetterState
from monitor.domain.office import Office
from monitor.flows.answer import approved
from monitor.flows.issue import Signed, issue
from monitor.flows.letter_paper import set_papers
from monitor.flows.register import present_letter
from monitor.ports.outside import Outside
from monitor.ports.store import Work

APPROVAL, ISSUE = "approval", "issue"


def approve_drafts(outside: Outside, office: Office, *, at: datetime) -> int:
    """Set every draft, let each that could be set count as approved, and return how many did.

    One that could not stays a draft, and is told by the fault of its paper.
    One that no longer says what is so is told to the operator, and tried again.

    Source:
        docs/law.md#automatic
    """

    def approve(letter: Letter) -> None:
        with outside.store.writing() as work:
            dossier = work.dossiers.load([letter.dossier])[letter.dossier]
            approved(work, office, dossier, letter, by="", at=at)

    drafts: list[Letter] = []
    if office.letters.skips_approval:
        set_papers(outside, office, at=at)
        with outside.store.reading() as work:
            present = _present(work, office, LetterState.DRAFT, at=at)
        drafts = [one for one in present if one.pdf_sha256]
    return _try_each(outside, drafts, approve, APPROVAL, at=at)


def issue_signed(outside: Outside, office: Office, *, at: datetime) -> int:
    """Sign the letters that wait with the office's own certificate, and issue them.

    Without one they wait for the signer as any other letter. A letter is signed once: the
    signed file is kept in the transaction that issues it.

    Returns:
        How many were issued.

    Source:
        docs/law.md#automatic
    """
    signer = outside.signer
    if signer is None or not office.letters.skips_approval:
        _tell(outside, ISSUE, {}, at=at)
        return 0

    def sign(letter: Letter) -> None:
        with outside.store.reading() as work:
            paper = work.letters.pdf(letter.pdf_sha256)
        content, dated_on = signer.sign(paper, at=at), cast("date", letter.dated_on)
        signed = Signed(number=letter.number, dated_on=dated_on, content=content)
        issue(outside, office, letter.dossier, signed, at=at)

    with outside.store.reading() as work:
        approved = _present(work, office, LetterState.APPROVED, at=at)
    waiting = [one for one in approved if one.pdf_sha256 and one.dated_on]
    return _try_each(outside, waiting, sign, ISSUE, at=at)


def _present(work: Work, office: Office, state: LetterState, *, at: datetime) -> list[Letter]:
    """Return the letters in a state, without those whose place another has taken."""
    return [
        one
        for one in work.letters.in_state(state)
        if present_letter(work, office, one.dossier, at=at)[1] == one
    ]


def _try_each(
    outside: Outside,
    letters: Iterable[Letter],
    step: Callable[[Letter], None],
    name: str,
    *,
    at: datetime,
) -> int:
    """Take a step with each letter, tell what fails, and return how many it worked with."""
    done = 0
    failed: dict[str, str] = {}
    for letter in letters:
        try:
            step(letter)
            done += 1
        except DungHanError as error:
            failed[f"{name}/{letter.dossier}"] = sentence(error)
    _tell(outside, name, failed, at=at)
    return done


def _tell(outside: Outside, name: str, failed: Mapping[str, str], *, at: datetime) -> None:
    """Tell what failed until it works, or need not be done any more."""
    with outside.store.reading() as work:
        told = {one for one in work.done.faults() if one.startswith(f"{name}/")}
    if told or failed:
        with outside.store.writing() as work:
            for one in told - set(failed):
                work.done.cured(one)
            for one, detail in failed.items():
                work.done.fault(one, at=at, detail=detail)
