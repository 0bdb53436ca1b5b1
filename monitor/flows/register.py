"""Finding the letter that answers for a dossier, and telling whether one is owed."""

from dataclasses import replace
from datetime import datetime

from monitor.domain.deadline import Running
from monitor.domain.dossier import Dossier
from monitor.domain.errors import LetterError, UnknownDossierError
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import Letter, LetterState
from monitor.domain.office import Office
from monitor.flows.cases import is_void, make_case
from monitor.ports.store import Work


def existing_letter(work: Work, code: str) -> tuple[Dossier, Letter]:
    """Return a dossier and its letter.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: it has no letter.
    """
    dossier = _dossier(work, code)
    letter = work.letters.newest([code]).get(code)
    if letter is None:
        raise LetterError(reason="no_letter", dossier=code)
    return dossier, letter


def current_letter(
    work: Work, office: Office, code: str, *, at: datetime
) -> tuple[Dossier, Letter]:
    """Return a dossier and the letter about its deadline, opened if nobody asked yet.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the dossier cannot have one: another agency decides it, it has no
            deadline, it ended in time, or its date has moved to and fro.
    """
    dossier = _dossier(work, code)
    outside = office.outside_decider(dossier.procedure)
    if outside is not None:
        raise LetterError(reason="not_ours", dossier=code, agency=outside.name)
    newest = work.letters.newest([code]).get(code)
    standing = make_case(dossier, newest, office, at=at).standing
    if not isinstance(standing, Running):
        raise LetterError(reason="no_deadline", dossier=code)
    if not is_owed(dossier, office, at=at):
        raise LetterError(reason="ended", dossier=code)
    due_at = standing.deadline.due_at
    question = Letter(dossier=code, deadline=due_at, state=LetterState.ASKED, asked_at=at)
    ask(work, office, dossier, newest, question)
    letter = work.letters.newest([code])[code]
    if vietnam_day(letter.deadline) != vietnam_day(due_at):
        raise LetterError(reason="moved", dossier=code)
    return dossier, letter


def ask(
    work: Work, office: Office, dossier: Dossier, newest: Letter | None, question: Letter
) -> bool:
    """Open a question about a deadline unless a letter about its day stands; tell if opened.

    One whose ground has been taken back is asked about again.
    """
    if newest is None or vietnam_day(newest.deadline) != vietnam_day(question.deadline):
        return work.letters.open(question)
    if not is_void(newest, dossier, office):
        return False
    work.letters.save(replace(question, deadline=newest.deadline), was=newest.state)
    return True


def is_owed(dossier: Dossier, office: Office, *, at: datetime) -> bool:
    """Tell whether an apology is still owed: for an open dossier, or for a late result."""
    if dossier.is_open:
        return True
    standing = make_case(dossier, None, office, at=at).standing
    return dossier.has_result and isinstance(standing, Running) and standing.is_late


def _dossier(work: Work, code: str) -> Dossier:
    dossier = work.dossiers.load([code]).get(code)
    if dossier is None:
        raise UnknownDossierError(dossier=code)
    return dossier
