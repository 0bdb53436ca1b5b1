"""How a letter comes to be replaced, recalled or not owed."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from monitor.domain.errors import LetterError
from monitor.domain.letter import SENT, Letter, LetterState, check_move, promise_of
from monitor.domain.office import Office
from monitor.flows.answer import check_approver, check_why, keep
from monitor.flows.issue import PRINT
from monitor.flows.letter_paper import remove_papers
from monitor.flows.numbering import unnumbered
from monitor.flows.register import current_letter, existing_letter
from monitor.flows.stopping import stop_mails
from monitor.ports.outside import Outside
from monitor.ports.store import Store, Work


class Ground(StrEnum):
    """Why no letter is owed.

    Source:
        docs/law.md#no-letter
    """

    SECRET = "secret"  # noqa: S105 - matters of national security and secrecy
    FORCE_MAJEURE = "force_majeure"
    APPLICANT = "applicant"  # did not give what was asked for
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Who decides (an official's code), and why."""

    by: str
    why: str


def owe_none(  # noqa: PLR0913 - a decision, its ground, and who takes it when
    store: Store, office: Office, code: str, ground: Ground, ruling: Ruling, *, at: datetime
) -> Letter:
    """Keep that no letter is owed about a dossier's deadline, with the reason.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: a letter is approved or issued (one to replace it drafted or not), `by`
            may not decide, no reason is given, or the dossier cannot have a letter.

    Source:
        docs/law.md#no-letter
    """
    with store.writing() as work:
        return take_none(work, office, code, ground, ruling, at=at)


def take_none(  # noqa: PLR0913 - as above
    work: Work, office: Office, code: str, ground: Ground, ruling: Ruling, *, at: datetime
) -> Letter:
    """Do the same within a transaction."""
    check_why(code, ruling.why)
    newest = work.letters.newest([code]).get(code)
    if newest is not None and newest.state in SENT:
        check_move(newest, LetterState.NO_LETTER)
    dossier, letter = current_letter(work, office, code, at=at)
    check_approver(dossier, office, by=ruling.by)
    check_move(letter, LetterState.NO_LETTER)
    ended = replace(
        letter,
        state=LetterState.NO_LETTER,
        approved_by=ruling.by,
        cause=ground.value,
        ended_for=ruling.why,
        answered_at=letter.answered_at or at,
        pdf_sha256="",
    )
    keep(work, ended, was=letter.state, at=at)
    return ended


def replace_letter(
    store: Store, office: Office, code: str, ruling: Ruling, *, at: datetime
) -> Letter:
    """Draft a letter in the place of an issued one; that one stands until it is issued.

    The draft says what the issued letter says: its facts are read anew, its reason may be
    answered anew, its new date stays.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: no letter is issued, one to replace it exists, `by` may not decide, no
            reason is given, or the dossier has ended.

    Source:
        docs/law.md#apology-letter
    """
    with store.writing() as work:
        return take_replacement(work, office, code, ruling, at=at)


def take_replacement(
    work: Work, office: Office, code: str, ruling: Ruling, *, at: datetime
) -> Letter:
    """Do the same within a transaction."""
    check_why(code, ruling.why)
    dossier, letter = existing_letter(work, code)
    check_approver(dossier, office, by=ruling.by)
    check_move(letter, LetterState.REPLACED)
    if not dossier.is_open:
        raise LetterError(reason="ended", dossier=code)
    work.letters.save(replace(letter, ended_for=ruling.why), was=letter.state)
    later = [one.version for one in work.letters.of([code]) if letter.precedes(one)]
    draft = Letter(
        dossier=code,
        deadline=letter.deadline,
        version=max(later, default=letter.version) + 1,
        kind=letter.kind,
        state=LetterState.DRAFT,
        asked_at=letter.asked_at,
        answered_at=at,
        answered_by=letter.answered_by,
        cause=letter.cause,
        reason=letter.reason,
        new_due_at=letter.new_due_at,
        deciding_agency=letter.deciding_agency,
    )
    work.letters.open(draft)
    work.agenda.wake([code], at=at)
    return draft


def recall(
    outside: Outside, office: Office, code: str, ruling: Ruling, *, at: datetime
) -> Letter:
    """Take an issued letter back: its new date binds no longer, and another may be written.

    One that was to replace it is withdrawn; one that waits to be printed no longer does, and
    mail that waits unsent goes out no more.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: no letter is issued, `by` may not decide, or no reason is given.
    """
    with outside.store.writing() as work:
        recalled = take_recall(work, office, code, ruling, at=at)
    remove_papers(outside.shelf, recalled)
    outside.shelf.remove(PRINT, f"{code}.pdf")
    return recalled


def take_recall(
    work: Work, office: Office, code: str, ruling: Ruling, *, at: datetime
) -> Letter:
    """Do the same within a transaction."""
    check_why(code, ruling.why)
    dossier, _ = existing_letter(work, code)
    letter, replacing = work.letters.newest([code])[code], work.letters.replacing(code)
    check_approver(dossier, office, by=ruling.by)
    check_move(letter, LetterState.RECALLED)
    if replacing is not None:
        withdrawn = unnumbered(work, replacing, why=ruling.why)
        withdrawn = replace(withdrawn, state=LetterState.WITHDRAWN)
        work.letters.save(withdrawn, was=replacing.state)
    for one in work.letters.of([code]):
        if one.deadline == letter.deadline and (promise := promise_of(one)):
            work.dossiers.drop_promise(code, promise)
    stopped = stop_mails(work, letter, at=at)
    recalled = replace(stopped, state=LetterState.RECALLED, ended_for=ruling.why)
    keep(work, recalled, was=letter.state, at=at)
    return recalled
