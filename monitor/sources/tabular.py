"""Records from the rows of a spreadsheet, for the kinds of source that are one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from monitor.catalogues import load_catalogue
from monitor.domain.dossier import Applicant, ApplicantKind, Channel, Status
from monitor.domain.record import Record, Reject
from monitor.sources.applicant_kinds import kind_of_name
from monitor.sources.catalogue import plain
from monitor.sources.cells import MAX_CHARACTERS, MAX_SHOWN, Cell, raw_text
from monitor.sources.dates import read_instant
from monitor.sources.headers import Field
from monitor.sources.mailboxes import is_mailbox
from monitor.sources.marks import Marker
from monitor.sources.options import SourceOptions
from monitor.sources.reasons import Note, Reason
from monitor.sources.rows import Row, TableRow
from monitor.sources.table import Table

TELLING = (Field.RECEIVED, Field.PROMISED, Field.SUBMITTED, Field.FINISHED, Field.COLLECTED)
FEW = 2  # texts of a line that is a signature or a heading rather than a dossier


def told(notes: Mapping[Note, int]) -> tuple[str, ...]:
    """Return notes as `code=count`, without those that count nothing."""
    return tuple(f"{note}={count}" for note, count in sorted(notes.items()) if count)


def read_applicant(row: Row, options: SourceOptions, notes: Counter[Note]) -> Applicant | None:
    """Return the applicant, None where no name is given; an unusable mailbox is left out."""
    said = _said_of_applicant(row, options, notes)
    return Applicant(**said) if said else None


def _said_of_applicant(
    row: Row, options: SourceOptions, notes: Counter[Note]
) -> dict[str, Any] | None:
    """Return the fields of the applicant: they are laid aside sooner than the whole."""
    name = row.text(Field.APPLICANT)
    if not name:
        return None
    mailbox = row.text(Field.MAILBOX)
    if mailbox and not is_mailbox(mailbox):
        notes[Note.BAD_APPLICANT_MAILBOX] += 1
        mailbox = ""
    stated = row.word(Field.APPLICANT_KIND, options.applicant_kinds) or ApplicantKind.UNKNOWN
    return {
        "name": name,
        "kind": kind_of_name(name) if stated is ApplicantKind.UNKNOWN else stated,
        "address": row.text(Field.ADDRESS),
        "phone": row.text(Field.PHONE),
        "mailbox": mailbox,
    }


def read_status(row: Row, options: SourceOptions, notes: Counter[Note]) -> Status | None:
    """Return the status: None where blank, refused where its text is not known."""
    text = row.text(Field.STATUS)
    if not text:
        notes[Note.BLANK_STATUS] += 1
        return None
    status = options.statuses.get(plain(text))
    if status is None:
        row.refuse(Field.STATUS, text, Reason.UNKNOWN_STATUS)
    return status


def read_verdict(row: Row, options: SourceOptions) -> bool | None:
    """Return whether the words of the status say late; None where they do not judge."""
    return options.verdicts.get(plain(row.text(Field.STATUS)))


def read_channel(row: Row, options: SourceOptions, notes: Counter[Note]) -> Channel | None:
    """Return the channel; an unknown one is noted: the dossier matters more."""
    text = row.text(Field.CHANNEL)
    channel = options.channels.get(plain(text))
    if text and channel is None:
        notes[Note.UNKNOWN_CHANNEL] += 1
    return channel


Said = dict[str, Any]
"""What a row says: the fields of a `Record`, but for those that nobody looked for.

