"""Room on the disks, as the system tells it."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from monitor.domain.room import Room


class DiskRooms:
    """The disks on which some places lie; one that is not there yet counts by its parent."""

    def __init__(self, places: Iterable[Path]) -> None:
        self._places = tuple(places)

    def left(self) -> tuple[Room, ...]:
        """Return how much is left in each place, one a disk, where it can be asked."""
        found: dict[int, Room] = {}
        for place in self._places:
            there = _nearest(place)
            try:
                device, usage = there.stat().st_dev, shutil.disk_usage(there)
            except OSError:
                continue
            room = Room(place=str(place), free=usage.free, total=usage.total)
            found.setdefault(device, room)
        return tuple(found.values())


def _nearest(place: Path) -> Path:
    """Return the place, or the nearest folder above it that is there."""
    return next((one for one in (place, *place.parents) if one.exists()), place)
