"""A unit's figures are said only over what carries them, and nothing is 0 for want of data."""

from datetime import date

import pytest

from monitor.domain.dossier import Carried
from monitor.domain.unit_figures import (
    Carriers,
    MonthFigures,
    UnitCount,
    hundredths,
    misses,
    month_figures,
)
from tests.builders import vn

FIRST, UNTIL = date(2026, 11, 1), vn("2026-11-12 07:10")
ALL = frozenset(Carried)


def of(*counts: UnitCount, carriers: Carriers) -> MonthFigures:
    return month_figures(counts, carriers, first_on=FIRST, until=UNTIL)


def test_counts_of_units_and_systems_are_added_up() -> None:
    here = UnitCount(unit="KT", system="a", kept=3, late=1, carried=2, online=4)
    there = UnitCount(unit="VHXH", system="b", kept=5, online=1)

    month = of(here, there, carriers={"a": ALL, "b": ALL})

    assert (month.kept, month.fell_due, month.due, month.online) == (8, 9, 11, 5)


def test_a_system_that_does_not_carry_what_a_figure_needs_is_left_out() -> None:
    here = UnitCount(unit="KT", system="a", received=3, channelled=3, asked=2, ended=1)
    there = UnitCount(unit="KT", system="b", received=5, channelled=5, asked=2, ended=1)
    ledger = frozenset({Carried.RECEIVED, Carried.PAUSES})

    month = of(here, there, carriers={"a": ALL, "b": ledger})

    assert (month.received, month.channelled, month.asked, month.ended) == (8, 3, 4, 1)


def test_what_no_system_carries_is_not_known() -> None:
    one = UnitCount(unit="KT", system="a", kept=3, received=3, online=3, withdrawn=1)

    month = of(one, carriers={"a": frozenset({Carried.RECEIVED})})

    assert month == MonthFigures(first_on=FIRST, until=UNTIL, received=3)
    assert (month.fell_due, month.due, month.given_back) == (None, None, None)


def test_a_unit_without_dossiers_has_none_where_a_system_would_tell() -> None:
    month = of(carriers={"a": ALL})

    assert (month.due, month.given_back, month.received) == (0, 0, 0)


@pytest.mark.parametrize(
    ("share", "whole", "target", "is_missed"),
    [
        pytest.param(19, 20, 0.95, False, id="met to the dossier"),
        pytest.param(18, 20, 0.95, True, id="missed"),
        pytest.param(7, 10, 0.7, False, id="a target that floats cannot write"),
        pytest.param(57, 100, 0.57, False, id="nor this"),
        pytest.param(0, 0, 0.95, False, id="of nothing nothing is missed"),
        pytest.param(10, 10, 1.0, False, id="all"),
    ],
)
def test_a_target_is_missed_below_it(
    share: int, whole: int, target: float, *, is_missed: bool
) -> None:
    assert misses(share, whole, target=target) is is_missed


def test_targets_are_told_in_hundredths_of_a_percent() -> None:
    assert [hundredths(target) for target in (0.95, 0.9951, 1 - 0.1)] == [9_500, 9_951, 9_000]
