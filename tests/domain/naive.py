"""Slow counters that walk the clock minute by minute and the calendar day by day.

They share no line with `monitor.domain.calendar` and `monitor.domain.counting`, so
where both agree, both are right or both misread the law.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from monitor.domain.calendar import CalendarSpec, DayKind, RowStatus, Session
from monitor.domain.dossier import Pause
from monitor.domain.instants import VIETNAM

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def sessions_of(spec: CalendarSpec, day: date) -> tuple[Session, ...]:
    weekday = day.weekday()
    for row in spec.days:
        if row.day == day and row.status is not RowStatus.PROPOSED:
            if row.kind is DayKind.OFF:
                return ()
            weekday = weekday if row.works_as is None else row.works_as
    return spec.week.get(weekday, ())


def is_open(spec: CalendarSpec, at: datetime) -> bool:
    clock = at.astimezone(VIETNAM)
    return any(
        session.opens <= clock.time() < session.closes
        for session in sessions_of(spec, clock.date())
    )


def works_on(spec: CalendarSpec, day: date) -> bool:
    return sessions_of(spec, day) != ()


def closing(spec: CalendarSpec, day: date) -> datetime:
    last = max(session.closes for session in sessions_of(spec, day))
    return datetime.combine(day, last, tzinfo=VIETNAM)


def minutes_between(spec: CalendarSpec, start: datetime, end: datetime) -> int:
    count, clock = 0, start
    while clock < end:
        count += is_open(spec, clock)
        clock += MINUTE
    return count


def is_waiting(pauses: tuple[Pause, ...], at: datetime) -> bool:
    return any(
        pause.paused_at <= at < pause.resumed_at
        for pause in pauses
        if pause.resumed_at is not None
    )


def due_of_hours(
    spec: CalendarSpec, received_at: datetime, hours: int, pauses: tuple[Pause, ...]
) -> datetime:
    """Let each open minute outside a pause count, and stop outside a pause."""
    left, clock = hours * 60, received_at
    while left:
        left -= is_open(spec, clock) and not is_waiting(pauses, clock)
        clock += MINUTE
    while is_waiting(pauses, clock):
        clock += MINUTE
    return clock


def days_not_waited(first: date, pauses: tuple[Pause, ...]) -> Iterator[date]:
    """Yield the days from `first` on, but for those that began inside a pause."""
    day = first
    while True:
        if not any(
            pause.paused_at.date() < day <= pause.resumed_at.date()
            for pause in pauses
            if pause.resumed_at is not None
        ):
            yield day
        day += DAY


def due_on_working_day(
    spec: CalendarSpec, received_on: date, amount: int, pauses: tuple[Pause, ...]
) -> date:
    """Count the working days that did not begin inside a pause."""
    days = days_not_waited(received_on + DAY, pauses)
    counted = (day for day in days if works_on(spec, day))
    return settle(spec, [next(counted) for _ in range(amount)][-1], pauses)


def due_on_calendar_day(
    spec: CalendarSpec, received_on: date, amount: int, pauses: tuple[Pause, ...]
) -> date:
    days = days_not_waited(received_on + DAY, pauses)
    return settle(spec, [next(days) for _ in range(amount)][-1], pauses)


def settle(spec: CalendarSpec, day: date, pauses: tuple[Pause, ...]) -> date:
    """Return the first working day from `day` on whose closing lies in no pause."""
    while not works_on(spec, day) or is_waiting(pauses, closing(spec, day)):
        day += DAY
    return day
