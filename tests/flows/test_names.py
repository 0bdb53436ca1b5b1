"""Namesakes in one directory are told apart by the unit of the dossier."""

import pytest

from monitor.domain.directory import Directory, Level, Official, Role, Unit
from monitor.flows.names import Names
from tests.exports import a_record

ALIKE = "Ngô Thị Mẫu Xử"


def a_unit(code: str, name: str, level: Level, parent: str | None = None) -> Unit:
    return Unit(code=code, name=name, level=level, parent=parent)


def a_handler(code: str, unit: str, name: str = ALIKE) -> Official:
    return Official(code=code, source_name=name, unit=unit, role=Role.HANDLER)


UNITS = (
    a_unit("P", "Tỉnh Ví Dụ", Level.PROVINCE),
    a_unit("P-X", "Sở Xây dựng", Level.DEPARTMENT, "P"),
    a_unit("A", "Xã Đông", Level.COMMUNE, "P"),
    a_unit("A-K", "Phòng Kinh tế", Level.DEPARTMENT, "A"),
    a_unit("A-V", "Phòng Văn hóa", Level.DEPARTMENT, "A"),
    a_unit("B", "Xã Tây", Level.COMMUNE, "P"),
    a_unit("B-K", "Phòng Kinh tế", Level.DEPARTMENT, "B"),
    a_unit("C", "Xã Nam", Level.COMMUNE, "P"),
    a_unit("OUT", "Chi nhánh", Level.OUTSIDE),
)
OFFICIALS = (
    a_handler("a", "A-K"),
    a_handler("b", "B-K"),
    a_handler("alone", "B-K", "Bùi Văn Mẫu Riêng"),
    a_handler("above", "P-X", "Đỗ Văn Mẫu Trên"),
    a_handler("out", "OUT", "Lý Văn Mẫu Ngoài"),
    a_handler("v1", "A-V", "Hà Thị Mẫu Hai"),
    a_handler("v2", "A-V", "Hà Thị Mẫu Hai"),
    a_handler("v3", "A-K", "Hà Thị Mẫu Hai"),
    a_handler("w1", "A-K", "Tạ Văn Mẫu Đôi"),
    a_handler("w2", "A-K", "Tạ Văn Mẫu Đôi"),
)
NAMES = Names(
    Directory(
        units={one.code: one for one in UNITS},
        officials={one.code: one for one in OFFICIALS},
    )
)


@pytest.mark.parametrize(
    ("name", "unit", "official"),
    [
        pytest.param(ALIKE, "A-K", "a", id="in the unit"),
        pytest.param(ALIKE, "A-V", "a", id="in the same commune"),
        pytest.param(ALIKE, "B", "b", id="below the unit"),
        pytest.param(ALIKE, "C", None, id="in other communes alone"),
        pytest.param(ALIKE, "P", None, id="in two below"),
        pytest.param(ALIKE, "", None, id="no unit named, two bear it"),
        pytest.param("Bùi Văn Mẫu Riêng", "A-K", None, id="one alone, in another commune"),
        pytest.param("Bùi Văn Mẫu Riêng", "", "alone", id="no unit named, one bears it"),
        pytest.param("Bùi Văn Mẫu Riêng", "P", "alone", id="below the province"),
        pytest.param("Bùi Văn Mẫu Riêng", "OUT", "alone", id="of an agency outside"),
        pytest.param("Bùi Văn Mẫu Riêng", "Xã Tây", "alone", id="beside his unit's name"),
        pytest.param("Bùi Văn Mẫu Riêng", "Phòng Kinh tế", "alone", id="a name of two rooms"),
        pytest.param("Bùi Văn Mẫu Riêng", "Xã Lạ", None, id="beside a name nobody knows"),
        pytest.param("Đỗ Văn Mẫu Trên", "A-K", "above", id="in the province's own units"),
        pytest.param("Lý Văn Mẫu Ngoài", "A-K", "out", id="of no commune"),
        pytest.param("Hà Thị Mẫu Hai", "A-K", "v3", id="of three the one in the unit"),
        pytest.param("Hà Thị Mẫu Hai", "A-V", None, id="two in the unit"),
        pytest.param("Tạ Văn Mẫu Đôi", "A-V", None, id="two in the room beside"),
        pytest.param("b", "A-K", "b", id="a code says who it is"),
        pytest.param("Ai Đó", "A-K", None, id="nobody"),
        pytest.param("", "A-K", None, id="nothing said"),
    ],
)
def test_a_name_means_whom_the_unit_may_have(
    name: str, unit: str, official: str | None
) -> None:
    found = NAMES.official(name, unit=unit)

    assert (found.code if found else None) == official


FORMER = Names(
    Directory(
        units={one.code: one for one in UNITS},
        officials={one.code: one for one in OFFICIALS},
    ),
    former={"OLD": {"A-K"}, "SPLIT": {"A-K", "B-K"}, "A-K": {"A-V"}},
)


@pytest.mark.parametrize(
    ("name", "unit", "official"),
    [
        pytest.param(ALIKE, "OLD", "a", id="of the unit that it is now"),
        pytest.param(ALIKE, "SPLIT", ALIKE, id="in two of those that it was split into"),
        pytest.param("Bùi Văn Mẫu Riêng", "SPLIT", "alone", id="in one of them"),
        pytest.param(ALIKE, "A-K", "a", id="a code that is a unit of now, too"),
    ],
)
def test_a_name_beside_an_old_code_means_who_is_there_now(
    name: str, unit: str, official: str
) -> None:
    found = FORMER.resolve(a_record(unit=unit, handler=name))

    assert (found.unit, found.handler) == (unit, official)
    assert FORMER.fingerprint != NAMES.fingerprint


def test_names_rest_on_what_stands_below_what() -> None:
    moved = [
        one if one.code != "B-K" else a_unit("B-K", one.name, one.level, "C") for one in UNITS
    ]
    other = Directory(
        units={one.code: one for one in moved},
        officials={one.code: one for one in OFFICIALS},
    )

    assert Names(other).fingerprint != NAMES.fingerprint
