"""A signed letter comes back: look at the file, and issue the letter that it is."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.domain.errors import LetterError
from monitor.domain.letter import Letter, LetterState, check_move
from monitor.domain.office import Office
from monitor.domain.take_back import (
    Examined,
    check_taken_back,
    names_dossier,
    read_number,
)
from monitor.flows.issue import Signed, issue
from monitor.flows.letter_paper import paper_of
from monitor.flows.register import present_letter
from monitor.ports.outside import Outside
from monitor.ports.store import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A file, and what whoever hands it in says of it: needed for a scan."""

    content: bytes
    dossier: str = ""
    number: str | None = None
    dated_on: date | None = None


def take_back(outside: Outside, office: Office, handed: HandedIn, *, at: datetime) -> Letter:
    """Issue the letter that a signed file is; a file that does not fit changes nothing.

    Raises:
        UnknownDossierError: no dossier has the code that was given.
        LetterError: nobody can tell which letter it is, or it is not the approved one, rightly
            signed, numbered and dated: see `check_taken_back` and `issue`; or something lies
            over what was approved.
        RenderError: no file can be looked at.

    Source:
        docs/law.md#apology-letter, docs/law.md#layout
    """
    examined = outside.examiner.examine(handed.content, at=at)
    with outside.store.reading() as work:
        code = handed.dossier or _dossier_of(work, examined)
        _, letter = present_letter(work, office, code, at=at)
        check_move(letter, LetterState.ISSUED)
        paper = paper_of(work, letter, office)
        kept = work.letters.pdf(letter.pdf_sha256) if letter.pdf_sha256 else None
    found = check_taken_back(
        examined,
        paper,
        outside.letters.words(paper),
        least_signatures=office.letters.signatures,
        number=handed.number,
        dated_on=handed.dated_on,
    )
    if examined.mark and not found.is_scan:
        approved = kept or outside.letters.pdf(paper)
        if outside.examiner.is_covered(handed.content, approved):
            raise LetterError(reason="covered", dossier=code)
    signed = Signed(
        number=found.number,
        dated_on=found.dated_on,
        content=handed.content,
        is_scan=found.is_scan,
    )
    return issue(outside, office, code, signed, at=at)


def record(
    outside: Outside, office: Office, code: str, signed: Signed, *, at: datetime
) -> Letter:
    """Issue the letter that a clerk says was signed; its file has to open, no more.

    Raises:
        LetterError: the number is not written as numbers are, the file cannot be read as a
            PDF; or as `issue` says.
        RenderError: no file can be looked at.

    Source:
        docs/law.md#apology-letter, docs/law.md#layout
    """
    number, symbol = read_number(signed.number, code)
    if not outside.examiner.examine(signed.content, at=at).pages:
        raise LetterError(reason="unreadable", dossier=code)
    told = f"{number}/{symbol}" if symbol else number
    return issue(outside, office, code, replace(signed, number=told), at=at)


def _dossier_of(work: Work, examined: Examined) -> str:
    """Return the code of the dossier that a file is about: by its mark, else by its text."""
    if not examined.pages:
        raise LetterError(reason="no_pdf")
    if examined.mark:
        letter = work.letters.marked(examined.mark)
        found = [letter.dossier] if letter else []
    else:
        approved = work.letters.in_state(LetterState.APPROVED)
        found = [one.dossier for one in approved if names_dossier(examined, one.dossier)]
    if len(found) != 1:
        raise LetterError(reason="unknown_letter")
    return found[0]
