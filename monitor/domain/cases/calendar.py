"""The calendar that a case brings along, as a `CalendarSpec`.

`week` gives the sessions of the weekdays; `holidays` are dates without work;
`special_days` replace a date's sessions, by none for a day off; `breaks` are cut out of
a date's sessions. Rows that contradict each other are refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from monitor.domain.calendar_spec import (
    CalendarSpec,
    DatedDay,
    DayKind,
    RowStatus,
    Session,
    Sessions,
)
from monitor.domain.cases.fields import Fault, a_day, a_list, a_table, a_text
from monitor.domain.errors import (
    CalendarConflictError,
    CaseError,
    SessionMidnightError,
    SessionOverlapError,
)
from monitor.domain.instants import VIETNAM

NAME = "calendar"  # the field, which is all the name such a calendar has
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBER_OF = {name: n for names in (WEEKDAYS, FULL_NAMES) for n, name in enumerate(names)}
KNOWN = frozenset(
    {"tz", "week", "holidays", "special_days", "breaks", "name", "note", "source"}
)
CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
DAY = 86_400
BOTH = 2  # ends of a session

Span = tuple[int, int]  # seconds after midnight, up to 24:00


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCalendar:
    """A calendar as a case writes it. Where it names no zone its clock is Vietnam's."""

    spec: CalendarSpec
    names_zone: bool

    @property
    def is_endless(self) -> bool:
        """True where some weekday is worked, so that working time never runs out."""
        return any(self.spec.week.values())


def read_calendar(written: Mapping[str, object], *, file: str) -> CaseCalendar:
    """Read the calendar of a case. Its years are yet to be set.

    Args:
        written: The field `calendar`.
        file: Where a person mends it.

    Raises:
        CaseError: a key or a value is not what it must be.
        SessionMidnightError: a session closes before it opens, or after midnight.
        SessionOverlapError: two sessions of a day overlap.
        CalendarConflictError: a date is a holiday and has sessions of its own.
    """
    for key in written:
        if key not in KNOWN:
            raise CaseError(field=f"{NAME}.{key}", reason=Fault.UNKNOWN)
    week = _week(written, file)
    zone = _zone(written.get("tz"))
    return CaseCalendar(
        spec=CalendarSpec(
            name=NAME,
            first_year=1,
            last_year=1,
            week={number: _sessions(spans) for number, spans in week.items()},
            days=tuple(_rows(written, week, file)),
            zone=zone or VIETNAM,
            file=file,
        ),
        names_zone=zone is not None,
    )


def _zone(name: object) -> ZoneInfo | None:
    if name is None:
        return None
    text = a_text(name, f"{NAME}.tz")
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # as the library refuses a name of none
        raise CaseError(field=f"{NAME}.tz", reason=Fault.NOT_ZONE) from None


def _week(written: Mapping[str, object], file: str) -> dict[int, tuple[Span, ...]]:
    key = f"{NAME}.week"
    week: dict[int, tuple[Span, ...]] = {}
    for name, hours in a_table(written.get("week"), key).items():
        number = NUMBER_OF.get(name.lower())
        if number is None or number in week:
            raise CaseError(field=f"{key}.{name}", reason=Fault.UNKNOWN)
        week[number] = _spans(hours, f"{key}.{name}", file)
    return week


def _rows(
    written: Mapping[str, object], week: Mapping[int, tuple[Span, ...]], file: str
) -> Iterator[DatedDay]:
    """Yield one row for each date that is not worked as its weekday is."""
    dated = dict(_by_date(written, "special_days", file))
    for text in a_list(_or(written.get("holidays"), []), f"{NAME}.holidays"):
        day = a_day(text, f"{NAME}.holidays")
        if dated.get(day):
            raise CalendarConflictError(calendar=NAME, day=day, file=file)
        dated[day] = ()
    for day, breaks in _by_date(written, "breaks", file):
        usual = week.get(day.weekday(), ())
        dated[day] = _without(dated.get(day, usual), breaks)
    for day, spans in dated.items():
        yield DatedDay(
            day=day,
            kind=DayKind.HOURS if spans else DayKind.OFF,
            title="",
            source=file,
            status=RowStatus.DECIDED,
            sessions=_sessions(spans),
        )


def _by_date(
    written: Mapping[str, object], key: str, file: str
) -> Iterator[tuple[date, tuple[Span, ...]]]:
    field, seen = f"{NAME}.{key}", set()
    for text, hours in a_table(_or(written.get(key), {}), field).items():
        day = a_day(text, field)
        if day in seen:  # written in two ways
            raise CalendarConflictError(calendar=NAME, day=day, file=file)
        seen.add(day)
        yield day, _spans(hours, f"{field}.{text}", file, may_overlap=key == "breaks")


def _spans(
    hours: object, field: str, file: str, *, may_overlap: bool = False
) -> tuple[Span, ...]:
    """Read sessions in order; where one ends as the next begins they are one."""
    joined: list[Span] = []
    for opens, closes in sorted(_span(one, field) for one in a_list(_or(hours, []), field)):
        if closes <= opens:
            raise SessionMidnightError(calendar=NAME, place=field, file=file)
        if joined and opens <= joined[-1][1]:
            if opens < joined[-1][1] and not may_overlap:
                raise SessionOverlapError(calendar=NAME, place=field, file=file)
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _or(value: object, nothing: object) -> object:
    return nothing if value is None else value


def _span(pair: object, field: str) -> Span:
    if not isinstance(pair, list) or len(pair) != BOTH:
        raise CaseError(field=field, reason=Fault.NOT_HOURS)
    opens, closes = (_second(text, field) for text in pair)
    return opens, closes


def _second(text: object, field: str) -> int:
    found = CLOCK.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise CaseError(field=field, reason=Fault.NOT_HOURS)
    second = int(found[1]) * 3_600 + int(found[2]) * 60 + int(found[3] or 0)
    if second > DAY:
        raise CaseError(field=field, reason=Fault.NOT_HOURS)
    return second


def _without(spans: tuple[Span, ...], breaks: tuple[Span, ...]) -> tuple[Span, ...]:
    """Cut breaks out of sessions."""
    left = list(spans)
    for begins, ends in breaks:
        left = [
            (first, last)
            for opens, closes in left
            for first, last in ((opens, min(closes, begins)), (max(opens, ends), closes))
            if first < last
        ]
    return tuple(left)


def _sessions(spans: tuple[Span, ...]) -> Sessions:
    return tuple(Session(_clock(opens), _clock(closes)) for opens, closes in spans)


def _clock(second: int) -> time:
    minutes, rest = divmod(second % DAY, 60)
    return time(minutes // 60, minutes % 60, rest)
