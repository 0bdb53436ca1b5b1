"""Finding the letter that answers for a dossier, and telling whether one is owed."""

from dataclasses import replace
from datetime import datetime

from monitor.domain.deadline import Running
from monitor.domain.dossier import Dossier
from monitor.domain.errors import LetterError, UnknownDossierError
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import Letter, LetterKind, LetterState
from monitor.domain.merged_promises import same_promise
from monitor.domain.office import Office
from monitor.flows.cases import is_void, make_case
from monitor.ports.store import Work


def existing_letter(work: Work, code: str) -> tuple[Dossier, Letter]:
    """Return a dossier and its letter: one that is to replace an issued one goes first.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: it has no letter.
    """
    dossier = _dossier(work, code)
    letter = work.letters.replacing(code) or work.letters.newest([code]).get(code)
    if letter is None:
        raise LetterError(reason="no_letter", dossier=code)
    return dossier, letter


def present_letter(
    work: Work, office: Office, code: str, *, at: datetime
) -> tuple[Dossier, Letter]:
    """Return a dossier and its letter about the present deadline, else the one opened last.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: it has no letter.
    """
    dossier, newest = existing_letter(work, code)
    if newest.version > 1 or newest.kind is LetterKind.URGING:
        return dossier, newest
    standing = make_case(dossier, None, office, at=at).standing
    if not isinstance(standing, Running):
        return dossier, newest
    about = work.letters.about(code, standing.deadline.due_at)
    is_standing = about is not None and not is_void(about, dossier, office)
    return dossier, about if about and is_standing else newest


def check_present(letter: Letter, dossier: Dossier, office: Office, *, at: datetime) -> None:
    """Refuse a letter that no longer says what is so: the date has moved, or the work ended.

    Raises:
        LetterError: the dossier ended in time, has its result, is paused or was promised
            again for another date, or its deadline is on another day than the letter's.

    Source:
        docs/law.md#apology-letter
    """
    code = letter.dossier
    if letter.kind is LetterKind.URGING:
        if not dossier.is_open:
            raise LetterError(reason="ended", dossier=code)
        return
    _check_open(dossier, office, at=at)
    if dossier.is_promised_again and not is_entered(letter, dossier):
        raise LetterError(reason="second", dossier=code)
    standing = make_case(dossier, None, office, at=at).standing
    if not isinstance(standing, Running):
        raise LetterError(reason="no_deadline", dossier=code)
    meant = letter.new_due_at if is_entered(letter, dossier) else letter.deadline
    day = standing.deadline.due_on
    if day != vietnam_day(meant or letter.deadline):
        raise LetterError(reason="moved_deadline", dossier=code, day=day)


def is_entered(letter: Letter, dossier: Dossier) -> bool:
    """Tell whether the one-stop unit has entered the letter's new date already."""
    promise = dossier.promise
    return (
        promise is not None
        and letter.new_due_at is not None
        and same_promise(promise.promised_at, letter.new_due_at)
    )


def current_letter(
    work: Work, office: Office, code: str, *, at: datetime
) -> tuple[Dossier, Letter]:
    """Return a dossier and the letter about its deadline, opened if nobody asked yet.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the dossier cannot have one: another agency decides it, it has no
            deadline, it ended in time, or has its result.
    """
    dossier = _ours(work, office, code)
    replacing = work.letters.replacing(code)
    if replacing is not None:
        _check_open(dossier, office, at=at)
        return dossier, replacing
    newest = work.letters.newest([code]).get(code)
    due_at = _due_at(dossier, newest, office, at=at)
    question = Letter(dossier=code, deadline=due_at, state=LetterState.ASKED, asked_at=at)
    ask(work, office, dossier, newest, question)
    return dossier, work.letters.newest([code])[code]


def deadline_of(
    work: Work, office: Office, code: str, *, at: datetime
) -> tuple[Dossier, datetime]:
    """Return a dossier and the deadline that a letter would be about; open none.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the dossier cannot have one, as for `current_letter`.
    """
    dossier = _ours(work, office, code)
    newest = work.letters.newest([code]).get(code)
    return dossier, _due_at(dossier, newest, office, at=at)


def ask(
    work: Work, office: Office, dossier: Dossier, newest: Letter | None, question: Letter
) -> bool:
    """Open a question about a deadline unless a letter about its day stands; tell if opened.

    One whose ground has been taken back is asked about again. One about a day that the
    deadline has come back to counts as the newest from then on.
    """
    about = _about(work, newest, question)
    if about is None:
        return work.letters.open(question)
    if about.kind is not question.kind:  # it was another agency's to decide
        return work.letters.open(question)
    if about.state is LetterState.RECALLED:  # it stays on record; another takes its place
        again = replace(question, deadline=about.deadline, version=about.version + 1)
        return work.letters.open(again)
    is_asked = is_void(about, dossier, office)
    if is_asked or about != newest:
        asked = replace(question, deadline=about.deadline, version=about.version)
        kept = asked if is_asked else about
        work.letters.reopen(kept, was=about.state)
    return is_asked


def _about(work: Work, newest: Letter | None, question: Letter) -> Letter | None:
    """Return the letter about the day of a question, the last opened: mostly the newest."""
    if newest is None or vietnam_day(newest.deadline) == vietnam_day(question.deadline):
        return newest
    return work.letters.about(question.dossier, question.deadline)


def is_owed(dossier: Dossier, office: Office, *, at: datetime) -> bool:
    """Tell whether an apology is still owed: for an open dossier, or for a late result."""
    if dossier.is_open:
        return True
    standing = make_case(dossier, None, office, at=at).standing
    return dossier.has_result and isinstance(standing, Running) and standing.is_late


def _check_open(dossier: Dossier, office: Office, *, at: datetime) -> None:
    """Refuse a dossier that has ended: a new date can be named for an open one only."""
    if not is_owed(dossier, office, at=at):
        raise LetterError(reason="ended", dossier=dossier.code)
    if not dossier.is_open:
        raise LetterError(reason="finished", dossier=dossier.code)


def _due_at(
    dossier: Dossier, newest: Letter | None, office: Office, *, at: datetime
) -> datetime:
    standing = make_case(dossier, newest, office, at=at).standing
    if not isinstance(standing, Running):
        raise LetterError(reason="no_deadline", dossier=dossier.code)
    _check_open(dossier, office, at=at)
    return standing.deadline.due_at


def _ours(work: Work, office: Office, code: str) -> Dossier:
    dossier = _dossier(work, code)
    outside = office.outside_decider(dossier.procedure)
    if outside is not None:
        raise LetterError(reason="not_ours", dossier=code, agency=outside.name)
    return dossier


def _dossier(work: Work, code: str) -> Dossier:
    dossier = work.dossiers.load([code]).get(code)
    if dossier is None:
        raise UnknownDossierError(dossier=code)
    return dossier
