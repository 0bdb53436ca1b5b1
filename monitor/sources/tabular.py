"""Records from the rows of a spreadsheet, for the kinds of source that are one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from monitor.catalogues import load_catalogue
from monitor.domain.dossier import Applicant, ApplicantKind, Carried, Channel, Status
from monitor.domain.errors import SourceFileError
from monitor.domain.record import Export, Record, Reject
from monitor.sources.catalogue import plain
from monitor.sources.cells import MAX_CHARACTERS, Cell, raw_text
from monitor.sources.dates import read_instant
from monitor.sources.exported import exported_at
from monitor.sources.headers import Field
from monitor.sources.mailboxes import is_mailbox
from monitor.sources.options import SourceOptions
from monitor.sources.reasons import Note, Reason
from monitor.sources.rows import Row, TableRow
from monitor.sources.table import Table
from monitor.sources.whole import Parsed, settle

CARRIED: Mapping[Field, Carried] = MappingProxyType(
    {
        Field.RECEIVED: Carried.RECEIVED,
        Field.PROMISED: Carried.PROMISED,
        Field.FINISHED: Carried.FINISHED,
        Field.COLLECTED: Carried.COLLECTED,
        Field.STATUS: Carried.STATUS,
        Field.STEP: Carried.STEP,
        Field.HANDLER: Carried.HANDLER,
        Field.UNIT: Carried.UNIT,
        Field.PROCEDURE: Carried.PROCEDURE,
        Field.CHANNEL: Carried.CHANNEL,
        Field.APPLICANT: Carried.APPLICANT,
        Field.SUBMITTED: Carried.SUBMITTED,
    }
)
TELLING = (Field.RECEIVED, Field.PROMISED, Field.SUBMITTED, Field.FINISHED, Field.COLLECTED)
FEW = 2  # texts of a line that is a signature or a heading rather than a dossier


def read_tabular(
    table: Table,
    options: SourceOptions,
    *,
    source: str,
    fields: frozenset[Field],
    required: frozenset[Field],
) -> Export:
    """Read every row below the header, taking only the `fields` of this kind of source.

    Raises:
        SourceFileError: a `required` column is missing.
    """
    _check_columns(table, required)
    notes: Counter[Note] = Counter()
    table = table.only(fields)
    settled = settle(_parse(table, options, notes), column=table.label(Field.CODE))
    notes[Note.IDENTICAL] = settled.identical
    notes[Note.OTHER_SHEETS] = table.other_sheets
    notes[Note.NO_ROWS] = int(not settled.rows)
    return Export(
        source=source,
        carries=frozenset(CARRIED[name] for name in CARRIED if name in table.layout.columns),
        rows=iter(settled.rows),
        exported_at=exported_at(table.titles, table.stem),
        notes=told(notes),
    )


def told(notes: Mapping[Note, int]) -> tuple[str, ...]:
    """Return notes as `code=count`, without those that count nothing."""
    return tuple(f"{note}={count}" for note, count in sorted(notes.items()) if count)


def read_applicant(row: Row, options: SourceOptions, notes: Counter[Note]) -> Applicant | None:
    """Return the applicant, None where no name is given; an unusable mailbox is left out."""
    name = row.text(Field.APPLICANT)
    if not name:
        return None
    mailbox = row.text(Field.MAILBOX)
    if mailbox and not is_mailbox(mailbox):
        notes[Note.BAD_APPLICANT_MAILBOX] += 1
        mailbox = ""
    return Applicant(
        name=name,
        kind=row.word(Field.APPLICANT_KIND, options.applicant_kinds) or ApplicantKind.UNKNOWN,
        address=row.text(Field.ADDRESS),
        phone=row.text(Field.PHONE),
        mailbox=mailbox,
    )


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


def _check_columns(table: Table, required: frozenset[Field]) -> None:
    for name in Field:
        if name in required and name not in table.layout.columns:
            raise SourceFileError(
                file=table.file, reason=Reason.MISSING_COLUMN, column=table.label(name)
            )


def _parse(table: Table, options: SourceOptions, notes: Counter[Note]) -> Iterator[Parsed]:
    for number, cells in table.rows:
        if cells is None:
            row_fault = Reject(row=number, column="", value="", reason=Reason.BROKEN_ROW)
            yield Parsed("", row_fault)
            continue
        row = TableRow(number, cells, table)
        if _is_beside(row):
            notes[Note.SKIPPED_ROWS] += any(raw_text(cell).strip() for cell in row.line)
            continue
        record = _record(row, options, notes)
        yield Parsed(record.code, row.fault or record)
        if row.fault is None and _longest(cells) > MAX_CHARACTERS:
            notes[Note.LONG_CELLS] += 1


def _longest(cells: Sequence[Cell]) -> int:
    return max([len(cell) for cell in cells if isinstance(cell, str)], default=0)


def _record(row: TableRow, options: SourceOptions, notes: Counter[Note]) -> Record:
    return Record(
        row=row.number,
        code=row.code(Field.CODE),
        unit=row.text(Field.UNIT),
        handler=row.text(Field.HANDLER),
        procedure=row.text(Field.PROCEDURE),
        procedure_name=row.text(Field.PROCEDURE_NAME),
        channel=read_channel(row, options, notes),
        status=read_status(row, options, notes) if Field.STATUS in row.cells else None,
        said_late=read_verdict(row, options),
        step=row.text(Field.STEP),
        submitted_at=row.instant(Field.SUBMITTED),
        received_at=row.instant(Field.RECEIVED),
        promised_at=row.instant(Field.PROMISED),
        finished_at=row.instant(Field.FINISHED),
        collected_at=row.instant(Field.COLLECTED),
        applicant=read_applicant(row, options, notes),
    )


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
