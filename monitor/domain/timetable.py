"""Which seconds and days count, flattened once: the tables that a calendar counts by.

Positions are running sums of working seconds, so adding and measuring working time
are bisections whatever the term. Days are counted by their rank among working days.
Half-open everywhere: a session holds its opening, not its closing.
"""

from array import array
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from monitor.domain.calendar_spec import DAY, CalendarSpec, DatedDay, Season, Sessions, Week

KEPT = 64  # sets of hours: more than a province has
EPOCH = date(1970, 1, 1).toordinal()
UTC_ITSELF = timedelta()  # ahead of itself

# The sessions of one day, in seconds after its midnight.
Spans = tuple[tuple[int, int], ...]


class Timetable:
    """The tables of one set of hours; instants are seconds since 1970 in UTC.

    The columns that are searched are lists: an array makes an int of each it is asked for.

    Args:
        first: The first day loaded.
        plan: The sessions of it and of each day after it.
        zone: Whose clock the sessions are told by.
    """

    __slots__ = (
        "before",
        "closes",
        "closings",
        "days",
        "end",
        "first_ordinal",
        "first_sessions",
        "opens",
        "ranks",
        "start",
    )

    def __init__(self, first: date, plan: tuple[Spans, ...], zone: ZoneInfo) -> None:
        self.first_ordinal = first.toordinal()
        midnights = [_midnight(self.first_ordinal + n, zone) for n in range(len(plan) + 1)]
        self.start, self.end = midnights[0], midnights[-1]
        days = [
            spans
            if midnights[n + 1] - midnights[n] == DAY
            else _on_a_changed_clock(spans, self.first_ordinal + n, midnights[n], zone)
            for n, spans in enumerate(plan)
        ]
        sessions = [
            (midnight + opens, midnight + closes)
            for midnight, spans in zip(midnights, days, strict=False)
            for opens, closes in spans
        ]
        self.opens = [opens for opens, _ in sessions]
        self.closes = array("q", [closes for _, closes in sessions])
        lengths = (closes - opens for opens, closes in sessions)
        self.before = list(accumulate(lengths, initial=0))
        self.first_sessions = array("i", accumulate(map(len, days), initial=0))
        self.ranks = array("i", accumulate(map(bool, days)))
        worked = [n for n, spans in enumerate(days) if spans]
        self.days = array("i", [self.first_ordinal + n for n in worked])
        self.closings = array("q", [midnights[n] + days[n][-1][1] for n in worked])


@lru_cache(maxsize=KEPT)
def _kept(first: date, plan: tuple[Spans, ...], zone: ZoneInfo) -> Timetable:
    return Timetable(first, plan, zone)


def timetable_of(spec: CalendarSpec, rows: Mapping[date, DatedDay]) -> Timetable:
    """Return the tables of a calendar; two calendars of the same hours share one.

    Args:
        spec: The calendar.
        rows: The row that decides over each dated day.
    """
    return _kept(date(spec.first_year, 1, 1), tuple(_plan(spec, rows)), spec.zone)


def _plan(spec: CalendarSpec, rows: Mapping[date, DatedDay]) -> Iterator[Spans]:
    """Yield the sessions of each day of the loaded years."""
    usual = _week_of(spec.week)
    seasons = [(season, _week_of(season.week)) for season in spec.seasons]
    dated = {day.toordinal(): spec.sessions_on(day, row) for day, row in rows.items()}
    first, last = date(spec.first_year, 1, 1), date(spec.last_year, 12, 31)
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        if ordinal in dated:
            yield _spans(dated[ordinal])
        elif seasons:
            day = date.fromordinal(ordinal)
            yield _week_on(day, seasons, usual)[day.weekday()]
        else:
            yield usual[(ordinal - 1) % 7]


def _week_on(
    day: date, seasons: list[tuple[Season, tuple[Spans, ...]]], usual: tuple[Spans, ...]
) -> tuple[Spans, ...]:
    for season, week in seasons:
        if season.holds(day):
            return week
    return usual


def _week_of(week: Week) -> tuple[Spans, ...]:
    return tuple(_spans(week.get(weekday, ())) for weekday in range(7))


def _spans(sessions: Sessions) -> Spans:
    return tuple(one.from_midnight for one in sessions)


def _midnight(ordinal: int, zone: ZoneInfo) -> int:
    clock = datetime.fromordinal(ordinal)
    ahead = zone.utcoffset(clock) or UTC_ITSELF
    return (ordinal - EPOCH) * DAY - ahead.days * DAY - ahead.seconds


def _on_a_changed_clock(spans: Spans, ordinal: int, midnight: int, zone: ZoneInfo) -> Spans:
    """Return the spans of a day on which the clock is put forward or back."""
    start = datetime.combine(date.fromordinal(ordinal), time.min)

    def second(clock: int) -> int:
        at = (start + timedelta(seconds=clock)).replace(tzinfo=zone)
        return int(at.timestamp()) - midnight

    return tuple((second(opens), second(closes)) for opens, closes in spans)
