"""Where exports come from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.domain.record import Export


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """One file of a system, opened.

    `exported_at` is the instant as of which it speaks; `is_stated` is False where
    only the file's own time tells.
    """

    system: str
    name: str
    sha256: str
    export: Export
    exported_at: datetime
    is_stated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A file that lies in a drop folder; `sha256` is of its bytes.

    `stays`: the folder keeps its files, whatever becomes of them.
    """

    system: str
    name: str
    sha256: str
    stays: bool = False


class Inbox(Protocol):
    """One drop folder of one system."""

    @property
    def system(self) -> str:
        """The system whose exports lie there."""
        ...

    def gone(self) -> str:
        """Return the folder where it cannot be listed now, else nothing."""
        ...

    def waiting(self) -> list[Waiting]:
        """Return the files that lie there, oldest first; those being written are left out."""
        ...

    def read(self, waiting: Waiting) -> ExportFile:
        """Open one of them.

        Raises:
            SourceFileError: the file cannot be read as a whole.
            AmbiguousSourceError: its headers fit several kinds of source, or none.
        """
        ...

    def settle(self, waiting: Waiting, *, is_taken: bool) -> None:
        """Move a file away, to the taken or to the refused ones, where the folder says so."""
        ...
