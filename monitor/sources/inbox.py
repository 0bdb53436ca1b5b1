"""Drop folders: what lies there is read, and moved away where the office says so.

A file is read once it is whole. Whoever copies one in under a temporary name (a
leading dot or tilde, another ending) and renames it is waited for by that alone; for
the others the file must have been left alone for SETTLED on the machine's clock. That
clock is asked of files only: it never meets the instant that a flow is called for.
"""

import os
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import file_digest, sha256
from pathlib import Path

from monitor.domain.errors import SourceFileError, WorkbookError
from monitor.ports.sources import ExportFile, Waiting
from monitor.ports.workbooks import NotRead
from monitor.sources import open_export
from monitor.sources.files import open_plain
from monitor.sources.limits import MOST_BYTES
from monitor.sources.options import SourceOptions
from monitor.sources.reasons import Reason
from monitor.sources.so_viec import is_so_viec

READABLE = frozenset({".xlsx", ".csv", ".json", ".xls", ".txt"})
# What people lay down by mistake: it is told and set aside, where other things are left alone.
MISTAKEN = frozenset(
    {".doc", ".docx", ".htm", ".html", ".ods", ".pdf", ".rar", ".tsv", ".xlsb", ".xlsm", ".zip"}
)
HIDDEN = (".", "~")
TAKEN, REFUSED = "done", "refused"
SETTLED = timedelta(seconds=2)
UNSEEN = {"Cc", "Cf", "Cs"}  # controls, marks of direction, bytes that are no Unicode


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderInbox:
    """One drop folder of one system.

    Args:
        system: The system whose exports lie there.
        folder: Where they lie.
        options: How they are read.
        kind: Names their source where headers do not tell.
        moves: Whether what has been read is moved away.
        clock: The machine's clock, by which files carry their time.
        wait: Lets seconds pass, for a file that was written just now.
    """

    system: str
    folder: Path
    options: SourceOptions
    clock: Callable[[], datetime]
    kind: str | None = None
    moves: bool = True
    wait: Callable[[float], None] = time.sleep

    def gone(self) -> str:
        """Return the folder where it cannot be listed now, else nothing."""
        try:
            next(self.folder.iterdir(), None)
        except OSError:
            return str(self.folder)
        return ""

    def waiting(self) -> list[Waiting]:
        """Return the files that lie there whole, by name; none where the folder is missing."""
        found = [(path, _look(path)) for path in self._files()]
        fresh = [self._settles_in(look) for _, look in found if look is not None]
        if seconds := max(fresh, default=0.0):
            self.wait(seconds)
        return [
            Waiting(
                system=self.system, name=_told_name(path), sha256=digest, stays=not self.moves
            )
            for path, look in found
            if look is not None and look == _look(path) and (digest := _digest(path))
        ]

    def _files(self) -> list[Path]:
        return [
            path
            for path in _listed(self.folder)
            if path.suffix.lower() in READABLE | MISTAKEN
            and not path.name.startswith(HIDDEN)
            and path.is_file()
        ]

    def _settles_in(self, look: "Look") -> float:
        """Return the seconds until a file counts as left alone: 0 when it does.

        A time ahead of the clock comes from another machine and tells nothing.
        """
        age = self.clock() - look.changed_at
        return (SETTLED - age).total_seconds() if abs(age) < SETTLED else 0.0

    def read(self, waiting: Waiting) -> ExportFile:
        """Open one of them; its `sha256` is that of the bytes now there.

        Raises:
            SourceFileError: the file is gone or cannot be read as a whole; or it is a link,
                or has a name that cannot be told.
            AmbiguousSourceError: its headers fit several kinds of source, or none.
        """
        return open_file(
            self.place(waiting),
            system=self.system,
            options=self.options,
            kind=self.kind,
        )

    def place(self, waiting: Waiting) -> Path:
        """Return where a file lies that may be read.

        Raises:
            SourceFileError: it is a link, or has a name that cannot be told.
        """
        path = self._path(waiting)
        if path.is_symlink():
            raise SourceFileError(file=waiting.name, reason=Reason.LINK)
        if path.name != waiting.name:
            raise SourceFileError(file=waiting.name, reason=Reason.BAD_NAME)
        return path

    def _path(self, waiting: Waiting) -> Path:
        path = self.folder / waiting.name
        others = (one for one in self._files() if _told_name(one) == waiting.name)
        return path if os.path.lexists(path) else next(others, path)

    def kept(self) -> dict[str, Path]:
        """Return, by fingerprint, the files that lie there and those taken in before."""
        folders = (self.folder, self.folder / TAKEN)
        files = (path for one in folders for path in _listed(one) if path.is_file())
        return {_digest(path): path for path in files}

    def settle(self, waiting: Waiting, *, is_taken: bool) -> None:
        """Move a file to the taken or to the refused ones, where the folder says so.

        A file that was written anew in the meantime stays: it has not been read. One
        that cannot be moved stays, too, and is known by its bytes.
        """
        path = self._path(waiting)
        if not self.moves or _digest(path) != waiting.sha256:
            return
        target = self.folder / (TAKEN if is_taken else REFUSED)
        try:
            target.mkdir(exist_ok=True)
            _move(path, target, _free_name(target, path, waiting.sha256))
        except OSError:
            return


