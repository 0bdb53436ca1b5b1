"""Room on the disks that the program writes to."""

from typing import Protocol

from monitor.domain.room import Room


class Rooms(Protocol):
    """The disks."""

    def left(self) -> tuple[Room, ...]:
        """Return how much is left in each place, one a disk."""
        ...
