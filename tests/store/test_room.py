"""Room is told once a disk, also of places that are not there yet."""

import shutil
from pathlib import Path

from monitor.store.room import DiskRooms


def test_places_on_one_disk_are_told_once_by_the_first(tmp_path: Path) -> None:
    later = tmp_path / "var" / "later"

    (room,) = DiskRooms((later, tmp_path)).left()

    usage = shutil.disk_usage(tmp_path)
    assert (room.place, room.total) == (str(later), usage.total)
    assert 0 < room.free <= room.total


def test_every_disk_is_told(tmp_path: Path) -> None:
    places = (tmp_path, Path("/proc"))

    assert [room.place for room in DiskRooms(places).left()] == [str(one) for one in places]


def test_a_place_that_cannot_be_asked_is_left_out(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)

    rooms = DiskRooms((loop / "below", tmp_path)).left()

    assert len(rooms) == 1
