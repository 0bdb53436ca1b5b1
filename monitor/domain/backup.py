"""A copy of all that the office keeps: what it is called, what it says of itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.instants import local

ENDING = ".zip"
NAME = re.compile(rf"dunghan-\d{{8}}T\d{{6}}(?:-\d+)?\{ENDING}")
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One file of a backup: its size in bytes and its SHA-256 code, in hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself.

    `schema` is the database's version, `rows` counts those of each table, `files` names
    every file of the backup but this list itself.
    """

    made_at: datetime
    program: str
    schema: str
    rows: Mapping[str, int]
    files: Mapping[str, Kept]


def backup_name(at: datetime, turn: int = 1) -> str:
    """Return the name of the `turn`-th backup made at an instant, on Vietnam's clock."""
    more = "" if turn == 1 else f"-{turn}"
    return f"dunghan-{local(at):%Y%m%dT%H%M%S}{more}{ENDING}"


def is_backup(name: str) -> bool:
    """Tell whether a file's name is one that we give to backups."""
    return NAME.fullmatch(name) is not None


def backup_order(name: str) -> tuple[str, int]:
    """Return what puts the names of backups in the order of their making."""
    instant, _, turn = name.removeprefix("dunghan-").removesuffix(ENDING).partition("-")
    return instant, int(turn or 1)


def is_ahead(name: str, at: datetime) -> bool:
    """Tell whether a backup's name is of after an instant: some clock was wrong."""
    return backup_order(name)[0] > backup_order(backup_name(at))[0]
