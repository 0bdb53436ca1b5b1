"""Who stands where: upward, below, in which role, and for whom."""

import pickle
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.directory import Directory, Level, Official, Role, Unit
from monitor.domain.procedure import Procedure


def a_unit(
    code: str,
    level: Level = Level.DEPARTMENT,
    *,
    parent: str | None = None,
    letterhead: tuple[str, ...] = (),
) -> Unit:
    return Unit(
        code=code, name=f"unit {code}", level=level, parent=parent, letterhead=letterhead
    )


def an_official(
    code: str, unit: str, role: Role, *, source_name: str | None = None
) -> Official:
    return Official(code=code, source_name=source_name or code, unit=unit, role=role)


UNITS = (
    a_unit("UBND", Level.COMMUNE, letterhead=("UBND",)),
    a_unit("VHXH", parent="UBND"),
    a_unit("HOTICH", parent="VHXH"),
    a_unit("TTPVHCC", Level.ONE_STOP, parent="UBND"),
    a_unit("CNVPDK", Level.OUTSIDE),
)
OFFICIALS = (
    an_official("hoa", "HOTICH", Role.HANDLER),
    an_official("binh", "VHXH", Role.HEAD),
    an_official("an", "VHXH", Role.HEAD),
    an_official("thanh", "UBND", Role.LEADER),
)
PROCEDURES = (
    Procedure(code="1", name="land", deciding_unit="CNVPDK"),
    Procedure(code="2", name="birth"),
    Procedure(code="3", name="marriage", deciding_unit="nowhere"),
)
DIRECTORY = Directory(
    units={unit.code: unit for unit in UNITS},
    officials={official.code: official for official in OFFICIALS},
    procedures={procedure.code: procedure for procedure in PROCEDURES},
)


def codes(*found: Unit | Official) -> list[str]:
    return [one.code for one in found]


def test_upward_is_the_unit_and_those_above_it() -> None:
    assert codes(*DIRECTORY.upward("HOTICH")) == ["HOTICH", "VHXH", "UBND"]


@pytest.mark.parametrize("unit", [None, "unknown"])
def test_upward_from_nowhere_is_empty(unit: str | None) -> None:
    assert codes(*DIRECTORY.upward(unit)) == []


def test_a_cycle_of_parents_ends_the_walk() -> None:
    one, two = a_unit("1", parent="2"), a_unit("2", parent="1")

    assert codes(*Directory(units={"1": one, "2": two}).upward("1")) == ["1", "2"]


def test_units_of_one_name_are_told_apart_by_those_above_them() -> None:
    units = [
        Unit(code="T1", name="Tỉnh Một", level=Level.PROVINCE),
        Unit(code="A", name="Xã A", level=Level.COMMUNE, parent="T1"),
        Unit(code="A.KT", name="Phòng Kinh tế", level=Level.DEPARTMENT, parent="A"),
        Unit(code="A.VH", name="Phòng Văn hóa", level=Level.DEPARTMENT, parent="A"),
        Unit(code="B", name="Xã A", level=Level.COMMUNE, parent="T2"),
        Unit(code="B.KT", name="Phòng Kinh tế", level=Level.DEPARTMENT, parent="B"),
    ]
    directory = Directory(units={one.code: one for one in units})

    told = {code: directory.name_of(code) for code in (*directory.units, "none", None)}

    assert told == {
        "T1": "Tỉnh Một",
        "A": "Xã A, Tỉnh Một",
        "A.KT": "Phòng Kinh tế, Xã A, Tỉnh Một",
        "A.VH": "Phòng Văn hóa",
        "B": "Xã A",  # nobody stands above it by whom it could be told
        "B.KT": "Phòng Kinh tế, Xã A",
        "none": "",
        None: "",
    }


def test_a_subtree_is_the_unit_and_all_below_it() -> None:
    assert DIRECTORY.subtree("VHXH") == {"VHXH", "HOTICH"}
    assert DIRECTORY.subtree("unknown") == frozenset()


def test_officials_in_a_role_come_by_code() -> None:
    assert codes(*DIRECTORY.in_role("VHXH", Role.HEAD)) == ["an", "binh"]
    assert codes(*DIRECTORY.heads("VHXH")) == ["an", "binh"]
    assert codes(*DIRECTORY.heads("HOTICH")) == []
    assert codes(*DIRECTORY.heads(None)) == []


def test_the_nearest_with_a_role_may_stand_above() -> None:
    assert codes(*DIRECTORY.nearest("HOTICH", Role.HEAD)) == ["an", "binh"]
    assert codes(*DIRECTORY.nearest("HOTICH", Role.LEADER)) == ["thanh"]
    assert codes(*DIRECTORY.nearest("HOTICH", Role.SIGNER)) == []


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        pytest.param("TTPVHCC", "TTPVHCC", id="itself"),
        pytest.param("HOTICH", "TTPVHCC", id="a child of a unit above"),
        pytest.param("CNVPDK", None, id="none"),
        pytest.param(None, None, id="no unit"),
    ],
)
def test_the_one_stop_unit_that_serves_a_unit(unit: str | None, expected: str | None) -> None:
    found = DIRECTORY.one_stop(unit)

    assert (found.code if found else None) == expected


