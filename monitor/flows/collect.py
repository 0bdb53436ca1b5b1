"""Take in whatever lies in the drop folders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.catalogues.told import sentence
from monitor.domain.directory import Directory
from monitor.domain.errors import DungHanError, FolderGoneError
from monitor.flows.ingest import FAULT, fault_name, ingest
from monitor.ports.sources import ExportFile, Inbox, Waiting
from monitor.ports.store import Store

GONE = "folder/"  # before a system, as the fault of a folder that cannot be listed
TOLD_FOR = timedelta(days=7)  # how long the operator hears of a file set aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one round took in and refused."""

    taken: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that lies in a folder, and what it holds."""

    inbox: Inbox
    waiting: Waiting
    file: ExportFile


def collect(
    store: Store,
    directory: Directory,
    inboxes: Sequence[Inbox],
    *,
    max_reject_share: float,
    at: datetime,
) -> Collected:
    """Take in every file not seen before, of all folders the oldest export first.

    A file that cannot be taken is set aside and told to the operator; the others
    go on.
    """
    _tell_gone(store, inboxes, at=at)
    opened, refused = _open(store, inboxes, at=at)
    taken = 0
    for one in sorted(opened, key=lambda one: (one.file.exported_at, one.file.name)):
        try:
            ingest(store, directory, one.file, max_reject_share=max_reject_share, at=at)
        except DungHanError as error:
            _set_aside(store, one.inbox, one.waiting, error, at=at)
            refused += 1
        else:
            one.inbox.settle(one.waiting, is_taken=True)
            taken += 1
    _forget(store, at=at)
    return Collected(taken=taken, refused=refused)


def _open(store: Store, inboxes: Iterable[Inbox], *, at: datetime) -> tuple[list[Opened], int]:
    """Open the files not seen before; count those that do not open."""
    opened: list[Opened] = []
    broken = 0
    for inbox in inboxes:
        for waiting in inbox.waiting():
            if _is_settled(store, inbox, waiting):
                continue
            try:
                file = inbox.read(waiting)
            except DungHanError as error:
                _set_aside(store, inbox, waiting, error, at=at)
                broken += 1
            else:
                opened.append(Opened(inbox=inbox, waiting=waiting, file=file))
    return opened, broken


def _tell_gone(store: Store, inboxes: Iterable[Inbox], *, at: datetime) -> None:
    """Tell of folders that cannot be listed, until they can."""
    gone = {f"{GONE}{one.system}": one for one in inboxes if one.gone()}
    with store.reading() as work:
        told = {name for name in work.done.faults() if name.startswith(GONE)}
    if told == gone.keys():
        return
    with store.writing() as work:
        for name in told - gone.keys():
            work.done.cured(name)
        for name in gone.keys() - told:
            error = FolderGoneError(folder=gone[name].gone(), system=gone[name].system)
            work.done.fault(name, at=at, detail=sentence(error))


def _is_settled(store: Store, inbox: Inbox, waiting: Waiting) -> bool:
    """Tell whether a file was dealt with before; one taken in is moved away.

    A refused file that stays is passed by; one laid down anew is tried anew.
    """
    with store.reading() as work:
        is_taken = work.imports.knows(waiting.system, waiting.sha256, name=waiting.name)
        is_refused = waiting.stays and work.done.has(_refusal(waiting))
    if is_taken:
        inbox.settle(waiting, is_taken=True)
    return is_taken or is_refused


def _set_aside(
    store: Store, inbox: Inbox, waiting: Waiting, error: DungHanError, *, at: datetime
) -> None:
    name = fault_name(waiting.system, waiting.name)
    with store.writing() as work:
        work.done.fault(name, at=at, detail=sentence(error))
        work.done.mark(_refusal(waiting), at=at)
    inbox.settle(waiting, is_taken=False)


def _refusal(waiting: Waiting) -> str:
    return f"refused/{waiting.system}/{waiting.sha256}"


def _forget(store: Store, *, at: datetime) -> None:
    """Stop telling of files set aside long ago: newer ones have come since."""
    with store.reading() as work:
        faults = work.done.faults()
    old = [
        name
        for name, (since, _) in faults.items()
        if name.startswith(FAULT) and since < at - TOLD_FOR
    ]
    if old:
        with store.writing() as work:
            for name in old:
                work.done.cured(name)
