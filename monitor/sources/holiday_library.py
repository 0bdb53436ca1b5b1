"""The library `holidays`: what it says of Vietnam's days off, as our own values.

It computes most days by rule and knows exchanged days only once somebody has written
them into it, so it suggests and never decides.
"""

import re
from datetime import date

from monitor.domain.calendar_spec import DayKind
from monitor.domain.suggestion import LibraryDay, LibraryYear

COUNTRY, LANGUAGE = "VN", "vi"
EXCHANGED = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)


def read_year(year: int) -> LibraryYear | None:
    """Return what the library says of a year, None for one it does not know.

    It names a day off after the day worked for it and keeps the days worked by
    themselves; an exchange may cross the turn of the year.
    """
    from holidays import country_holidays  # noqa: PLC0415 - 50 ms that one command needs
    from holidays.version import __version__  # noqa: PLC0415 - as above

    around = country_holidays(COUNTRY, years=range(year - 1, year + 2), language=LANGUAGE)
    names = {day: name for day, name in around.items() if day.year == year}
    if not names:
        return None
    worked_for = {off: worked for off, name in around.items() if (worked := _worked(name))}
    days = [
        LibraryDay(day=day, kind=DayKind.OFF, title=name, exchanged_for=worked_for.get(day))
        for day, name in names.items()
    ]
    days += [
        LibraryDay(day=worked, kind=DayKind.MAKE_UP, exchanged_for=off)
        for off, worked in worked_for.items()
        if worked.year == year and worked in around.weekend_workdays
    ]
    by_day = tuple(sorted(days, key=lambda one: one.day))
    return LibraryYear(year=year, version=__version__, days=by_day)


def _worked(name: str) -> date | None:
    """Return the day worked for a day off that is named after it."""
    found = EXCHANGED.search(name)
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None
