"""What people decide about a letter: in time or not, approved or refused."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Dossier
from monitor.domain.errors import LetterError
from monitor.domain.instants import local, vietnam_day
from monitor.domain.letter import (
    UNCLOSED,
    Letter,
    LetterState,
    check_move,
)
from monitor.domain.office import Office
from monitor.domain.reason import AnswerTerms, check_answer
from monitor.flows.numbering import numbered, unnumbered
from monitor.flows.paper_sharing import fault_of
from monitor.flows.register import (
    check_present,
    current_letter,
    present_letter,
)
from monitor.ports.store import Store, Work

APPROVERS = frozenset({Role.HEAD, Role.LEADER, Role.SIGNER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """What the official `by` says of a dossier that will not be in time."""

    cause: str
    reason: str
    new_due_on: date  # the new date means the closing of that day
    by: str = ""  # the handler where it is not said


def answer_in_time(store: Store, office: Office, code: str, *, by: str, at: datetime) -> Letter:
    """Keep the answer that a dossier will be in time; that takes a draft back.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the letter has been approved, or the dossier cannot have one.
    """
    with store.writing() as work:
        return take_in_time(work, office, code, by=by, at=at)


def take_in_time(work: Work, office: Office, code: str, *, by: str, at: datetime) -> Letter:
    """Do the same within a transaction."""
    return _keep_in_time(work, office, code, cause="", by=by, at=at)


def answer_has_result(
    store: Store, office: Office, code: str, *, by: str, at: datetime
) -> Letter:
    """Keep the answer that the result exists, and is yet to be entered in the system.

    That takes a draft back as well. Said again it does not put off until when it is to
    be entered.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the letter has been approved, or the dossier cannot have one.

    Source:
        docs/law.md#unconfirmed
    """
    with store.writing() as work:
        return take_has_result(work, office, code, by=by, at=at)


def take_has_result(work: Work, office: Office, code: str, *, by: str, at: datetime) -> Letter:
    """Do the same within a transaction."""
    return _keep_in_time(work, office, code, cause=UNCLOSED, by=by, at=at)


def _keep_in_time(  # noqa: PLR0913 - an answer, and all that it is kept with
    work: Work, office: Office, code: str, *, cause: str, by: str, at: datetime
) -> Letter:
    dossier, letter = current_letter(work, office, code, at=at)
    check_move(letter, LetterState.IN_TIME)
    is_repeated = letter.says_result and cause == UNCLOSED
    answered = replace(
        letter,
        state=LetterState.IN_TIME,
        answered_at=letter.answered_at if is_repeated else at,
        answered_by=by or dossier.handler or "",
        cause=cause,
        reason="",
        new_due_at=None,
        pdf_sha256="",
    )
    keep(work, answered, was=letter.state, at=at)
    work.letters.keep_answer(answered, is_in_time=True, at=at)
    return answered


def answer_late(
    store: Store, office: Office, code: str, lateness: Lateness, *, at: datetime
) -> Letter:
    """Keep the answer that a dossier will be late, and draft its letter.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: what is said could not stand in a letter, or the dossier cannot
            have one.

    Source:
        docs/law.md#apology-letter
    """
    with store.writing() as work:
        return take_late(work, office, code, lateness, at=at)


def take_late(
    work: Work, office: Office, code: str, lateness: Lateness, *, at: datetime
) -> Letter:
    """Do the same within a transaction."""
    cause = office.causes.get(lateness.cause)
    if cause is None:
        raise LetterError(reason="unknown_cause", dossier=code, cause=lateness.cause)
    dossier, letter = current_letter(work, office, code, at=at)
    check_move(letter, LetterState.DRAFT)
    calendar = office.policy_of(dossier.unit).calendar
    if not calendar.is_working_day(lateness.new_due_on):
        raise LetterError(reason="rest_day", dossier=code, day=lateness.new_due_on)
    new_due_at = local(calendar.closing(lateness.new_due_on))
    applicant = work.dossiers.applicant(code)
    terms = AnswerTerms(
        calendar=calendar,
        old_due_at=letter.deadline,
        is_promised_again=dossier.is_promised_again and not _is_same_date(letter, new_due_at),
        at=at,
        people=office.directory.people,
        applicant=applicant.name if applicant else "",
    )
    check_answer(
        dossier=code, cause=cause, reason=lateness.reason, new_due_at=new_due_at, terms=terms
    )
    drafted = replace(
        letter,
        state=LetterState.DRAFT,
        answered_at=at,
        answered_by=lateness.by or dossier.handler or "",
        cause=cause.code,
        reason=lateness.reason,
        new_due_at=new_due_at,
        approved_at=None,
        approved_by="",
        ended_for="",
        pdf_sha256="",
    )
    keep(work, drafted, was=letter.state, at=at)
    work.letters.keep_answer(drafted, is_in_time=False, at=at)
    return drafted


def _is_same_date(letter: Letter, new_due_at: datetime) -> bool:
    """Tell whether a letter only corrects an issued one, whose new date stays."""
    return letter.version > 1 and letter.new_due_at == new_due_at


def approve(store: Store, office: Office, code: str, *, by: str, at: datetime) -> Letter:
    """Approve a drafted letter: it will be set anew, without the mark of a draft.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: there is no draft, its new date is over, `by` may not approve, or it
            no longer says what is so.
    """
    with store.writing() as work:
        return take_approval(work, office, code, by=by, at=at)


def take_approval(work: Work, office: Office, code: str, *, by: str, at: datetime) -> Letter:
    """Do the same within a transaction."""
    dossier, letter = present_letter(work, office, code, at=at)
    check_approver(dossier, office, by=by)
    check_move(letter, LetterState.APPROVED)
    if letter.is_unconfirmed:
        raise LetterError(reason="unconfirmed", dossier=code)
    if fault_of(code) in work.done.faults():
        raise LetterError(reason="no_paper", dossier=code)
    return approved(work, office, dossier, letter, by=by, at=at)


def approved(  # noqa: PLR0913 - a letter, its ground, and who approves it when
    work: Work, office: Office, dossier: Dossier, letter: Letter, *, by: str, at: datetime
) -> Letter:
    """Keep that a draft is approved: it gets its number where we give it, and its paper anew.

    Raises:
        LetterError: the letter's new date is over, or it no longer says what is so.
    """
    code = letter.dossier
    if letter.new_due_at is not None and letter.new_due_at <= at:
        raise LetterError(reason="not_after", dossier=code, day=vietnam_day(letter.new_due_at))
    check_present(letter, dossier, office, at=at)
    kept = replace(
        numbered(work, letter, dossier, office, at=at),
        state=LetterState.APPROVED,
        approved_at=at,
        approved_by=by,
        pdf_sha256="",
        notice_sha256="",
    )
    keep(work, kept, was=letter.state, at=at)
    return kept


def refuse(  # noqa: PLR0913 - a decision, its reason, and who takes it when
    store: Store, office: Office, code: str, *, by: str, why: str, at: datetime
) -> Letter:
    """Send a drafted or approved letter back with a reason.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: there is nothing to refuse, `by` may not, or no reason is given.
    """
    with store.writing() as work:
        return take_refusal(work, office, code, by=by, why=why, at=at)


def take_refusal(  # noqa: PLR0913 - a decision, its reason, and who takes it when
    work: Work, office: Office, code: str, *, by: str, why: str, at: datetime
) -> Letter:
    """Do the same within a transaction."""
    check_why(code, why)
    dossier, letter = present_letter(work, office, code, at=at)
    check_approver(dossier, office, by=by)
    check_move(letter, LetterState.REFUSED)
    refused = replace(
        unnumbered(work, letter, why=why),
        state=LetterState.REFUSED,
        approved_by=by,
        refused_for=why,
        pdf_sha256="",
        notice_sha256="",
    )
    keep(work, refused, was=letter.state, at=at)
    return refused


def keep(work: Work, letter: Letter, *, was: LetterState, at: datetime) -> None:
    """Keep a letter's new state, and have its dossier judged anew.

    Raises:
        LetterError: another hand has moved it meanwhile.
    """
    work.letters.save(letter, was=was)
    work.agenda.wake([letter.dossier], at=at)


def check_why(code: str, why: str) -> None:
    """Refuse a decision without a reason.

    Raises:
        LetterError: `why` is blank.
    """
    if not why.strip():
        raise LetterError(reason="no_why", dossier=code)


def check_approver(dossier: Dossier, office: Office, *, by: str) -> None:
    """Refuse somebody who may not decide about a dossier's letter.

    Raises:
        LetterError: `by` is no head, leader or signer of a unit that answers for it.
    """
    official = office.directory.officials.get(by)
    if (
        official is None
        or official.role not in APPROVERS
        or official.unit not in _answerable(dossier, office)
    ):
        raise LetterError(reason="approver", dossier=dossier.code, by=by)


def _answerable(dossier: Dossier, office: Office) -> frozenset[str]:
    """Return the units that answer for a dossier: its own, its handler's and those above."""
    handler = office.directory.officials.get(dossier.handler or "")
    units = [dossier.unit, handler.unit if handler else None]
    return frozenset(one.code for unit in units for one in office.directory.upward(unit))
