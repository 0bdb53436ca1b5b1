"""Letters approved and issued, on a workbook: what is shown of them, and what is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.catalogues.told import word
from monitor.catalogues.workbooks import workbook_word
from monitor.domain.dossier import Dossier
from monitor.domain.instants import local
from monitor.domain.letter import SENT, Delivery, Letter, LetterState
from monitor.domain.office import Office
from monitor.domain.workbook import Line, Part, course_of
from monitor.flows.answer import take_refusal
from monitor.flows.issue import PRINT, take_printed, take_returned
from monitor.flows.letter_ends import Ruling, take_recall, take_replacement
from monitor.flows.letter_paper import remove_papers
from monitor.flows.workbook_facts import deciding_units, dossier_facts
from monitor.notices.desk import place_of
from monitor.ports.paper import Shelf
from monitor.ports.store import Work

SHOWN_FOR = timedelta(days=30)  # those of dossiers that have ended
ABOUT_ISSUED = frozenset({"printed", "returned", "recall"})  # never of one to replace it
ENDS = {
    "printed": LetterState.DELIVERED,
    "recall": LetterState.RECALLED,
    "refuse": LetterState.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is done with a letter, by whom (an official's code, or a desk) and why."""

    code: str
    by: str
    why: str = ""


def issued_lines(work: Work, office: Office, *, at: datetime) -> Iterator[tuple[str, Line]]:
    """Yield the letters with which something can be done still, the newest first.

    Each goes to the unit that its dossier lies with, and to those above that have somebody
    to decide.
    """
    letters = work.letters.in_state(LetterState.APPROVED, *SENT)
    dossiers = work.dossiers.load({letter.dossier for letter in letters})
    recent = [
        one for one in letters if dossiers[one.dossier].is_open or at - _since(one) <= SHOWN_FOR
    ]
    for letter in sorted(recent, key=lambda one: (_since(one), one.dossier), reverse=True):
        dossier = dossiers[letter.dossier]
        if offers := _offers(work, letter, dossier):
            line = _line(letter, dossier, offers, office)
            place = place_of(dossier, office.directory) or ""
            for unit in dict.fromkeys((place, *deciding_units(office, dossier))):
                yield unit, line


def _since(letter: Letter) -> datetime:
    return letter.issued_at or letter.approved_at or datetime.min.replace(tzinfo=UTC)


def _offers(work: Work, letter: Letter, dossier: Dossier) -> tuple[str, ...]:
    """Return what can be done with a letter; nothing with one that no deed would meet."""
    counts, is_last = (
        _met(work, letter.dossier, one) == letter for one in ("recall", "refuse")
    )
    is_out = letter.state in SENT
    possible = {
        "printed": counts and letter.state is LetterState.ISSUED,
        "returned": counts and is_out and letter.delivery is Delivery.MAIL,
        "replace": is_last and is_out and dossier.is_open,
        "recall": counts and is_out,
        "refuse": is_last and letter.state is LetterState.APPROVED,
    }
    return tuple(deed for deed, is_possible in possible.items() if is_possible)


def _met(work: Work, code: str, deed: str) -> Letter:
    """Return the letter that a deed would meet: that which counts, or is to replace it."""
    newest = work.letters.newest([code])[code]
    return newest if deed in ABOUT_ISSUED else work.letters.replacing(code) or newest


def _line(letter: Letter, dossier: Dossier, offers: tuple[str, ...], office: Office) -> Line:
    new_due_at = local(letter.new_due_at).isoformat() if letter.new_due_at else ""
    return Line(
        part=Part.ISSUED,
        target=letter.mark,
        basis=course_of(letter),
        facts={
            **dossier_facts(dossier, letter.deadline, office),
            "kind": word("letter_kind", letter.kind),
            "standing": word("letter_state", letter.state),
            "number": letter.shown_number,
            "dated_on": letter.dated_on.isoformat() if letter.dated_on else "",
            "delivery": workbook_word("delivery", letter.delivery) if letter.delivery else "",
            "new_due_at": new_due_at,
            "offers": " ".join(offers),
        },
    )


def letter_now(work: Work, line: Line, deed: str) -> Letter | None:
    """Return the letter of a line as it stands; None where a deed would meet another one."""
    met = _met(work, line.dossier, deed)
    return met if met.mark == line.target else None


def is_done(letter: Letter, deed: str) -> bool:
    """Tell whether a letter stands as a deed would leave it."""
    if deed == "returned":
        return letter.state is LetterState.ISSUED and letter.returned_at is not None
    return letter.state is ENDS.get(deed)


def take_deed(  # noqa: PLR0913 - what is done with a letter, and where
    work: Work, shelf: Shelf, office: Office, code: str, deed: Deed, *, at: datetime
) -> str:
    """Do with a dossier's letter what was chosen, and return how it stands then.

    Raises:
        LetterError: it cannot be done with a letter that stands so, or not by this person.
    """
    letter = _met(work, code, deed.code)
    ruling = Ruling(by=deed.by, why=deed.why)
    if deed.code == "printed":
        letter = take_printed(work, shelf, letter, at=at)
    elif deed.code == "returned":
        letter = take_returned(work, shelf, code, at=at)
    elif deed.code == "refuse":
        letter = take_refusal(work, office, code, by=deed.by, why=deed.why, at=at)
    elif deed.code == "recall":
        letter = take_recall(work, office, code, ruling, at=at)
        remove_papers(shelf, letter)
        shelf.remove(PRINT, f"{code}.pdf")
    else:  # it stands until the other one is issued
        take_replacement(work, office, code, ruling, at=at)
    return course_of(letter)
