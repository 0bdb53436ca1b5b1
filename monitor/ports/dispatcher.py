"""Who calls the flows when: three verbs."""

from collections.abc import Awaitable, Callable
from typing import Protocol

Job = Callable[[], Awaitable[None]]


class Dispatcher(Protocol):
    """Calls jobs. A job says "look now": what is due stands in the tables.

    A job that raises is told and called again at its next turn.
    """

    def register(self, name: str, job: Job) -> None:
        """Name a job; it is safe to run twice, late or at once.

        Raises:
            ValueError: another job has this name.
        """
        ...

    def every(self, name: str, seconds: int) -> None:
        """Call a registered job at the start and every `seconds` from then on.

        Raises:
            ValueError: no job has this name.
        """
        ...

    def wake(self, name: str) -> None:
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
