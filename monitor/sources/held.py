"""Contents small enough to be held in memory: messages of the portal."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from monitor.domain.record import Alike, Contents, Record, Reject, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Records and rejects that have been read already: a way to read them, and contents."""

    said: Sequence[Record]
    refused: Sequence[Reject]
    notes: tuple[str, ...] = ()

    def __call__(self, alike: Alike, salt: str) -> AbstractContextManager[Contents]:
        """Read nothing more."""
        return nullcontext(self)

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self.said)

    @property
    def rejected(self) -> int:
        """The number of rejects."""
        return len(self.refused)

    def rows(self) -> Iterator[Row]:
        """Yield the records, each to be merged whatever was shown before."""
        return (Row(one.row, one.code, one.mark, is_alike=False, kept=one) for one in self.said)

    def record(self, row: Row) -> Record:
        """Return the record."""
        record: Record = row.kept
        return record

    def rejects(self) -> Iterator[Reject]:
        """Yield the rejects."""
        return iter(self.refused)


def held(rows: Iterable[Record | Reject], notes: tuple[str, ...] = ()) -> Held:
    """Return how an export is read whose rows are known already."""
    every = tuple(rows)
    return Held(
        said=tuple(one for one in every if isinstance(one, Record)),
        refused=tuple(one for one in every if isinstance(one, Reject)),
        notes=notes,
    )
