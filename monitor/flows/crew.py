"""The workers on one database: their signs of life, who of them may judge, who helps."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.catalogues.told import sentence
from monitor.domain.errors import ClockApartError, OtherSettingsError, WorkersDifferError
from monitor.domain.worker import Fitness, Worker, deciding, living, outdated
from monitor.ports.crew import Crew
from monitor.ports.dispatcher import Queue
from monitor.ports.store import Store, Work

WORKER = "worker/"  # a beat's name, the worker's own behind it
DIFFERENT = "workers"  # the fault of workers that judge by different settings
APART = "clock/"  # the fault of a machine whose clock is wrong, and its worker
FORGOTTEN = timedelta(days=1)  # a worker that has been silent for so long


def sign_in(store: Store, worker: Worker, *, at: datetime) -> None:
    """Leave a sign of life of a worker, whoever else writes meanwhile."""
    detail = {
        "since": worker.since.isoformat(),
        "program": worker.program,
        "schema": worker.schema,
        "binding": worker.binding,
        "queues": sorted(worker.queues),
        "clock_ahead": worker.clock_ahead.total_seconds(),
    }
    with store.sharing() as work:
        work.done.beat(f"{WORKER}{worker.name}", at=at, detail=json.dumps(detail))


def sign_out(store: Store, worker: Worker) -> None:
    """Have a worker that ends be no longer reckoned with."""
    with store.sharing() as work:
        work.done.stopped(f"{WORKER}{worker.name}")


def has_help(work: Work, crew: Crew, queue: Queue, *, at: datetime) -> bool:
    """Tell whether another worker serves a queue, and judges by what is in force."""
    alive = workers(work, at=at)
    waiting = outdated(alive)
    return any(
        queue in one.queues and one.name != crew.me and one not in waiting for one in alive
    )


def workers(work: Work, *, at: datetime) -> tuple[Worker, ...]:
    """Return the workers that live, the youngest first."""
    beats = work.done.beats()
    found = [_read(name, *beats[name]) for name in beats if name.startswith(WORKER)]
    return living(found, at=at)


def fitness_of(store: Store, me: Worker, *, at: datetime) -> Fitness:
    """Tell what a worker may do: to judge is for those who judge by what holds."""
    with store.reading() as work:
        if work.gauges.schema() != me.schema:
            return Fitness.FOREIGN
        alive = workers(work, at=at)
    is_waiting = me.name in {one.name for one in outdated(alive)}
    return Fitness.OUTDATED if is_waiting else Fitness.FIT


def check_settings(work: Work, binding: str, *, at: datetime) -> None:
    """Refuse to judge by other settings than the workers that lead at present.

    Args:
        work: The tables.
        binding: The version of settings, calendar, directory and rules to judge by.
        at: The present.

    Raises:
        OtherSettingsError: they go by others.
    """
    first = deciding(workers(work, at=at))
    if first is not None and first.binding != binding:
        raise OtherSettingsError(worker=first.name)


def tell_of_workers(store: Store, *, at: datetime) -> None:
    """Tell of workers that wait since they are outdated, and of clocks that are wrong.

    Those who have been silent for a day are forgotten.
    """
    with store.reading() as work:
        alive = workers(work, at=at)
        standing = {
            name: detail
            for name, (_, detail) in work.done.faults().items()
            if name.startswith((DIFFERENT, APART))
        }
        gone = [
            name
            for name, (seen_at, _) in work.done.beats().items()
            if name.startswith(WORKER) and seen_at < at - FORGOTTEN
        ]
    faults = _faults(alive)
    if faults == standing and not gone:
        return
    with store.writing() as work:
        for name in standing.keys() - faults.keys():
            work.done.cured(name)
        for name, detail in faults.items():
            work.done.fault(name, at=at, detail=detail)
        for name in gone:
            work.done.stopped(name)


def _faults(alive: Sequence[Worker]) -> dict[str, str]:
    """Return what is to be told of those who live, by the name of the fault."""
    faults = {}
    for one in alive:
        if one.is_apart:
            minutes = round(one.clock_ahead / timedelta(minutes=1))
            error = ClockApartError(worker=one.name, minutes=minutes)
            faults[f"{APART}{one.name}"] = sentence(error)
    if waiting := outdated(alive):
        names = ", ".join(sorted(f"{one.name} ({one.program})" for one in waiting))
        faults[DIFFERENT] = sentence(WorkersDifferError(workers=names))
    return faults


def _read(name: str, seen_at: datetime, detail: str) -> Worker:
    said = json.loads(detail)
    return Worker(
        name=name.removeprefix(WORKER),
        since=datetime.fromisoformat(said["since"]),
        seen_at=seen_at,
        program=said["program"],
        schema=said["schema"],
        binding=said["binding"],
        queues=frozenset(said["queues"]),
        clock_ahead=timedelta(seconds=said["clock_ahead"]),
    )
