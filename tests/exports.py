"""Records and exports as sources hand them over, named for what matters in a test."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from monitor.domain.dossier import Applicant, Carried, Channel, Pause, Promise, Status
from monitor.domain.record import Export, Record, Reject
from monitor.ports.sources import ExportFile
from monitor.sources.held import held
from tests.builders import vn

CODE = "H99.01-261102-0001"
SYSTEM = "tinh"

LEDGER = frozenset(
    {
        Carried.RECEIVED,
        Carried.PROMISED,
        Carried.COLLECTED,
        Carried.UNIT,
        Carried.APPLICANT,
    }
)
LIST = frozenset(
    {
        Carried.RECEIVED,
        Carried.PROMISED,
        Carried.FINISHED,
        Carried.STATUS,
        Carried.STEP,
        Carried.HANDLER,
        Carried.UNIT,
        Carried.CHANNEL,
        Carried.PROCEDURE,
    }
)
NATIONAL = frozenset(
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
CARRIES = {"ledger": LEDGER, "list": LIST, "national": NATIONAL}


def at(text: str | None) -> datetime | None:
    return vn(text) if text else None


def a_record(  # noqa: PLR0913 - a builder names whatever a test may care about
    code: str = CODE,
    *,
    row: int = 1,
    received: str | None = "2026-11-02 08:00",
    promised: str | None = "2026-11-16 17:00",
    promises: tuple[Promise, ...] = (),
    pauses: tuple[Pause, ...] = (),
    status: Status | None = Status.IN_PROGRESS,
    finished: str | None = None,
    collected: str | None = None,
    submitted: str | None = None,
    step: str = "",
    unit: str = "VHXH",
    handler: str = "hoa",
    procedure: str = "1.000001",
    procedure_name: str = "A procedure",
    channel: Channel | None = None,
    applicant: Applicant | None = None,
) -> Record:
    """Return a dossier received on 2 November, promised for the 16th and in hand."""
    return Record(
        row=row,
        code=code,
        unit=unit,
        handler=handler,
        procedure=procedure,
        procedure_name=procedure_name,
        channel=channel,
        status=status,
        step=step,
        submitted_at=at(submitted),
        received_at=at(received),
        promised_at=at(promised),
        promises=promises,
        pauses=pauses,
        finished_at=at(finished),
        collected_at=at(collected),
        applicant=applicant,
    )


def a_file(  # noqa: PLR0913 - as above
    *rows: Record | Reject,
    exported: str,
    source: str = "list",
    system: str = SYSTEM,
    name: str | None = None,
    content: str | None = None,
    carries: frozenset[Carried] | None = None,
    is_stated: bool = True,
) -> ExportFile:
    """Return an opened export; its bytes differ with its rows, or are `content`."""
    numbered = [replace(one, row=number) for number, one in enumerate(rows, start=2)]
    told = content if content is not None else repr((source, exported, numbered))
    return ExportFile(
        system=system,
        name=name or f"{source}-{exported}.csv",
        sha256=sha256(told.encode()).hexdigest(),
        export=Export(
            source=source,
            carries=CARRIES[source] if carries is None else carries,
            stage=held(numbered),
            exported_at=vn(exported) if is_stated else None,
        ),
        exported_at=vn(exported),
        is_stated=is_stated,
    )


def rejects(count: int) -> Iterable[Reject]:
    return (
        Reject(row=row, column="Ngày tiếp nhận", value="hôm qua", reason="bad_date")
        for row in range(count)
    )
