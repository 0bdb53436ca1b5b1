"""The working calendar: which hours of which days count.

Made from what an operator wrote (`calendar_spec`), it counts on tables made once
(`timetable`). Half-open everywhere: a session holds its opening, not its closing.
"""

from array import array
from bisect import bisect_left, bisect_right
from copy import copy
from dataclasses import replace
from datetime import date, datetime, time

from monitor.domain.calendar_spec import (
    DAY,
    CalendarSpec,
    Closure,
    DatedDay,
    DayKind,
    RowStatus,
    Sessions,
    check_spec,
    counting_rows,
    suspensions,
    usual_day,
)
from monitor.domain.errors import CalendarGapError, NaiveTimeError
from monitor.domain.timetable import UTC_ITSELF, timetable_of


class WorkingCalendar:
    """Counts working seconds and working days of one calendar.

    Raises:
        SessionMidnightError: a session closes before it opens, or after midnight.
        SessionOverlapError: two sessions of a day overlap.
        SeasonConflictError: two seasons hold on one day.
        CalendarConflictError: two counting rows speak of one day.
    """

    def __init__(self, spec: CalendarSpec) -> None:
        check_spec(spec)
        self.spec = spec
        self.name = spec.name
        self.zone = spec.zone
        self._epoch = datetime(1970, 1, 1, tzinfo=spec.zone)
        self.first_day = date(spec.first_year, 1, 1)
        self.last_day = date(spec.last_year, 12, 31)
        self.usual_day = usual_day(spec)  # working seconds
        self.rows = tuple(sorted(spec.days, key=lambda row: row.day))
        self._dated = counting_rows(spec)
        self.table = timetable_of(spec, self._dated)
        self._estimated = array(
            "i",
            sorted(
                row.day.toordinal()
                for row in self._dated.values()
                if row.status is RowStatus.ESTIMATED
            ),
        )
        self._estimated_suspended = array(
            "i",
            sorted(
                row.day.toordinal()
                for row in self._dated.values()
                if row.status is RowStatus.ESTIMATED and row.kind is DayKind.SUSPENDED
            ),
        )
        self._suspended = array(
            "i", sorted({day.toordinal() for one in suspensions(spec) for day in one.days()})
        )

    def with_closures(self, name: str, closures: tuple[Closure, ...]) -> "WorkingCalendar":
        """Return this calendar under another name with more closures of the counter.

        The tables are shared unless a closure stops the count.
        """
        spec = replace(self.spec, name=name, closures=self.spec.closures + closures)
        if any(True for _ in suspensions(replace(spec, closures=closures))):
            return WorkingCalendar(spec)
        twin = copy(self)
        twin.spec, twin.name = spec, name
        return twin

    # Instants and working seconds

    def position(self, at: datetime) -> int:
        """Return the working seconds from the calendar's first day to `at`.

        Two instants with no working time between them have one position.

        Raises:
            NaiveTimeError: `at` carries no time zone.
            CalendarGapError: `at` lies outside the loaded years.
        """
        second = self._second(at)
        table = self.table
        index = bisect_right(table.opens, second) - 1
        if index < 0:
            return 0
        if second >= table.closes[index]:
            return table.before[index + 1]
        return table.before[index] + second - table.opens[index]

    def instant_closing(self, position: int) -> datetime:
        """Return the earliest instant at `position`: a closing, never the next opening."""
        table = self.table
        if not 0 <= position <= table.before[-1] or not table.opens:
            raise self._gap_at(position)
        index = bisect_left(table.before, position, 1) - 1
        return self._at(table.opens[index] + position - table.before[index])

    def instant_opening(self, position: int) -> datetime:
        """Return the latest instant at `position`: the next opening, never a closing."""
        table = self.table
        if not 0 <= position < table.before[-1]:
            raise self._gap_at(position)
        index = bisect_right(table.before, position) - 1
        return self._at(table.opens[index] + position - table.before[index])

    def add_seconds(self, start: datetime, seconds: int) -> datetime:
        """Return the earliest instant with `seconds` of working time after `start`.

        Raises:
            CalendarGapError: it leaves the loaded years.
        """
        return self.instant_closing(self.position(start) + seconds)

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Measure the working seconds from `start` to `end`, negative when reversed."""
        return self.position(end) - self.position(start)

    def next_working_instant(self, at: datetime) -> datetime:
        """Return `at` itself inside a session, else the next opening."""
        return self.instant_opening(self.position(at))

    def previous_working_instant(self, at: datetime) -> datetime:
        """Return `at` itself after an opening and up to the closing, else the last closing."""
        return self.instant_closing(self.position(at))

    def is_open(self, at: datetime) -> bool:
        """Tell whether `at` lies inside a session."""
        second = self._second(at)
        index = bisect_right(self.table.opens, second) - 1
        return index >= 0 and second < self.table.closes[index]

    def _second(self, at: datetime) -> int:
        if at.tzinfo is None:
            raise NaiveTimeError(instant=at.isoformat())
        here = at.astimezone(self.zone)
        since = here - self._epoch - (self.zone.utcoffset(here) or UTC_ITSELF)
        second = since.days * DAY + since.seconds
        if not self.table.start <= second < self.table.end:
            raise self._gap(here.year)
        return second

    def _at(self, second: int) -> datetime:
        return datetime.fromtimestamp(second, self.zone)

    # Working days

    def is_working_day(self, day: date) -> bool:
        """Tell whether `day` has a session."""
        rank = self._rank(day)
        return rank > 0 and self.table.days[rank - 1] == day.toordinal()

    def working_day_after(self, day: date, *, days: int) -> date:
        """Return the `days`-th working day after `day`; before it when negative.

        Zero is the first working day on or after `day`.

        Raises:
            CalendarGapError: the count leaves the loaded years.
        """
        return date.fromordinal(self.table.days[self._index_after(day, days)])

    def closing_after(self, day: date, *, days: int) -> datetime:
        """Return the closing of `working_day_after`."""
        return self._at(self.table.closings[self._index_after(day, days)])

    def _index_after(self, day: date, days: int) -> int:
        table = self.table
        rank = self._rank(day)
        if days > 0:
            index = rank + days - 1
        else:
            is_working = rank > 0 and table.days[rank - 1] == day.toordinal()
            index = rank + days - is_working
        if not 0 <= index < len(table.days):
            raise self._gap(self.last_day.year + 1 if days >= 0 else self.first_day.year - 1)
        return index

    def last_working_day_until(self, day: date) -> date:
        """Return the last working day on or before `day`."""
        return day if self.is_working_day(day) else self.working_day_after(day, days=-1)

    def days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative reversed."""
        return self._rank(end) - self._rank(start)

    def opening(self, day: date) -> datetime:
        """Return the first opening of `day`, of the next working day where it rests."""
        return self.next_working_instant(self._midnight(day))

    def closing(self, day: date) -> datetime:
        """Return the closing of the last session of a working `day`.

        Raises:
            ValueError: `day` is one of rest.
        """
        if not self.is_working_day(day):
            raise ValueError(day)
        return self._at(self.table.closings[self._rank(day) - 1])

    def seconds_on(self, day: date) -> int:
        """Return the working seconds of `day`: 0 on a rest day."""
        first, after = self._where(day)
        return self.table.before[after] - self.table.before[first]

    def sessions(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return opening and closing of each session of `day`, none on a rest day."""
        first, after = self._where(day)
        if first == after:
            return ()
        opens = map(self._at, self.table.opens[first:after])
        closes = map(self._at, self.table.closes[first:after])
        return tuple(zip(opens, closes, strict=True))

    def _where(self, day: date) -> tuple[int, int]:
        """Return where in the tables the sessions of `day` begin, and those after it."""
        number, sessions = self._number(day), self.table.first_sessions
        return sessions[number], sessions[number + 1]

    def _rank(self, day: date) -> int:
        """Return how many working days there are until `day`, itself included."""
        return self.table.ranks[self._number(day)]

    def _number(self, day: date) -> int:
        """Return how many days after the first one `day` is."""
        if not self.first_day <= day <= self.last_day:
            raise self._gap(day.year)
        return day.toordinal() - self.table.first_ordinal

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.zone)

    # Calendar days

    def running_day_after(self, day: date, *, days: int) -> date:
        """Return the `days`-th calendar day after `day`, but for those of a suspension."""
        ordinal = day.toordinal()
        last = ordinal + days
        while (found := ordinal + days + self._suspended_between(ordinal, last)) != last:
            last = found
        return date.fromordinal(last)

    def running_days_between(self, start: date, end: date) -> int:
        """Count the calendar days after `start` until `end`, but for those of a suspension."""
        first, last = start.toordinal(), end.toordinal()
        return last - first - self._suspended_between(first, last)

    def _suspended_between(self, first: int, last: int) -> int:
        return bisect_right(self._suspended, last) - bisect_right(self._suspended, first)

    def is_suspended(self, day: date) -> bool:
        """Tell whether an order stops every count on `day`."""
        return self._suspended_between(day.toordinal() - 1, day.toordinal()) == 1

    # What is written of days

    def dated_row(self, day: date) -> DatedDay | None:
        """Return the counting row that speaks of `day`, if any."""
        return self._dated.get(day)

    def rests_on_estimate(self, start: date, end: date) -> bool:
        """Tell whether an estimated day lies after `start` up to and including `end`."""
        return _lies_between(self._estimated, start, end)

    def rests_on_estimated_suspension(self, start: date, end: date) -> bool:
        """Tell the same of the days of an estimated suspension, which stop every count."""
        return _lies_between(self._estimated_suspended, start, end)

    def receipt(self, day: date) -> Sessions:
        """Return the hours in which the counter takes in on `day`; none while it is shut."""
        return self.spec.receipt_on(day, self._dated.get(day))

    def takes_in(self, at: datetime) -> bool:
        """Tell whether the counter takes in at `at`; a date without a time, on that day."""
        clock = at.astimezone(self.zone)
        hours = self.receipt(clock.date())
        if clock.time() == time.min:
            return bool(hours)
        return any(one.opens <= clock.time() <= one.closes for one in hours)

    def closures_between(self, first: date, last: date) -> tuple[Closure, ...]:
        """Return the closures that touch a span of days, both ends included."""
        return tuple(
            one
            for one in self.spec.closures
            if one.status.counts and one.first <= last and first <= one.last
        )

    def _gap(self, year: int) -> CalendarGapError:
        return CalendarGapError(calendar=self.name, year=year, file=self.spec.file)

    def _gap_at(self, position: int) -> CalendarGapError:
        return self._gap(self.last_day.year + 1 if position > 0 else self.first_day.year - 1)


def _lies_between(ordinals: "array[int]", start: date, end: date) -> bool:
    if not ordinals:
        return False
    return bisect_right(ordinals, start.toordinal()) < bisect_right(ordinals, end.toordinal())
