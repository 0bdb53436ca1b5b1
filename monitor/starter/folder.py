"""Laying files out in a folder: each whole or not at all, and none that somebody edited.

A run that was cut off has laid some files and recorded none; the next one finds them
equal to what it carries, and goes on.
"""

import json
import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from monitor.domain.errors import ForeignFolderError
from monitor.domain.laid_out import OFFER, Move, Step, plan
from monitor.starter.carried import File

RECORD = ".laid-out.json"
WRITTEN = {Move.LAY: "", Move.UPDATE: "", Move.OFFER: OFFER}


def is_laid_out(folder: Path) -> bool:
    """Tell whether files were laid out in a folder."""
    return (folder / RECORD).is_file()


def look(folder: Path, files: Mapping[str, File]) -> tuple[Step, ...]:
    """Return what `lay` would do, and do nothing.

    Raises:
        OSError: a file cannot be read.
    """
    laid = _recorded(folder)
    paths = {*files, *laid, *(path + OFFER for path in files)}
    return plan(
        carried={path: file.carried for path, file in files.items()},
        laid=laid,
        found=dict(_found(folder, paths)),
    )


def lay(folder: Path, files: Mapping[str, File]) -> tuple[Step, ...]:
    """Lay out what is missing, bring what nobody edited to this version; say what was done.

    Raises:
        ForeignFolderError: root was asked to write into somebody else's folder.
        OSError: the folder cannot be written to.
    """
    _look_whose(folder)
    steps = look(folder, files)
    for step in steps:
        if step.move in WRITTEN:
            _write(folder / (step.path + WRITTEN[step.move]), files[step.path].content)
    marks = {path: file.carried.mark for path, file in sorted(files.items())}
    if marks != _recorded(folder):
        _write(folder / RECORD, json.dumps(marks, indent=1).encode())
    return steps


def _look_whose(folder: Path) -> None:
    """Refuse to leave files to root that the program, run by its own user, cannot read."""
    owner = folder.stat().st_uid
    if os.geteuid() == 0 and owner != 0:
        raise ForeignFolderError(folder=str(folder), owner=owner_of(folder))


def owner_of(folder: Path) -> str:
    """Return whose folder it is, by name; by number where the machine knows no name."""
    try:
        return folder.owner()
    except KeyError:
        return str(folder.stat().st_uid)


def _recorded(folder: Path) -> Mapping[str, str]:
    """Return the marks of what was laid; none where the record is missing or no record.

    Without one, what differs from what the program carries counts as edited.
    """
    try:
        marks = json.loads((folder / RECORD).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return marks if isinstance(marks, dict) else {}


def _found(folder: Path, paths: Iterable[str]) -> Iterable[tuple[str, str]]:
    for path in paths:
        try:
            yield path, sha256((folder / path).read_bytes()).hexdigest()
        except (FileNotFoundError, NotADirectoryError):
            continue


def _make(folder: Path) -> None:
    """Make a folder, and those above it, for their owner alone."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Lay a file down whole, for its owner alone."""
    _make(path.parent)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        draft = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            draft.replace(path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
