"""The portal's sync messages (DongBoHoSoMC), one object a dossier.

Supplement rounds become pauses and promises. A message is as its sender made it:
what contradicts itself is passed on for ingest to judge.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TypeGuard

from monitor.domain.dossier import Carried, Channel
from monitor.domain.errors import SourceFileError
from monitor.domain.record import Export, Record, Reject
from monitor.sources.exported import name_instant
from monitor.sources.headers import Field
from monitor.sources.message_row import KEYS, MessageRow
from monitor.sources.messages import Messages, Part
from monitor.sources.options import SourceOptions
from monitor.sources.reasons import Note, Reason
from monitor.sources.rounds import pauses_of, promises_of, read_rounds
from monitor.sources.source import Content, Source
from monitor.sources.tabular import (
    read_applicant,
    read_channel,
    read_status,
    read_verdict,
    told,
)
from monitor.sources.whole import Parsed, settle

CARRIES = frozenset(
    {
        Carried.RECEIVED,
        Carried.PROMISED,
        Carried.FINISHED,
        Carried.COLLECTED,
        Carried.STATUS,
        Carried.UNIT,
        Carried.PROCEDURE,
        Carried.CHANNEL,
        Carried.PAUSES,
        Carried.APPLICANT,
    }
)
UNSAID_CHANNEL = Channel.IN_PERSON  # as index 766 reads a blank


def recognises(content: Content) -> bool:
    """Tell messages of the portal: JSON, by its shape."""
    return isinstance(content, Messages)


def read(content: Content, options: SourceOptions) -> Export:
    """Read a file or a folder; there, a dossier's newest message stands for it.

    Raises:
        SourceFileError: a spreadsheet.
    """
    if not isinstance(content, Messages):
        raise SourceFileError(file=content.file, reason=Reason.WRONG_KIND)
    notes: Counter[Note] = Counter()
    parsed = [one for part in content.parts for one in _parse(part, content, options, notes)]
    settled = settle(parsed, column=KEYS[Field.CODE])
    notes[Note.IDENTICAL] = settled.identical
    notes[Note.SUPERSEDED] = settled.superseded
    notes[Note.NO_ROWS] = int(not settled.rows)
    named = [name_instant(content.file), *(part.told_at for part in content.parts)]
    return Export(
        source=SOURCE.code,
        carries=CARRIES,
        rows=iter(settled.rows),
        exported_at=max((at for at in named if at is not None), default=None),
        notes=told(notes),
    )


def _parse(
    part: Part, content: Messages, options: SourceOptions, notes: Counter[Note]
) -> Iterator[Parsed]:
    prefix = f"{part.file}: " if content.is_folder else ""
    if part.fault is not None:
        yield Parsed("", Reject(row=0, column=part.file, value="", reason=part.fault))
    for number, body in enumerate(part.bodies, start=1):
        if _is_dossier(body):
            row = MessageRow(number, body, prefix=prefix)
            record = _record(row, options, notes)
            yield Parsed(record.code, row.fault or record, part.told_at)
        else:
            column = prefix + KEYS[Field.CODE]
            reject = Reject(row=number, column=column, value="", reason=Reason.NOT_A_DOSSIER)
            yield Parsed("", reject)


def _is_dossier(body: object) -> TypeGuard[dict[str, object]]:
    """Tell a dossier from a progress step and from what is no message at all."""
    keys = body.keys() if isinstance(body, dict) else ()
    return KEYS[Field.CODE] in keys and KEYS[Field.STATUS] in keys


def _record(row: MessageRow, options: SourceOptions, notes: Counter[Note]) -> Record:
    code = row.code(Field.CODE)
    status = read_status(row, options, notes)
    received_at, promised_at = row.instant(Field.RECEIVED), row.instant(Field.PROMISED)
    rounds = read_rounds(row)
    return Record(
        row=row.number,
        code=code,
        unit=row.text(Field.UNIT),
        procedure=row.text(Field.PROCEDURE),
        procedure_name=row.text(Field.PROCEDURE_NAME),
        channel=read_channel(row, options, notes)
        if row.text(Field.CHANNEL)
        else UNSAID_CHANNEL,
        status=status,
        said_late=read_verdict(row, options),
        received_at=received_at,
        promised_at=promised_at,
        first_promised_at=rounds[0].promised_before if rounds else None,
        promises=promises_of(rounds, received_at, promised_at),
        pauses=pauses_of(rounds, status),
        finished_at=row.instant(Field.FINISHED),
        collected_at=row.instant(Field.COLLECTED),
        applicant=read_applicant(row, options, notes),
    )


SOURCE = Source(code="national", recognises=recognises, read=read)
