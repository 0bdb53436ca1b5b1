"""Instants are aware, and spoken on the Vietnam clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from monitor.domain.errors import NaiveTimeError
from monitor.domain.instants import VIETNAM, is_date_only, local, midnight, vietnam_day


def test_an_evening_in_utc_is_the_next_day_in_vietnam() -> None:
    at = datetime(2026, 11, 2, 17, 30, tzinfo=UTC)

    assert local(at) == at
    assert local(at).tzinfo is VIETNAM
    assert vietnam_day(at) == date(2026, 11, 3)


def test_vietnam_midnight_stands_for_the_whole_day() -> None:
    assert is_date_only(datetime(2026, 11, 2, 17, tzinfo=UTC))
    assert not is_date_only(datetime(2026, 11, 2, tzinfo=UTC))
    assert is_date_only(midnight(date(2026, 11, 3)))
    assert midnight(date(2026, 11, 3)) == datetime(2026, 11, 2, 17, tzinfo=UTC)


@pytest.mark.parametrize("ask", [local, vietnam_day, is_date_only])
def test_an_instant_without_a_zone_is_refused(ask: Callable[[datetime], object]) -> None:
    with pytest.raises(NaiveTimeError) as raised:
        ask(datetime(2026, 11, 2, 8))  # noqa: DTZ001 - what is refused

    assert raised.value.facts == {"instant": "2026-11-02T08:00:00"}
