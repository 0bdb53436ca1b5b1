"""One dossier under audit: what was promised against what the law counts, and why not.

Two dates are held against the count: the first promise, by what was known when it was
made, and the date that the source shows now, by all that is known. A difference is
explained by the mistake that leads to exactly that date.
"""

from dataclasses import replace
from datetime import datetime

from monitor.domain.audit.audited import (
    Audited,
    Compared,
    Difference,
    Unexplained,
    Unjudged,
)
from monitor.domain.audit.calendars import Calendars
from monitor.domain.audit.claims import Claim, Countable, claims_of
from monitor.domain.audit.contradictions import questioned
from monitor.domain.audit.hypotheses import TYPING
from monitor.domain.audit.inputs import Inputs
from monitor.domain.audit.two_clocks import lateness_of, states_pauses
from monitor.domain.audit.why import MINUTE, Why, is_same, why
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.contradiction import is_before
from monitor.domain.dossier import Dossier, PromiseKind
from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import is_date_only, vietnam_day
from monitor.domain.office import Office
from monitor.domain.policy import Policy
from monitor.domain.procedure import Procedure


def audit_dossier(dossier: Dossier, office: Office, calendars: Calendars) -> Audited:
    """Hold the dates that a dossier was promised for against the lawful count.

    What cannot be counted raises nothing: `unjudged` says why.

    Args:
        dossier: Open or ended.
        office: Its directory, calendars and choices.
        calendars: The mistaken calendars made so far, kept from dossier to dossier.

    Source:
        docs/law.md#counting-days, docs/law.md#promised-date
    """
    directory = office.directory
    procedure = directory.procedures.get(dossier.procedure or "")
    unit = directory.units.get(dossier.unit or "")
    policy = office.policy_of(dossier.unit, dossier.procedure)
    audited = Audited(
        code=dossier.code,
        unit=unit.code if unit else "",
        unit_name=unit.name if unit else "",
        is_unit_unknown=bool(dossier.unit) and unit is None,
        procedure=dossier.procedure or "",
        procedure_name=procedure.name if procedure else dossier.procedure_name,
        received_at=dossier.received_at,
        term=procedure.term if procedure else None,
        as_of=dossier.as_of,
        contradictions=questioned(dossier, policy.calendar),
    )
    case = _countable(dossier, procedure, policy)
    if isinstance(case, Unjudged):
        return replace(audited, unjudged=case)
    try:
        return _judged(audited, case, calendars)
    except CalendarGapError:
        return replace(audited, unjudged=Unjudged.CALENDAR_GAP)


def _countable(
    dossier: Dossier, procedure: Procedure | None, policy: Policy
) -> Countable | Unjudged:
    if dossier.received_at is None:
        return Unjudged.NO_RECEIPT
    if procedure is None:
        return Unjudged.NO_PROCEDURE
    if procedure.term is None:
        return Unjudged.NO_TERM
    if not dossier.promises:
        return Unjudged.NO_PROMISE
    return Countable(
        dossier=dossier,
        procedure=procedure,
        policy=policy,
        received_at=dossier.received_at,
        term=procedure.term,
    )


def _judged(audited: Audited, case: Countable, calendars: Calendars) -> Audited:
    claims = claims_of(case)
    if not claims:
        return replace(audited, unjudged=Unjudged.STOPPED)
    found = [_difference(claim, case, calendars) for claim in claims]
    is_one_date = len({claim.promise for claim in claims}) == 1
    if is_one_date and case.dossier.first_promised_at is None:
        found = [_one_date(found)]
    return replace(
        audited,
        is_stopped=case.is_stopped,
        lawful_at=None if case.is_stopped else claims[-1].lawful_at,
        differences=tuple(one for one in found if one is not None),
        lateness=None if case.is_stopped else lateness_of(case, claims[-1].lawful_at),
    )


def _one_date(found: list[Difference | None]) -> Difference | None:
    """Return the one difference of a date that is both the first and the present one.

    Sources move a date without keeping the first one. So what is lawful today is no
    difference, and of two readings the plainer one is told.
    """
    if found[-1] is None:
        return None
    return min((one for one in found if one is not None), key=_plainness)


def _plainness(one: Difference) -> tuple[bool, int, bool]:
    """Order the two readings of one date, as a first and as a present one."""
    codes = one.why.codes
    return codes[0] in set(Unexplained), len(codes), one.compared is Compared.SLIP


def _difference(claim: Claim, case: Countable, calendars: Calendars) -> Difference | None:
    inputs, calendar = claim.inputs, claim.inputs.calendar
    promised_at, lawful_at = claim.promise.promised_at, claim.lawful_at
    day, lawful_on = vietnam_day(promised_at), vietnam_day(lawful_at)
    is_loaded = calendar.first_day <= day <= calendar.last_day
    by_minute = inputs.by_minute and is_loaded and not is_date_only(promised_at)
    if is_same(promised_at, lawful_at, calendar, by_minute=by_minute):
        return None
    is_later = promised_at > lawful_at if by_minute else day > lawful_on
    searched = replace(inputs, until=max(day, lawful_on), by_minute=by_minute)
    cause = _why(claim, searched, calendars, is_later=is_later)
    return Difference(
        compared=claim.compared,
        promised_at=promised_at,
        lawful_at=lawful_at,
        is_later=is_later,
        why=cause,
        days=calendar.days_between(lawful_on, day) if is_loaded else None,
        minutes=_minutes(lawful_at, promised_at, calendar) if by_minute else None,
        promised_days=calendar.days_between(inputs.received_on, day) if is_loaded else None,
        is_on_rest_day=is_loaded and not calendar.is_working_day(day),
        is_estimated=calendar.rests_on_estimate(inputs.received_on, lawful_on),
        is_pause_inferred=bool(inputs.pauses) and not states_pauses(case.dossier),
        are_pauses_unknown=is_later and not states_pauses(case.dossier),
        is_impossible=_is_before_receipt(claim) or not TYPING.isdisjoint(cause.codes),
    )


def _is_before_receipt(claim: Claim) -> bool:
    return is_before(claim.promise.promised_at, claim.inputs.received_at)


def _minutes(start: datetime, end: datetime, calendar: WorkingCalendar) -> int:
    return calendar.position(end) // MINUTE - calendar.position(start) // MINUTE


def _why(claim: Claim, inputs: Inputs, calendars: Calendars, *, is_later: bool) -> Why:
    """Return the cause of a difference; a date that the office moved itself needs none."""
    if claim.promise.kind is PromiseKind.REAPPOINTMENT:
        return Why(codes=(Unexplained.REAPPOINTED.value,))
    if found := why(inputs, claim.promise.promised_at, calendars):
        return found
    if _is_before_receipt(claim):
        return Why(codes=(Unexplained.BEFORE_RECEIPT.value,))
    return Why(codes=((Unexplained.LATER if is_later else Unexplained.EARLIER).value,))