def _move(path: Path, folder: Path, name: str) -> None:
    """Move a file into a folder, never through a link that somebody put in its place."""
    into = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        os.rename(path, name, dst_dir_fd=into)
    finally:
        os.close(into)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:  # missing, or a share that is cut off: the work goes on without it
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A file as it lay at one moment."""

    size: int
    changed_at: datetime


def _look(path: Path) -> Look | None:
    try:
        found = path.stat()
    except OSError:  # gone since the folder was listed
        return None
    changed_at = datetime.fromtimestamp(found.st_mtime, UTC)
    return Look(size=found.st_size, changed_at=changed_at)


def _digest(path: Path) -> str:
    """Return a file's fingerprint; of its name alone where its bytes are not to be read."""
    of_name = sha256(os.fsencode(path.name)).hexdigest()
    try:
        found = path.lstat()
        if path.is_symlink() or found.st_size > MOST_BYTES:
            return of_name
        return fingerprint(path)
    except FileNotFoundError:
        return ""
    except OSError:
        return of_name


def _told_name(path: Path) -> str:
    """Return a file's name with a question mark for what cannot be told or seen."""
    return "".join("?" if unicodedata.category(c) in UNSEEN else c for c in path.name)


def _free_name(folder: Path, path: Path, digest: str) -> str:
    """Return what a file is called there: files of one name that differ all stay."""
    place = folder / path.name
    if not place.exists() or _digest(place) == digest:
        return path.name
    return f"{path.stem}~{digest[:8]}{path.suffix}"


def open_file(
    path: Path, *, system: str, options: SourceOptions, kind: str | None = None
) -> ExportFile:
    """Open an export; where nothing in it tells when it was made, the file's time does.

    Raises:
        SourceFileError: the file is missing or cannot be read as a whole.
        AmbiguousSourceError: its headers fit several kinds of source, or none.
        WorkbookError: it is a workbook of ours that a unit answers in.
    """
    try:
        found = path.stat()
        if found.st_size > MOST_BYTES:
            raise SourceFileError(file=path.name, reason=Reason.TOO_BIG)
        changed_at = datetime.fromtimestamp(int(found.st_mtime), UTC)
        digest = fingerprint(path)
    except FileNotFoundError as error:
        raise SourceFileError(file=path.name, reason=Reason.NO_FILE) from error
    except OSError as error:
        raise SourceFileError(file=path.name, reason=Reason.UNREADABLE) from error
    if is_so_viec(path):
        raise WorkbookError(file=path.name, reason=NotRead.IS_WORKBOOK)
    export = open_export(path, options=options, kind=kind)
    return ExportFile(
        system=system,
        name=path.name,
        sha256=digest,
        export=export,
        exported_at=export.exported_at or changed_at,
        is_stated=export.exported_at is not None,
    )


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, or of the .json files of a folder in order."""
    if not path.is_dir():
        with open_plain(path) as file:
            return file_digest(file, "sha256").hexdigest()
    digest = sha256()
    for one in sorted(path.glob("*.json")):
        digest.update(one.read_bytes())
    return digest.hexdigest()
