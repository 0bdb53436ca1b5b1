"""Folders that people look into: letters, reports, the print queue."""

import os
import re
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

UNSAFE = re.compile(r"[^\w.\-]+")


class FolderShelf:
    """Files below one folder, readable by the owner alone."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, folder: str, name: str, content: bytes) -> None:
        """Lay a file down whole, in place of one of the same name."""
        path = self._path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except OSError:
                Path(file.name).unlink()
                raise

    def remove(self, folder: str, name: str) -> None:
        """Take a file away; a missing one is no fault."""
        self._path(folder, name).unlink(missing_ok=True)

    def _path(self, folder: str, name: str) -> Path:
        """Return where a file lies; a name leads nowhere else, whatever it holds."""
        safe = UNSAFE.sub("_", name).lstrip(".")
        if safe != name:  # two names that differ must stay two files
            stem, dot, ending = safe.rpartition(".")
            safe = f"{stem}~{sha256(name.encode()).hexdigest()[:8]}{dot}{ending}"
        return self._root / folder / safe
