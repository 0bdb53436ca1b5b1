"""When the sample office looks, and what it has to look at."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from monitor.demo.days import clock, is_working
from monitor.demo.timeline import (
    FIRST_DAY,
    LAST_DAY,
    SYSTEM_DOWN,
    days,
    export_at,
    instants,
    kinds_on,
    newest_export,
)

ALL = list(days())


def test_the_month_is_played_day_by_day_to_its_report() -> None:
    assert (ALL[0], ALL[-1]) == (FIRST_DAY, LAST_DAY)
    assert [later - day for day, later in pairwise(ALL)] == [timedelta(days=1)] * 29


def test_a_working_day_is_looked_at_often_and_a_day_of_rest_once() -> None:
    assert all(len(instants(day)) == (6 if is_working(day) else 1) for day in ALL)
    assert all(instants(day) == sorted(instants(day)) for day in ALL)
    assert all(at.date() == day for day in ALL for at in instants(day))


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        pytest.param(date(2026, 11, 2), ("ledger", "list", "national"), id="a Monday"),
        pytest.param(date(2026, 11, 3), ("list", "national"), id="a Tuesday"),
        pytest.param(date(2026, 11, 7), (), id="a Saturday"),
        pytest.param(date(2026, 11, 17), (), id="the system is down"),
        pytest.param(
            date(2026, 11, 23), ("ledger", "list", "national"), id="only proposed off"
        ),
        pytest.param(date(2026, 11, 24), (), id="a day off"),
        pytest.param(LAST_DAY, ("ledger", "list", "national"), id="the last day"),
    ],
)
def test_the_office_exports_what_it_does_on_such_a_day(
    day: date, kinds: tuple[str, ...]
) -> None:
    assert kinds_on(day) == kinds


def test_the_newest_export_is_that_of_the_last_day_that_had_one() -> None:
    assert newest_export(clock(date(2026, 11, 3), "07:15")) == export_at(date(2026, 11, 3))
    assert newest_export(clock(date(2026, 11, 3), "07:00")) == export_at(date(2026, 11, 2))
    assert newest_export(clock(max(SYSTEM_DOWN), "16:30")) == export_at(date(2026, 11, 16))
