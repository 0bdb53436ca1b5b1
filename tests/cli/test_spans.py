"""How long something lasts, as people say it."""

from datetime import timedelta

import pytest

from monitor.catalogues.told import shown


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "0 phút"),
        (119, "119 phút"),
        (120, "2 giờ"),
        (2879, "47 giờ"),
        (2880, "2 ngày"),
        (29298, "20 ngày"),
    ],
)
def test_a_span_is_told_in_its_unit(minutes: int, told: str) -> None:
    assert shown(timedelta(minutes=minutes)) == told
