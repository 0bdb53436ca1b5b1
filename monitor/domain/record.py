"""What a source yields: records as an export states them, and rows it must refuse."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.dossier import Applicant, Carried, Channel, Pause, Promise, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One dossier as one export states it; None or empty where the export is silent.

    Names of unit, handler and procedure are the export's own words: ingest looks
    them up in the directory.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One row that cannot be taken: where, which value, and why (a catalogue code)."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One file, read: records one by one, rejects as they are met.

    `rows` yields a Record or a Reject for every data row, in the file's order, but
    for those that a note counts apart. `exported_at` is None where neither title nor
    file name states it. A note is a code of the catalogue and a count, such as
    `identical=2`.
    """

    source: str
    carries: frozenset[Carried]
    rows: Iterator[Record | Reject]
    exported_at: datetime | None = None
    notes: tuple[str, ...] = field(default=())
