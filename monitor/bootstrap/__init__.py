"""Joins the real parts: the only package that knows them all."""

from monitor.bootstrap.app import App
from monitor.bootstrap.building import build, directory_of
from monitor.bootstrap.counting import (
    Counting,
    counting,
    is_sheet_of_cases,
    sheet_of_cases,
    stated_file,
)
from monitor.bootstrap.keeping import Restored, database_of, restore, set_aside_of, var_of
from monitor.bootstrap.laying import CARRIED, has_laid_out, lay_out, look_at_laid_out
from monitor.bootstrap.looking import certificate_ends, disk_rooms, inspect_store
from monitor.bootstrap.mailing import probe_mail
from monitor.bootstrap.planning import binding_version, source_options
from monitor.bootstrap.replaying import Replaying, replaying

__all__ = [
    "CARRIED",
    "App",
    "Counting",
    "Replaying",
    "Restored",
    "binding_version",
    "build",
    "certificate_ends",
    "counting",
    "database_of",
    "directory_of",
    "disk_rooms",
    "has_laid_out",
    "inspect_store",
    "is_sheet_of_cases",
    "lay_out",
    "look_at_laid_out",
    "probe_mail",
    "replaying",
    "restore",
    "set_aside_of",
    "sheet_of_cases",
    "source_options",
    "stated_file",
    "var_of",
]
