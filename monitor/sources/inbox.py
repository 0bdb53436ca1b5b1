"""Drop folders: what lies there is read, and moved away where the office says so.

A file is read once it is whole. Whoever copies one in under a temporary name (a
leading dot or tilde, another ending) and renames it is waited for by that alone; for
the others the file must have been left alone for SETTLED on the machine's clock. That
clock is asked of files only: it never meets the instant that a flow is called for.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import file_digest, sha256
from pathlib import Path

from monitor.domain.errors import SourceFileError, WorkbookError
from monitor.ports.sources import ExportFile, Waiting
from monitor.ports.workbooks import NotRead
from monitor.sources import open_export
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

    def waiting(self) -> list[Waiting]:
        """Return the files that lie there whole, by name; none where the folder is missing."""
        found = [(path, _look(path)) for path in self._files()]
        fresh = [self._settles_in(look) for _, look in found if look is not None]
        if seconds := max(fresh, default=0.0):
            self.wait(seconds)
        return [
            Waiting(system=self.system, name=path.name, sha256=digest, stays=not self.moves)
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
            SourceFileError: the file is gone or cannot be read as a whole.
            AmbiguousSourceError: its headers fit several kinds of source, or none.
        """
        return open_file(
            self.folder / waiting.name,
            system=self.system,
            options=self.options,
            kind=self.kind,
        )

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
        path = self.folder / waiting.name
        if not self.moves or _digest(path) != waiting.sha256:
            return
        target = self.folder / (TAKEN if is_taken else REFUSED)
        try:
            target.mkdir(exist_ok=True)
            path.replace(_free_place(target, path, waiting.sha256))
        except OSError:
            return


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
    """Return a file's fingerprint; of its name alone where it may not be read."""
    try:
        return fingerprint(path)
    except FileNotFoundError:
        return ""
    except OSError:
        return sha256(path.name.encode()).hexdigest()


def _free_place(folder: Path, path: Path, digest: str) -> Path:
    """Return where a file goes: files of one name that differ all stay."""
    place = folder / path.name
    if not place.exists() or _digest(place) == digest:
        return place
    return folder / f"{path.stem}~{digest[:8]}{path.suffix}"


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
        changed_at = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
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
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    digest = sha256()
    for one in sorted(path.glob("*.json")):
        digest.update(one.read_bytes())
    return digest.hexdigest()
