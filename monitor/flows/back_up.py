"""A copy of everything once a day, and what follows when one was laid down again."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from monitor.catalogues.told import sentence
from monitor.domain.errors import BackupError, SendingStoppedError
from monitor.domain.instants import local, vietnam_day
from monitor.ports.keeping import RESTORED, BackedUp, Keeper
from monitor.ports.store import Store

BACKUP = "backup"  # before the day, as what is done; the beat of the last one; its fault
TRIED = "backup/tried"  # the beat of one that failed
AGAIN = timedelta(hours=1)  # until one that failed is tried again


def back_up(store: Store, keeper: Keeper, *, at: datetime) -> BackedUp:
    """Make a backup, and leave its sign of life.

    Raises:
        BackupError: it could not be made; older backups are as they were.
    """
    done = keeper.back_up(at=at)
    with store.writing() as work:
        work.done.cured(BACKUP)
        work.done.beat(BACKUP, at=at, detail=done.name)
    return done


def back_up_due(
    store: Store, keeper: Keeper | None, *, clock: time, at: datetime
) -> BackedUp | None:
    """Make the day's backup from an hour on; one that fails is told, and tried again later.

    Without a keeper the office has named no folder, and nothing is made.
    """
    if keeper is None or local(at).time() < clock:
        return None
    mark = f"{BACKUP}/{vietnam_day(at)}"
    with store.reading() as work:
        tried, _ = work.done.beats().get(TRIED, (None, ""))
        if work.done.has(mark) or (tried is not None and tried <= at < tried + AGAIN):
            return None
    try:
        done = back_up(store, keeper, at=at)
    except BackupError as error:
        with store.writing() as work:
            work.done.fault(BACKUP, at=at, detail=sentence(error))
            work.done.beat(TRIED, at=at)
        return None
    with store.writing() as work:
        work.done.mark(mark, at=at)
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """What a restore has stopped: messages held, with those that were in hand."""

    held: int = 0


def stop_sending(store: Store, *, made_at: datetime | None, at: datetime) -> Stopped:
    """Have nothing go out of a store laid down again, until a person has looked.

    What waited when the backup was made has mostly gone out since: it is held, and what was
    in hand is uncertain, whatever its lease says. What is
    decided anew from now on is queued, and waits, too; the operator is told.
    """
    with store.writing() as work:
        held = work.outbox.hold_all()
        error = SendingStoppedError(made_at=made_at or at, held=held)
        work.done.fault(RESTORED, at=at, detail=sentence(error))
    return Stopped(held=held)


def resume_sending(store: Store) -> bool:
    """Let what is queued go out again; False where nothing was stopped."""
    with store.writing() as work:
        stood = RESTORED in work.done.faults()
        work.done.cured(RESTORED)
    return stood
