"""What a count goes by, lawful or mistaken, and what a mistake makes of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DatedDay
from monitor.domain.dossier import Pause
from monitor.domain.instants import vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import Term


class Ending(StrEnum):
    """How the date that is told comes from the one that was counted."""

    COUNTED = "counted"
    NOT_ROLLED = "not_rolled"  # a day of rest, from which the count moves on to that date
    ON_REST_DAY = "on_rest_day"  # a day of rest before or after it
    OTHER_YEAR = "other_year"  # its day and month, of another year
    SWAPPED = "swapped"  # its month for the day and its day for the month
    ROUNDED = "rounded"  # the hour, the session or the day that it lies in, to its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a count goes by, lawful or mistaken.

    `later_pauses` were not known when the date was promised. No day after `until`
    matters. `by_minute`: dates are compared to the minute. `added` is put on
    top of what was counted. `days`: the dated days that a mistake takes otherwise.
    """

    received_at: datetime
    term: Term
    policy: Policy
    rule: OnSupplement
    until: date
    by_minute: bool
    pauses: tuple[Pause, ...] = ()
    later_pauses: tuple[Pause, ...] = ()
    submitted_at: datetime | None = None
    added: timedelta = timedelta()
    ending: Ending = Ending.COUNTED
    days: tuple[DatedDay, ...] = ()

    @property
    def calendar(self) -> WorkingCalendar:
        """The calendar counted by."""
        return self.policy.calendar

    @property
    def received_on(self) -> date:
        """The day that the count starts from."""
        return vietnam_day(self.received_at)

    def with_calendar(
        self, calendar: WorkingCalendar, days: tuple[DatedDay, ...] = ()
    ) -> "Inputs":
        """Return these inputs on another calendar, which differs in these days."""
        policy = replace(self.policy, calendar=calendar)
        return replace(self, policy=policy, days=self.days + days)

    def rows(self) -> tuple[DatedDay, ...]:
        """Return the dated rows of the days that matter, in order."""
        first, last = self.received_on, self.until
        return tuple(row for row in self.calendar.rows if first <= row.day <= last)
