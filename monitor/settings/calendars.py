"""Reading calendar.toml: calendars that stand by themselves, and those same as one of them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.errors import SeasonConflictError
from monitor.settings.calendar_conflicts import closures_at_odds, placed, rows_at_odds
from monitor.settings.calendar_tables import CalendarFile, TwinFile, closures_of
from monitor.settings.fields import Table
from monitor.settings.problems import Problem, problems_of, read_toml, reason, refuse

File = TypeVar("File", bound=Table)


def load_calendars(path: Path) -> Mapping[str, WorkingCalendar]:
    """Read the working calendars by name, in the order of the file.

    Raises:
        SettingsError: with every row and key that is wrong.
    """
    tables = read_toml(path)
    own, twins, problems = _checked(tables, path.name)
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
        name: calendars[twin.same_as].with_closures(name, closures_of(twin))
        for name, twin in twins.calendars.items()
    }
    return {name: calendars[name] for name in tables["calendars"]}


def _checked(
    tables: dict[str, Any], file: str
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
        problems += _at_odds(own, twins, file)
    return own, twins, problems


def _at_odds(own: CalendarFile, twins: TwinFile, file: str) -> Iterator[Problem]:
    """Yield what each calendar says against itself, and each twin against its calendar."""
    specs = {name: table.to_domain(name, file) for name, table in own.calendars.items()}
    stand = {name: placed(_key(name), spec.closures) for name, spec in specs.items()}
    for name, spec in specs.items():
        yield from rows_at_odds(_key(name), spec)
        yield from closures_at_odds(stand[name], spec)
    for name, twin in twins.calendars.items():
        if twin.same_as in specs:
            more, beside = placed(_key(name), closures_of(twin)), stand[twin.same_as]
            yield from closures_at_odds(more, specs[twin.same_as], beside=beside)
        else:
            told = reason("same_as", name=twin.same_as, known=", ".join(specs))
            yield f"{_key(name)}.same_as", told


def _key(name: str) -> str:
    return f"calendars.{name}"


def _validated(
    model: type[File], tables: dict[str, Any], problems: list[Problem]
) -> File | None:
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        problems += problems_of(error, model)
        return None
