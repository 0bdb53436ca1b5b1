"""Reading settings.toml, and handing the core its own types."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.errors import DirectoryError
from monitor.domain.office import Exceptions, Office
from monitor.domain.policy import Policy
from monitor.settings.problems import Problem, problems_of, read_toml, reason, refuse
from monitor.settings.rules import Choices
from monitor.settings.tables import Settings

PASSWORD = "DUNGHAN_MAIL_PASSWORD"  # noqa: S105 - the name of a variable
STORE_URL = "DUNGHAN_STORE_URL"
NOTHING: Mapping[str, str] = MappingProxyType({})


def load(
    path: Path, environ: Mapping[str, str], *, tried: Mapping[str, str] = NOTHING
) -> Settings:
    """Read `path`, take password and store from `environ` where set, and check it all.

    Relative paths start from the file's own folder. `tried` holds values for keys of
    [rules] that stand in the place of the file's, as TOML; one alone where a list is
    meant is a list of one.

    Raises:
        SettingsError: with every key that is unknown, missing or out of range.
    """
    path = path.resolve()
    tables = read_toml(path)
    problems: list[Problem] = []
    if _take_password(tables):
        problems.append(("mail.password", reason("secret_in_file", variable=PASSWORD)))
    _set(tables, "mail", "password", environ.get(PASSWORD))
    _set(tables, "store", "url", environ.get(STORE_URL))
    for key, value in tried.items():
        _set(tables, "rules", key, _as_written(key, value))
    try:
        settings = Settings.model_validate(tables, context={"folder": path.parent})
    except ValidationError as error:
        problems += problems_of(error, Settings)
        raise refuse(path, _named_by_source(problems, environ)) from None
    if problems:
        raise refuse(path, problems)
    return settings


def _take_password(tables: dict[str, Any]) -> bool:
    """Take a password out of the tables: its place is the environment."""
    mail = tables.get("mail")
    return isinstance(mail, dict) and mail.pop("password", None) is not None


def _as_written(key: str, text: str) -> Any:
    """Return a value as the file would hold it; what is no TOML is a word."""
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text
    known = Choices.model_fields.get(key)
    is_list = known is not None and isinstance(known.default, tuple)
    return [value] if is_list and not isinstance(value, list) else value


def _set(tables: dict[str, Any], table: str, key: str, value: Any) -> None:
    if value is not None and isinstance(tables.setdefault(table, {}), dict):
        tables[table][key] = value


def _named_by_source(problems: list[Problem], environ: Mapping[str, str]) -> list[Problem]:
    """Name the variable, not the file's key, where the environment gave the value."""
    if STORE_URL not in environ:
        return problems
    return [(STORE_URL if key == "store.url" else key, why) for key, why in problems]


def default_calendar(
    settings: Settings, calendars: Mapping[str, WorkingCalendar]
) -> WorkingCalendar:
    """Return the calendar of units that name none.

    Raises:
        SettingsError: calendar.toml has no calendar of this name.
    """
    name = settings.rules.calendar
    if name not in calendars:
        told = reason("no_such_calendar", name=name, known=", ".join(calendars))
        raise refuse(settings.paths.calendar, [(f"calendars.{name}", told)])
    return calendars[name]


def to_policy(settings: Settings, calendar: WorkingCalendar) -> Policy:
    """Hand the core its own types, not ours."""
    return Policy(calendar=calendar, **settings.rules.values)


def to_exceptions(settings: Settings) -> Exceptions:
    """Hand the core what differs in single units and procedures."""
    rules = settings.rules
    return Exceptions(
        units={code: one.stated for code, one in rules.units.items()},
        procedures={code: one.stated for code, one in rules.procedures.items()},
    )


def check_calendars(office: Office, units: Path) -> None:
    """Refuse a unit whose calendar nobody wrote: another would count its dates wrongly.

    Raises:
        DirectoryError: with every such unit.
    """
    known = ", ".join(office.calendars)
    problems = tuple(
        reason("unit_calendar", unit=unit, calendar=name, known=known)
        for unit, name in office.unknown_calendars()
    )
    if problems:
        raise DirectoryError(file=units.name, problems=problems)
