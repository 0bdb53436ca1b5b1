"""Check a file of figures that somebody else states."""

from dataclasses import dataclass

from monitor.domain.record import Reject
from monitor.domain.stated import CheckedRow, Verdict
from monitor.ports.stated import StatedFile
from reports.stated import check_stated


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """Every account of a file, checked, and the rows that could not be read."""

    rows: tuple[CheckedRow, ...]
    rejects: tuple[Reject, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many accounts have this verdict."""
        return sum(row.verdict is verdict for row in self.rows)

    @property
    def problems(self) -> int:
        """How many rows contradict themselves or could not be read."""
        return self.count(Verdict.INCONSISTENT) + len(self.rejects)


def check_file(file: StatedFile) -> CheckedFile:
    """Check each account on its own; a row that cannot be read hinders no other."""
    return CheckedFile(
        rows=tuple(check_stated(row) for row in file.rows if not isinstance(row, Reject)),
        rejects=tuple(row for row in file.rows if isinstance(row, Reject)),
    )
