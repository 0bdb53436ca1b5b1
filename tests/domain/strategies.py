"""Random calendars, terms and pauses around one fixed fortnight."""

import os
from datetime import date, datetime, time, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from monitor.domain.calendar_spec import (
    CalendarSpec,
    Closure,
    DatedDay,
    DayKind,
    RowStatus,
    Season,
    Session,
    Week,
)
from monitor.domain.dossier import Pause
from monitor.domain.instants import VIETNAM

# `make soak` draws many times as many examples as `make test`, and others each time.
TIMES = int(os.environ.get("DUNGHAN_EXAMPLES_TIMES", "1"))


def drawing(examples: int) -> settings:
    """Return the settings of a property test over this many examples, or a soak of them."""
    return settings(max_examples=examples * TIMES, deadline=None, derandomize=TIMES == 1)


thoroughly = drawing(40)
minute_by_minute = drawing(25)

FIRST = datetime(2026, 3, 2, tzinfo=VIETNAM)  # a Monday
MINUTES = 14 * 24 * 60

instants = st.integers(0, MINUTES).map(lambda minute: FIRST + timedelta(minutes=minute))


def _sessions(quarters: list[int]) -> tuple[Session, ...]:
    clocks = [time(quarter // 4, quarter % 4 * 15) for quarter in sorted(quarters)]
    return tuple(
        Session(opens, closes) for opens, closes in zip(clocks[::2], clocks[1::2], strict=True)
    )


day_hours = st.sampled_from([0, 2, 4, 6]).flatmap(
    lambda size: st.lists(st.integers(1, 95), min_size=size, max_size=size, unique=True).map(
        _sessions
    )
)
open_hours = day_hours.filter(bool)

dated_days = st.lists(
    st.builds(
        DatedDay,
        day=st.integers(0, 30).map(lambda days: FIRST.date() + timedelta(days=days)),
        kind=st.sampled_from((DayKind.OFF, DayKind.MAKE_UP)),
        title=st.just("a title"),
        source=st.just("a notice"),
        status=st.sampled_from(RowStatus),
        works_as=st.none() | st.integers(0, 6),
    )
    | st.builds(
        DatedDay,
        day=st.integers(0, 30).map(lambda days: FIRST.date() + timedelta(days=days)),
        kind=st.just(DayKind.HOURS),
        title=st.just("a title"),
        source=st.just("a notice"),
        status=st.sampled_from(RowStatus),
        sessions=open_hours,
    ),
    max_size=8,
    unique_by=lambda row: row.day,
).map(tuple)


def _closure(first: int, days: int, status: RowStatus, *, suspends_terms: bool) -> Closure:
    start = FIRST.date() + timedelta(days=first)
    return Closure(
        first=start,
        last=start + timedelta(days=days),
        title="shut",
        source="an order",
        status=status,
        suspends_terms=suspends_terms,
    )


closures = st.lists(
    st.builds(
        _closure,
        st.integers(0, 30),
        st.integers(0, 6),
        st.sampled_from(RowStatus),
        suspends_terms=st.booleans(),
    ),
    max_size=2,
).map(tuple)

spans_of_the_year = st.sampled_from(
    [((3, 8), (3, 11)), ((3, 5), (10, 15)), ((10, 15), (3, 10)), ((12, 31), (12, 31))]
)


@st.composite
def calendar_specs(draw: st.DrawFn) -> CalendarSpec:
    """Draw weeks that work on Mondays, seasons, and dated days and closures in March."""
    return CalendarSpec(
        name="drawn",
        first_year=2026,
        last_year=2026,
        week=draw(weeks()),
        seasons=draw(seasons()),
        days=draw(dated_days),
        closures=draw(closures),
    )


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    return {weekday: draw(day_hours) for weekday in range(1, 7)} | {0: draw(open_hours)}


@st.composite
def seasons(draw: st.DrawFn) -> tuple[Season, ...]:
    if draw(st.booleans()):
        return ()
    begins, ends = draw(spans_of_the_year)
    return (
        Season(
            title="a season",
            source="an order",
            begins=begins,
            ends=ends,
            week=draw(weeks()),
            first_year=draw(st.sampled_from([None, 2025, 2026, 2027])),
            last_year=draw(st.sampled_from([None, 2025, 2026])),
        ),
    )


def _pause(start: datetime, minutes: int) -> Pause:
    return Pause(paused_at=start, resumed_at=start + timedelta(minutes=minutes))


pauses = st.lists(st.builds(_pause, instants, st.integers(0, 4 * 24 * 60)), max_size=4).map(
    tuple
)
amounts = st.integers(1, 12)


def day_of(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
