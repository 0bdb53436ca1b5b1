"""Take one export in: judged as a whole first, then merged in short steps."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.directory import Directory
from monitor.domain.errors import MassRejectError, SourceFileError
from monitor.domain.record import Export, Record, Reject
from monitor.domain.term import fold
from monitor.ports.sources import ExportFile
from monitor.ports.store import Import, Merged, Store

STEP = 200
FUTURE = timedelta(hours=1)  # clocks of two machines differ


def ingest(
    store: Store,
    directory: Directory,
    file: ExportFile,
    *,
    max_reject_share: float,
    at: datetime,
) -> Import:
    """Take a file in and return what became of it.

    An older export than the newest of its source is kept as history, an unchanged
    one changes nothing. Stopped half-way, the same file taken in again ends the work.

    Args:
        max_reject_share: Share of rows (0 to 1) above which the file is refused whole.

    Raises:
        SourceFileError: the file holds no row, or speaks of the future.
        MassRejectError: too many rows would be dropped; they are kept for looking at.
    """
    records, rejects = _read(file.export)
    begun = _begun(file, records=len(records), rejected=len(rejects), at=at)
    if not records and not rejects:
        raise SourceFileError(file=file.name, reason="empty_file")
    if file.exported_at > at + FUTURE:
        raise SourceFileError(file=file.name, reason="from_the_future")
    with store.writing() as work:
        newest = work.imports.newest(file.system, file.export.source)
        state = _state(file, newest)
        share = len(rejects) / (len(records) + len(rejects))
        if state == "merging" and share > max_reject_share:
            state = "refused"
        if state == "merging":
            work.imports.begin_system(file.system, at=at)
        begun = replace(begun, state=state)
        begun = replace(begun, id=work.imports.record(begun, rejects))
    if state == "refused":
        raise MassRejectError(
            file=file.name, rejected=len(rejects), rows=len(records) + len(rejects)
        )
    if state != "merging":
        return begun
    return _merge(store, directory, begun, records, at=at)


def fault_name(system: str, sha256: str) -> str:
    """Return under which name it is kept that a file could not be taken in."""
    return f"import/{system}/{sha256}"


def _read(export: Export) -> tuple[list[Record], list[Reject]]:
    records: list[Record] = []
    rejects: list[Reject] = []
    for row in export.rows:
        if isinstance(row, Record):
            records.append(row)
        else:
            rejects.append(row)
    return records, rejects


def _begun(file: ExportFile, *, records: int, rejected: int, at: datetime) -> Import:
    return Import(
        system=file.system,
        source=file.export.source,
        file_name=file.name,
        sha256=file.sha256,
        exported_at=file.exported_at,
        imported_at=at,
        carries=file.export.carries,
        records=records,
        rejected=rejected,
    )


def _state(file: ExportFile, newest: Import | None) -> str:
    if newest is None:
        return "merging"
    is_newer = file.exported_at > newest.exported_at
    if file.sha256 == newest.sha256 and not (is_newer and file.is_stated):
        return "unchanged"
    return "older" if file.exported_at < newest.exported_at else "merging"


def _merge(
    store: Store, directory: Directory, begun: Import, records: list[Record], *, at: datetime
) -> Import:
    names = Names.of(directory)
    total = Merged()
    for start in range(0, len(records), STEP):
        batch = [names.resolve(record) for record in records[start : start + STEP]]
        with store.writing() as work:
            merged = work.dossiers.merge(batch, begun.id, at=at)
            work.imports.refuse(begun.id, _foreign(merged.foreign))
        total = Merged(added=total.added + merged.added, changed=total.changed + merged.changed)
    with store.writing() as work:
        work.imports.finish(begun.id, state="merged", merged=total)
        work.done.cured(fault_name(begun.system, begun.sha256))
    return replace(begun, state="merged", added=total.added, changed=total.changed)


def _foreign(records: Iterable[Record]) -> list[Reject]:
    return [
        Reject(row=one.row, column="code", value=one.code, reason="other_system")
        for one in records
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The export's own words for units, officials and procedures, looked up without marks."""

    directory: Directory
    units: dict[str, str]
    procedures: dict[str, str]

    @classmethod
    def of(cls, directory: Directory) -> "Names":
        """Index a directory by name."""
        return cls(
            directory=directory,
            units={_plain(unit.name): code for code, unit in directory.units.items()},
            procedures={_plain(one.name): code for code, one in directory.procedures.items()},
        )

    def resolve(self, record: Record) -> Record:
        """Return the record with codes in place of known names; unknown words stay."""
        official = self.directory.by_source_name(record.handler)
        unit = self._code(record.unit, self.directory.units, self.units)
        if not unit and official is not None:
            unit = official.unit
        procedures = self.directory.procedures
        code = self._code(record.procedure, procedures, self.procedures)
        if code not in procedures:
            code = self.procedures.get(_plain(record.procedure_name), code)
        return replace(
            record,
            unit=unit,
            handler=official.code if official else record.handler,
            procedure=code,
        )

    @staticmethod
    def _code(text: str, known: Container[str], by_name: dict[str, str]) -> str:
        if not text or text in known:
            return text
        return by_name.get(_plain(text), text)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
