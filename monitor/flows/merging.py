"""The rows of one file, merged in short steps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from monitor.domain.batches import batches
from monitor.domain.record import Contents, Record, Reject, Row
from monitor.flows.names import Names
from monitor.ports.sources import ExportFile
from monitor.ports.store import Import, Store

STEP = 1_000  # records merged in one transaction: a tenth of a second
GLANCE = 2_000  # rows that say nothing new, seen in one transaction

One = TypeVar("One")


@dataclass(slots=True, kw_only=True)
class Merging:
    """One file on its way into the store; `fault` is what its end cures."""

    store: Store
    names: Names
    file: ExportFile
    begun: Import
    fault: str
    at: datetime
    foreign: int = 0

    def run(self, contents: Contents, tell: Callable[[int], None]) -> Import:
        """Merge all rows, step by step, and say that it is done."""
        for rows in batches(contents.rows(), GLANCE):
            fresh = self._glance(rows)
            if len(fresh) < len(rows):
                tell(len(rows) - len(fresh))
            for some in batches(fresh, STEP):
                self._step([self._read(contents, row) for row in some])
                tell(len(some))
        return self._finish()

    def _glance(self, rows: list[Row]) -> list[Row]:
        """See the rows that say nothing new, and return the others."""
        marks = {one.code: one.mark for one in rows if one.is_alike and one.mark is not None}
        if not marks:
            return rows
        with self.store.writing() as work:
            seen = work.dossiers.see(marks, self.begun.id, at=self.at)
        return [one for one in rows if not (one.is_alike and one.code in seen)]

    def _read(self, contents: Contents, row: Row) -> Record:
        """Return a record with codes for names; a message speaks at least as of its file."""
        record = self.names.resolve(contents.record(row))
        if self.file.export.is_messages and record.as_of is None:
            return replace(record, as_of=self.file.exported_at)
        return record

    def _step(self, records: list[Record]) -> None:
        with self.store.writing() as work:
            merged = work.dossiers.merge(records, self.begun.id, at=self.at)
            work.imports.count(self.begun.id, merged)
            work.imports.refuse(self.begun.id, _foreign(merged.foreign))
        self.foreign += len(merged.foreign)

    def _finish(self) -> Import:
        begun = self.begun
        with self.store.writing() as work:
            ended = work.imports.finish(begun.id, state="merged", foreign=self.foreign)
            # whether it edited in bulk can be told only now
            work.agenda.wake(work.edits.finishes_set_by(begun.id), at=self.at)
            work.units.wake(at=self.at)
            work.done.cured(self.fault)
        return ended


def _foreign(records: Iterable[Record]) -> list[Reject]:
    return [
        Reject(row=one.row, column="code", value=one.code, reason="other_system")
        for one in records
    ]
