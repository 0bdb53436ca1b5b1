"""What lists of merged units come to, whatever order they are in."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.merger import (
    Aliases,
    MergerRow,
    Plan,
    Problem,
    Wrong,
    in_turn,
    joined_figure,
    plan,
)

OLDS = tuple("ABCDEFG")
NEWS = tuple("UVWXYZ")


def a_directory(*codes: str, outside: str = "") -> Directory:
    units = [Unit(code=code, name=code, level=Level.COMMUNE) for code in codes]
    units += [Unit(code=code, name=code, level=Level.OUTSIDE) for code in outside]
    return Directory(units={one.code: one for one in units})


def rows(*pairs: str) -> list[MergerRow]:
    """Return rows such as "AB": what was A is B."""
    return [MergerRow(old=pair[0], new=pair[1]) for pair in pairs]


def plan_of(*pairs: str, here: str = "XYZ", known: str = "ABC", outside: str = "") -> Plan:
    directory = a_directory(*here, outside=outside)
    return plan(rows(*pairs), directory, known=set(known), applied={})


def test_a_list_has_merges_splits_and_what_stays() -> None:
    found = plan_of("AX", "BX", "CX", "CY", "ZZ", "KQ")

    assert found.merges == {"A": "X", "B": "X"}
    assert found.splits == {"C": ("X", "Y")}
    assert (found.unchanged, found.passed, found.applied) == (1, 1, 0)
    assert found.problems == ()


def test_a_code_that_no_export_has_named_yet_is_kept_where_its_new_unit_is_ours() -> None:
    assert plan_of("KX").merges == {"K": "X"}


@pytest.mark.parametrize(
    ("pairs", "here", "outside", "problem"),
    [
        pytest.param(("AQ",), "X", "", Problem(why=Wrong.UNKNOWN_NEW, units=("Q",)), id="new"),
        pytest.param(("AO",), "X", "O", Problem(why=Wrong.OUTSIDE, units=("O",)), id="outside"),
        pytest.param(
            ("AX",), "AX", "", Problem(why=Wrong.STILL_OURS, units=("A",)), id="still ours"
        ),
        pytest.param(
            ("AB", "BC", "CA"),
            "ABC",
            "",
            Problem(why=Wrong.CIRCLE, units=("A", "B", "C")),
            id="circle",
        ),
    ],
)
def test_what_is_wrong_is_told(
    pairs: tuple[str, ...], here: str, outside: str, problem: Problem
) -> None:
    assert plan_of(*pairs, here=here, outside=outside).problems == (problem,)


def test_a_chain_is_applied_at_once() -> None:
    found = plan_of("AB", "BC", here="BC")

    assert found.problems == ()
    assert in_turn({old: {*new} for old, new in found.targets.items()}) == ["B", "A"]
    assert found.counts({"A": 2, "B": 3, "C": 4}) == {"B": 2, "C": 7}


def test_a_split_comes_before_what_is_merged_into_its_code() -> None:
    assert in_turn({"A": {"B"}, "B": {"B", "C"}}) == ["B", "A"]


def test_the_number_of_targets_is_held_against_the_rows() -> None:
    told = [
        MergerRow(old="A", new="X", targets=1),
        MergerRow(old="A", new="Y", targets=1),
        MergerRow(old="B", new="X", targets=1),
    ]

    found = plan(told, a_directory("X", "Y"), known={"A", "B"}, applied={})

    assert found.problems == (Problem(why=Wrong.CONTRADICTED, units=("A",)),)


def test_what_was_merged_before_is_not_merged_again_nor_elsewhere() -> None:
    applied = {"A": {"X"}, "B": {"X"}}

    found = plan(rows("AX", "BY"), a_directory("X", "Y"), known={"A", "B"}, applied=applied)

    assert (found.applied, found.merges) == (1, {"B": "Y"})
    assert found.problems == (Problem(why=Wrong.OTHERWISE, units=("B",)),)


pairs = st.lists(
    st.tuples(st.sampled_from(OLDS + NEWS), st.sampled_from(NEWS)), max_size=20, unique=True
)
numbers = st.dictionaries(st.sampled_from(OLDS + NEWS), st.integers(0, 100))


@given(pairs=pairs, by_unit=numbers, data=st.data())
def test_nothing_is_lost_whatever_the_order(
    pairs: list[tuple[str, str]], by_unit: dict[str, int], data: st.DataObject
) -> None:
    told = [MergerRow(old=old, new=new) for old, new in pairs]
    mixed = data.draw(st.permutations(told))
    directory = a_directory(*NEWS)

    found = plan(told, directory, known=by_unit.keys(), applied={})
    after = found.counts(by_unit)

    assert plan(mixed, directory, known=by_unit.keys(), applied={}) == found
    assert sum(after.values()) == sum(by_unit.values())
    for unit, number in after.items():
        came = [old for old, new in found.merges.items() if new == unit]
        own = 0 if unit in found.merges else by_unit.get(unit, 0)
        assert number == own + sum(by_unit.get(old, 0) for old in came)


@given(pairs=pairs)
def test_applied_twice_a_list_has_nothing_left(pairs: list[tuple[str, str]]) -> None:
    told = [MergerRow(old=old, new=new) for old, new in pairs]
    first = plan(told, a_directory(*NEWS), known={*OLDS}, applied={})

    applied = {old: {*new} for old, new in first.targets.items()}
    again = plan(told, a_directory(*NEWS), known={*OLDS}, applied=applied)

    assert again.targets == {}
    assert again.applied == len(first.targets)


@given(pairs=pairs)
def test_each_unit_moves_before_another_takes_its_code(pairs: list[tuple[str, str]]) -> None:
    told = [MergerRow(old=old, new=new) for old, new in pairs]
    found = plan(told, a_directory(*NEWS), known={*OLDS, *NEWS}, applied={})
    if any(one.why is Wrong.CIRCLE for one in found.problems):
        return

    turn = in_turn({old: {*new} for old, new in found.targets.items()})

    assert Counter(turn) == Counter(found.targets.keys())
    for old, new in found.merges.items():
        assert new not in turn or turn.index(new) < turn.index(old)


ALIASES = Aliases(
    targets={"A": {"X"}, "S": {"X", "Y"}, "Z": {"X"}, "M": {"X"}, "T": {"T", "Y"}},
    standing={"Z", "T"},
    moving={"M"},
)


@pytest.mark.parametrize(
    ("said", "known", "unit"),
    [
        pytest.param("A", None, "X", id="merged, first seen"),
        pytest.param("A", "X", "X", id="merged, known"),
        pytest.param("A", "Q", "X", id="merged, of another unit until now"),
        pytest.param("S", "Y", "Y", id="split, answered"),
        pytest.param("S", None, "S", id="split, first seen"),
        pytest.param("S", "S", "S", id="split, not answered"),
        pytest.param("Z", None, "Z", id="a new unit's code, first seen"),
        pytest.param("Z", "X", "X", id="a new unit's code, of one that was merged"),
        pytest.param("M", None, "M", id="on the move"),
        pytest.param("Q", "X", "Q", id="never merged"),
    ],
)
def test_an_old_code_is_read_as_the_unit_of_now(
    said: str, known: str | None, unit: str
) -> None:
    assert ALIASES.unit_of(said, known) == unit


@pytest.mark.parametrize(
    ("unit", "asks"), [("S", True), ("A", False), ("T", False), ("Q", False)]
)
def test_only_a_split_code_that_is_no_new_unit_asks(unit: str, *, asks: bool) -> None:
    assert ALIASES.asks(unit) is asks


@pytest.mark.parametrize(
    ("name", "one", "other", "joined"),
    [
        ("complaints", 2, 3, 5),
        ("complaints", 2, None, 2),
        ("payment_amount", 2, 3, 5),
        ("spot_least", 2, 3, 2),
        ("spot_most", 2, 3, 3),
        ("spot_most", 2, None, 2),
        ("portal_on_time", 2, 3, None),
        ("unheard_of", 2, 3, None),
    ],
)
def test_figures_that_add_are_added(
    name: str, one: int, other: int | None, joined: int | None
) -> None:
    assert joined_figure(name, one, other) == joined
