"""Check a file of figures that somebody else states."""

from dataclasses import dataclass

from monitor.domain.record import Reject
from monitor.domain.stated import CheckedRow, Verdict
from monitor.ports.stated import StatedFile
from reports.stated import check_stated


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """Every account of a file, checked."""

    rows: tuple[CheckedRow, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many accounts have this verdict."""
        return sum(row.verdict is verdict for row in self.rows)

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """What could not be read: of each cell where it stands, and why."""
        return tuple(one for row in self.rows for one in row.stated.problems)

    @property
    def unread(self) -> int:
        """How many rows could not be read, or not whole."""
        return sum(bool(row.stated.problems) for row in self.rows)

    @property
    def problems(self) -> int:
        """How many rows contradict themselves or could not be read whole."""
        return sum(
            row.verdict is Verdict.INCONSISTENT or bool(row.stated.problems)
            for row in self.rows
        )


def check_file(file: StatedFile) -> CheckedFile:
    """Check each account on its own; a row that cannot be read hinders no other."""
    return CheckedFile(rows=tuple(map(check_stated, file.rows)))
