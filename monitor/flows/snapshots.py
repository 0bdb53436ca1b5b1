"""Dossiers of the store as the snapshots that a report stands on."""

from datetime import datetime

from monitor.domain.deadline import find_deadline, is_later, judges_by_minute, on_supplement
from monitor.domain.dossier import GIVEN_UP, SHOWS_END, Dossier
from monitor.domain.errors import CalendarGapError
from monitor.domain.figures import End, EndKind, LetterFacts, Snapshot
from monitor.domain.history import as_it_stood
from monitor.domain.letter import SENT, Letter, LetterKind, LetterState
from monitor.domain.office import Office
from monitor.domain.procedure import OnSupplement


def snapshot(
    dossier: Dossier,
    letter: Letter | None,
    office: Office,
    *,
    ends_at: datetime,
    is_urged: bool = False,
) -> Snapshot | None:
    """Return a dossier as it stood when a period ended; None without a receipt.

    The real end is told whenever it was: the report decides what the period holds.
    `is_urged`: a slip to the agency that decides was out.
    """
    if dossier.received_at is None:
        return None
    then = as_it_stood(dossier, at=ends_at)
    directory = office.directory
    procedure = directory.procedures.get(dossier.procedure or "")
    first_due_at, due_at = _deadlines(then, office)
    agency = office.outside_decider(dossier.procedure)
    if letter is not None and letter.kind is not LetterKind.APOLOGY:
        letter = None  # a slip to another agency apologises to nobody
    cause = office.causes.get(letter.cause) if letter else None
    pause = then.open_pause
    is_stopped = then.is_paused and on_supplement(procedure) is not OnSupplement.RUN
    return Snapshot(
        code=dossier.code,
        unit=dossier.unit or "",
        unit_name=directory.name_of(dossier.unit) or dossier.unit or "",
        procedure=dossier.procedure or dossier.procedure_name,
        procedure_name=procedure.name if procedure else dossier.procedure_name,
        channel=dossier.channel,
        received_at=dossier.received_at,
        first_due_at=first_due_at,
        due_at=due_at,
        is_by_minute=judges_by_minute(
            then, procedure, office.policy_of(dossier.unit, dossier.procedure)
        ),
        end=_end(dossier),
        is_paused=is_stopped,
        paused_at=pause.paused_at if pause and is_stopped else None,
        is_lateness_unknown=_is_unknown(then, first_due_at, office, ends_at=ends_at),
        is_put_off_again=then.put_off_again is not None,
        deciding_agency=agency.name if agency else "",
        letter=_letter(letter, ends_at=ends_at) if letter else None,
        cause=cause.code if cause else "",
        cause_text=cause.text if cause else "",
        cause_nature=cause.nature if cause else "",
        is_short=bool(procedure and procedure.term and procedure.term.is_short),
        shown_at=dossier.as_of if dossier.carries & SHOWS_END else None,
        is_urged=is_urged,
    )


def _deadlines(dossier: Dossier, office: Office) -> tuple[datetime | None, datetime | None]:
    """Return the first and the binding deadline; None where neither can be named."""
    procedure = office.directory.procedures.get(dossier.procedure or "")
    try:
        deadline = find_deadline(
            dossier, procedure, office.policy_of(dossier.unit, dossier.procedure)
        )
    except CalendarGapError:
        deadline = None
    return (deadline.first_due_at, deadline.due_at) if deadline else (None, None)


def _end(dossier: Dossier) -> End | None:
    ended_at = dossier.ended_at or dossier.end_seen_at
    if dossier.is_open or ended_at is None:
        return None
    if dossier.status in GIVEN_UP:
        return End(at=ended_at, kind=EndKind(dossier.status))
    return End(at=ended_at)


def _is_unknown(
    dossier: Dossier, due_at: datetime | None, office: Office, *, ends_at: datetime
) -> bool:
    """Tell whether the sources cannot tell on time from late.

    So it is of a collection after the deadline whose result date nobody states, of
    an end without a date seen after it, and of an open dossier last seen before it.
    """
    if due_at is None:
        return False
    policy = office.policy_of(dossier.unit, dossier.procedure)
    procedure = office.directory.procedures.get(dossier.procedure or "")
    by_minute = judges_by_minute(dossier, procedure, policy)
    seen_at = _seen_at(dossier)
    try:
        is_passed = seen_at is not None and is_later(
            seen_at, due_at, policy.calendar, by_minute=by_minute
        )
    except CalendarGapError:
        return True
    if dossier.is_open:
        return due_at < ends_at and not is_passed
    return dossier.finished_at is None and is_passed


def _seen_at(dossier: Dossier) -> datetime | None:
    """Return the instant up to which the sources can speak of an end."""
    if not dossier.is_open:
        return dossier.collected_at or dossier.end_seen_at
    return dossier.as_of if dossier.carries & SHOWS_END else None


def _letter(letter: Letter, *, ends_at: datetime) -> LetterFacts:
    """Return what the report tells of a letter; one issued later was not issued yet."""
    if letter.state not in SENT:
        return LetterFacts(state=letter.state, new_due_at=letter.new_due_at)
    if letter.told_at is None or letter.told_at >= ends_at:
        return LetterFacts(state=_state_before_issue(letter, ends_at=ends_at))
    return LetterFacts(
        state=letter.state,
        issued_at=letter.told_at,
        dated_on=letter.told_on,
        new_due_at=letter.new_due_at,
        delivery=letter.delivery,
        is_returned=letter.returned_at is not None and letter.returned_at < ends_at,
    )


def _state_before_issue(letter: Letter, *, ends_at: datetime) -> LetterState:
    """Return how far a letter had come that was issued later."""
    if letter.approved_at is not None and letter.approved_at < ends_at:
        return LetterState.APPROVED
    if letter.answered_at is not None and letter.answered_at < ends_at:
        return LetterState.DRAFT
    return LetterState.ASKED
