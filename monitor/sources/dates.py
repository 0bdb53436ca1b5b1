"""Dates as exports write them, read on the Vietnam clock.

A date without a time is Vietnam midnight, which stands for the whole day. Texts of the
common shapes are sliced by hand: an export has a million of them.
"""

import re
from datetime import date, datetime, time, timedelta

from monitor.domain.instants import VIETNAM
from monitor.sources.cells import Cell
from monitor.sources.reasons import Reason

FIRST_YEAR, LAST_YEAR = 1990, 2099
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets count from a local midnight
EXCEL_SERIALS = (32_874, 73_051)  # 1 January 1990 and of 2100, as Excel numbers days
HALF_SECOND = timedelta(milliseconds=500)  # serials of Excel fall short of whole seconds
LENGTHS = frozenset(map(len, ("dd/MM/yyyy", "dd/MM/yyyy HH:mm", "dd/MM/yyyy HH:mm:ss")))
SIGNS = frozenset({"", " :", " ::"})  # what stands between the digits of a clock

_DAY = r"(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>\d{4})"
_CLOCK = (
    r"(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?: ?(?P<half>AM|PM|SA|CH))?"
)
_LOOSE = (
    re.compile(rf"{_DAY}(?:,? {_CLOCK})?", re.ASCII | re.IGNORECASE),
    re.compile(rf"{_CLOCK},? {_DAY}", re.ASCII | re.IGNORECASE),
)

Instant = datetime | Reason
"""An instant, or why there is none: `bad_date` or `date_out_of_range`."""


def read_instant(cell: Cell) -> Instant:
    """Read one cell that is not blank: a text, a real date or a number."""
    if isinstance(cell, str):
        return read_text(cell.strip())
    if isinstance(cell, datetime):
        return _within_years(cell)
    if isinstance(cell, date):
        return _within_years(datetime.combine(cell, time.min))
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return Reason.BAD_DATE
    return _read_number(cell)


def read_text(text: str) -> Instant:
    """Read a date, with or without a clock, in any of the shapes of docs/sources.md."""
    if not text.isascii():
        return Reason.BAD_DATE
    if text[2:3] == "/" == text[5:6]:
        found = _sliced(text)
    elif text.isdecimal():
        found = _digits(text)
    elif text[4:5] == "-" == text[7:8]:
        return _iso(text)
    else:
        found = None
    return found or _loose(text)


def instant(  # noqa: PLR0913, PLR0917 - the six parts of a clock, in their order
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> Instant:
    """Build an instant from what a Vietnam clock shows."""
    try:
        found = datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)
    except ValueError:
        return Reason.BAD_DATE
    return found if FIRST_YEAR <= year <= LAST_YEAR else Reason.DATE_OUT_OF_RANGE


def _sliced(text: str) -> Instant | None:
    """Read `dd/MM/yyyy` with nothing, ` HH:mm` or ` HH:mm:ss` after it, or give up."""
    signs = text[10:11] + text[13:14] + text[16:17]
    if len(text) not in LENGTHS or signs not in SIGNS or not text[3:5].isdecimal():
        return None
    try:
        found = datetime.fromisoformat(f"{text[6:10]}-{text[3:5]}-{text[:2]}{text[10:]}")
    except ValueError:
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return Reason.DATE_OUT_OF_RANGE
    return found.replace(tzinfo=VIETNAM)


def _digits(text: str) -> Instant | None:
    """Read `yyyyMMddHHmmss` or `yyyyMMdd`, or give up."""
    if len(text) == len("yyyyMMdd"):
        text += "000000"
    if len(text) != len("yyyyMMddHHmmss"):
        return None
    year, *rest = int(text[:4]), *(int(text[at : at + 2]) for at in range(4, 14, 2))
    return instant(year, *rest)


def _iso(text: str) -> Instant:
    try:
        return _within_years(datetime.fromisoformat(text))
    except ValueError:
        return Reason.BAD_DATE


def _loose(text: str) -> Instant:
    """Read one-digit days, dots, dashes, the clock first, and a clock of twelve hours."""
    found = next((match for shape in _LOOSE if (match := shape.fullmatch(text))), None)
    if found is None:
        return Reason.BAD_DATE
    parts = found.groupdict()
    hour = int(parts["hour"] or 0)
    if half := parts["half"]:
        hour = hour % 12 + (12 if half.upper() in {"PM", "CH"} else 0)
    return instant(
        int(parts["year"]),
        int(parts["month"]),
        int(parts["day"]),
        hour,
        int(parts["minute"] or 0),
        int(parts["second"] or 0),
    )


def _read_number(number: float) -> Instant:
    if EXCEL_SERIALS[0] <= number < EXCEL_SERIALS[1]:
        return _within_years(EXCEL_EPOCH + timedelta(days=number))
    if number % 1:  # true for infinity and for no number, too
        return Reason.BAD_DATE
    return _digits(str(int(number))) or Reason.BAD_DATE


def _within_years(told: datetime) -> Instant:
    """Return a date of Excel or of ISO as an instant; without a zone it is Vietnam's."""
    if not FIRST_YEAR <= told.year <= LAST_YEAR:
        return Reason.DATE_OUT_OF_RANGE
    if told.tzinfo is None:
        return (told + HALF_SECOND).replace(microsecond=0, tzinfo=VIETNAM)
    return told.astimezone(VIETNAM).replace(microsecond=0)