def test_the_issuer_is_the_nearest_unit_with_a_letterhead() -> None:
    issuer = DIRECTORY.issuer("HOTICH")

    assert issuer is not None
    assert issuer.code == "UBND"
    assert DIRECTORY.issuer("CNVPDK") is None


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        pytest.param("1", "CNVPDK", id="named"),
        pytest.param("2", None, id="not named"),
        pytest.param("3", None, id="named but unknown"),
        pytest.param("unknown", None, id="unknown procedure"),
        pytest.param(None, None, id="no procedure"),
    ],
)
def test_the_unit_that_decides_a_procedure(procedure: str | None, expected: str | None) -> None:
    found = DIRECTORY.decider(procedure)

    assert (found.code if found else None) == expected


@pytest.mark.parametrize(
    ("since", "until", "is_absent"),
    [
        pytest.param(None, None, False, id="here"),
        pytest.param("2026-11-02", None, True, id="from that day on"),
        pytest.param("2026-11-03", None, False, id="from the day after"),
        pytest.param("2026-11-01", "2026-11-02", True, id="until that day"),
        pytest.param("2026-10-01", "2026-11-01", False, id="until the day before"),
    ],
)
def test_absence_holds_both_its_ends(
    since: str | None, until: str | None, *, is_absent: bool
) -> None:
    official = Official(
        code="hoa",
        source_name="Hoa",
        unit="VHXH",
        role=Role.HANDLER,
        absent_from=date.fromisoformat(since) if since else None,
        absent_to=date.fromisoformat(until) if until else None,
    )

    assert official.is_absent_on(date(2026, 11, 2)) is is_absent


def a_tree(*lines: tuple[str, str | None, Level]) -> Directory:
    return Directory(
        units={
            code: Unit(code=code, name=code, parent=parent, level=level)
            for code, parent, level in lines
        }
    )


@pytest.mark.parametrize(
    ("directory", "topmost"),
    [
        pytest.param(a_tree(), None, id="nobody"),
        pytest.param(a_tree(("LAND", None, Level.OUTSIDE)), None, id="nobody of ours"),
        pytest.param(
            a_tree(
                ("XA", None, Level.COMMUNE),
                ("AA", "XA", Level.DEPARTMENT),
                ("LAND", None, Level.OUTSIDE),
            ),
            "XA",
            id="one above the others",
        ),
        pytest.param(
            a_tree(
                ("A", None, Level.COMMUNE),
                ("B", None, Level.COMMUNE),
                ("C", "B", Level.DEPARTMENT),
            ),
            "B",
            id="of two, who has more below",
        ),
        pytest.param(
            a_tree(("B", None, Level.COMMUNE), ("A", None, Level.COMMUNE)),
            "A",
            id="of two alike the first by code",
        ),
        pytest.param(
            a_tree(("B", "A", Level.COMMUNE), ("A", "B", Level.COMMUNE)),
            "A",
            id="of a circle as well",
        ),
    ],
)
def test_one_unit_stands_above_the_others(directory: Directory, topmost: str | None) -> None:
    assert directory.topmost == topmost


def test_those_who_decide_for_themselves_are_not_ours() -> None:
    directory = a_tree(("XA", None, Level.COMMUNE), ("LAND", None, Level.OUTSIDE))

    assert directory.own_units == {"XA"}


def test_a_subtree_of_a_cycle_has_each_unit_once() -> None:
    one, two = a_unit("1", parent="2"), a_unit("2", parent="1")

    assert Directory(units={"1": one, "2": two}).subtree("1") == {"1", "2"}


def test_the_staff_are_the_officials_of_the_unit_itself() -> None:
    assert codes(*DIRECTORY.staff("VHXH")) == ["an", "binh"]
    assert DIRECTORY.staff("TTPVHCC") == ()


def test_what_was_looked_up_makes_no_other_directory() -> None:
    fresh = Directory(
        units=DIRECTORY.units, officials=DIRECTORY.officials, procedures=DIRECTORY.procedures
    )
    assert DIRECTORY.subtree("UBND")
    assert DIRECTORY.in_role("VHXH", Role.HEAD)

    assert fresh == DIRECTORY
    assert pickle.loads(pickle.dumps(DIRECTORY)) == fresh  # noqa: S301 - our own bytes
    other = replace(DIRECTORY, units={"UBND": DIRECTORY.units["UBND"]})
    assert other.subtree("UBND") == {"UBND"}
    assert other.led_units == DIRECTORY.led_units


@given(parents=st.lists(st.integers(min_value=-1, max_value=11), max_size=12))
def test_a_subtree_is_who_has_the_unit_above(parents: list[int]) -> None:
    units = [
        a_unit(str(n), parent=None if parent < 0 else str(parent))
        for n, parent in enumerate(parents)
    ]
    directory = Directory(units={one.code: one for one in units})

    for unit in units:
        above = {one.code for one in units if unit in directory.upward(one.code)}
        assert directory.subtree(unit.code) == above
