"""What needs no office: due dates, questions of auditors, figures of others."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.cases.dossier import CaseRow
from monitor.domain.policy import Policy
from monitor.ports.stated import StatedFile
from monitor.settings import (
    default_calendar,
    load,
    load_calendars,
    to_policy,
)
from monitor.sources.dossier_cases import is_cases, read_cases
from monitor.sources.stated import read_stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What due dates are counted by; `file` holds the calendars."""

    policy: Policy
    calendars: Mapping[str, WorkingCalendar]
    file: str


def counting(path: Path, *, environ: Mapping[str, str] = os.environ) -> Counting:
    """Read the settings at `path` for counting alone: no directory, no database.

    Raises:
        SettingsError: settings or calendar hold what cannot be.
    """
    settings = load(path, environ)
    calendars = load_calendars(settings.paths.calendar)
    policy = to_policy(settings, default_calendar(settings, calendars))
    return Counting(policy=policy, calendars=calendars, file=settings.paths.calendar.name)


def is_sheet_of_cases(data: bytes, *, path: Path) -> bool:
    """Tell whether `data`, the file at `path`, is a spreadsheet of dossiers to be dated."""
    return is_cases(data, path=path)


def sheet_of_cases(data: bytes, *, path: Path) -> Iterator[CaseRow]:
    """Yield the dossiers of such a spreadsheet.

    Raises:
        SourceFileError: it is no spreadsheet, or a column that must be there is missing.
    """
    return read_cases(data, path=path)


def stated_file(path: Path) -> StatedFile:
    """Return what a file of figures says that others hand in.

    Raises:
        SourceFileError: it is no spreadsheet, has no rows, or names no account or figure.
    """
    return read_stated(path)
