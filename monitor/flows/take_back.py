"""Take a signed letter back: look at the file, and issue the letter that it is."""

from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.errors import LetterError
from monitor.domain.letter import Letter, LetterState, check_move
from monitor.domain.office import Office
from monitor.domain.take_back import Examined, check_taken_back, names_dossier
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
            signed, numbered and dated: see `check_taken_back` and `issue`.
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
    found = check_taken_back(
        examined,
        paper,
        outside.letters.words(paper),
        least_signatures=office.letters.signatures,
        number=handed.number,
        dated_on=handed.dated_on,
    )
    signed = Signed(
        number=found.number,
        dated_on=found.dated_on,
        content=handed.content,
        is_scan=found.is_scan,
    )
    return issue(outside, office, code, signed, at=at)


def _dossier_of(work: Work, examined: Examined) -> str:
    """Return the code of the dossier that a file is about: by its mark, else by its text."""
    if examined.mark:
        letter = work.letters.marked(examined.mark)
        found = [letter.dossier] if letter else []
    else:
        approved = work.letters.in_state(LetterState.APPROVED)
        found = [one.dossier for one in approved if names_dossier(examined, one.dossier)]
    if len(found) != 1:
        raise LetterError(reason="unknown_letter")
    return found[0]
