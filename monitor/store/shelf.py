"""Folders that people look into: letters, reports, the print queue."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

UNSAFE = re.compile(r"[^\w.\-]+")
DRAFT = ".draft-"
ABANDONED_SECONDS = 24 * 3600  # no draft is made for a day
MOST_BYTES = 200  # of a file's name: file systems take 255


class FolderShelf:
    """Files below one folder, for their owner alone; where it `is_shared`, for the group."""

    def __init__(self, root: Path, *, is_shared: bool = False) -> None:
        self._root = root
        self._tidied: set[Path] = set()
        self._file_mode = 0o660 if is_shared else 0o600
        self._folder_mode = 0o770 if is_shared else 0o700

    def put(self, folder: str, name: str, content: bytes) -> None:
        """Lay a file down whole, in place of one of the same name."""
        with self.draft(folder) as draft:
            draft.path.write_bytes(content)
            draft.lay(name)

    @contextmanager
    def draft(self, folder: str) -> Iterator["FolderDraft"]:
        """Begin a file in a folder; one that is not laid down is gone at the end."""
        place = self._root / folder
        for one in (self._root, place):
            make_folder(one, mode=self._folder_mode)
        with NamedTemporaryFile(dir=place, prefix=DRAFT, delete=False) as file:
            path = Path(file.name)
        self._tidy(place, path.stat().st_mtime)
        try:
            yield FolderDraft(path, mode=self._file_mode)
        finally:
            path.unlink(missing_ok=True)

    def _tidy(self, place: Path, now: float) -> None:
        """Take away the drafts of processes killed long ago, once for each folder."""
        if place in self._tidied:
            return
        self._tidied.add(place)
        for left in place.glob(f"{DRAFT}*"):
            if left.stat().st_mtime < now - ABANDONED_SECONDS:
                left.unlink(missing_ok=True)

    def has(self, folder: str, name: str) -> bool:
        """Tell whether a file lies there."""
        return self._path(folder, name).is_file()

    def remove(self, folder: str, name: str) -> None:
        """Take a file away; a missing one is no fault."""
        self._path(folder, name).unlink(missing_ok=True)

    def _path(self, folder: str, name: str) -> Path:
        """Return where a file lies; a name leads nowhere else, whatever it holds."""
        return self._root / folder / safe_name(name)


class FolderDraft:
    """A file that is being made beside its place."""

    def __init__(self, path: Path, *, mode: int) -> None:
        self.path = path
        self._mode = mode

    def sha256(self) -> str:
        """Return the code of what was written."""
        with self.path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()

    def size(self) -> int:
        """Return how many bytes were written."""
        return self.path.stat().st_size

    def lay(self, name: str) -> None:
        """Lay it down whole under a name, in place of one of the same name."""
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        self.path.chmod(self._mode)
        self.path.replace(self.path.parent / safe_name(name))


def make_folder(path: Path, *, mode: int) -> None:
    """Make a folder that is not there, of this mode whatever the process's mask says."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True, mode=mode)
        path.chmod(mode)


def safe_name(name: str) -> str:
    """Return a name that every file system takes; two names that differ stay two."""
    safe = UNSAFE.sub("_", name).lstrip(".")
    if name and safe == name and len(name.encode()) <= MOST_BYTES:
        return name
    stem, dot, ending = safe.rpartition(".")
    digest = sha256(name.encode(errors="surrogatepass")).hexdigest()[:8]
    end = f"~{digest}{dot}{ending}"[:MOST_BYTES]
    room = MOST_BYTES - len(end.encode())
    return stem.encode()[: max(room, 0)].decode(errors="ignore") + end
