"""Reading calendar.toml: the week, the days off and the days worked in exchange."""

import re
from collections.abc import Mapping
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from monitor.domain.calendar import (
    CalendarSpec,
    DatedDay,
    DayKind,
    RowStatus,
    Session,
    WorkingCalendar,
)
from monitor.settings.faults import Fault, fault
from monitor.settings.fields import Code, Day, Name, Table, Year, not_empty
from monitor.settings.problems import Problem, problems_of, read_toml, reason, refuse

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
SESSION = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def _session(value: object) -> Session:
    found = SESSION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise fault(Fault.SESSION)
    opens, closes = (time(int(found[n]), int(found[n + 1])) for n in (1, 3))
    if opens >= closes:
        raise fault(Fault.SESSION)
    return Session(opens, closes)


SessionText = Annotated[Session, BeforeValidator(_session)]


class Row(Table):
    """One dated day. `works_as` names the weekday whose hours a make-up day takes."""

    day: Day
    kind: DayKind
    title: Name
    source: Name
    status: RowStatus
    works_as: Weekday | None = None

    @field_validator("works_as")
    @classmethod
    def _belongs_to_make_up_days(
        cls, works_as: Weekday | None, info: ValidationInfo
    ) -> Weekday | None:
        kind = info.data.get("kind")
        if kind is DayKind.MAKE_UP and works_as is None:
            raise fault(Fault.WORKS_AS_MISSING)
        if kind is DayKind.OFF and works_as is not None:
            raise fault(Fault.WORKS_AS_OF_DAY_OFF)
        return works_as

    def to_domain(self) -> DatedDay:
        """Hand the core its own type."""
        return DatedDay(
            day=self.day,
            kind=self.kind,
            title=self.title,
            source=self.source,
            status=self.status,
            works_as=None if self.works_as is None else WEEKDAYS.index(self.works_as),
        )


class CalendarTable(Table):
    """One calendar: the years it speaks of, its week, its dated days."""

    first_year: Year
    last_year: Year
    week: Annotated[dict[Weekday, tuple[SessionText, ...]], AfterValidator(not_empty)]
    days: tuple[Row, ...] = ()

    @field_validator("last_year")
    @classmethod
    def _not_before_the_first(cls, last_year: int, info: ValidationInfo) -> int:
        first_year = info.data.get("first_year")
        if first_year is not None and last_year < first_year:
            raise fault(Fault.YEARS, first_year=first_year)
        return last_year

    @field_validator("week")
    @classmethod
    def _one_session_after_another(
        cls, week: dict[Weekday, tuple[Session, ...]]
    ) -> dict[Weekday, tuple[Session, ...]]:
        for weekday, sessions in week.items():
            for earlier, later in pairwise(sessions):
                if later.opens <= earlier.closes:
                    raise fault(Fault.OVERLAP, weekday=weekday)
        return week

    def to_domain(self, name: str) -> CalendarSpec:
        """Hand the core its own type."""
        return CalendarSpec(
            name=name,
            first_year=self.first_year,
            last_year=self.last_year,
            week={WEEKDAYS.index(weekday): hours for weekday, hours in self.week.items()},
            days=tuple(row.to_domain() for row in self.days),
        )


class CalendarFile(Table):
    """All of calendar.toml."""

    calendars: Annotated[dict[Code, CalendarTable], AfterValidator(not_empty)]


def load_calendars(path: Path) -> Mapping[str, WorkingCalendar]:
    """Read the working calendars by name.

    Raises:
        SettingsError: with every row and key that is wrong.
    """
    tables = read_toml(path)
    try:
        file = CalendarFile.model_validate(tables)
    except ValidationError as error:
        raise refuse(path, problems_of(error, CalendarFile)) from None
    problems = [
        problem
        for name, calendar in file.calendars.items()
        for problem in _rows_at_odds(f"calendars.{name}", calendar)
    ]
    if problems:
        raise refuse(path, problems)
    return {
        name: WorkingCalendar(calendar.to_domain(name))
        for name, calendar in file.calendars.items()
    }


def _rows_at_odds(key: str, calendar: CalendarTable) -> list[Problem]:
    """Return the rows that lie outside the years, speak twice of a day or work no hours."""
    problems: list[Problem] = []
    counting: dict[date, int] = {}
    for number, row in enumerate(calendar.days, start=1):
        place = f"{key}.days[{number}]"
        if not calendar.first_year <= row.day.year <= calendar.last_year:
            problems.append((place, reason("outside_years", day=row.day)))
        if row.works_as is not None and not calendar.week.get(row.works_as):
            problems.append((place, reason("no_hours", day=row.day, weekday=row.works_as)))
        if row.status is RowStatus.PROPOSED:
            continue
        if row.day in counting:
            problems.append((place, reason("twice", day=row.day, first=counting[row.day])))
        counting.setdefault(row.day, number)
    return problems
