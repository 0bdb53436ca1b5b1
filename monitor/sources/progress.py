"""Messages of progress (CapNhatTienDoHoSoMC): where in the office a dossier stood, and when."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from monitor.domain.progress import summed
from monitor.domain.record import Record, Reject
from monitor.domain.step import StepSaid, join_said
from monitor.sources.headers import Field
from monitor.sources.message_row import MessageRow
from monitor.sources.options import SourceOptions
from monitor.sources.reasons import Note, Reason
from monitor.sources.tabular import read_status

PROGRESS = "progress"  # beside the portal's dossiers, which speak of other fields
SAID_AT, BEGAN, DUE = "said_at", "began_at", "due_at"
KEYS: Mapping[str, str] = MappingProxyType(
    {
        Field.CODE: "MaHoSo",
        Field.HANDLER: "NguoiXuLy",
        SAID_AT: "ThoiDiemXuLy",
        Field.UNIT: "PhongBanXuLy",
        Field.STEP: "NoiDungXuLy",
        Field.STATUS: "TrangThai",
        BEGAN: "NgayBatDau",
        DUE: "NgayKetThucTheoQuyDinh",
    }
)


def is_progress(body: Mapping[str, object]) -> bool:
    """Tell a message of progress from a dossier and from what is no message at all."""
    return KEYS[Field.CODE] in body and KEYS[SAID_AT] in body


def read_progress(
    rows: Iterable[MessageRow], options: SourceOptions, notes: Counter[Note]
) -> Iterator[Record | Reject]:
    """Yield a record for each dossier, with all that its messages say, and what is refused."""
    said: defaultdict[str, list[StepSaid]] = defaultdict(list)
    places: dict[str, int] = {}
    for row in rows:
        code = row.code(Field.CODE)
        one = _said(row, options, notes)
        if row.fault is not None or one is None:
            yield row.fault or _silent(row)
            continue
        places.setdefault(code, row.number)
        said[code].append(one)
    for code, told in said.items():
        steps = join_said((), told)
        notes[Note.IDENTICAL] += len(told) - len(steps)
        yield summed(Record(row=places[code], code=code, steps=steps, source=PROGRESS))


def _said(row: MessageRow, options: SourceOptions, notes: Counter[Note]) -> StepSaid | None:
    """Read one message; None where it does not say when."""
    said_at = row.instant(SAID_AT)
    status = read_status(row, options, notes) if row.text(Field.STATUS) else None
    said = {
        "name": row.text(Field.STEP),
        "unit": row.text(Field.UNIT),
        "handler": row.text(Field.HANDLER),
    }
    began_at, due_at = row.instant(BEGAN), row.instant(DUE)
    if said_at is None:
        return None
    return StepSaid(said_at=said_at, began_at=began_at, due_at=due_at, status=status, **said)


def _silent(row: MessageRow) -> Reject:
    return Reject(
        row=row.number, column=row.label(SAID_AT), value="", reason=Reason.MISSING_VALUE
    )
