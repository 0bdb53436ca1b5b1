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
    """One unit's calendar and thresholds. Days are working days, hours working hours.

    `settings.rules.Choices` has a key of the same name and default for each threshold.
    """

    calendar: WorkingCalendar
    day_end: DayEnd = DayEnd.CLOSING
    late_by: LateBy = LateBy.TERM
    same_day_cutoff: time = time(15)
    reception_hours: int = 8
    warn_days: tuple[int, ...] = (3, 1)
    warn_hours: tuple[int, ...] = (4, 1)
    fresh_hours: int = 1  # older data know nothing of the hours left
    overdue_repeat_days: tuple[int, ...] = (1, 3, 5)
    apology_ask_days: int = 3
    apology_silence_days: int = 2
    new_date_days: int = 2
    supplement_days: int = 3
    supplement_asks: int = 1
    paused_days: tuple[int, ...] = (10, 20, 40)
    result_waiting_days: int = 5
    lag_hours: int = 2  # by the clock: how far an export may lag behind its own instant
    explain_days: int = 2
    verify_days: int = 10
    bulk_edits: int = 5
    stale_source_hours: int = 12
    stale_unit_days: int = 5
    unit_min_dossiers: int = 20
    on_time_target: float = 0.95  # targets and limits are shares, from 0 to 1
    online_target: float = 0.5
    returned_limit: float = 0.1
