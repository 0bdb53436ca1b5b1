"""The tables of calendar.toml: hours, seasons, dated days, closures of the counter."""

import re
from datetime import date, time
from itertools import pairwise
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ValidationInfo,
    field_validator,
)

from monitor.domain.calendar_spec import (
    CalendarSpec,
    Closure,
    DatedDay,
    DayKind,
    RowStatus,
    Season,
    Session,
    Sessions,
    Week,
)
from monitor.settings.faults import Fault, fault
from monitor.settings.fields import Code, Day, Name, Table, Year, not_empty

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
SESSION = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
DAY_OF_YEAR = re.compile(r"(\d\d)-(\d\d)")
COMMON_YEAR = 2001


def _session(value: object) -> Session:
    found = SESSION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise fault(Fault.SESSION)
    opens, closes = (time(int(found[n]), int(found[n + 1])) for n in (1, 3))
    if closes <= opens:
        raise fault(Fault.SESSION_MIDNIGHT)
    return Session(opens, closes)


SessionText = Annotated[Session, BeforeValidator(_session)]
SessionTexts = tuple[SessionText, ...]


def _one_after_another(sessions: Sessions, place: str) -> None:
    for earlier, later in pairwise(sessions):
        if later.opens <= earlier.closes:
            raise fault(Fault.OVERLAP, weekday=place)


def _week(week: dict[Weekday, Sessions]) -> dict[Weekday, Sessions]:
    for weekday, sessions in week.items():
        _one_after_another(sessions, weekday)
    return week


def _worked(week: dict[Weekday, Sessions]) -> dict[Weekday, Sessions]:
    if not any(week.values()):
        raise fault(Fault.NO_SESSIONS)
    return week


ReceiptTable = Annotated[
    dict[Weekday, SessionTexts], AfterValidator(not_empty), AfterValidator(_week)
]
WeekTable = Annotated[ReceiptTable, AfterValidator(_worked)]


def _by_number(week: dict[Weekday, Sessions]) -> Week:
    return {WEEKDAYS.index(weekday): hours for weekday, hours in week.items()}


def _day_of_year(value: object) -> tuple[int, int]:
    """Read a day that comes back every year, such as "04-16"; 29 February does not."""
    found = DAY_OF_YEAR.fullmatch(value) if isinstance(value, str) else None
    try:
        day = date(COMMON_YEAR, int(found[1]), int(found[2])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise fault(Fault.DAY_OF_YEAR)
    return day.month, day.day


DayOfYear = Annotated[tuple[int, int], BeforeValidator(_day_of_year)]


class Row(Table):
    """One dated day.

    `works_as` names the weekday whose hours a make-up day takes; `hours` are its own.
    """

    day: Day
    kind: Literal["off", "make_up", "hours"]
    title: Name
    source: Name
    status: RowStatus
    hours: SessionTexts = ()
    works_as: Weekday | None = None

    @field_validator("hours")
    @classmethod
    def _hours_where_the_day_has_its_own(
        cls, hours: Sessions, info: ValidationInfo
    ) -> Sessions:
        _one_after_another(hours, "hours")
        match info.data.get("kind"):
            case "off" if hours:
                raise fault(Fault.HOURS_OF_DAY_OFF)
            case "hours" if not hours:
                raise fault(Fault.HOURS_MISSING)
        return hours

    @field_validator("works_as")
    @classmethod
    def _belongs_to_make_up_days(
        cls, works_as: Weekday | None, info: ValidationInfo
    ) -> Weekday | None:
        is_make_up = info.data.get("kind") == "make_up"
        if is_make_up and (works_as is None) == (not info.data.get("hours")):
            raise fault(Fault.WORKS_AS_MISSING)
        if works_as is not None and not is_make_up and "kind" in info.data:
            raise fault(Fault.WORKS_AS_OF_DAY_OFF)
        return works_as

    def to_domain(self) -> DatedDay:
        """Hand the core its own type."""
        return DatedDay(
            day=self.day,
            kind=DayKind(self.kind),
            title=self.title,
            source=self.source,
            status=self.status,
            works_as=None if self.works_as is None else WEEKDAYS.index(self.works_as),
            sessions=self.hours,
        )


def _in_order(last_year: int, info: ValidationInfo) -> int:
    first_year = info.data.get("first_year")
    if first_year is not None and last_year < first_year:
        raise fault(Fault.YEARS, first_year=first_year)
    return last_year


class SeasonTable(Table):
    """Another week from one day of the year to another, every year or in some years."""

    title: Name
    source: Name
    begins: DayOfYear
    ends: DayOfYear
    week: WeekTable
    receipt: ReceiptTable | None = None
    first_year: Year | None = None
    last_year: Year | None = None

    @field_validator("last_year")
    @classmethod
    def _not_before_the_first(cls, last_year: int | None, info: ValidationInfo) -> int | None:
        return None if last_year is None else _in_order(last_year, info)

    def to_domain(self) -> Season:
        """Hand the core its own type."""
        return Season(
            title=self.title,
            source=self.source,
            begins=self.begins,
            ends=self.ends,
            week=_by_number(self.week),
            receipt=None if self.receipt is None else _by_number(self.receipt),
            first_year=self.first_year,
            last_year=self.last_year,
        )


class ClosureTable(Table):
    """Days on which the counter is shut; the count stops only where the order says so."""

    first: Day
    last: Day
    title: Name
    source: Name
    status: RowStatus
    suspends_terms: bool = False

    @field_validator("last")
    @classmethod
    def _not_before_the_first(cls, last: date, info: ValidationInfo) -> date:
        first = info.data.get("first")
        if first is not None and last < first:
            raise fault(Fault.CLOSURE_REVERSED, first=first)
        return last

    def to_domain(self) -> Closure:
        """Hand the core its own type."""
        return Closure(
            first=self.first,
            last=self.last,
            title=self.title,
            source=self.source,
            status=self.status,
            suspends_terms=self.suspends_terms,
        )


class CalendarTable(Table):
    """One calendar: the years it speaks of, its hours, its dated days."""

    first_year: Year
    last_year: Year
    week: WeekTable
    receipt: ReceiptTable | None = None
    seasons: tuple[SeasonTable, ...] = ()
    days: tuple[Row, ...] = ()
    closures: tuple[ClosureTable, ...] = ()

    @field_validator("last_year")
    @classmethod
    def _not_before_the_first(cls, last_year: int, info: ValidationInfo) -> int:
        return _in_order(last_year, info)

    def to_domain(self, name: str, file: str) -> CalendarSpec:
        """Hand the core its own type."""
        return CalendarSpec(
            name=name,
            first_year=self.first_year,
            last_year=self.last_year,
            week=_by_number(self.week),
            receipt=None if self.receipt is None else _by_number(self.receipt),
            seasons=tuple(season.to_domain() for season in self.seasons),
            days=tuple(row.to_domain() for row in self.days),
            closures=closures_of(self),
            file=file,
        )


class TwinTable(Table):
    """A calendar that is the same as another but for closures of its counter."""

    same_as: Code
    closures: tuple[ClosureTable, ...] = ()


def closures_of(table: CalendarTable | TwinTable) -> tuple[Closure, ...]:
    """Hand the core the closures of a calendar in its own type."""
    return tuple(closure.to_domain() for closure in table.closures)


class CalendarFile(Table):
    """The calendars of calendar.toml that stand by themselves."""

    calendars: Annotated[dict[Code, CalendarTable], AfterValidator(not_empty)]


class TwinFile(Table):
    """Those that are the same as one of them."""

    calendars: dict[Code, TwinTable]
