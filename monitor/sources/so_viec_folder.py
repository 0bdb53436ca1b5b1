"""The folders into which answered workbooks are saved, watched as those of exports are."""

from dataclasses import dataclass

from monitor.domain.errors import SourceFileError, WorkbookError
from monitor.ports.sources import Waiting
from monitor.ports.workbooks import FilledWorkbook, NotRead
from monitor.sources.inbox import FolderInbox
from monitor.sources.so_viec import read_so_viec


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookFolder:
    """One such folder; `unit` where it is one unit's own."""

    folder: FolderInbox
    unit: str = ""

    def waiting(self) -> list[Waiting]:
        """Return the files that lie there whole, by name."""
        return self.folder.waiting()

    def read(self, waiting: Waiting) -> FilledWorkbook:
        """Open one of them.

        Raises:
            WorkbookError: it is no workbook of ours, or cannot be read.
        """
        try:
            place = self.folder.place(waiting)
        except SourceFileError as error:
            raise WorkbookError(file=waiting.name, reason=NotRead.UNREADABLE) from error
        return read_so_viec(place)

    def settle(self, waiting: Waiting, *, is_taken: bool) -> None:
        """Move a file away, to the taken or to the refused ones."""
        self.folder.settle(waiting, is_taken=is_taken)
