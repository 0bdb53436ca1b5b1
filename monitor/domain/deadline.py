"""The deadline engine: when a dossier is due, and how it stands at an instant."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.counting import (
    Given,
    Wait,
    begins_late,
    closing_after_wait,
    count_due,
    counts_minutes,
    ended_waits,
)
from monitor.domain.dossier import Carried, Dossier, Pause, Promise
from monitor.domain.errors import CalendarGapError
from monitor.domain.estimates import is_count_estimated, is_move_estimated
from monitor.domain.instants import is_date_only, local, midnight, vietnam_day
from monitor.domain.policy import LateBy, Policy
from monitor.domain.procedure import OnSupplement, Procedure


class Basis(StrEnum):
    """What a deadline rests on."""

    PROMISED = "promised"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The instant the citizen holds the office to, and the lawful one beside it.

    `first_due_at` is the date before any re-appointment. `statutory_at` is None
    where the term is not known or its count leaves the loaded years.
    `is_estimated`: `due_at` rests on a day not yet decided; a date on a slip does only
    where a pause has moved it over one. `is_statutory_estimated`: the lawful one does.
    `due_on` is the day of `due_at` in Vietnam.
    """

    due_at: datetime
    basis: Basis
    by_minute: bool
    first_due_at: datetime
    statutory_at: datetime | None = None
    is_estimated: bool = False
    is_statutory_estimated: bool = False
    due_on: date = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "due_on", vietnam_day(self.due_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The clock runs, or ran until the end, toward a deadline.

    `days_left` counts working days after today: 0 on the due day, negative after
    it. `days_late` counts working days past the due day that have ended.
    """

    deadline: Deadline
    days_left: int
    days_late: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """The office waits for the citizen since `since`, so no due date can be named."""

    since: datetime


class Missing(StrEnum):
    """Why no deadline can be named."""

    NO_DATES = "no_dates"  # neither a promise nor a term to count
    CALENDAR_GAP = "calendar_gap"  # the count leaves the loaded years


@dataclass(frozen=True, slots=True)
class Undated:
    """No deadline can be named, and why."""

    why: Missing


Standing = Running | Stopped | Undated


def assess(
    dossier: Dossier, procedure: Procedure | None, policy: Policy, *, at: datetime
) -> Standing:
    """State how a dossier stands against its deadline at one instant.

    A dossier with an end is judged as of its end. A calendar that does not reach
    is `Undated`, never an error: one old dossier must not stop a scan.

    Args:
        dossier: Open or ended.
        procedure: What its directory line says; None where it has none.
        policy: The choices and the calendar of its unit.
        at: The instant to judge, in any time zone; read as the day in Vietnam.

    Raises:
        NaiveTimeError: `at` carries no time zone.

    Source:
        docs/law.md#counting-days, docs/law.md#pauses
    """
    stopped = _stopped(dossier, procedure)
    try:
        deadline = find_deadline(dossier, procedure, policy)
        if stopped and not _stopped_late(dossier, deadline, policy.calendar):
            return stopped
        if deadline is None:
            return Undated(Missing.NO_DATES)
        return _running(deadline, policy.calendar, at=dossier.ended_at or at)
    except CalendarGapError:
        return stopped or Undated(Missing.CALENDAR_GAP)


def _stopped(dossier: Dossier, procedure: Procedure | None) -> Stopped | None:
    if not dossier.is_paused or on_supplement(procedure) is OnSupplement.RUN:
        return None
    pause = dossier.open_pause
    return Stopped(pause.paused_at if pause else dossier.as_of)


def _stopped_late(
    dossier: Dossier, deadline: Deadline | None, calendar: WorkingCalendar
) -> bool:
    """Tell whether the deadline had passed when the open pause began, by the source's word.

    Of a pause found out from a status nobody knows when it began.

    Source:
        docs/law.md#pauses
    """
    pause = dossier.open_pause
    if deadline is None or pause is None or Carried.PAUSES not in dossier.carries:
        return False
    begun = Wait(pause.paused_at, pause.paused_at)
    return begins_late(begun, deadline.due_at, calendar, by_minute=deadline.by_minute)


def find_deadline(
    dossier: Dossier, procedure: Procedure | None, policy: Policy
) -> Deadline | None:
    """Name the deadline: the promised date first, else the computed one.

    Returns:
        None without a promise and without receipt and term.

    Raises:
        CalendarGapError: the count that decides leaves the loaded years.

    Source:
        docs/law.md#promised-date
    """
    promise = dossier.promise
    try:
        statutory = statutory_due(dossier, procedure, policy)
    except CalendarGapError:
        if promise is None:
            raise
        statutory = None
    due_at = binding_due(promise, dossier, procedure, policy) if promise else statutory
    if due_at is None:
        return None
    first = dossier.first_promise
    first_due = due_at
    if first is not promise:
        first_due = (
            binding_due(first, dossier, procedure, policy) if first else statutory or due_at
        )
    is_lawful_estimated = _is_statutory_estimated(statutory, dossier, procedure, policy)
    return Deadline(
        due_at=due_at,
        basis=Basis.PROMISED if promise else Basis.COMPUTED,
        by_minute=judges_by_minute(dossier, procedure, policy),
        first_due_at=first_due,
        statutory_at=statutory,
        is_estimated=is_move_estimated(promise.promised_at, due_at, policy.calendar)
        if promise
        else is_lawful_estimated,
        is_statutory_estimated=is_lawful_estimated,
    )


def _is_statutory_estimated(
    statutory: datetime | None,
    dossier: Dossier,
    procedure: Procedure | None,
    policy: Policy,
) -> bool:
    term, received_at = procedure.term if procedure else None, dossier.received_at
    if statutory is None or term is None or received_at is None:
        return False
    return is_count_estimated(received_at, statutory, term, policy.calendar)


def on_supplement(procedure: Procedure | None) -> OnSupplement:
    """Return what a pause does under a procedure, `resume` where it is not known."""
    return procedure.on_supplement if procedure else OnSupplement.RESUME


def is_by_minute(procedure: Procedure | None, policy: Policy) -> bool:
    """Tell whether lateness is judged by the minute."""
    if policy.late_by is LateBy.TERM:
        return bool(procedure and procedure.term and procedure.term.is_by_the_hour)
    return policy.late_by is LateBy.MINUTE


def judges_by_minute(dossier: Dossier, procedure: Procedure | None, policy: Policy) -> bool:
    """Tell whether the deadline of one dossier is judged by the minute.

    Hours counted from a receipt without its hour end on a day, not at a minute. A
    promise stands for itself.

    Source:
        docs/law.md#late
    """
    term = procedure.term if procedure else None
    if dossier.promise is None and dossier.received_at is not None and term is not None:
        is_dated = term.is_by_the_hour and not counts_minutes(dossier.received_at, term)
        return not is_dated and is_by_minute(procedure, policy)
    return is_by_minute(procedure, policy)


def statutory_due(
    dossier: Dossier, procedure: Procedure | None, policy: Policy
) -> datetime | None:
    """Count the lawful due instant; None without receipt or term.

    Source:
        docs/law.md#counting-days
    """
    if dossier.received_at is None or procedure is None or procedure.term is None:
        return None
    return count_due(
        dossier.received_at,
        procedure.term,
        policy,
        pauses=_waits(dossier),
        rule=procedure.on_supplement,
    )


def _waits(dossier: Dossier) -> tuple[Pause, ...]:
    """Return the pauses; one that nobody has closed lasted until the end of the dossier.

    Source:
        docs/law.md#pauses
    """
    ended_at = dossier.ended_at or dossier.end_seen_at
    if dossier.is_open or ended_at is None or dossier.open_pause is None:
        return dossier.pauses
    return tuple(
        replace(one, resumed_at=ended_at) if one.resumed_at is None else one
        for one in dossier.pauses
    )


def binding_due(
    promise: Promise, dossier: Dossier, procedure: Procedure | None, policy: Policy
) -> datetime:
    """Return the instant that a promise means, moved by what was waited after it was made.

    A date without a time means the closing of that day; a day of rest keeps its
    date. Where a pause starts the term anew,
    the promised time runs once more from its end.

    Source:
        docs/law.md#promised-date, docs/law.md#pauses
    """
    rule = on_supplement(procedure)
    due_at = promised_instant(promise, policy.calendar)
    if rule is OnSupplement.RUN or not dossier.pauses:
        return due_at
    start, by_minute = promise.made_at, is_by_minute(procedure, policy)
    for wait in ended_waits(_waits(dossier), since=promise.made_at):
        if begins_late(wait, due_at, policy.calendar, by_minute=by_minute):
            break
        lost = Wait(start, wait.end) if rule is OnSupplement.RESET else wait
        due_at = _moved(due_at, lost, policy.calendar, by_minute=by_minute)
        start = wait.end
    return due_at


def _moved(
    due_at: datetime, lost: Wait, calendar: WorkingCalendar, *, by_minute: bool
) -> datetime:
    given = Given().plus(lost, calendar)
    if by_minute and not given.working_seconds:
        return due_at
    if by_minute:
        position = calendar.position(due_at) + given.working_seconds
        return local(calendar.instant_closing(position))
    clock = local(due_at)
    if given.working_days:
        day = calendar.working_day_after(clock.date(), days=given.working_days)
        clock = clock.replace(year=day.year, month=day.month, day=day.day)
    return closing_after_wait(clock, lost, calendar)


def promised_instant(promise: Promise, calendar: WorkingCalendar) -> datetime:
    """Return the instant that a promised date means.

    A date without a time means the closing of that day. A day of rest has none: it
    takes the clock of the last closing before it and stays the day that was named.

    Raises:
        CalendarGapError: a date without a time lies outside the loaded years.
    """
    if not is_date_only(promise.promised_at):
        return local(promise.promised_at)
    day = vietnam_day(promise.promised_at)
    clock = local(calendar.closing(calendar.last_working_day_until(day)))
    return clock.replace(year=day.year, month=day.month, day=day.day)


def is_past(deadline: Deadline, calendar: WorkingCalendar, *, at: datetime) -> bool:
    """Tell whether the deadline has passed at `at`: by date, or by the minute.

    By the minute two instants with no working time between them are equal. Where
    `at` is a date only, dates are compared. Equality is on time.

    Source:
        docs/law.md#late
    """
    return is_later(at, deadline.due_at, calendar, by_minute=deadline.by_minute)


def is_later(
    at: datetime, due_at: datetime, calendar: WorkingCalendar, *, by_minute: bool
) -> bool:
    """Tell whether `at` is late against `due_at`."""
    if not by_minute or is_date_only(at):
        return vietnam_day(at) > vietnam_day(due_at)
    return calendar.position(at) > calendar.position(due_at)


def _running(deadline: Deadline, calendar: WorkingCalendar, *, at: datetime) -> Running:
    today, due_on = vietnam_day(at), deadline.due_on
    days_left = calendar.days_between(today, due_on)
    return Running(
        deadline=deadline,
        days_left=days_left,
        days_late=max(0, -days_left - calendar.is_working_day(today)),
        is_late=is_past(deadline, calendar, at=at),
    )


@lru_cache(maxsize=4_096)
def next_day(day: date) -> datetime:
    """Return the instant at which the day after `day` begins in Vietnam."""
    return midnight(day + timedelta(days=1))
