"""The new date that is proposed where a dossier will not be in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import reduce

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.counting import count_due
from monitor.domain.dossier import Pause
from monitor.domain.instants import local, vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.procedure import Procedure
from monitor.domain.term import Term, fold

FEWEST = 10  # late dossiers from which a history speaks
SHARE = (4, 5)  # of them that had ended by the day proposed
DEFAULT_DAYS = 5  # working days, where nothing is known


class ProposalBasis(StrEnum):
    """What a proposed date rests on."""

    HISTORY = "history"
    STEPS = "steps"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A new date, always a working day."""

    new_due_on: date
    basis: ProposalBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How far a dossier has come.

    `term` is the procedure's own, None where it has none; `ahead` the terms of the steps
    that are not done, in their order, the present one first; empty where that is unknown.
    """

    received_at: datetime | None
    due_on: date
    term: Term | None = None
    ahead: tuple[Term, ...] = ()
    pauses: tuple[Pause, ...] = ()


def propose(
    course: Course,
    history: Sequence[tuple[datetime, datetime]],
    policy: Policy,
    *,
    at: datetime,
) -> Proposal:
    """Propose the new date for a letter of the day of `at`.

    Of the dossiers in the history that took longer than this one has had by then, four in
    five had ended by the day proposed, if there are ten of them. Else the steps ahead are
    counted from `at`; where they are not known either, five working days are added. It is
    always a working day after the old one and after that of the letter, and never further
    from the later of the two than the procedure's whole term.

    Args:
        history: Receipt and finish of dossiers of the same procedure that never waited.

    Raises:
        CalendarGapError: the calendar lacks a year that the count needs.

    Source:
        docs/law.md#apology-letter
    """
    calendar = policy.calendar
    base = max(course.due_on, vietnam_day(at))
    more, basis = _days_more(course, history, policy, base, at=at)
    most = _term_days(course, policy, base)
    days = max(1, min(more, most))
    return Proposal(new_due_on=calendar.working_day_after(base, days=days), basis=basis)


def steps_ahead(procedure: Procedure | None, step: str) -> tuple[Term, ...]:
    """Return the terms of a procedure's steps from the one named `step` on.

    Empty where the procedure has no step of that name.
    """
    steps = procedure.steps if procedure else ()
    names = [fold(one.name) for one in steps]
    if fold(step) not in names:
        return ()
    return tuple(one.term for one in steps[names.index(fold(step)) :])


def _days_more(
    course: Course,
    history: Sequence[tuple[datetime, datetime]],
    policy: Policy,
    base: date,
    *,
    at: datetime,
) -> tuple[int, ProposalBasis]:
    """Return the working days that are wanted after `base`, and what says so."""
    calendar = policy.calendar
    had = _days_had(course, policy, base)
    days = ((vietnam_day(start), vietnam_day(end)) for start, end in history)
    known = ((start, end) for start, end in days if _is_known(calendar, start, end))
    longer = sorted(taken for span in known if (taken := calendar.days_between(*span)) > had)
    if course.received_at is not None and len(longer) >= FEWEST:
        part, whole = SHARE
        return longer[-(-len(longer) * part // whole) - 1] - had, ProposalBasis.HISTORY
    if course.ahead:
        end = reduce(
            lambda start, term: count_due(start, term, policy), course.ahead, local(at)
        )
        return calendar.days_between(base, vietnam_day(end)), ProposalBasis.STEPS
    return DEFAULT_DAYS, ProposalBasis.DEFAULT


def _is_known(calendar: WorkingCalendar, start: date, end: date) -> bool:
    return calendar.first_day <= start <= end <= calendar.last_day


def _days_had(course: Course, policy: Policy, base: date) -> int:
    """Return the working days from the receipt to `base`, without the waits."""
    if course.received_at is None:
        return 0
    between = policy.calendar.days_between
    waits = (one.in_effect for one in course.pauses)
    waited = sum(
        between(vietnam_day(one.paused_at), vietnam_day(one.resumed_at))
        for one in waits
        if one.resumed_at is not None
    )
    return between(vietnam_day(course.received_at), base) - waited


def _term_days(course: Course, policy: Policy, base: date) -> int:
    """Return the procedure's whole term in working days, as it would run from `base`.

    Without one it is the time that the dossier was given.
    """
    if course.term is None:
        return _days_had(course, policy, course.due_on) or DEFAULT_DAYS
    calendar = policy.calendar
    start = calendar.closing(calendar.last_working_day_until(base))
    ends_at = count_due(start, course.term, policy)
    return calendar.days_between(base, vietnam_day(ends_at))
