"""Take one export in: judged as a whole first, then merged in short steps."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from monitor.domain.batches import batches
from monitor.domain.directory import Directory
from monitor.domain.errors import MassRejectError, SourceFileError
from monitor.domain.record import Contents
from monitor.flows.merging import GLANCE, Merging
from monitor.flows.names import Names
from monitor.ports.sources import ExportFile
from monitor.ports.store import Import, Store, Work

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
    staged: Callable[[Contents], None] = lambda _: None,
    merged: Callable[[int], None] = lambda _: None,
) -> Import:
    """Take a file in and return what became of it.

    An older export than the newest of its source is kept as history, an unchanged
    one changes nothing and is not even read. Messages speak for themselves: late, they
    still fill in what newer ones leave out. Stopped half-way, the same file taken in
    again ends the work.

    Args:
        store: Where the dossiers are; its transactions here are short.
        directory: Names of units, officials and procedures.
        file: The export, opened.
        max_reject_share: Share of rows (0 to 1) above which the file is refused whole.
        at: The present.
        staged: Told what the file holds, before any of it is merged.
        merged: Told, step by step, how many more records are merged.

    Raises:
        SourceFileError: the file holds no row, or speaks of the future.
        MassRejectError: too many rows would be dropped; they are kept for looking at.
    """
    with store.reading() as work:
        is_unchanged = _state(work, file) == "unchanged"
        former = {one.old: frozenset(one.new) for one in work.mergers.applied()}
    if is_unchanged:
        return _repeat(store, file, at=at)
    names = Names(directory, former=former)
    with file.export.stage(partial(_alike, store, file), names.fingerprint) as contents:
        staged(contents)
        begun = _begin(store, file, contents, max_reject_share=max_reject_share, at=at)
        if begun.state != "merging":
            return begun
        fault = fault_name(file.system, file.name)
        merging = Merging(store=store, names=names, file=file, begun=begun, fault=fault, at=at)
        return merging.run(contents, merged)


def _alike(store: Store, file: ExportFile, marks: Mapping[str, int]) -> Collection[str]:
    with store.reading() as work:
        return work.dossiers.alike(marks, file.system, file.export.source)


def _repeat(store: Store, file: ExportFile, *, at: datetime) -> Import:
    """Write down that a file came again, with the rows that were refused then."""
    with store.writing() as work:
        again = _begun(file, "unchanged", at=at)
        again = replace(again, id=work.imports.record(again, ()))
        before = work.imports.repeat(again.id, file.system, file.sha256)
        work.done.cured(fault_name(file.system, file.name))
    return replace(again, records=before.records, rejected=before.rejected)


def _begin(
    store: Store,
    file: ExportFile,
    contents: Contents,
    *,
    max_reject_share: float,
    at: datetime,
) -> Import:
    """Judge a file as a whole, and write down what becomes of it and what it cannot say."""
    rows = contents.records + contents.rejected
    if not rows:
        raise SourceFileError(file=file.name, reason="no_rows")
    if file.exported_at > at + FUTURE:
        raise SourceFileError(file=file.name, reason="from_the_future")
    rejects = batches(contents.rejects(), GLANCE)
    with store.writing() as work:
        state = _state(work, file, is_refused=contents.rejected / rows > max_reject_share)
        begun = replace(
            _begun(file, state, at=at), records=contents.records, rejected=contents.rejected
        )
        begun = replace(begun, id=work.imports.record(begun, next(rejects, ())))
        if state == "merging":
            work.imports.begin_system(file.system, at=at)
        elif state != "refused":
            work.done.cured(fault_name(file.system, file.name))
    for some in rejects:
        with store.writing() as work:
            work.imports.refuse(begun.id, some)
    if state == "refused":
        raise MassRejectError(file=file.name, rejected=contents.rejected, rows=rows)
    return begun


def fault_name(system: str, file: str) -> str:
    """Return the name under which the operator is told of a file that cannot be taken."""
    return f"{FAULT}{system}/{file[:SHOWN]}"


def _state(work: Work, file: ExportFile, *, is_refused: bool = False) -> str:
    """Judge a file against those before it.

    Known bytes say something new only where they state a newer instant, messages where
    they state another: the time of a file is also that of its copying.
    """
    newest = work.imports.newest(file.system, file.export.source)
    if newest is not None:
        is_newer = file.exported_at > newest.exported_at
        if file.export.is_messages and file.is_stated:
            is_newer = file.exported_at != newest.exported_at
        is_same = file.sha256 == newest.sha256
        is_known = is_same or work.imports.knows(file.system, file.sha256)
        if (is_same and not is_newer) or (is_known and not file.is_stated):
            return "unchanged"
        if file.exported_at < newest.exported_at and not file.export.is_messages:
            return "older"
    return "refused" if is_refused else "merging"


def _begun(file: ExportFile, state: str, *, at: datetime) -> Import:
    return Import(
        system=file.system,
        source=file.export.source,
        file_name=file.name,
        sha256=file.sha256,
        exported_at=file.exported_at,
        imported_at=at,
        carries=file.export.carries,
        state=state,
    )
