"""Take one export in: judged as a whole first, then merged in short steps."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.directory import Directory
from monitor.domain.errors import MassRejectError, SourceFileError
from monitor.domain.record import Export, Record, Reject
from monitor.flows.names import Names
from monitor.ports.sources import ExportFile
from monitor.ports.store import Import, Merged, Store, Work

STEP = 200
FUTURE = timedelta(hours=1)  # clocks of two machines differ
FAULT = "import/"
SHOWN = 80  # letters of a file's name in the name of its fault


def ingest(  # noqa: PLR0913 - what, where to, how strictly, when, and who watches
    store: Store,
    directory: Directory,
    file: ExportFile,
    *,
    max_reject_share: float,
    at: datetime,
    merged: Callable[[int], None] = lambda _: None,
) -> Import:
    """Take a file in and return what became of it.

    An older export than the newest of its source is kept as history, an unchanged
    one changes nothing. Stopped half-way, the same file taken in again ends the work.

    Args:
        store: Where the dossiers are; its transactions here are short.
        directory: Names of units, officials and procedures.
        file: The export, opened.
        max_reject_share: Share of rows (0 to 1) above which the file is refused whole.
        at: The present.
        merged: Told, step by step, how many more records are merged.

    Raises:
        SourceFileError: the file holds no row, or speaks of the future.
        MassRejectError: too many rows would be dropped; they are kept for looking at.
    """
    records, rejects = _read(file.export)
    if not records and not rejects:
        raise SourceFileError(file=file.name, reason="no_rows")
    if file.exported_at > at + FUTURE:
        raise SourceFileError(file=file.name, reason="from_the_future")
    share = len(rejects) / (len(records) + len(rejects))
    with store.writing() as work:
        state = _state(work, file, is_refused=share > max_reject_share)
        begun = _begun(file, state, records=len(records), rejected=len(rejects), at=at)
        begun = replace(begun, id=work.imports.record(begun, rejects))
        if state == "merging":
            work.imports.begin_system(file.system, at=at)
        elif state != "refused":
            work.done.cured(fault_name(file.system, file.name))
    if state == "refused":
        raise MassRejectError(
            file=file.name, rejected=len(rejects), rows=len(records) + len(rejects)
        )
    if state != "merging":
        return begun
    return _merge(store, Names(directory), begun, records, merged, at=at)


def fault_name(system: str, file: str) -> str:
    """Return the name under which the operator is told of a file that cannot be taken."""
    return f"{FAULT}{system}/{file[:SHOWN]}"


def _read(export: Export) -> tuple[list[Record], list[Reject]]:
    records: list[Record] = []
    rejects: list[Reject] = []
    for row in export.rows:
        if isinstance(row, Record):
            records.append(row)
        else:
            rejects.append(row)
    return records, rejects


def _state(work: Work, file: ExportFile, *, is_refused: bool) -> str:
    """Judge a file against those before it.

    Known bytes say something new only where they state a newer instant: the time of
    a file is also that of its copying.
    """
    newest = work.imports.newest(file.system, file.export.source)
    if newest is not None:
        is_newer = file.exported_at > newest.exported_at
        is_same = file.sha256 == newest.sha256
        is_known = is_same or work.imports.knows(file.system, file.sha256)
        if (is_same and not is_newer) or (is_known and not file.is_stated):
            return "unchanged"
        if file.exported_at < newest.exported_at:
            return "older"
    return "refused" if is_refused else "merging"


def _begun(
    file: ExportFile, state: str, *, records: int, rejected: int, at: datetime
) -> Import:
    return Import(
        system=file.system,
        source=file.export.source,
        file_name=file.name,
        sha256=file.sha256,
        exported_at=file.exported_at,
        imported_at=at,
        carries=file.export.carries,
        state=state,
        records=records,
        rejected=rejected,
    )


def _merge(  # noqa: PLR0913 - as above
    store: Store,
    names: Names,
    begun: Import,
    records: list[Record],
    tell: Callable[[int], None],
    *,
    at: datetime,
) -> Import:
    added = changed = 0
    foreign: list[Record] = []
    for start in range(0, len(records), STEP):
        batch = [names.resolve(record) for record in records[start : start + STEP]]
        with store.writing() as work:
            merged = work.dossiers.merge(batch, begun.id, at=at)
            work.imports.refuse(begun.id, _foreign(merged.foreign))
        added, changed = added + merged.added, changed + merged.changed
        foreign.extend(merged.foreign)
        tell(len(batch))
    total = Merged(added=added, changed=changed, foreign=tuple(foreign))
    with store.writing() as work:
        work.imports.finish(begun.id, state="merged", merged=total)
        work.done.cured(fault_name(begun.system, begun.file_name))
    return replace(
        begun,
        state="merged",
        records=begun.records - len(foreign),
        rejected=begun.rejected + len(foreign),
        added=added,
        changed=changed,
    )


def _foreign(records: Iterable[Record]) -> list[Reject]:
    return [
        Reject(row=one.row, column="code", value=one.code, reason="other_system")
        for one in records
    ]
