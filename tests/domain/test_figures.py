"""Rates round, and never invent."""

import pytest

from monitor.domain.figures import Rate, RateDefinition
from tests.builders import vn
from tests.reports.snapshots import a_snapshot


@pytest.mark.parametrize(
    ("numerator", "denominator", "hundredths"),
    [
        pytest.param(1661, 1688, 9840, id="98,40 %"),
        pytest.param(1805, 1823, 9901, id="99,01 %"),
        pytest.param(1764, 1782, 9899, id="98,99 %"),
        pytest.param(1, 8, 1250, id="exact"),
        pytest.param(1, 16, 625, id="two decimals"),
        pytest.param(1, 32, 313, id="half goes up"),
        pytest.param(0, 5, 0, id="none of some"),
        pytest.param(0, 0, None, id="nothing to divide by: not 100 %"),
    ],
)
def test_a_rate_in_hundredths_of_a_percent(
    numerator: int, denominator: int, hundredths: int | None
) -> None:
    rate = Rate(definition=RateDefinition.DUE, numerator=numerator, denominator=denominator)

    assert rate.hundredths == hundredths


def test_a_second_deadline_is_told_where_it_differs() -> None:
    kept = a_snapshot(due="2026-11-12 17:00")
    moved = a_snapshot(due="2026-11-12 17:00", due_again="2026-11-20 17:00")

    assert kept.second_due_at is None
    assert moved.second_due_at == vn("2026-11-20 17:00")
