"""Set the paper of letters: for whoever approves them, and for the signer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice, product
from typing import TypeVar

from monitor.catalogues.told import sentence
from monitor.domain.batches import batches
from monitor.domain.errors import DungHanError
from monitor.domain.letter import Letter, LetterState
from monitor.domain.office import Office
from monitor.domain.paper import ApologyLetter, Paper
from monitor.flows.paper_sharing import fault_of, set_elsewhere
from monitor.notices.papers import compose, counter_notice
from monitor.ports.outside import Outside
from monitor.ports.paper import Shelf
from monitor.ports.store import Store, Work

T = TypeVar("T")
ON_PAPER = (LetterState.DRAFT, LetterState.APPROVED)
LETTERS = "letters"
NAMES = ("", "-thong-bao-mot-cua")  # of the letter itself, and of the notice
WORD = "docx"
AT_ONCE = 64


def set_papers(outside: Outside, office: Office, *, at: datetime) -> tuple[int, int]:
    """Set every letter that waits for paper; one that fails stays and is tried again.

    Returns:
        How many were set, and how many failed: these are told until they can be set.
    """
    elsewhere = set_elsewhere(outside, _waiting(outside.store), at=at)
    printed, failed = _set(outside, office, elsewhere.left, at=at)
    return elsewhere.printed + printed, elsewhere.failed + failed


def set_paper(outside: Outside, office: Office, dossier: str, *, at: datetime) -> int:
    """Help with what waits for paper of one dossier; return how many letters were set."""
    with outside.store.reading() as work:
        waiting = [one for one in work.letters.of([dossier]) if _is_unset(one)]
    return _set(outside, office, waiting, at=at)[0]


def _is_unset(letter: Letter) -> bool:
    return letter.state in ON_PAPER and not letter.pdf_sha256


def _set(
    outside: Outside, office: Office, waiting: Sequence[Letter], *, at: datetime
) -> tuple[int, int]:
    printed = failed = 0
    for some in batches(waiting, AT_ONCE):
        composed = [_composed(outside.store, office, letter) for letter in some]
        papers = [paper for one in composed for paper in _papers(one)]
        pdfs = outside.letters.pdfs(papers)
        for letter, one in zip(some, composed, strict=True):
            found = tuple(islice(pdfs, len(_papers(one))))
            try:
                printed += _lay_down(outside, letter, _told(one), tuple(map(_told, found)))
            except DungHanError as error:
                failed += 1
                with outside.store.writing() as work:
                    detail = sentence(error)
                    work.done.fault(fault_of(letter.dossier), at=at, detail=detail)
    return printed, failed


Papers = tuple[Paper, ...]
"""A letter, and behind it the notice to the one-stop unit where one is owed."""


def _composed(store: Store, office: Office, letter: Letter) -> Papers | DungHanError:
    """Return what is to be set of a letter, or why it cannot be."""
    try:
        with store.reading() as work:
            paper = paper_of(work, letter, office)
            dossier = work.dossiers.load([letter.dossier])[letter.dossier]
    except DungHanError as error:
        return error
    notice = None
    if letter.state is LetterState.APPROVED and isinstance(paper, ApologyLetter):
        notice = counter_notice(paper, dossier, office)
    return (paper, notice) if notice else (paper,)


def _papers(composed: Papers | DungHanError) -> Papers:
    return () if isinstance(composed, DungHanError) else composed


def _told(found: T | DungHanError) -> T:
    """Return what was found, or raise what went wrong."""
    if isinstance(found, DungHanError):
        raise found
    return found


def paper_of(work: Work, letter: Letter, office: Office) -> Paper:
    """Return what a letter states, from what is kept of it.

    Raises:
        LetterError: see `compose`.
        CalendarGapError: a date lies outside the loaded years.
    """
    code = letter.dossier
    dossier = work.dossiers.load([code])[code]
    earlier = [one for one in work.letters.of([code]) if one.precedes(letter) and one.issued_at]
    before = max(earlier, key=lambda one: one.version, default=None)
    return compose(letter, dossier, work.dossiers.applicant(code), office, before=before)


def _lay_down(outside: Outside, letter: Letter, papers: Papers, pdfs: Sequence[bytes]) -> bool:
    """Lay a letter's papers down and keep them; False where another hand has moved it.

    Raises:
        RenderError: the copy for the document system could not be set.
    """
    is_final = letter.state is LetterState.APPROVED
    copies = [outside.letters.docx(paper) for paper in papers] if is_final else []
    with outside.store.writing() as work:
        if letter not in work.letters.of([letter.dossier]):
            return False
        remove_papers(outside.shelf, letter)
        for name, pdf in zip(NAMES, pdfs, strict=False):
            outside.shelf.put(LETTERS, paper_name(letter, name), pdf)
        for name, copy in zip(NAMES, copies, strict=False):
            outside.shelf.put(LETTERS, paper_name(letter, name, ending=WORD), copy)
        letter_sha256, *others = (work.letters.put_pdf(pdf) for pdf in pdfs)
        kept = replace(
            letter, pdf_sha256=letter_sha256, notice_sha256=others[0] if others else ""
        )
        work.letters.save(kept, was=letter.state)
        work.done.cured(fault_of(letter.dossier))
    return True


def _waiting(store: Store) -> list[Letter]:
    """Return the letters that wait for paper; the faults of all others are cured."""
    with store.reading() as work:
        waiting = work.letters.unprinted()
        faults = [name for name in work.done.faults() if name.startswith(fault_of(""))]
    cured = set(faults) - {fault_of(letter.dossier) for letter in waiting}
    if cured:
        with store.writing() as work:
            for name in cured:
                work.done.cured(name)
    return waiting


def citizen_key(letter: Letter) -> str:
    """Return the key of the message that carries a letter to whom it is addressed."""
    return f"{letter_key(letter)}/citizen"


def counter_key(letter: Letter) -> str:
    """Return the key of the notice by which the one-stop unit hears of a letter."""
    return f"{letter_key(letter)}/one-stop"


def letter_key(letter: Letter) -> str:
    """Return what the keys of a letter's messages begin with."""
    version = "" if letter.version == 1 else f"/{letter.version}"
    return f"letter/{letter.dossier}/{int(letter.deadline.timestamp())}{version}"


def paper_name(letter: Letter, name: str = "", *, ending: str = "pdf") -> str:
    """Return the file name of a letter's paper: the dossier's code and what it is."""
    kind = "du-thao" if letter.state is LetterState.DRAFT else "trinh-ky"
    return f"{letter.dossier}-{kind}{name}.{ending}"


def remove_papers(shelf: Shelf, letter: Letter) -> None:
    """Take a letter's unsigned papers off the shelf."""
    for state in ON_PAPER:
        for name, ending in product(NAMES, ("pdf", WORD)):
            shelf.remove(LETTERS, paper_name(replace(letter, state=state), name, ending=ending))
