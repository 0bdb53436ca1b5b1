"""Folders that people look into: letters, reports, the print queue."""

import os
import re
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

UNSAFE = re.compile(r"[^\w.\-]+")
MOST_BYTES = 200  # of a file's name: file systems take 255


class FolderShelf:
    """Files below one folder, for their owner alone; where it `is_shared`, for the group."""

    def __init__(self, root: Path, *, is_shared: bool = False) -> None:
        self._root = root
        self._file_mode = 0o660 if is_shared else 0o600
        self._folder_mode = 0o770 if is_shared else 0o700

    def put(self, folder: str, name: str, content: bytes) -> None:
        """Lay a file down whole, in place of one of the same name."""
        path = self._path(folder, name)
        self._root.mkdir(parents=True, exist_ok=True, mode=self._folder_mode)
        path.parent.mkdir(exist_ok=True, mode=self._folder_mode)
        with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            unfinished = Path(file.name)
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                unfinished.chmod(self._file_mode)
                unfinished.replace(path)
            except BaseException:
                unfinished.unlink()
                raise

    def remove(self, folder: str, name: str) -> None:
        """Take a file away; a missing one is no fault."""
        self._path(folder, name).unlink(missing_ok=True)

    def _path(self, folder: str, name: str) -> Path:
        """Return where a file lies; a name leads nowhere else, whatever it holds."""
        return self._root / folder / safe_name(name)


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
