"""Which dossiers are at risk, by what became of those like them."""

from datetime import date

import pytest

from monitor.domain.outlook import (
    Basis,
    Experience,
    FallenDue,
    FellDue,
    Prospect,
    Trial,
    Windows,
    try_rule,
)
from monitor.domain.period import MonthBegins, MonthScheme, Period


def fell(unit: str, procedure: str, due: int, late: int) -> FellDue:
    return FellDue(unit=unit, procedure=procedure, due=due, late=late)


def days(first: str, last: str) -> Period:
    return Period(first=date.fromisoformat(first), last=date.fromisoformat(last))


@pytest.mark.parametrize(
    ("period", "begins", "expected"),
    [
        pytest.param(
            days("2026-11-01", "2026-11-30"),
            1,
            (
                days("2026-12-01", "2026-12-31"),
                days("2026-06-01", "2026-11-30"),
                days("2026-05-01", "2026-10-31"),
            ),
            id="a month",
        ),
        pytest.param(
            days("2026-10-15", "2026-11-14"),
            15,
            (
                days("2026-11-15", "2026-12-14"),
                days("2026-05-15", "2026-11-14"),
                days("2026-04-15", "2026-10-14"),
            ),
            id="a month from the 15th",
        ),
        pytest.param(
            days("2026-11-05", "2026-11-20"),
            1,
            (
                days("2026-11-21", "2026-11-30"),
                days("2026-05-01", "2026-10-31"),
                days("2026-05-01", "2026-10-31"),
            ),
            id="a span inside a month",
        ),
    ],
)
def test_the_days_looked_at(
    period: Period, begins: MonthBegins, expected: tuple[Period, ...]
) -> None:
    windows = Windows.of(period, MonthScheme(begins))

    assert (windows.ahead, windows.past, windows.before) == expected


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        pytest.param([], None, id="nobody has seen any"),
        pytest.param([fell("A", "p", 5, 1)], Basis(due=5, late=1, is_of_unit=True), id="own"),
        pytest.param([fell("A", "p", 4, 4)], None, id="too few of its own, no others"),
        pytest.param(
            [fell("A", "p", 4, 4), fell("B", "p", 3, 0), fell("B", "q", 9, 9)],
            Basis(due=7, late=4, is_of_unit=False),
            id="all units, of that procedure",
        ),
    ],
)
def test_what_a_judgment_rests_on(past: list[FellDue], expected: Basis | None) -> None:
    assert Experience(past).basis("A", "p") == expected


@pytest.mark.parametrize(("due", "late", "is_risk"), [(5, 1, True), (6, 1, False)])
def test_a_fifth_late_is_a_risk(due: int, late: int, is_risk: bool) -> None:
    assert Basis(due=due, late=late, is_of_unit=True).is_risk is is_risk


def test_the_rule_is_held_against_what_came() -> None:
    fallen = FallenDue(
        before=(fell("A", "p", 10, 5), fell("B", "p", 10, 0)),
        tried=(fell("A", "p", 8, 6), fell("B", "p", 4, 1), fell("C", "q", 3, 2)),
    )
    prospect = Prospect(
        windows=Windows.of(days("2026-11-01", "2026-11-30"), MonthScheme()), fallen=fallen
    )

    trial = try_rule(prospect)

    assert trial == Trial(tried=15, named=8, named_late=6, late=9)
    assert trial.is_of_few
    assert not Trial(tried=90, named=40, named_late=30, late=30).is_of_few


def test_counts_of_two_kinds_add_up() -> None:
    one = FallenDue(past=(fell("B", "p", 2, 1),), tried=(fell("A", "p", 1, 1),))
    other = FallenDue(past=(fell("B", "p", 1, 1), fell("A", "p", 1, 0)))

    assert one + other == FallenDue(
        past=(fell("A", "p", 1, 0), fell("B", "p", 3, 2)), tried=(fell("A", "p", 1, 1),)
    )
