"""Room is scarce below a gibibyte, and below one part in twenty."""

import pytest

from monitor.domain.room import LEAST, Room


@pytest.mark.parametrize(
    ("free", "total", "is_scarce"),
    [
        pytest.param(LEAST, 20 * LEAST, False, id="just enough of both"),
        pytest.param(LEAST - 1, 2 * LEAST, True, id="less than a gibibyte"),
        pytest.param(2 * LEAST, 40 * LEAST + 1, True, id="less than a twentieth"),
    ],
)
def test_room_is_scarce_by_size_and_by_share(free: int, total: int, *, is_scarce: bool) -> None:
    assert Room(place="var", free=free, total=total).is_scarce is is_scarce


def test_what_is_left_is_told_in_whole_mebibytes() -> None:
    assert Room(place="var", free=(3 << 20) - 1, total=LEAST).free_mib == 2
