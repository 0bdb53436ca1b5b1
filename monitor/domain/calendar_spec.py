"""What an operator writes down about one working calendar, and what it says of a day.

A calendar has a week, seasons in which another week holds, dated days that decide
over both, and closures of the counter. Receipt hours say when the counter takes in, for
the weekdays that they name; on the others it takes in while the office works. They never
count toward a term.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

from monitor.domain.errors import (
    CalendarConflictError,
    SeasonConflictError,
    SessionMidnightError,
    SessionOverlapError,
)
from monitor.domain.instants import VIETNAM


class RowStatus(StrEnum):
    """How sure a dated row is."""

    DECIDED = "decided"
    REPORTED = "reported"
    ESTIMATED = "estimated"  # counts, and what rests on it is marked
    PROPOSED = "proposed"  # does not count

    @property
    def counts(self) -> bool:
        """True where dates are counted by the row."""
        return self is not RowStatus.PROPOSED


class DayKind(StrEnum):
    """What a dated row makes of its day."""

    OFF = "off"
    MAKE_UP = "make_up"
    HOURS = "hours"  # worked in hours of its own
    SUSPENDED = "suspended"  # of a closure that stops the count


@dataclass(frozen=True, slots=True)
class Session:
    """Working hours without a break, on the local clock; `closes` at 00:00 is 24:00."""

    opens: time
    closes: time

    @property
    def from_midnight(self) -> tuple[int, int]:
        """Opening and closing in seconds after midnight."""
        return _second(self.opens), _second(self.closes) or DAY

    @property
    def seconds(self) -> int:
        """Its length."""
        opens, closes = self.from_midnight
        return closes - opens


def _second(clock: time) -> int:
    return clock.hour * 3_600 + clock.minute * 60 + clock.second


DAY = 86_400
Sessions = tuple[Session, ...]
Week = Mapping[int, Sessions]  # weekday (0 = Monday) -> sessions, none on a day of rest


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedDay:
    """One dated row: a day off, a rest day worked in exchange, a day of its own hours.

    A make-up day takes the sessions of the weekday `works_as` and its receipt hours, or
    `sessions` of its own; the counter takes in during a day's own sessions.
    """

    day: date
    kind: DayKind
    title: str
    source: str
    status: RowStatus
    works_as: int | None = None  # weekday (0 = Monday)
    sessions: Sessions = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Another week, every year from one day of the year to another, both included.

    A season may run over the turn of the year. `first_year` and `last_year` bound
    the years in which it begins; None: the calendar's own.
    """

    title: str
    source: str
    begins: tuple[int, int]  # month, day
    ends: tuple[int, int]
    week: Week
    receipt: Week | None = None  # weekdays of other hours; None: those of the calendar
    first_year: int | None = None
    last_year: int | None = None

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in the season."""
        here = (day.month, day.day)
        if not self.spans(here):
            return False
        begun = day.year if here >= self.begins else day.year - 1
        return (self.first_year is None or self.first_year <= begun) and (
            self.last_year is None or begun <= self.last_year
        )

    def spans(self, here: tuple[int, int]) -> bool:
        """Tell whether a month and day lie between its ends, whatever the year."""
        if self.begins <= self.ends:
            return self.begins <= here <= self.ends
        return here >= self.begins or here <= self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days on which the counter is shut, both ends included.

    The count goes on unless the order in `source` says that it stops: then no day
    of the closure counts toward any term.
    """

    first: date
    last: date
    title: str
    source: str
    status: RowStatus
    suspends_terms: bool = False

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in the closure."""
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        """Yield its days."""
        return (self.first + timedelta(n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSpec:
    """One calendar as written; `file` is where a person mends it."""

    name: str
    first_year: int
    last_year: int
    week: Week
    seasons: tuple[Season, ...] = ()
    days: tuple[DatedDay, ...] = ()
    closures: tuple[Closure, ...] = ()
    receipt: Week | None = None  # weekdays on which the counter has other hours
    zone: ZoneInfo = field(default=VIETNAM)
    file: str = "calendar.toml"

    def season_of(self, day: date) -> Season | None:
        """Return the season that `day` lies in, if any."""
        return next((one for one in self.seasons if one.holds(day)), None)

    def sessions_on(self, day: date, row: DatedDay | None) -> Sessions:
        """Return the sessions that count on `day`, given the row that speaks of it."""
        season = self.season_of(day)
        return _by_row(season.week if season else self.week, day, row)

    def receipt_on(self, day: date, row: DatedDay | None) -> Sessions:
        """Return the hours in which the counter takes in on `day`, none in a closure."""
        if any(one.holds(day) for one in self.closures if one.status.counts):
            return ()
        return _by_row(self._receipt_week(self.season_of(day)), day, row)

    def _receipt_week(self, season: Season | None) -> Week:
        receipt = self.receipt or {}
        if season is None:
            return {**self.week, **receipt}
        return {**season.week, **(receipt if season.receipt is None else season.receipt)}


def _by_row(week: Week, day: date, row: DatedDay | None) -> Sessions:
    if row is None:
        return week.get(day.weekday(), ())
    if row.kind in {DayKind.OFF, DayKind.SUSPENDED}:
        return ()
    return row.sessions or week.get(day.weekday() if row.works_as is None else row.works_as, ())


def usual_day(spec: CalendarSpec) -> int:
    """Return the working seconds that most days of the week have; the more on a tie."""
    lengths = Counter(sum(one.seconds for one in day) for day in spec.week.values() if day)
    return max(lengths, key=lambda seconds: (lengths[seconds], seconds), default=0)


def with_proposals(spec: CalendarSpec) -> CalendarSpec:
    """Return the calendar as it would be were all that is proposed decided.

    What is proposed takes the place of what counts today; of two proposals for a day the
    first is tried.
    """
    tried: dict[date, DatedDay] = {}
    for row in spec.days:
        if not row.status.counts:
            tried.setdefault(row.day, replace(row, status=RowStatus.DECIDED))
    return replace(
        spec,
        days=(*tried.values(), *(row for row in spec.days if row.day not in tried)),
        closures=tuple(
            one if one.status.counts else replace(one, status=RowStatus.DECIDED)
            for one in spec.closures
        ),
    )


def counting_rows(spec: CalendarSpec) -> dict[date, DatedDay]:
    """Return the row that decides over each dated day; a suspension over all but days off.

    Raises:
        CalendarConflictError: two counting rows speak of one day.
    """
    counting: dict[date, DatedDay] = {}
    for row in spec.days:
        if not row.status.counts:
            continue
        if row.day in counting:
            raise CalendarConflictError(calendar=spec.name, day=row.day, file=spec.file)
        counting[row.day] = row
    for closure in suspensions(spec):
        for day in closure.days():
            if day not in counting or counting[day].kind is not DayKind.OFF:
                counting[day] = DatedDay(
                    day=day,
                    kind=DayKind.SUSPENDED,
                    title=closure.title,
                    source=closure.source,
                    status=closure.status,
                )
    return counting


def suspensions(spec: CalendarSpec) -> Iterator[Closure]:
    """Yield the closures that stop the count."""
    return (one for one in spec.closures if one.suspends_terms and one.status.counts)


def check_spec(spec: CalendarSpec) -> None:
    """Refuse hours and seasons that cannot be.

    Raises:
        SessionMidnightError: a session closes before it opens, or after midnight.
        SessionOverlapError: two sessions of a day overlap.
        SeasonConflictError: two seasons hold on one day.
    """
    for place, sessions in _all_sessions(spec):
        if any(time.min != one.closes <= one.opens for one in sessions):
            raise SessionMidnightError(calendar=spec.name, place=place, file=spec.file)
        if any(
            later.opens <= earlier.closes or earlier.closes == time.min
            for earlier, later in pairwise(sessions)
        ):
            raise SessionOverlapError(calendar=spec.name, place=place, file=spec.file)
    for one, other in combinations(spec.seasons, 2):
        may_meet = one.spans(other.begins) or other.spans(one.begins)
        if may_meet and any(one.holds(day) and other.holds(day) for day in _days(spec)):
            raise SeasonConflictError(
                calendar=spec.name, one=one.title, other=other.title, file=spec.file
            )


def _all_sessions(spec: CalendarSpec) -> Iterator[tuple[str, Sessions]]:
    """Yield every list of sessions, with the weekday or day it belongs to."""
    weeks = [spec.week, spec.receipt]
    weeks += [week for season in spec.seasons for week in (season.week, season.receipt)]
    for week in weeks:
        yield from ((str(weekday), sessions) for weekday, sessions in (week or {}).items())
    yield from ((row.day.isoformat(), row.sessions) for row in spec.days)


def _days(spec: CalendarSpec) -> Iterator[date]:
    first, last = date(spec.first_year, 1, 1), date(spec.last_year, 12, 31)
    return (first + timedelta(n) for n in range((last - first).days + 1))
