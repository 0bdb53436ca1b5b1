"""The working calendar: which hours of which days count.

Sessions are flattened once to epoch seconds with a running sum of working
seconds, so adding and measuring working time are bisections, whatever the term.
Half-open everywhere: a session holds its opening, not its closing.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from monitor.domain.errors import (
    CalendarConflictError,
    CalendarGapError,
    NaiveTimeError,
    SessionError,
)
from monitor.domain.instants import VIETNAM


class RowStatus(StrEnum):
    """How sure a dated row is."""

    DECIDED = "decided"
    REPORTED = "reported"
    ESTIMATED = "estimated"  # counts, and what rests on it is marked
    PROPOSED = "proposed"  # does not count


class DayKind(StrEnum):
    """What a dated row makes of its day."""

    OFF = "off"
    MAKE_UP = "make_up"


@dataclass(frozen=True, slots=True)
class Session:
    """Working hours without a break, on the local clock."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedDay:
    """One dated row: a day off, or a rest day worked in exchange."""

    day: date
    kind: DayKind
    title: str
    source: str
    status: RowStatus
    works_as: int | None = None  # weekday (0 = Monday) whose sessions a make-up day takes


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSpec:
    """What an operator writes down about one calendar."""

    name: str
    first_year: int
    last_year: int
    week: Mapping[int, tuple[Session, ...]]  # weekday (0 = Monday) -> sessions
    days: tuple[DatedDay, ...] = ()
    zone: ZoneInfo = field(default=VIETNAM)


