"""Why a dossier is due when it is: the short count at the foot of a warning."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DatedDay, DayKind, RowStatus
from monitor.domain.deadline import Deadline
from monitor.domain.dossier import Dossier
from monitor.domain.explanation import (
    Counted,
    Explanation,
    Rolled,
    Skipped,
    Waited,
    explain,
)
from monitor.domain.instants import local, vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.procedure import Procedure
from monitor.domain.term import Term, TermUnit


class Agreement(StrEnum):
    """What the receipt slip says beside the count."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_PROMISED = "not_promised"  # no date on the slip
    NOT_COUNTED = "not_counted"  # no term to hold the slip against


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDay:
    """A dated row of the calendar that mattered, with the document that decides it."""

    day: date
    title: str
    source: str
    is_estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortCount:
    """A count from the receipt to the last day of the term.

    `received_at` is set where the hour matters: for terms within the day.
    `counts_from` is the first day that counts, after the last restart; `ends_on` the
    N-th; `rolls_to` the working day after it where that was one of rest.
    """

    received_on: date
    received_at: datetime | None
    term: Term
    counts_from: date
    ends_on: date
    rolls_to: date | None
    rest_days: tuple[date, ...]
    days_off: tuple[NamedDay, ...]
    made_up: tuple[NamedDay, ...]
    waits: tuple[Waited, ...]

    @property
    def is_same_day(self) -> bool:
        """True for a procedure done within the day."""
        return self.term.unit is TermUnit.SAME_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class DateBasis:
    """What a due date rests on; equal ones are told once, for all their dossiers.

    `promised_on` is the slip's date, with what pauses gave back, or the computed one;
    `lawful_at` ends the term; `first_due_on` is the first promise where the office has
    moved the date.
    """

    due_on: date
    promised_on: date
    agreement: Agreement
    count: ShortCount | None = None
    lawful_at: datetime | None = None
    first_due_on: date | None = None
    is_estimated: bool = False


def date_basis(
    dossier: Dossier, procedure: Procedure | None, policy: Policy, deadline: Deadline
) -> DateBasis:
    """Tell what a deadline, found for this dossier, rests on.

    Source:
        docs/law.md#counting-days, docs/law.md#promised-date
    """
    lawful_at = deadline.statutory_at
    return DateBasis(
        due_on=deadline.due_on,
        promised_on=vietnam_day(deadline.first_due_at),
        agreement=_agreement(dossier, deadline, policy.calendar),
        count=_count(dossier, procedure, policy),
        lawful_at=local(lawful_at) if lawful_at else None,
        first_due_on=vietnam_day(deadline.first_due_at) if dossier.is_promised_again else None,
        is_estimated=deadline.is_estimated or deadline.is_statutory_estimated,
    )


def _agreement(dossier: Dossier, deadline: Deadline, calendar: WorkingCalendar) -> Agreement:
    promised_at, lawful_at = deadline.first_due_at, deadline.statutory_at
    if dossier.first_promise is None:
        return Agreement.NOT_PROMISED
    if lawful_at is None:
        return Agreement.NOT_COUNTED
    if deadline.by_minute:
        is_equal = calendar.position(promised_at) == calendar.position(lawful_at)
    else:
        is_equal = vietnam_day(promised_at) == vietnam_day(lawful_at)
    return Agreement.AGREES if is_equal else Agreement.DIFFERS


def _count(dossier: Dossier, procedure: Procedure | None, policy: Policy) -> ShortCount | None:
    if dossier.received_at is None or procedure is None or procedure.term is None:
        return None
    return _short(
        explain(
            dossier.received_at,
            procedure.term,
            policy,
            pauses=dossier.pauses,
            rule=procedure.on_supplement,
        ),
        policy.calendar,
    )


def _short(explanation: Explanation, calendar: WorkingCalendar) -> ShortCount:
    steps = explanation.steps
    counted = [step for step in steps if isinstance(step, Counted)]
    skipped = [step for step in steps if isinstance(step, Skipped)]
    due_on = vietnam_day(explanation.due_at)
    term = explanation.term
    within_the_day = term.is_by_the_hour or term.unit is TermUnit.SAME_DAY
    first = min((vietnam_day(step.first) for step in counted), default=due_on)
    last = max((vietnam_day(step.last) for step in counted), default=due_on)
    return ShortCount(
        received_on=vietnam_day(explanation.received_at),
        received_at=local(explanation.received_at) if within_the_day else None,
        term=explanation.term,
        counts_from=first,
        ends_on=last,
        rolls_to=next((step.to for step in steps if isinstance(step, Rolled)), None),
        rest_days=tuple(step.day for step in skipped if step.status is None),
        days_off=tuple(
            NamedDay(
                day=step.day,
                title=step.title,
                source=step.source,
                is_estimated=step.status is RowStatus.ESTIMATED,
            )
            for step in skipped
            if step.status is not None
        ),
        made_up=tuple(_named(row) for row in calendar.rows if _is_made_up(row, first, last)),
        waits=tuple(step for step in steps if isinstance(step, Waited)),
    )


def _is_made_up(row: DatedDay, first: date, last: date) -> bool:
    counts = row.kind is DayKind.MAKE_UP and row.status is not RowStatus.PROPOSED
    return counts and first <= row.day <= last


def _named(row: DatedDay) -> NamedDay:
    return NamedDay(
        day=row.day,
        title=row.title,
        source=row.source,
        is_estimated=row.status is RowStatus.ESTIMATED,
    )
