"""What an office is set up with: laid out once, and brought to each new version."""

from monitor.starter.carried import CALENDAR, SOURCE, TEMPLATES, carried_files
from monitor.starter.folder import is_laid_out, lay, look, owner_of
from monitor.starter.unit import SETTINGS, UNIT, Places

__all__ = [
    "CALENDAR",
    "SETTINGS",
    "SOURCE",
    "TEMPLATES",
    "UNIT",
    "Places",
    "carried_files",
    "is_laid_out",
    "lay",
    "look",
    "owner_of",
]
