"""Runs of numbers are drawn together, and none is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.notices.spans import Spans, spans


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        pytest.param([], (), id="none"),
        pytest.param([4], ((4, 4),), id="one"),
        pytest.param([1, 2, 3, 7, 9, 10], ((1, 3), (7, 7), (9, 10)), id="runs"),
    ],
)
def test_runs(numbers: list[int], expected: Spans) -> None:
    assert spans(numbers) == expected


@given(st.sets(st.integers(1, 60)))
def test_every_number_is_in_one_run(numbers: set[int]) -> None:
    runs = spans(sorted(numbers))

    told = [n for first, last in runs for n in range(first, last + 1)]

    assert told == sorted(numbers)
