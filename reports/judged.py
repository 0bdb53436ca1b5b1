"""How one dossier stands in a period: what each column of a report asks of it.

Every question is answered from the dates alone and apart from the others, so that
the identities between columns are a true check of the data.
"""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.deadline import is_later
from monitor.domain.errors import CalendarGapError
from monitor.domain.figures import End, Snapshot
from monitor.domain.instants import vietnam_day
from monitor.domain.period import Period
from monitor.domain.reckoning import BROKEN, KEPT, Outcome, Reckoning


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One dossier in a period.

    `ended_at` is None of what was open when the period ended. `days_late` counts
    working days, to the end or to the period's last day; None where it is not late or
    the calendar does not reach. `letter_ahead` counts the working days from the issue of
    the letter to the first deadline, negative of a letter after it; None without either.
    """

    snapshot: Snapshot
    reckoning: Reckoning
    ended_at: datetime | None
    days_late: int | None
    letter_ahead: int | None = None

    @property
    def is_resolved(self) -> bool:
        """True when it ended in the period."""
        return self.reckoning.is_resolved

    @property
    def agency(self) -> str:
        """The name of who decides: another agency, or the unit."""
        return self.snapshot.deciding_agency or self.snapshot.unit_name


def judge(snapshot: Snapshot, period: Period, calendar: WorkingCalendar) -> Judged:
    """Judge one dossier as of the period's end; what ended later was open.

    Source:
        docs/law.md#late, docs/law.md#table-06a
    """
    end = snapshot.end if snapshot.end and snapshot.end.at < period.ends_at else None
    outcome = _outcome(snapshot, end, period, calendar)
    is_resolved = end is not None and period.holds(end.at)
    is_old = snapshot.received_at < period.starts_at
    is_here = snapshot.received_at < period.ends_at
    given_up = end.given_up if end else None
    reckoning = Reckoning(
        outcome=outcome,
        is_received=is_here and not is_old,
        is_carried=is_old and (end is None or is_resolved),
        is_resolved=is_resolved,
        is_pending=is_here and end is None,
        is_due=is_here and _is_due(snapshot, outcome, end, period),
        has_passed=_has_passed(snapshot, period),
        given_up=given_up,
        is_given_up_late=end is not None and bool(given_up) and _is_after_day(end, snapshot),
    )
    return Judged(
        snapshot=snapshot,
        reckoning=reckoning,
        ended_at=end.at if end else None,
        days_late=_days_late(snapshot, outcome, end, period, calendar),
        letter_ahead=_letter_ahead(snapshot, calendar),
    )


def _outcome(
    snapshot: Snapshot, end: End | None, period: Period, calendar: WorkingCalendar
) -> Outcome:
    if end is not None and end.given_up:
        return Outcome.GIVEN_UP
    if end is None and snapshot.is_paused and not _is_paused_late(snapshot):
        return Outcome.PAUSED
    if snapshot.first_due_at is None:
        return Outcome.NO_DEADLINE
    if snapshot.is_lateness_unknown:
        return Outcome.UNKNOWN
    if end is None:
        return Outcome.OVERDUE if snapshot.first_due_at < period.ends_at else Outcome.WITHIN
    return _outcome_of_end(end.at, snapshot.first_due_at, snapshot, calendar)


def _outcome_of_end(
    ended_at: datetime, due_at: datetime, snapshot: Snapshot, calendar: WorkingCalendar
) -> Outcome:
    if vietnam_day(ended_at) < vietnam_day(due_at):
        return Outcome.EARLY
    try:
        is_late = is_later(ended_at, due_at, calendar, by_minute=snapshot.is_by_minute)
    except CalendarGapError:
        return Outcome.UNKNOWN
    return Outcome.LATE if is_late else Outcome.ON_TIME


def _is_paused_late(snapshot: Snapshot) -> bool:
    """Tell whether the first deadline had passed, by the day, before the open pause began.

    Such a pause moves nothing: the dossier was late before it.

    Source:
        docs/law.md#pauses
    """
    if snapshot.paused_at is None or snapshot.first_due_at is None:
        return False
    return vietnam_day(snapshot.first_due_at) < vietnam_day(snapshot.paused_at)


def _is_after_day(end: End, snapshot: Snapshot) -> bool:
    due_at = snapshot.first_due_at
    return due_at is not None and vietnam_day(end.at) > vietnam_day(due_at)


def _has_passed(snapshot: Snapshot, period: Period) -> bool:
    return snapshot.first_due_at is not None and snapshot.first_due_at < period.ends_at


def _is_due(snapshot: Snapshot, outcome: Outcome, end: End | None, period: Period) -> bool:
    if snapshot.first_due_at is None or outcome not in KEPT | BROKEN:
        return False
    if period.holds(snapshot.first_due_at):
        return True
    is_from_before = snapshot.first_due_at < period.starts_at
    return is_from_before and outcome in BROKEN and (end is None or period.holds(end.at))


def _days_late(
    snapshot: Snapshot,
    outcome: Outcome,
    end: End | None,
    period: Period,
    calendar: WorkingCalendar,
) -> int | None:
    if outcome not in BROKEN or snapshot.first_due_at is None:
        return None
    until = vietnam_day(end.at) if end else period.last
    try:
        return calendar.days_between(vietnam_day(snapshot.first_due_at), until)
    except CalendarGapError:
        return None


def _letter_ahead(snapshot: Snapshot, calendar: WorkingCalendar) -> int | None:
    issued_at = snapshot.letter.issued_at if snapshot.letter else None
    if issued_at is None or snapshot.first_due_at is None:
        return None
    try:
        return calendar.days_between(vietnam_day(issued_at), vietnam_day(snapshot.first_due_at))
    except CalendarGapError:
        return None
