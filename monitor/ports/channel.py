"""How a message leaves the building."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from monitor.domain.message import Claimed, Reply


class Channel(Protocol):
    """One way out: a mail server, a folder."""

    async def send(
        self, claimed: Claimed, *, before_data: Callable[[], Awaitable[None]]
    ) -> Reply:
        """Send one message and tell what was met; never raise for the outside's faults.

        `before_data` is awaited after the envelope is accepted and before the first
        byte of the content goes out: until then the message is certainly unsent.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
