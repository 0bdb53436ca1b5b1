"""How a dossier stands against its date, in the figures a mail names."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.domain.apology import latest_issue_on
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.deadline import Basis, Deadline, Running
from monitor.domain.dossier import Dossier
from monitor.domain.instants import local, vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.procedure import Procedure
from monitor.domain.term import TermUnit

MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due date and the working days to or from it.

    `days_left` counts today where it is a working day. `days_late` counts the days
    that have ended since, the last of them `late_until`. `minutes_left` is working
    time, told for terms of a day or less. `first_on` is the first promise where the
    office has moved it, `lawful_on` the end of the term, `letter_by` the last
    working day on which an apology is out in time.
    """

    at: datetime
    on: date
    is_today: bool
    is_rest_day: bool
    is_computed: bool
    is_estimated: bool
    is_late: bool
    days_left: int
    days_late: int
    late_until: date | None
    minutes_left: int | None
    first_on: date | None
    promised_on: date
    lawful_on: date | None
    is_lawful_estimated: bool
    letter_by: date | None


def state_due(
    running: Running,
    dossier: Dossier,
    procedure: Procedure | None,
    policy: Policy,
    *,
    at: datetime,
) -> Due:
    """Put a running deadline into figures."""
    deadline, calendar, today = running.deadline, policy.calendar, vietnam_day(at)
    lawful_at = deadline.statutory_at
    return Due(
        at=local(deadline.due_at),
        on=deadline.due_on,
        is_today=deadline.due_on == today,
        is_rest_day=not calendar.is_working_day(deadline.due_on),
        is_computed=deadline.basis is Basis.COMPUTED,
        is_estimated=deadline.is_estimated,
        is_late=running.is_late,
        days_left=running.days_left + calendar.is_working_day(today),
        days_late=running.days_late,
        late_until=_last_day_before(today, calendar) if running.days_late else None,
        minutes_left=_minutes_left(deadline, procedure, calendar, at=at),
        first_on=vietnam_day(deadline.first_due_at) if dossier.is_promised_again else None,
        promised_on=vietnam_day(deadline.first_due_at),
        lawful_on=vietnam_day(lawful_at) if lawful_at else None,
        is_lawful_estimated=deadline.is_statutory_estimated,
        letter_by=latest_issue_on(deadline, calendar),
    )


def _last_day_before(today: date, calendar: WorkingCalendar) -> date:
    return calendar.last_working_day_until(today - timedelta(days=1))


def _minutes_left(
    deadline: Deadline, procedure: Procedure | None, calendar: WorkingCalendar, *, at: datetime
) -> int | None:
    term = procedure.term if procedure else None
    if term is None or not term.is_short or term.unit is TermUnit.CALENDAR_DAYS:
        return None
    return max(0, calendar.seconds_between(at, deadline.due_at)) // MINUTE
