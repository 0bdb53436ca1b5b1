"""Telling somebody elsewhere that the program lives."""

from typing import Protocol


class Ping(Protocol):
    """Who misses us when we are silent."""

    def tell(self, *, is_well: bool) -> None:
        """Say that a tick went well, or that it did not.

        Raises:
            PingError: nobody took it.
        """
        ...
