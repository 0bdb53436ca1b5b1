"""Drop folders: what lies there is read, and moved away where the office says so."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from monitor.domain.errors import SourceFileError
from monitor.ports.sources import ExportFile, Waiting
from monitor.sources import open_export
from monitor.sources.options import SourceOptions
from monitor.sources.reasons import Reason

ENDINGS = frozenset({".xlsx", ".csv", ".json", ".xls", ".txt"})
TAKEN, REFUSED = "done", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderInbox:
    """One drop folder of one system. `kind` names its source where headers do not tell."""

    system: str
    folder: Path
    options: SourceOptions
    kind: str | None = None
    moves: bool = True

    def waiting(self) -> list[Waiting]:
        """Return the files that lie there, by name; a folder that is missing has none."""
        if not self.folder.is_dir():
            return []
        return [
            Waiting(
                system=self.system,
                name=path.name,
                sha256=fingerprint(path),
                stays=not self.moves,
            )
            for path in sorted(self.folder.iterdir())
            if path.is_file()
            and path.suffix.lower() in ENDINGS
            and not path.name.startswith((".", "~"))
        ]

    def read(self, waiting: Waiting) -> ExportFile:
        """Open one of them.

        Raises:
            SourceFileError: the file cannot be read as a whole.
            AmbiguousSourceError: its headers fit several kinds of source, or none.
        """
        file = open_file(
            self.folder / waiting.name,
            system=self.system,
            options=self.options,
            kind=self.kind,
        )
        return replace(file, sha256=waiting.sha256)

    def settle(self, waiting: Waiting, *, is_taken: bool) -> None:
        """Move a file to the taken or to the refused ones, where the folder says so."""
        path = self.folder / waiting.name
        if not self.moves or not path.exists():
            return
        target = self.folder / (TAKEN if is_taken else REFUSED)
        target.mkdir(exist_ok=True)
        path.replace(target / path.name)


def open_file(
    path: Path, *, system: str, options: SourceOptions, kind: str | None = None
) -> ExportFile:
    """Open an export; where nothing in it tells when it was made, the file's time does.

    Raises:
        SourceFileError: the file is missing or cannot be read as a whole.
        AmbiguousSourceError: its headers fit several kinds of source, or none.
    """
    if not path.exists():
        raise SourceFileError(file=path.name, reason=Reason.NO_FILE)
    export = open_export(path, options=options, kind=kind)
    changed_at = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    return ExportFile(
        system=system,
        name=path.name,
        sha256=fingerprint(path),
        export=export,
        exported_at=export.exported_at or changed_at,
        is_stated=export.exported_at is not None,
    )


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, or of the .json files of a folder in order."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    digest = sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
