"""Who calls the flows when: three verbs."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

Job = Callable[..., Awaitable[None]]
"""What is called, by keyword with the ids that it was woken with: whole numbers and codes."""


class Queue(StrEnum):
    """Which workers run a job; in one process all do."""

    LEAD = "lead"  # what one place at a time does: intake, telling people, reports
    SCAN = "scan"
    PDF = "pdf"
    MAIL = "mail"


class Name(StrEnum):
    """The jobs that are woken by what a transaction writes."""

    TICK = "tick"  # of the queue `lead`
    SCAN = "scan"
    PAPER = "paper"
    DELIVER = "deliver"


QUEUES: Mapping[Name, Queue] = MappingProxyType(
    {
        Name.TICK: Queue.LEAD,
        Name.SCAN: Queue.SCAN,
        Name.PAPER: Queue.PDF,
        Name.DELIVER: Queue.MAIL,
    }
)
"""The queue of each job: also whoever runs none of them knows where to put it."""

SHARED = frozenset({Name.DELIVER})
"""The jobs that several workers may run at once with the same ids."""


@dataclass(frozen=True, slots=True)
class Wake:
    """That a transaction gives a job something to do."""

    name: Name
    ids: Mapping[str, str | int]


class Waker(Protocol):
    """Told what transactions wake: once while one is open, and once when it is committed."""

    def within(self, connection: Any, wakes: Sequence[Wake]) -> None:
        """Wake by the transaction itself, so that both are kept or neither is.

        Args:
            connection: The store's, in the open transaction.
            wakes: What it wakes, each once.
        """
        ...

    def after(self, wakes: Sequence[Wake]) -> None:
        """Wake those who look at once: it is committed."""
        ...


class Dispatcher(Protocol):
    """Calls jobs. A job says "look now": what is due stands in the tables.

    A job that raises is told and called again at its next turn. With the same ids it is never
    run twice at once, unless it was registered as one that several workers may run.
    """

    def register(
        self, name: str, job: Job, *, queue: Queue = Queue.LEAD, is_shared: bool = False
    ) -> None:
        """Name a job; it is safe to run twice, late or at once.

        Args:
            name: Its name.
            job: What is called.
            queue: Which workers call it.
            is_shared: Whether several workers may run it at once with the same ids.

        Raises:
            ValueError: another job has this name.
        """
        ...

    def every(self, name: str, seconds: int) -> None:
        """Call a registered job at the start and every `seconds` from then on.

        Many machines on one database agree on minutes: there it is called each minute.

        Raises:
            ValueError: no job has this name.
        """
        ...

    def wake(self, name: str, **ids: str | int) -> None:
        """Call a registered job as soon as may be: once more after a run in hand.

        Raises:
            ValueError: no job has this name.
        """
        ...

    def start(self) -> None:
        """Begin; needs a running event loop."""
        ...

    async def stop(self) -> None:
        """Begin nothing more, and wait for the jobs in hand to end."""
        ...
