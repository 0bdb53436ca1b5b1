"""Reading settings.toml, and handing the core its own types."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.errors import DirectoryError
from monitor.domain.letter_choices import LetterChoices
from monitor.domain.office import Exceptions, Office
from monitor.domain.policy import Policy
from monitor.settings.fields import without_password
from monitor.settings.forms import load_forms
from monitor.settings.problems import Problem, problems_of, read_toml, reason, refuse
from monitor.settings.rules import Choices
from monitor.settings.tables import Settings

PASSWORD = "DUNGHAN_MAIL_PASSWORD"  # noqa: S105 - the name of a variable
CERTIFICATE_PASSWORD = "DUNGHAN_CERTIFICATE_PASSWORD"  # noqa: S105 - the name of a variable
STORE_URL = "DUNGHAN_STORE_URL"
SECRETS = (
    ("mail", "password", PASSWORD),
    ("letters", "certificate_password", CERTIFICATE_PASSWORD),
)
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
    for table, key, variable in SECRETS:
        if _take_secret(tables, table, key):
            problems.append((f"{table}.{key}", reason("secret_in_file", variable=variable)))
        _set(tables, table, key, environ.get(variable))
    told = reason("secret_in_store", variable=STORE_URL)
    problems.extend((key, told) for key in _secrets_of_the_store(tables))
    _set(tables, "store", "url", environ.get(STORE_URL))
    _set_password_apart(tables)
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


def _take_secret(tables: dict[str, Any], name: str, key: str) -> bool:
    """Take a secret out of a table: its place is the environment."""
    table = tables.get(name)
    return isinstance(table, dict) and table.pop(key, None) is not None


def _secrets_of_the_store(tables: dict[str, Any]) -> list[str]:
    """Take a password out of the file's own table, and return the keys that held one."""
    keys = ["store.password"] if _take_secret(tables, "store", "password") else []
    return [*keys, *(["store.url"] if _set_password_apart(tables) else [])]


def _set_password_apart(tables: dict[str, Any]) -> bool:
    """Have the URL of the store be one that can be shown; tell whether it was not."""
    table = tables.get("store")
    url = table.get("url") if isinstance(table, dict) else None
    if not isinstance(url, str):
        return False
    bare, password = without_password(url)
    if password:
        tables["store"] |= {"url": bare, "password": password}
    return bool(password)


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


def to_letters(settings: Settings) -> LetterChoices:
    """Hand the core what the office has chosen about letters."""
    table = settings.letters
    return LetterChoices(
        forms=load_forms(),
        apology=table.form,
        numbering=table.numbering,
        numbering_decision=table.numbering_decision,
        issuing=table.issue,
        issuing_decision=table.issue_decision,
        has_qr=table.qr,
        signatures=table.signatures,
    )


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
