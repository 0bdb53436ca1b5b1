"""Random calendars, terms and pauses around one fixed fortnight."""

from datetime import date, datetime, time, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from monitor.domain.calendar import CalendarSpec, DatedDay, DayKind, RowStatus, Session
from monitor.domain.dossier import Pause
from monitor.domain.instants import VIETNAM

thoroughly = settings(max_examples=100, deadline=None, derandomize=True)
minute_by_minute = settings(max_examples=60, deadline=None, derandomize=True)

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
        kind=st.sampled_from(DayKind),
        title=st.just("a title"),
        source=st.just("a notice"),
        status=st.sampled_from(RowStatus),
        works_as=st.none() | st.integers(0, 6),
    ),
    max_size=8,
    unique_by=lambda row: row.day,
).map(tuple)


@st.composite
def calendar_specs(draw: st.DrawFn) -> CalendarSpec:
    """Draw a week that works on Mondays at least, with dated days in its first month."""
    week = {weekday: draw(day_hours) for weekday in range(1, 7)}
    return CalendarSpec(
        name="drawn",
        first_year=2026,
        last_year=2026,
        week=week | {0: draw(open_hours)},
        days=draw(dated_days),
    )


def _pause(start: datetime, minutes: int) -> Pause:
    return Pause(paused_at=start, resumed_at=start + timedelta(minutes=minutes))


pauses = st.lists(st.builds(_pause, instants, st.integers(0, 4 * 24 * 60)), max_size=4).map(
    tuple
)
amounts = st.integers(1, 12)


def day_of(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