class WorkingCalendar:
    """Counts working seconds and working days of one calendar.

    Raises:
        SessionError: sessions of a weekday overlap or run backwards.
        CalendarConflictError: two counting rows speak of one day.
    """

    def __init__(self, spec: CalendarSpec) -> None:
        self.name = spec.name
        self.zone = spec.zone
        self.first_day = date(spec.first_year, 1, 1)
        self.last_day = date(spec.last_year, 12, 31)
        self.rows = tuple(sorted(spec.days, key=lambda row: row.day))
        self._dated = _counting_rows(spec)
        _check_sessions(spec)
        self._opens = array("q")
        self._closes = array("q")
        self._before = array("q")  # working seconds before each session
        self._days = array("l")  # ordinals of working days
        self._last_close = array("q")  # closing of each working day, beside `_days`
        self._total = 0
        for day in _days_from(self.first_day, self.last_day):
            self._add_day(day, sessions_on(spec, self._dated.get(day), day))
        self._estimated = array(
            "l",
            sorted(
                row.day.toordinal()
                for row in self._dated.values()
                if row.status is RowStatus.ESTIMATED
            ),
        )
        self._range = (self._epoch(self.first_day), self._epoch(self.last_day + timedelta(1)))

    def _epoch(self, day: date, clock: time = time.min) -> int:
        return int(datetime.combine(day, clock, tzinfo=self.zone).timestamp())

    def _add_day(self, day: date, sessions: tuple[Session, ...]) -> None:
        for session in sessions:
            opens, closes = self._epoch(day, session.opens), self._epoch(day, session.closes)
            self._opens.append(opens)
            self._closes.append(closes)
            self._before.append(self._total)
            self._total += closes - opens
        if sessions:
            self._days.append(day.toordinal())
            self._last_close.append(self._closes[-1])

    # Instants and working seconds

    def position(self, at: datetime) -> int:
        """Return the working seconds from the calendar's first day to `at`.

        Two instants with no working time between them have one position.

        Raises:
            NaiveTimeError: `at` carries no time zone.
            CalendarGapError: `at` lies outside the loaded years.
        """
        return self._position(self._second(at))

    def instant_closing(self, position: int) -> datetime:
        """Return the earliest instant at `position`: a closing, never the next opening."""
        self._check_position(position)
        index = max(bisect_left(self._before, position) - 1, 0)
        return self._at(self._opens[index] + position - self._before[index])

    def instant_opening(self, position: int) -> datetime:
        """Return the latest instant at `position`: the next opening, never a closing."""
        self._check_position(position)
        if position == self._total:
            raise CalendarGapError(calendar=self.name, year=self.last_day.year + 1)
        index = bisect_right(self._before, position) - 1
        return self._at(self._opens[index] + position - self._before[index])

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Measure the working seconds from `start` to `end`, negative when reversed."""
        return self.position(end) - self.position(start)

    def next_working_instant(self, at: datetime) -> datetime:
        """Return `at` itself inside a session, else the next opening."""
        return self.instant_opening(self.position(at))

    def is_open(self, at: datetime) -> bool:
        """Tell whether `at` lies inside a session."""
        second = self._second(at)
        index = bisect_right(self._opens, second) - 1
        return index >= 0 and second < self._closes[index]

    def _check_position(self, position: int) -> None:
        if not self._opens or not 0 <= position <= self._total:
            year = self.last_day.year + 1 if position > 0 else self.first_day.year - 1
            raise CalendarGapError(calendar=self.name, year=year)

    def _second(self, at: datetime) -> int:
        if at.tzinfo is None:
            raise NaiveTimeError(instant=at.isoformat())
        second = int(at.timestamp())
        if not self._range[0] <= second < self._range[1]:
            raise CalendarGapError(calendar=self.name, year=at.astimezone(self.zone).year)
        return second

    def _position(self, second: int) -> int:
        index = bisect_right(self._opens, second) - 1
        if index < 0:
            return 0
        return self._before[index] + min(second, self._closes[index]) - self._opens[index]

    def _at(self, second: int) -> datetime:
        return datetime.fromtimestamp(second, self.zone)

    # Working days

    def is_working_day(self, day: date) -> bool:
        """Tell whether `day` has a session."""
        self._check_day(day)
        index = bisect_left(self._days, day.toordinal())
        return index < len(self._days) and self._days[index] == day.toordinal()

    def working_day_after(self, day: date, *, days: int) -> date:
        """Return the `days`-th working day after `day`; before it when negative.

        Zero is the first working day on or after `day`.

        Raises:
            CalendarGapError: the count leaves the loaded years.
        """
        self._check_day(day)
        ordinal = day.toordinal()
        if days > 0:
            index = bisect_right(self._days, ordinal) + days - 1
        else:
            index = bisect_left(self._days, ordinal) + days
        if not 0 <= index < len(self._days):
            raise CalendarGapError(
                calendar=self.name,
                year=self.last_day.year + 1 if days >= 0 else self.first_day.year - 1,
            )
        return date.fromordinal(self._days[index])

    def last_working_day_until(self, day: date) -> date:
        """Return the last working day on or before `day`."""
        return day if self.is_working_day(day) else self.working_day_after(day, days=-1)

    def days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative reversed."""
        self._check_day(start)
        self._check_day(end)
        return bisect_right(self._days, end.toordinal()) - bisect_right(
            self._days, start.toordinal()
        )

    def opening(self, day: date) -> datetime:
        """Return the first opening of `day`, of the next working day where it rests."""
        return self.next_working_instant(self._midnight(day))

    def closing(self, day: date) -> datetime:
        """Return the closing of the last session of a working `day`.

        Raises:
            ValueError: `day` is one of rest.
        """
        self._check_day(day)
        index = bisect_left(self._days, day.toordinal())
        if index == len(self._days) or self._days[index] != day.toordinal():
            raise ValueError(day)
        return self._at(self._last_close[index])

    def seconds_on(self, day: date) -> int:
        """Return the working seconds of `day`: 0 on a rest day."""
        self._check_day(day)
        return self._position(self._epoch(day + timedelta(1))) - self._position(
            self._epoch(day)
        )

    def sessions(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return opening and closing of each session of `day`, none on a rest day."""
        self._check_day(day)
        first = bisect_left(self._opens, self._epoch(day))
        last = bisect_left(self._opens, self._epoch(day + timedelta(1)))
        return tuple(
            (self._at(self._opens[i]), self._at(self._closes[i])) for i in range(first, last)
        )

    def dated_row(self, day: date) -> DatedDay | None:
        """Return the counting row that speaks of `day`, if any."""
        return self._dated.get(day)

    def rests_on_estimate(self, start: date, end: date) -> bool:
        """Tell whether an estimated day lies after `start` up to and including `end`."""
        return bisect_right(self._estimated, start.toordinal()) < bisect_right(
            self._estimated, end.toordinal()
        )

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.zone)

    def _check_day(self, day: date) -> None:
        if not self.first_day <= day <= self.last_day:
            raise CalendarGapError(calendar=self.name, year=day.year)


def sessions_on(spec: CalendarSpec, row: DatedDay | None, day: date) -> tuple[Session, ...]:
    """Return the sessions of `day`, given the counting row that speaks of it."""
    if row is None:
        return spec.week.get(day.weekday(), ())
    if row.kind is DayKind.OFF:
        return ()
    return spec.week.get(day.weekday() if row.works_as is None else row.works_as, ())


def _days_from(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


def _counting_rows(spec: CalendarSpec) -> dict[date, DatedDay]:
    counting: dict[date, DatedDay] = {}
    for row in spec.days:
        if row.status is RowStatus.PROPOSED:
            continue
        if row.day in counting:
            raise CalendarConflictError(calendar=spec.name, day=row.day)
        counting[row.day] = row
    return counting


def _check_sessions(spec: CalendarSpec) -> None:
    for weekday, sessions in spec.week.items():
        clocks = [clock for session in sessions for clock in (session.opens, session.closes)]
        if any(later <= earlier for earlier, later in pairwise(clocks)):
            raise SessionError(calendar=spec.name, weekday=weekday)
