"""People are told twice a day, within working hours, and a missed slot is made up."""

from datetime import time

import pytest

from monitor.domain.errors import CalendarGapError
from monitor.notices.slots import Slot, Telling, slots_due, working_day_so_far
from tests.builders import CALENDAR_2026, vn

MORNING, AFTERNOON = Slot.MORNING, Slot.AFTERNOON


@pytest.mark.parametrize(
    ("at", "has_import", "expected"),
    [
        pytest.param("2026-11-12 07:05", False, (), id="no import yet: wait"),
        pytest.param("2026-11-12 07:05", True, (MORNING,), id="the first import opens it"),
        pytest.param("2026-11-12 08:29", False, (), id="a minute before the latest"),
        pytest.param("2026-11-12 08:30", False, (MORNING,), id="at the latest"),
        pytest.param("2026-11-12 13:44", False, (MORNING,), id="still the morning's"),
        pytest.param("2026-11-12 13:45", True, (MORNING, AFTERNOON), id="both have come"),
    ],
)
def test_the_slots_that_have_come(
    at: str, expected: tuple[Slot, ...], *, has_import: bool
) -> None:
    assert slots_due(Telling(), at=vn(at), has_import=has_import) == expected


def test_the_office_sets_its_own_times() -> None:
    telling = Telling(morning_latest=time(9), afternoon=time(15))

    assert slots_due(telling, at=vn("2026-11-12 14:00"), has_import=False) == (MORNING,)
    assert slots_due(telling, at=vn("2026-11-12 08:45"), has_import=False) == ()


@pytest.mark.parametrize(
    "at",
    [
        pytest.param("2026-11-12 06:59", id="before opening"),
        pytest.param("2026-11-12 11:30", id="at noon"),
        pytest.param("2026-11-12 17:00", id="after closing"),
        pytest.param("2026-11-12 20:00", id="in the evening"),
        pytest.param("2026-11-14 09:00", id="on a Saturday"),
        pytest.param("2026-11-24 09:00", id="on a day off"),
    ],
)
def test_nobody_is_told_outside_working_hours(at: str) -> None:
    assert working_day_so_far(CALENDAR_2026, at=vn(at)) is None


def test_the_day_so_far_begins_at_opening_and_holds_now() -> None:
    at = vn("2026-11-12 07:05")

    span = working_day_so_far(CALENDAR_2026, at=at)

    assert span is not None
    assert span[0] == vn("2026-11-12 07:00")
    assert span[0] <= at < span[1]


def test_a_make_up_saturday_is_a_day_like_any() -> None:
    assert working_day_so_far(CALENDAR_2026, at=vn("2026-08-22 09:00")) is not None


def test_beyond_the_calendar_nothing_is_guessed() -> None:
    with pytest.raises(CalendarGapError):
        working_day_so_far(CALENDAR_2026, at=vn("2027-01-04 09:00"))
