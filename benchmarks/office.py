"""The office that is measured: twelve years, two sessions a day, eleven days off a year.

It works no make-up days, which the peers cannot express.
"""

from datetime import date, datetime, time, timedelta
from random import Random

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import CalendarSpec, DatedDay, DayKind, RowStatus, Session
from monitor.domain.instants import VIETNAM
from monitor.domain.policy import Policy

FIRST_YEAR, LAST_YEAR = 2020, 2031
MORNING = Session(time(7), time(11, 30))
AFTERNOON = Session(time(13, 30), time(17))
WEEK = dict.fromkeys(range(5), (MORNING, AFTERNOON))

# As many as Vietnam has, in the months in which it has them; the new year's five in a row.
HOLIDAYS = (
    *((1, 1), (2, 10), (2, 11), (2, 12), (2, 13), (2, 14)),
    *((4, 20), (4, 30), (5, 1), (9, 1), (9, 2)),
)
DAYS_OFF = tuple(
    date(year, month, day)
    for year in range(FIRST_YEAR, LAST_YEAR + 1)
    for month, day in HOLIDAYS
)

SPEC = CalendarSpec(
    name="bench",
    first_year=FIRST_YEAR,
    last_year=LAST_YEAR,
    week=WEEK,
    days=tuple(
        DatedDay(
            day=day,
            kind=DayKind.OFF,
            title="A day off",
            source="a notice",
            status=RowStatus.DECIDED,
        )
        for day in DAYS_OFF
    ),
)
CALENDAR = WorkingCalendar(SPEC)
POLICY = Policy(calendar=CALENDAR)

RANDOM = Random(20260302)  # noqa: S311 - for the same inputs each time
SPAN = (date(LAST_YEAR, 1, 1) - date(FIRST_YEAR, 1, 1)).days * 86_400


def receipts(count: int) -> list[datetime]:
    """Return instants at any hour of any day, so far from the end that terms fit."""
    start = datetime(FIRST_YEAR, 1, 1, tzinfo=VIETNAM)
    return [start + timedelta(seconds=RANDOM.randrange(SPAN)) for _ in range(count)]
