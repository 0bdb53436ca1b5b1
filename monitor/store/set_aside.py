"""What a restore or an upgrade has set aside, with the names in it that retention passes by."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from monitor.domain.instants import local
from monitor.store.backups import SAVED
from monitor.store.restoring import ASIDE

STAMP = re.compile(
    rf"(?:{re.escape(ASIDE)}|{re.escape(SAVED)}[^/]*-)(?P<instant>\d{{8}}T\d{{6}})(?:-\d+)?(?:\.db)?"
)


def set_aside_before(folders: Iterable[Path], before: datetime) -> list[Path]:
    """Return the folders and copies set aside before an instant, by their names, sorted.

    Raises:
        OSError: a folder cannot be read.
    """
    limit = f"{local(before):%Y%m%dT%H%M%S}"
    return sorted(
        path
        for folder in set(folders)
        if folder.is_dir()
        for path in folder.iterdir()
        if (found := STAMP.fullmatch(path.name)) and found["instant"] < limit
    )
