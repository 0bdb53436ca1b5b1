"""What the operator writes down, checked whole, as the program's own values."""

from monitor.settings.calendars import load_calendars
from monitor.settings.causes import load_causes
from monitor.settings.exceptions import check_exceptions
from monitor.settings.forms import load_forms
from monitor.settings.loading import (
    check_calendars,
    default_calendar,
    load,
    to_exceptions,
    to_letters,
    to_policy,
)
from monitor.settings.tables import Mail, Settings, SourceTable

__all__ = [
    "Mail",
    "Settings",
    "SourceTable",
    "check_calendars",
    "check_exceptions",
    "default_calendar",
    "load",
    "load_calendars",
    "load_causes",
    "load_forms",
    "to_exceptions",
    "to_letters",
    "to_policy",
]
