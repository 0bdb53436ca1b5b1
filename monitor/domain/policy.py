"""The choices that the law leaves to the office, as the core needs them."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from monitor.domain.calendar import WorkingCalendar


class DayEnd(StrEnum):
    """At what clock a term of days ends."""

    CLOSING = "closing"
    SAME_TIME = "same_time"


class LateBy(StrEnum):
    """How lateness is judged."""

    TERM = "term"  # terms of days by date, terms of hours by the minute
    DATE = "date"
    MINUTE = "minute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One unit's calendar and thresholds. Days are working days, hours working hours."""

    calendar: WorkingCalendar
    day_end: DayEnd = DayEnd.CLOSING
    late_by: LateBy = LateBy.TERM
    same_day_cutoff: time = time(15)
    reception_hours: int = 8
    warn_days: tuple[int, ...] = (3, 1)
    warn_hours: tuple[int, ...] = (4, 1)
    overdue_repeat_days: tuple[int, ...] = (1, 3, 5)
    apology_ask_days: int = 3
    apology_silence_days: int = 2
    result_waiting_days: int = 5
