"""Supplied figures add up over units and months; what is missing is counted, never guessed."""

from datetime import date

import pytest

from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.figures import Share
from monitor.domain.supplied import ASKED, FIGURES, PARTS_OF, SuppliedFigure, supplied
from monitor.domain.supplied_sums import (
    COUNTED,
    JOINED,
    Amount,
    Supplied,
    add_up,
)
from tests.builders import vn

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
DIRECTORY = Directory(
    units={
        "T": Unit(code="T", name="Tỉnh", level=Level.PROVINCE),
        **{
            code: Unit(code=code, name=code, level=level, parent=parent)
            for code, level, parent in (
                ("A", Level.COMMUNE, "T"),
                ("B", Level.COMMUNE, "T"),
                ("B1", Level.DEPARTMENT, "B"),
            )
        },
    }
)
ASKED_UNITS = frozenset({"T", "A", "B"})


def gave(unit: str, name: str, value: int, month: date = OCTOBER) -> SuppliedFigure:
    return supplied(unit, month, name, str(value), by="x", at=vn("2026-11-02"))


def of(*figures: SuppliedFigure, months: tuple[date, ...] = (OCTOBER,)) -> Supplied:
    return Supplied(
        unit="T",
        accounts=add_up(figures, DIRECTORY, ASKED_UNITS, below="T", months=months),
    )


@pytest.mark.parametrize(
    ("figures", "amount"),
    [
        pytest.param([], None, id="nobody"),
        pytest.param(
            [gave("A", "digitised", 3)], Amount(value=3, given=1, asked=2), id="one of two"
        ),
        pytest.param(
            [gave("A", "digitised", 3), gave("B", "digitised", 0)],
            Amount(value=3, given=2, asked=2),
            id="all below",
        ),
        pytest.param(
            [gave("A", "digitised", 3), gave("T", "digitised", 9)],
            Amount(value=9, given=1, asked=1),
            id="the total is not added to",
        ),
        pytest.param(
            [gave("A", "digitised", 3), gave("B1", "digitised", 4)],
            Amount(value=7, given=2, asked=3),
            id="somebody below who was not asked",
        ),
    ],
)
def test_a_units_own_total_stands_for_all_below_it(
    figures: list[SuppliedFigure], amount: Amount | None
) -> None:
    assert of(*figures).amount("digitised") == amount


def test_a_unit_below_has_its_own_account() -> None:
    found = of(gave("T", "digitised", 9), gave("A", "digitised", 3))

    assert found.amount("digitised", unit="A") == Amount(value=3, given=1, asked=1)
    assert found.amount("digitised", unit="B") is None
    assert found.amount("digitised", unit="nobody") is None


def test_months_add_up_and_a_silent_one_is_missing() -> None:
    quarter = (OCTOBER, NOVEMBER, date(2026, 12, 1))
    figures = [gave("T", "payments", 5), gave("T", "payments", 6, NOVEMBER)]

    assert of(*figures, months=quarter).amount("payments") == Amount(value=11, given=2, asked=4)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("on_the_spot", 5, id="a sum"),
        pytest.param("online_procedures", 3, id="the greatest"),
        pytest.param("spot_least", 2, id="the least"),
        pytest.param("spot_most", 3, id="the most"),
    ],
)
def test_what_is_no_sum_is_not_added(name: str, value: int) -> None:
    amount = of(gave("A", name, 2), gave("B", name, 3)).amount(name)

    assert amount == Amount(value=value, given=2, asked=2)


def test_a_share_is_of_figures_that_the_same_units_gave() -> None:
    both = of(gave("A", "linked", 4), gave("A", "linked_on_time", 3))
    other = of(gave("A", "linked", 4), gave("B", "linked_on_time", 3))

    assert both.share("linked_on_time", "linked") == Share(numerator=3, denominator=4)
    assert other.share("linked_on_time", "linked") is None
    assert of().share("linked_on_time", "linked") is None
    assert Supplied().share("linked_on_time", "linked") is None


def test_a_share_of_our_dossiers_wants_every_unit_and_day() -> None:
    whole = of(gave("T", "digitised", 9))
    partial = of(gave("A", "digitised", 9))
    accounts = whole.accounts

    assert whole.share_of("digitised", 12) == Share(numerator=9, denominator=12)
    assert partial.share_of("digitised", 12) is None
    assert partial.share_of("digitised", 8) == Share(numerator=9, denominator=8)
    assert whole.share_of("payments", 12) is None
    span = Supplied(unit="T", is_whole=False, accounts=accounts)
    assert span.share_of("digitised", 12) is None
    amount = span.amount("digitised")
    assert amount is not None
    assert amount.is_partial


def test_figures_are_named_once_and_parts_are_figures() -> None:
    names = [name for group in ASKED.values() for name in group]

    assert len(set(names)) == len(names)
    assert {*PARTS_OF, *(part for parts in PARTS_OF.values() for part in parts)} <= set(names)
    assert set(JOINED) <= set(COUNTED) < set(FIGURES)