An applicant, too, is a dict of fields.
"""


def to_record(said: Said, *, mark: int | None) -> Record:
    """Return what a row says as a record."""
    applicant = said.get("applicant")
    if applicant is None:
        return Record(mark=mark, **said)
    return Record(mark=mark, **{**said, "applicant": Applicant(**applicant)})


class Found(NamedTuple):
    """A row that is a dossier; its code is blank where it takes reading to tell it."""

    number: int
    code: str
    mark: int
    cells: Sequence[Cell]


TEXTS: Mapping[Field, str] = MappingProxyType(
    {
        Field.UNIT: "unit",
        Field.HANDLER: "handler",
        Field.PROCEDURE: "procedure",
        Field.PROCEDURE_NAME: "procedure_name",
        Field.STEP: "step",
    }
)
INSTANTS: Mapping[Field, str] = MappingProxyType(
    {
        Field.SUBMITTED: "submitted_at",
        Field.RECEIVED: "received_at",
        Field.PROMISED: "promised_at",
        Field.FINISHED: "finished_at",
        Field.COLLECTED: "collected_at",
    }
)


class RowReader:
    """Reads the rows of one table; fields that have no column are not looked for."""

    def __init__(self, table: Table, options: SourceOptions, marker: Marker) -> None:
        self._table = table
        self._options = options
        self._marker = marker
        self._columns = columns = table.layout.columns
        self._texts = [(name, field) for field, name in TEXTS.items() if field in columns]
        self._instants = [(name, field) for field, name in INSTANTS.items() if field in columns]

    def label(self, field: str) -> str:
        """Return how the file names a field."""
        return self._table.label(field)

    def find(self, notes: Counter[Note]) -> Iterator[Found | Reject]:
        """Yield every row but those beside the dossiers; one that is broken as a reject."""
        column = self._table.layout.columns.get(Field.CODE, -1)
        label = self.label(Field.CODE)
        for number, cells in self._table.rows:
            if cells is None:
                yield Reject(row=number, column="", value="", reason=Reason.BROKEN_ROW)
                continue
            code = _plain_code(cells[column]) if 0 <= column < len(cells) else ""
            if code and code != label:
                yield Found(number, code, self._marker.mark(cells), cells)
                continue
            row = TableRow(number, cells, self._table)
            if _is_beside(row):
                notes[Note.SKIPPED_ROWS] += any(raw_text(cell).strip() for cell in row.line)
            else:
                yield Found(number, "", self._marker.mark(cells), cells)

    def read(
        self, number: int, cells: Sequence[Cell], notes: Counter[Note]
    ) -> tuple[str, Said | Reject]:
        """Return a row's code, where it has a usable one, and what the row says."""
        row = TableRow(number, cells, self._table)
        said = self._said(row, notes)
        if row.fault is not None:
            return said["code"], row.fault
        if _longest(cells) > MAX_CHARACTERS:
            notes[Note.LONG_CELLS] += 1
        return said["code"], said

    def _said(self, row: TableRow, notes: Counter[Note]) -> Said:
        columns, options = self._columns, self._options
        said: Said = {"row": row.number, "code": row.code(Field.CODE)}
        for name, field in self._texts:
            said[name] = row.text(field)
        if Field.CHANNEL in columns:
            said["channel"] = read_channel(row, options, notes)
        if Field.STATUS in row.cells:
            said["status"] = read_status(row, options, notes)
            said["said_late"] = read_verdict(row, options)
        for name, field in self._instants:
            said[name] = row.instant(field)
        if Field.APPLICANT in columns:
            said["applicant"] = _said_of_applicant(row, options, notes)
        return said


def _plain_code(cell: Cell) -> str:
    """Return a code as it stands where nothing about it is unusual, else a blank."""
    if not isinstance(cell, str):
        return ""
    is_plain = cell.isascii() and cell.isprintable() and " " not in cell
    return cell if is_plain and len(cell) <= MAX_SHOWN else ""


def _longest(cells: Sequence[Cell]) -> int:
    try:
        return max(map(len, cells), default=0)  # type: ignore[arg-type]
    except TypeError:  # not all are texts
        return max((len(cell) for cell in cells if isinstance(cell, str)), default=0)


def _is_beside(row: TableRow) -> bool:
    """Tell whether a row is no dossier: blank, a total, a heading, a signature, a header."""
    code = raw_text(row.cells.get(Field.CODE)).strip()
    label = row.label(Field.CODE)
    if code and " " not in code and code != label:
        return False
    texts = row.texts
    if not texts or plain(code) == plain(label):
        return True
    totals = load_catalogue("headers")["totals"]["words"]
    if plain(texts[0]).startswith(tuple(plain(word) for word in totals)):
        return True
    if code or len(texts) > FEW:
        return False
    return not any(isinstance(read_instant(row.cells.get(name)), datetime) for name in TELLING)
