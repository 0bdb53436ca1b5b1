"""Take in whatever lies in the drop folders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.catalogues.told import sentence
from monitor.domain.directory import Directory
from monitor.domain.errors import DungHanError
from monitor.flows.ingest import fault_name, ingest
from monitor.ports.sources import ExportFile, Inbox, Waiting
from monitor.ports.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one round took in and refused."""

    taken: int = 0
    refused: int = 0


def collect(
    store: Store,
    directory: Directory,
    inboxes: Sequence[Inbox],
    *,
    max_reject_share: float,
    at: datetime,
) -> Collected:
    """Take in every file not seen before, the oldest export first.

    A file that cannot be taken is set aside and told to the operator; the others
    go on.
    """
    taken = refused = 0
    for inbox in inboxes:
        opened, broken = _open(store, inbox, at=at)
        refused += broken
        for waiting, file in opened:
            try:
                ingest(store, directory, file, max_reject_share=max_reject_share, at=at)
            except DungHanError as error:
                _set_aside(store, inbox, waiting, error, at=at)
                refused += 1
            else:
                inbox.settle(waiting, is_taken=True)
                taken += 1
    return Collected(taken=taken, refused=refused)


def _open(
    store: Store, inbox: Inbox, *, at: datetime
) -> tuple[list[tuple[Waiting, ExportFile]], int]:
    """Open the files not seen before, oldest export first; count those that do not open."""
    opened: list[tuple[Waiting, ExportFile]] = []
    broken = 0
    for waiting in inbox.waiting():
        if _is_taken(store, waiting):
            inbox.settle(waiting, is_taken=True)
            continue
        if waiting.stays and _is_refused(store, waiting):
            continue
        try:
            opened.append((waiting, inbox.read(waiting)))
        except DungHanError as error:
            _set_aside(store, inbox, waiting, error, at=at)
            broken += 1
    return sorted(opened, key=lambda pair: (pair[1].exported_at, pair[1].name)), broken


def _is_taken(store: Store, waiting: Waiting) -> bool:
    with store.reading() as work:
        return work.imports.knows(waiting.system, waiting.sha256)


def _is_refused(store: Store, waiting: Waiting) -> bool:
    """Tell whether a file that stays was refused; one laid down anew is tried anew."""
    with store.reading() as work:
        return fault_name(waiting.system, waiting.sha256) in work.done.faults()


def _set_aside(
    store: Store, inbox: Inbox, waiting: Waiting, error: DungHanError, *, at: datetime
) -> None:
    with store.writing() as work:
        name = fault_name(waiting.system, waiting.sha256)
        work.done.fault(name, at=at, detail=sentence(error))
    inbox.settle(waiting, is_taken=False)
