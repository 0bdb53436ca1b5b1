"""Counting by the million gives what counting one by one gives."""

from array import array
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.bulk import count_due_in_bulk
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import CalendarSpec
from monitor.domain.counting import count_due
from monitor.domain.errors import AmountError, CalendarGapError
from monitor.domain.policy import Policy
from tests.builders import CALENDAR_2026, days_term, vn
from tests.domain.strategies import amounts, calendar_specs, instants, thoroughly


@thoroughly
@given(spec=calendar_specs(), cases=st.lists(st.tuples(instants, amounts), max_size=9))
def test_each_answer_is_that_of_a_count_alone(
    spec: CalendarSpec, cases: list[tuple[datetime, int]]
) -> None:
    calendar = WorkingCalendar(spec)
    received = array("q", [int(at.timestamp()) for at, _ in cases])

    told = count_due_in_bulk(received, array("q", [days for _, days in cases]), calendar)

    policy = Policy(calendar=calendar)
    assert list(told) == [
        count_due(at, days_term(days), policy).timestamp() for at, days in cases
    ]


def test_nothing_to_count_is_no_answer() -> None:
    assert count_due_in_bulk([], [], CALENDAR_2026) == array("q")


@pytest.mark.parametrize(
    ("received", "amount", "year"),
    [
        pytest.param("2025-12-31 23:59", 1, 2025, id="received before the first year"),
        pytest.param("2027-01-01 00:00", 1, 2027, id="received after the last"),
        pytest.param("2026-12-31 08:00", 1, 2027, id="due after the last"),
    ],
)
def test_what_leaves_the_loaded_years_is_a_gap(received: str, amount: int, year: int) -> None:
    with pytest.raises(CalendarGapError) as raised:
        count_due_in_bulk([int(vn(received).timestamp())], [amount], CALENDAR_2026)

    assert raised.value.facts["year"] == year


@pytest.mark.parametrize("amount", [0, -1, 10_000])
def test_a_term_that_is_none_is_refused(amount: int) -> None:
    with pytest.raises(AmountError):
        count_due_in_bulk([int(vn("2026-11-02").timestamp())] * 2, [5, amount], CALENDAR_2026)


@pytest.mark.parametrize("days", [[], [1, 2]])
def test_there_must_be_a_term_for_each_receipt(days: list[int]) -> None:
    with pytest.raises(ValueError, match="zip"):
        count_due_in_bulk([int(vn("2026-11-02").timestamp())], days, CALENDAR_2026)
