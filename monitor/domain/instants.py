"""Instants and days as the office reads them.

Every instant is aware. An instant whose Vietnam clock reads 00:00:00 stands for
its whole day: exports write dates that way, and offices do not work at midnight.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from monitor.domain.errors import NaiveTimeError

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local(at: datetime) -> datetime:
    """Return `at` on the Vietnam clock.

    Raises:
        NaiveTimeError: `at` carries no time zone.
    """
    if at.tzinfo is None:
        raise NaiveTimeError(instant=at.isoformat())
    return at.astimezone(VIETNAM)


def vietnam_day(at: datetime) -> date:
    """Return the calendar day of `at` in Vietnam."""
    return at.date() if at.tzinfo is VIETNAM else local(at).date()


def is_date_only(at: datetime) -> bool:
    """Tell whether `at` stands for a whole day (Vietnam midnight)."""
    return local(at).time() == time.min


def midnight(day: date) -> datetime:
    """Return the instant at which `day` begins in Vietnam."""
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


def is_same_minute(one: datetime, other: datetime) -> bool:
    """Tell whether two instants are of one minute: some sources leave the seconds out."""
    return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)
