"""Periods are half-open instants around whole days; rates round, and never invent."""

from datetime import date

import pytest

from monitor.domain.errors import PeriodError
from monitor.domain.figures import Period, Rate, RateDefinition
from tests.builders import vn
from tests.reports.snapshots import a_snapshot

FIFTEENTH = Period(first=date(2026, 10, 15), last=date(2026, 11, 14))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        pytest.param("2026-11", "2026-11-30", id="thirty days"),
        pytest.param("2026-12", "2026-12-31", id="the last month of a year"),
        pytest.param("2024-02", "2024-02-29", id="a leap year"),
    ],
)
def test_a_month_runs_to_its_last_day(text: str, last: str) -> None:
    period = Period.month(text)

    assert (period.first.isoformat(), period.last.isoformat()) == (f"{text}-01", last)
    assert (period.is_month, period.code) == (True, text)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "0000-05", "11/2026", "9999-12"]
)
def test_a_text_that_names_no_month_is_refused(text: str) -> None:
    with pytest.raises(PeriodError) as raised:
        Period.month(text)

    assert raised.value.facts == {"period": text}


def test_a_period_does_not_run_backwards() -> None:
    with pytest.raises(PeriodError):
        Period(first=date(2026, 11, 2), last=date(2026, 11, 1))


@pytest.mark.parametrize(
    ("at", "is_held"),
    [
        pytest.param("2026-10-14 23:59", False, id="the minute before"),
        pytest.param("2026-10-15 00:00", True, id="its first instant"),
        pytest.param("2026-11-14 23:59", True, id="its last minute"),
        pytest.param("2026-11-15 00:00", False, id="the first instant after"),
    ],
)
def test_a_period_holds_its_days_and_no_more(at: str, is_held: bool) -> None:
    assert FIFTEENTH.holds(vn(at)) is is_held


@pytest.mark.parametrize(
    "period",
    [
        pytest.param(FIFTEENTH, id="from the 15th"),
        pytest.param(Period(first=date(2026, 11, 1), last=date(2026, 11, 29)), id="cut short"),
        pytest.param(Period(first=date(2026, 11, 1), last=date(2026, 12, 31)), id="two months"),
    ],
)
def test_other_periods_are_known_by_their_days(period: Period) -> None:
    assert not period.is_month
    assert period.code == f"{period.first}..{period.last}"


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
