"""Reading calendar.toml: calendars that stand by themselves, and those same as one of them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import RowStatus
from monitor.domain.errors import SeasonConflictError
from monitor.settings.calendar_tables import CalendarFile, CalendarTable, TwinFile
from monitor.settings.fields import Table
from monitor.settings.problems import Problem, problems_of, read_toml, reason, refuse

File = TypeVar("File", bound=Table)


def load_calendars(path: Path) -> Mapping[str, WorkingCalendar]:
    """Read the working calendars by name, in the order of the file.

    Raises:
        SettingsError: with every row and key that is wrong.
    """
    tables = read_toml(path)
    own, twins, problems = _checked(tables)
    if problems or own is None or twins is None:
        raise refuse(path, problems)
    try:
        calendars = {
            name: WorkingCalendar(table.to_domain(name, path.name))
            for name, table in own.calendars.items()
        }
    except SeasonConflictError as error:
        key = f"calendars.{error.facts['calendar']}.seasons"
        raise refuse(path, [(key, reason("seasons", **error.facts))]) from error
    calendars |= {
        name: calendars[twin.same_as].with_closures(
            name, tuple(closure.to_domain() for closure in twin.closures)
        )
        for name, twin in twins.calendars.items()
    }
    return {name: calendars[name] for name in tables["calendars"]}


def _checked(
    tables: dict[str, Any],
) -> tuple[CalendarFile | None, TwinFile | None, list[Problem]]:
    """Return what the file holds, and all that is wrong with it."""
    stated = tables.get("calendars")
    stated = stated if isinstance(stated, dict) else {}
    twin_tables = {
        name: table
        for name, table in stated.items()
        if isinstance(table, dict) and "same_as" in table
    }
    own_tables = dict(tables)
    if twin_tables:
        own_tables["calendars"] = {
            name: table for name, table in stated.items() if name not in twin_tables
        }
    problems: list[Problem] = []
    own = _validated(CalendarFile, own_tables, problems)
    twins = _validated(TwinFile, {"calendars": twin_tables}, problems)
    if own is not None and twins is not None:
        for name, calendar in own.calendars.items():
            problems += _rows_at_odds(f"calendars.{name}", calendar)
        for name, twin in twins.calendars.items():
            if twin.same_as not in own.calendars:
                known = ", ".join(own.calendars)
                told = reason("same_as", name=twin.same_as, known=known)
                problems.append((f"calendars.{name}.same_as", told))
    return own, twins, problems


def _validated(
    model: type[File], tables: dict[str, Any], problems: list[Problem]
) -> File | None:
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        problems += problems_of(error, model)
        return None


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
