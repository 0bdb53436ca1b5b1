"""Whether a counted date rests on a day that is only estimated."""

from datetime import datetime, timedelta

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.instants import vietnam_day
from monitor.domain.term import Term, TermUnit


def is_count_estimated(
    received_at: datetime, due_at: datetime, term: Term, calendar: WorkingCalendar
) -> bool:
    """Tell whether a count from `received_at` to `due_at` rests on an estimated day.

    Working days and hours rest on every day between. Calendar days and months run
    over days of rest, and rest on those alone from which their end was moved on, and
    on days that an order suspends.
    """
    received_on, due_on = vietnam_day(received_at), vietnam_day(due_at)
    if term.unit not in {TermUnit.CALENDAR_DAYS, TermUnit.MONTHS}:
        return calendar.rests_on_estimate(received_on, due_on)
    if calendar.rests_on_estimated_suspension(received_on, due_on):
        return True
    before = max(calendar.last_working_day_until(due_on - timedelta(days=1)), received_on)
    return calendar.rests_on_estimate(before, due_on)


def is_move_estimated(
    promised_at: datetime, due_at: datetime, calendar: WorkingCalendar
) -> bool:
    """Tell whether a promised date, moved by what was waited, rests on an estimated day.

    A date that stands on the slip as it was written rests on none.
    """
    return calendar.rests_on_estimate(vietnam_day(promised_at), vietnam_day(due_at))
