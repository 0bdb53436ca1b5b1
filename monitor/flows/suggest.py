"""Suggest what an answer could say: a reason to be confirmed, and a new date."""

from dataclasses import dataclass
from datetime import date, datetime

from monitor.catalogues.reasons import reason_words, standing_sentence, suggest_reason
from monitor.domain.dossier import Dossier
from monitor.domain.errors import LetterError
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.proposal import Course, Proposal, ProposalBasis, propose, steps_ahead
from monitor.domain.reason import BLANK, Cause, Whereabouts, check_persons
from monitor.flows.register import deadline_of
from monitor.notices.desk import unit_name
from monitor.ports.store import Work

HISTORY = 200  # dossiers, the last that were finished


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What an answer could say; a reason with a blank left is refused."""

    reason: str
    new_due_on: date
    basis: ProposalBasis


def suggest(
    work: Work, office: Office, code: str, cause: str = "", *, at: datetime
) -> Suggestion:
    """Suggest reason and new date for a dossier that will not be in time; change nothing.

    Without a cause the reason is where the dossier lies: nothing is left to fill in.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the cause is unknown or may not stand in a letter, the dossier cannot
            have a letter, or was promised again before.
        CalendarGapError: the calendar lacks a year that the new date needs.

    Source:
        docs/law.md#apology-letter, docs/law.md#reappointment
    """
    chosen = _cause(office, code, cause) if cause else None
    dossier, due_at = deadline_of(work, office, code, at=at)
    if dossier.is_promised_again:
        raise LetterError(reason="second", dossier=code)
    place = whereabouts(office, dossier)
    proposal = _proposal(work, office, dossier, vietnam_day(due_at), at=at)
    return Suggestion(
        reason=suggest_reason(chosen, place) if chosen else standing_sentence(place),
        new_due_on=proposal.new_due_on,
        basis=proposal.basis,
    )


def whereabouts(office: Office, dossier: Dossier) -> Whereabouts:
    """Return where a dossier lies, fit for a letter.

    A step is left out that names somebody or that has an ellipsis, which reads as a blank.
    """
    step, running = dossier.step, dossier.steps[-1] if dossier.steps else None
    is_told = running is not None and running.name == step
    return Whereabouts(
        step=step if _is_fit(office, dossier) else "",
        unit=unit_name(dossier, office.directory),
        since=vietnam_day(running.began_at) if running and is_told else None,
        received_on=vietnam_day(dossier.received_at) if dossier.received_at else None,
    )


def _is_fit(office: Office, dossier: Dossier) -> bool:
    people, code = office.directory.people, dossier.code
    try:
        check_persons(dossier.step, reason_words(), dossier=code, people=people, applicant="")
    except LetterError:
        return False
    return not BLANK.search(dossier.step)


def _cause(office: Office, code: str, cause: str) -> Cause:
    chosen = office.causes.get(cause)
    if chosen is None:
        raise LetterError(reason="unknown_cause", dossier=code, cause=cause)
    if not chosen.in_letter:
        raise LetterError(reason="cause", dossier=code, cause=cause)
    return chosen


def _proposal(
    work: Work, office: Office, dossier: Dossier, due_on: date, *, at: datetime
) -> Proposal:
    procedure = office.directory.procedures.get(dossier.procedure or "")
    course = Course(
        received_at=dossier.received_at,
        due_on=due_on,
        term=procedure.term if procedure else None,
        ahead=steps_ahead(procedure, dossier.step),
        pauses=dossier.pauses,
    )
    history = work.spans.newest(dossier.procedure or "", limit=HISTORY)
    policy = office.policy_of(dossier.unit, dossier.procedure)
    return propose(course, history, policy, at=at)
