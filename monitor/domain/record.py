"""What a source yields: records as an export states them, and rows it must refuse."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from monitor.domain.dossier import Applicant, Carried, Channel, Pause, Promise, Status
from monitor.domain.step import StepSaid


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One dossier as one export states it; None or empty where the export is silent.

    Names of unit, handler and procedure are the export's own words: ingest looks
    them up in the directory. A message speaks for itself: `as_of` is its own instant,
    `carries` what it alone says, `source` what it is where its file holds messages of two
    kinds; elsewhere the export's hold.
    """

    row: int
    code: str
    unit: str = ""
    handler: str = ""
    procedure: str = ""
    procedure_name: str = ""
    channel: Channel | None = None
    status: Status | None = None
    said_late: bool | None = None  # where the export's own words judge it
    step: str = ""
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    promised_at: datetime | None = None
    first_promised_at: datetime | None = None  # where stated beside the present one
    promises: tuple[Promise, ...] = ()  # where the export states their history
    pauses: tuple[Pause, ...] = ()
    finished_at: datetime | None = None
    collected_at: datetime | None = None
    applicant: Applicant | None = None
    steps: tuple[StepSaid, ...] = ()  # what messages of progress say
    as_of: datetime | None = None
    carries: frozenset[Carried] | None = None
    source: str = ""
    mark: int | None = field(default=None, compare=False)  # of the `Row` it was read from


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One row that cannot be taken: where, which value, and why (a catalogue code)."""

    row: int
    column: str
    value: str
    reason: str


class Row(NamedTuple):
    """One row of an export that can be taken, as its contents keep it.

    `number` is where it stands, `kept` what `Contents.record` makes its record of. `mark`
    is a fingerprint of all that the record is read from: the cells, and how they are read;
    None where the row must be read each time. `is_alike`: the same mark was kept of it
    before, so there is nothing new to read.
    """

    number: int
    code: str
    mark: int | None
    is_alike: bool
    kept: Any


class Contents(Protocol):
    """What an export holds, laid aside on disk where it is large, and judged by row."""

    @property
    def records(self) -> int:
        """The number of rows that can be taken."""
        ...

    @property
    def rejected(self) -> int:
        """The number of rows that cannot."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What else there was: codes of the catalogue and counts, such as `identical=2`."""
        ...

    def rows(self) -> Iterator[Row]:
        """Yield the rows that can be taken, in the file's order; as often as asked for."""
        ...

    def record(self, row: Row) -> Record:
        """Return what a row says."""
        ...

    def rejects(self) -> Iterator[Reject]:
        """Yield the rows that cannot be taken; as often as asked for."""
        ...


Alike = Callable[[Mapping[str, int]], Collection[str]]
"""Tells, of codes and marks, the codes whose row was last shown with the same mark."""


class Stage(Protocol):
    """Reads an export."""

    def __call__(self, alike: Alike, salt: str) -> AbstractContextManager[Contents]:
        """Read everything, and keep it for as long as the context lasts.

        Args:
            alike: Asked for a thousand rows at once; what it names is not read again.
            salt: What else a record rests on; goes into the marks.

        Raises:
            SourceFileError: the file cannot be read to its end, or has changed meanwhile.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One file, known by its head; `stage` reads the rest.

    `exported_at` is None where neither title nor file name states it. `is_messages`: each
    record speaks for itself, so that a late file still has something to say.
    """

    source: str
    carries: frozenset[Carried]
    stage: Stage = field(repr=False)
    exported_at: datetime | None = None
    is_messages: bool = False
