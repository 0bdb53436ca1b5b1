"""The fields of a case to be counted, read strictly: a field that is in doubt is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from monitor.domain.dossier import Pause
from monitor.domain.errors import CaseError, NaiveTimeError, ReversedSpanError
from monitor.domain.term import SHOWN

FIRST_YEAR, LAST_YEAR = 1900, 2199  # what cases may speak of
MOST = 10**10  # of any number: three centuries in seconds
MONTHS = 12
BOTH = 2  # ends of a pause
SPANS = (("start", "end"), ("from", "to"))


class Fault(StrEnum):
    """What is wrong with a case: with its line, with a field, or with the count asked for."""

    # the line
    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    TOO_LONG = "too_long"
    REPEATED_KEY = "repeated_key"
    BROKEN_ROW = "broken_row"
    NEARLY = "nearly"  # a key that is nearly one of a case's own
    # a field
    UNREAD = "unread"  # by what is asked
    TWO_NAMES = "two_names"
    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_TEXT = "not_text"
    NOT_TABLE = "not_table"
    NOT_LIST = "not_list"
    NOT_NUMBER = "not_number"
    NOT_INSTANT = "not_instant"
    NOT_DAY = "not_day"
    NOT_DATE = "not_date"  # of a dossier: with or without a clock
    NOT_MONTH = "not_month"
    NOT_HOURS = "not_hours"
    NOT_PAUSE = "not_pause"
    NOT_ENDS = "not_ends"
    NOT_ZONE = "not_zone"
    YEAR = "year"  # out of bounds
    # the count
    NO_HOURS = "no_hours"  # the calendar has no working time left to count
    TOO_FAR = "too_far"  # it leaves FIRST_YEAR to LAST_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInput:
    """What a case counts from, on the clock of its calendar.

    `names_zone` is False where the calendar names no zone: then each instant must.
    """

    values: Mapping[str, object]
    zone: ZoneInfo
    names_zone: bool = True

    def number(self, *names: str) -> int:
        """Return a whole number, under whichever of `names` it stands."""
        name, value = self._found(names)
        return whole(value, name)

    def instant(self, name: str) -> datetime:
        """Return an instant.

        Raises:
            NaiveTimeError: neither it nor the calendar names a zone.
        """
        return self._instant(self._found((name,))[1], name)

    def day(self, *names: str) -> date:
        """Return a day, of the calendar's zone where an instant is given."""
        name, value = self._found(names)
        text = a_text(value, name)
        if len(text) == len("yyyy-mm-dd"):
            return a_day(text, name)
        return self._instant(text, name).astimezone(self.zone).date()

    def month(self, name: str) -> date:
        """Return the first day of a month such as "2026-11"."""
        text = a_text(self._found((name,))[1], name)
        year, _, month = text.partition("-")
        if len(year) != len("yyyy") or not (year + month).isdecimal() or not month:
            raise CaseError(field=name, reason=Fault.NOT_MONTH)
        if not 1 <= int(month) <= MONTHS:
            raise CaseError(field=name, reason=Fault.NOT_MONTH)
        return date(_year(int(year), name), int(month), 1)

    def pauses(self) -> tuple[Pause, ...]:
        """Return the pauses, in pairs or tables of start and end; none where none are given.

        Raises:
            ReversedSpanError: a pause ends before it starts.
        """
        pauses = self.values.get("pauses")
        if pauses is None:
            return ()
        return tuple(self._pause(one) for one in a_list(pauses, "pauses"))

    def _pause(self, value: object) -> Pause:
        start, end = _ends(value)
        paused_at = self._instant(start, "pauses")
        resumed_at = None if end is None else self._instant(end, "pauses")
        if resumed_at is not None and resumed_at < paused_at:
            raise ReversedSpanError(start=paused_at.isoformat(), end=resumed_at.isoformat())
        return Pause(paused_at=paused_at, resumed_at=resumed_at)

    def _instant(self, value: object, name: str) -> datetime:
        text = a_text(value, name)
        try:
            at = datetime.fromisoformat(text).replace(microsecond=0)
        except ValueError:
            raise CaseError(field=name, reason=Fault.NOT_INSTANT) from None
        _year(at.year, name)
        if at.tzinfo is not None:
            return at
        if not self.names_zone:
            raise NaiveTimeError(instant=at.isoformat())
        return at.replace(tzinfo=self.zone)

    def _found(self, names: Sequence[str]) -> tuple[str, object]:
        found = [
            (name, value) for name in names if (value := self.values.get(name)) is not None
        ]
        if not found:
            raise CaseError(field=names[0], reason=Fault.MISSING)
        if len(found) > 1:
            one, other = found[0][0], found[1][0]
            raise CaseError(field=one, reason=Fault.TWO_NAMES, other=other)
        return found[0]


def _ends(pause: object) -> tuple[object, object]:
    if isinstance(pause, dict):
        for start, end in SPANS:
            if start in pause:
                refuse_unread(pause, (start, end), within="pauses.")
                return pause[start], pause.get(end)
    if isinstance(pause, list) and len(pause) == BOTH:
        return pause[0], pause[1]
    raise CaseError(field="pauses", reason=Fault.NOT_PAUSE)


def refuse_unread(
    table: Mapping[str, object], fields: Sequence[str], *, within: str = ""
) -> None:
    """Refuse a table with a field that nobody reads: misspelt, it would pass for none.

    Args:
        table: What a case says.
        fields: Those that are read.
        within: What the name of a field begins with, when it is told.
    """
    for name in table:
        if name not in fields:
            field, known = f"{within}{name}"[:SHOWN], ", ".join(fields)
            raise CaseError(field=field, reason=Fault.UNREAD, known=known)


def a_text(value: object, name: str) -> str:
    """Return a text, or refuse the field called `name`."""
    if isinstance(value, str):
        return value
    raise CaseError(field=name, reason=Fault.MISSING if value is None else Fault.NOT_TEXT)


def a_list(value: object, name: str) -> list[object]:
    """Return a list, or refuse the field called `name`."""
    if isinstance(value, list):
        return value
    raise CaseError(field=name, reason=Fault.MISSING if value is None else Fault.NOT_LIST)


def a_table(value: object, name: str) -> dict[str, object]:
    """Return a table of keys and values, or refuse the field called `name`."""
    if isinstance(value, dict):
        return value
    raise CaseError(field=name, reason=Fault.MISSING if value is None else Fault.NOT_TABLE)


def a_day(value: object, name: str) -> date:
    """Return a day such as "2026-11-30", or refuse the field called `name`."""
    text = a_text(value, name)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CaseError(field=name, reason=Fault.NOT_DAY) from None
    _year(day.year, name)
    return day


def whole(value: object, name: str) -> int:
    """Return a whole number, also one written as 5400.0, or refuse the field."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value % 1:
        raise CaseError(field=name, reason=Fault.NOT_NUMBER)
    if not -MOST <= value <= MOST:
        raise CaseError(field=name, reason=Fault.NOT_NUMBER)
    return int(value)


def _year(year: int, name: str) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CaseError(field=name, reason=Fault.YEAR)
    return year
