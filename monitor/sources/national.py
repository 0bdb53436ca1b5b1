"""The portal's sync messages: dossiers (DongBoHoSoMC) and their progress (CapNhatTienDoHoSoMC).

Supplement rounds become pauses and promises, messages of progress steps. Each message
speaks for itself, as of its own instant, and of what it names only. It is as its sender
made it: what contradicts itself is passed on for ingest to judge.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeGuard

from monitor.domain.dossier import Carried, Channel
from monitor.domain.errors import SourceFileError
from monitor.domain.record import Export, Record, Reject
from monitor.sources.exported import name_instant
from monitor.sources.headers import Field
from monitor.sources.held import held
from monitor.sources.message_row import KEYS, MessageRow
from monitor.sources.messages import Messages, Part
from monitor.sources.options import SourceOptions
from monitor.sources.progress import KEYS as PROGRESS_KEYS
from monitor.sources.progress import is_progress, read_progress
from monitor.sources.reasons import Note, Reason
from monitor.sources.rounds import ROUNDS, pauses_of, promises_of, read_rounds
from monitor.sources.source import Content, Source
from monitor.sources.tabular import (
    read_applicant,
    read_channel,
    read_status,
    read_verdict,
    told,
)
from monitor.sources.whole import Parsed, settle

CARRIED: Mapping[str, Carried] = MappingProxyType(
    {
        KEYS[Field.RECEIVED]: Carried.RECEIVED,
        KEYS[Field.PROMISED]: Carried.PROMISED,
        KEYS[Field.FINISHED]: Carried.FINISHED,
        KEYS[Field.COLLECTED]: Carried.COLLECTED,
        KEYS[Field.STATUS]: Carried.STATUS,
        KEYS[Field.UNIT]: Carried.UNIT,
        KEYS[Field.PROCEDURE]: Carried.PROCEDURE,
        KEYS[Field.CHANNEL]: Carried.CHANNEL,
        KEYS[Field.APPLICANT]: Carried.APPLICANT,
        ROUNDS: Carried.PAUSES,
    }
)
OF_DOSSIERS = frozenset(CARRIED.values())
OF_PROGRESS = frozenset({Carried.STATUS, Carried.STEP, Carried.HANDLER, Carried.STEPS})
UNSAID_CHANNEL = Channel.IN_PERSON  # as index 766 reads a blank


def recognises(content: Content) -> bool:
    """Tell messages of the portal: JSON, by its shape."""
    return isinstance(content, Messages)


def read(content: Content, options: SourceOptions) -> Export:
    """Read a file or a folder; there, each message is told as of its own file's instant.

    Where a file does not say when, only a dossier's one message can stand for it.

    Raises:
        SourceFileError: a spreadsheet.
    """
    if not isinstance(content, Messages):
        raise SourceFileError(file=content.file, reason=Reason.WRONG_KIND)
    notes: Counter[Note] = Counter()
    progress: list[MessageRow] = []
    parsed = [
        one for part in content.parts for one in _parse(part, content, options, notes, progress)
    ]
    dossiers = [row for told in _by_instant(parsed) for row in _settled(told, notes)]
    rows = (*dossiers, *read_progress(progress, options, notes))
    notes[Note.NO_ROWS] = int(not rows)
    return Export(
        source=SOURCE.code,
        carries=_carried(rows),
        stage=held(rows, told(notes)),
        exported_at=_newest(content, rows),
        is_messages=True,
    )


def _by_instant(parsed: list[Parsed]) -> list[list[Parsed]]:
    """Return the messages of each instant, oldest first; all as one where any is undated."""
    told: defaultdict[datetime, list[Parsed]] = defaultdict(list)
    for one in parsed:
        if one.told_at is None and one.code:
            return [parsed]
        told[one.told_at or datetime.max.replace(tzinfo=UTC)].append(one)
    return [told[at] for at in sorted(told)]


def _settled(parsed: list[Parsed], notes: Counter[Note]) -> tuple[Record | Reject, ...]:
    settled = settle(parsed, column=KEYS[Field.CODE])
    notes[Note.IDENTICAL] += settled.identical
    notes[Note.SUPERSEDED] += settled.superseded
    return settled.rows


def _carried(rows: Iterable[Record | Reject]) -> frozenset[Carried]:
    """Return what the messages may carry between them, by their kinds."""
    sources = {row.source for row in rows if isinstance(row, Record)}
    of_dossiers = OF_DOSSIERS if sources <= {""} or "" in sources else frozenset[Carried]()
    return of_dossiers | (OF_PROGRESS if sources - {""} else frozenset[Carried]())


def _newest(content: Messages, rows: Iterable[Record | Reject]) -> datetime | None:
    """Return the last instant that a name, or a message of progress, tells of."""
    named = [name_instant(content.file), *(part.told_at for part in content.parts)]
    told_at = [row.as_of for row in rows if isinstance(row, Record)]
    return max((at for at in (*named, *told_at) if at is not None), default=None)


def _parse(
    part: Part,
    content: Messages,
    options: SourceOptions,
    notes: Counter[Note],
    progress: list[MessageRow],
) -> Iterator[Parsed]:
    """Yield the dossiers of a part, and what is none; put messages of progress aside."""
    prefix = f"{part.file}: " if content.is_folder else ""
    if part.fault is not None:
        yield Parsed("", Reject(row=0, column=part.file, value="", reason=part.fault))
    for number, body in enumerate(part.bodies, start=1):
        if _is_dossier(body):
            row = MessageRow(number, body, prefix=prefix)
            record = replace(
                _record(row, options, notes),
                as_of=part.told_at,
                carries=frozenset(CARRIED[key] for key in CARRIED if key in body),
            )
            yield Parsed(record.code, row.fault or record, part.told_at)
        elif isinstance(body, dict) and is_progress(body):
            progress.append(MessageRow(number, body, keys=PROGRESS_KEYS, prefix=prefix))
        else:
            column = prefix + KEYS[Field.CODE]
            reject = Reject(row=number, column=column, value="", reason=Reason.NOT_A_DOSSIER)
            yield Parsed("", reject)


def _is_dossier(body: object) -> TypeGuard[dict[str, object]]:
    """Tell a dossier from a message of progress and from what is no message at all."""
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
