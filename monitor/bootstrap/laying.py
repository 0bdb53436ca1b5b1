"""An office's files, laid out and brought to this version."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel

from monitor.bootstrap.keeping import database_of
from monitor.domain.laid_out import Step
from monitor.settings import (
    Settings,
    load,
)
from monitor.starter import SETTINGS as SETTINGS_FILE
from monitor.starter import SOURCE as CARRIED_FROM
from monitor.starter import Places, carried_files, is_laid_out, lay, look, owner_of

CARRIED = CARRIED_FROM  # where what the program carries for an office lies


def lay_out(folder: Path, *, environ: Mapping[str, str] = os.environ) -> tuple[Step, ...]:
    """Lay out an office's files, or bring what was laid out to this version.

    Raises:
        SettingsError: the settings that lie there hold what cannot be.
        ForeignFolderError: root was asked to write into somebody else's folder.
        OSError: the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return lay(folder, carried_files(_places(folder.resolve(), environ)))


def has_laid_out(settings: Path) -> bool:
    """Tell whether a settings file, and what lies beside it, was laid out by us."""
    return settings.name == SETTINGS_FILE and is_laid_out(settings.parent)


def look_at_laid_out(
    folder: Path, *, environ: Mapping[str, str] = os.environ
) -> tuple[Step, ...]:
    """Return how an office's files stand to this version; none where none were laid out.

    Raises:
        SettingsError: as for `lay_out`.
    """
    if not is_laid_out(folder):
        return ()
    return look(folder, carried_files(_places(folder.resolve(), environ)))


def _places(folder: Path, environ: Mapping[str, str]) -> Places:
    """Return what the unit file is filled with."""
    path = folder / SETTINGS_FILE
    settings = load(path, environ) if path.exists() else None
    return Places(
        folder=folder,
        user=owner_of(folder),
        python=Path(sys.prefix, "bin/python3"),
        written=_written(settings) if settings else (),
        read=(Path(sys.base_prefix), Path(sys.prefix), *(_named(settings) if settings else ())),
    )


def _written(settings: Settings) -> tuple[Path, ...]:
    """Return the folders that the program writes into."""
    return (
        settings.paths.var,
        *(() if settings.store.is_served else (database_of(settings).parent,)),
        settings.mail.folder,
        settings.workbook.folder,
        settings.workbook.drop,
        *(source.folder for source in settings.sources),
        *((settings.backup.folder,) if settings.backup.folder else ()),
        *((settings.mail.bounces,) if settings.mail.bounces else ()),
    )


def _named(value: object) -> Iterator[Path]:
    """Yield every file and folder that the settings name."""
    if isinstance(value, Path):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _named(one)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _named(getattr(value, name))
