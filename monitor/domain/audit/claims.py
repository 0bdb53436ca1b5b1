"""What a dossier is held to: each promise with the lawful date that stands beside it."""

from dataclasses import dataclass, replace
from datetime import datetime

from monitor.domain.audit.audited import Compared
from monitor.domain.audit.inputs import Inputs
from monitor.domain.audit.why import counted
from monitor.domain.counting import counts_minutes
from monitor.domain.dossier import Dossier, Pause, Promise, PromiseKind
from monitor.domain.instants import vietnam_day
from monitor.domain.merged_promises import same_promise
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement, Procedure
from monitor.domain.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Countable:
    """A dossier of which receipt, term and a promise are known."""

    dossier: Dossier
    procedure: Procedure
    policy: Policy
    received_at: datetime
    term: Term

    @property
    def is_stopped(self) -> bool:
        """True where a pause without an end leaves the count of an open dossier without one."""
        is_running = self.procedure.on_supplement is OnSupplement.RUN
        return self.dossier.is_paused and not is_running


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A promise, the lawful date beside it, and what that was counted by."""

    compared: Compared
    promise: Promise
    inputs: Inputs
    lawful_at: datetime


def claims_of(case: Countable) -> tuple[Claim, ...]:
    """Return the first promise and the present one; one claim where they are the same.

    Of a dossier that is stopped only the first can be judged; the date of a
    re-appointment is no first promise.

    Raises:
        CalendarGapError: a lawful count leaves the loaded years.
    """
    first, last = _first(case), case.dossier.promises[-1]
    ended = tuple(one for one in case.dossier.pauses if one.resumed_at is not None)
    claims: list[Claim] = []
    if first.kind is not PromiseKind.REAPPOINTMENT:
        known = tuple(one for one in ended if _is_over(one, by=first.made_at))
        later = tuple(one for one in ended if one not in known)
        claims.append(_claim(Compared.SLIP, first, case, known, later))
    if case.is_stopped:
        return tuple(claims)
    present = _claim(Compared.PRESENT, last, case, ended)
    if claims and first == last and claims[0].lawful_at == present.lawful_at:
        return (replace(present, compared=Compared.BOTH),)
    return (*claims, present)


def _first(case: Countable) -> Promise:
    """Return the first promise kept, or the one that the source states to be the first."""
    kept, stated = case.dossier.promises[0], case.dossier.first_promised_at
    if stated is None or same_promise(kept.promised_at, stated):
        return kept
    return Promise(promised_at=stated, made_at=case.received_at)


def _is_over(pause: Pause, *, by: datetime) -> bool:
    return pause.resumed_at is not None and pause.resumed_at <= by


def _claim(
    compared: Compared,
    promise: Promise,
    case: Countable,
    pauses: tuple[Pause, ...],
    later: tuple[Pause, ...] = (),
) -> Claim:
    inputs = Inputs(
        received_at=case.received_at,
        submitted_at=case.dossier.submitted_at,
        term=case.term,
        policy=case.policy,
        rule=case.procedure.on_supplement,
        pauses=pauses,
        later_pauses=later,
        until=vietnam_day(promise.promised_at),
        by_minute=counts_minutes(case.received_at, case.term),
    )
    return Claim(compared=compared, promise=promise, inputs=inputs, lawful_at=counted(inputs))
