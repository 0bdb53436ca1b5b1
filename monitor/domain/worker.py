"""Processes that work on one database, and which of them may judge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LEAD = "lead"  # the queue of those who may begin to judge
SILENT = timedelta(minutes=2)  # without a sign of life a worker counts as gone
APART = timedelta(minutes=1)  # how far a machine's clock may be from the database's


class Fitness(StrEnum):
    """What a worker may do."""

    FIT = "fit"
    OUTDATED = "outdated"  # others judge by newer settings: it sends mail, and no more
    FOREIGN = "foreign"  # the tables were changed under it: it does nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One process.

    Args:
        name: Its machine and number, as logs have it.
        since: When it began to work by its settings, by the database's clock.
        seen_at: Its last sign of life, by the same.
        program: The program's version.
        schema: The version of the tables that it works with.
        binding: The version of settings, calendar, directory and rules that it judges by.
        queues: The queues that it serves.
        clock_ahead: How far its machine's clock is ahead of the database's; below 0: behind.
    """

    name: str
    since: datetime
    seen_at: datetime
    program: str
    schema: str
    binding: str
    queues: frozenset[str]
    clock_ahead: timedelta = timedelta()

    @property
    def is_apart(self) -> bool:
        """Tell whether its machine's clock is wrong."""
        return abs(self.clock_ahead) > APART


def living(workers: Iterable[Worker], *, at: datetime) -> tuple[Worker, ...]:
    """Return those who gave a sign of life of late, the youngest first."""
    alive = (one for one in workers if one.seen_at > at - SILENT)
    return tuple(sorted(alive, key=lambda one: (one.since, one.name), reverse=True))


def deciding(workers: Sequence[Worker]) -> Worker | None:
    """Return whose settings hold: the youngest that leads, else the youngest; None of nobody.

    Args:
        workers: The living, the youngest first.
    """
    leading = (one for one in workers if LEAD in one.queues)
    return next(leading, next(iter(workers), None))


def outdated(workers: Sequence[Worker]) -> tuple[Worker, ...]:
    """Return those who judge by something else than what holds; they are to wait.

    Were all to go on, each would judge everything anew by its own settings in turn.

    Args:
        workers: The living, the youngest first.
    """
    first = deciding(workers)
    return tuple(one for one in workers if first and one.binding != first.binding)
