"""What flows ask of whoever keeps the office's data: copies, and an end to what is blanked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

RESTORED = (
    "restored"  # the fault that stands after a restore: until it is cured nothing is sent
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup that was made and verified.

    `place` is where it lies, `size` its bytes, `rows` counts those of all tables, `files`
    the files beside the database, `removed` the older backups that made room for it.
    """

    place: str
    name: str
    size: int
    rows: int
    files: int
    removed: int = 0


class Keeper(Protocol):
    """Keeps copies of database, letters and reports."""

    def back_up(self, *, at: datetime) -> BackedUp:
        """Make a verified copy, and let go of the oldest beyond those to be kept.

        Raises:
            BackupError: it could not be made; older backups are as they were.
        """
        ...

    def settle(self) -> None:
        """Have nothing of what was overwritten stay in the database's files."""
        ...
