"""Slow counters that walk the clock minute by minute and the calendar day by day.

They share no line with `monitor.domain.calendar` and `monitor.domain.counting`, so
where both agree, both are right or both misread the law.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from monitor.domain.calendar_spec import (
    CalendarSpec,
    DayKind,
    RowStatus,
    Season,
    Sessions,
    Week,
)
from monitor.domain.dossier import Pause
from monitor.domain.instants import VIETNAM

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def is_suspended(spec: CalendarSpec, day: date) -> bool:
    return any(
        one.first <= day <= one.last
        for one in spec.closures
        if one.suspends_terms and one.status is not RowStatus.PROPOSED
    )


def is_in_season(season: Season, day: date) -> bool:
    """Walk from the last begin of the season on or before `day` to its next end."""
    clock = day
    while (clock.month, clock.day) != season.begins:
        clock -= DAY
    begun = clock.year
    while clock < day:
        if (clock.month, clock.day) == season.ends:
            return False
        clock += DAY
    return (season.first_year or begun) <= begun <= (season.last_year or begun)


def week_of(spec: CalendarSpec, day: date) -> Week:
    return next((one.week for one in spec.seasons if is_in_season(one, day)), spec.week)


def sessions_of(spec: CalendarSpec, day: date) -> Sessions:
    weekday = day.weekday()
    if is_suspended(spec, day):
        return ()
    for row in spec.days:
        if row.day == day and row.status is not RowStatus.PROPOSED:
            if row.kind is DayKind.OFF:
                return ()
            if row.sessions:
                return row.sessions
            weekday = weekday if row.works_as is None else row.works_as
    return week_of(spec, day).get(weekday, ())


def starts_at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=VIETNAM)


def ends_at(day: date, clock: time) -> datetime:
    """Return a closing; 00:00 is the midnight that ends the day."""
    return datetime.combine(day + DAY * (clock == time.min), clock, tzinfo=VIETNAM)


def open_at(spec: CalendarSpec) -> Callable[[datetime], bool]:
    """Return what tells whether an instant is open; each day is looked up once."""
    days: dict[date, Sessions] = {}

    def ask(at: datetime) -> bool:
        clock = at.astimezone(VIETNAM)
        day = clock.date()
        if day not in days:
            days[day] = sessions_of(spec, day)
        return any(
            starts_at(day, session.opens) <= clock < ends_at(day, session.closes)
            for session in days[day]
        )

    return ask


def is_open(spec: CalendarSpec, at: datetime) -> bool:
    return open_at(spec)(at)


def works_on(spec: CalendarSpec, day: date) -> bool:
    return sessions_of(spec, day) != ()


def closing(spec: CalendarSpec, day: date) -> datetime:
    return max(ends_at(day, session.closes) for session in sessions_of(spec, day))


def minutes_between(spec: CalendarSpec, start: datetime, end: datetime) -> int:
    count, clock, is_open = 0, start, open_at(spec)
    while clock < end:
        count += is_open(clock)
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
    """Let each open minute outside a pause count, and stop where one begins that would."""
    left, clock, is_open = hours * 60, received_at, open_at(spec)
    while left:
        left -= is_open(clock) and not is_waiting(pauses, clock)
        clock += MINUTE
    while is_waiting(pauses, clock) or not is_open(clock):
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
    counted = (day for day in days if not is_suspended(spec, day))
    return settle(spec, [next(counted) for _ in range(amount)][-1], pauses)


def days_of_months(received_on: date, months: int) -> int:
    """Walk month by month to the day of the same number, or the last of its month."""
    first = received_on.replace(day=1)
    for _ in range(months):
        first = (first + 31 * DAY).replace(day=1)
    day = first
    while day.day < received_on.day and (day + DAY).month == first.month:
        day += DAY
    return (day - received_on).days


def half_day_seconds(spec: CalendarSpec) -> int:
    """Halve the length that most days of the week have; of two as common, the longer."""
    any_day = date(spec.first_year, 1, 1)
    lengths = sorted(
        (
            sum(
                (ends_at(any_day, one.closes) - starts_at(any_day, one.opens)) // MINUTE
                for one in sessions
            )
            for sessions in spec.week.values()
            if sessions
        ),
        reverse=True,
    )
    return max(lengths, key=lengths.count) * 30


def settle(spec: CalendarSpec, day: date, pauses: tuple[Pause, ...]) -> date:
    """Return the first working day from `day` on whose closing lies in no pause."""
    while not works_on(spec, day) or is_waiting(pauses, closing(spec, day)):
        day += DAY
    return day
