"""bulk_edit asks a unit about one import, with the list of dossiers."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Level, Role, Unit
from monitor.domain.dossier import Carried
from monitor.domain.edits import BulkEdit
from monitor.domain.rule import judge
from monitor.domain.unit_case import UnitCase
from monitor.domain.unit_figures import MonthFigures
from monitor.rules.bulk_edit import RULE, check, moments
from tests.builders import POLICY_2026, vn
from tests.rules.edits import ASKED_AT

EDIT = BulkEdit(
    import_id=7,
    unit="VHXH",
    source="list",
    codes=("H99-1", "H99-2", "H99-3"),
    shown_by_at=vn("2026-11-16 07:00"),
    shown_before_at=vn("2026-11-14 07:00"),
    read_at=vn(ASKED_AT),
)


def a_unit_case(*edits: BulkEdit, at: str = ASKED_AT) -> UnitCase:
    return UnitCase(
        unit=Unit(code="VHXH", name="Culture", level=Level.DEPARTMENT),
        policy=POLICY_2026,
        at=vn(at),
        carries=frozenset(Carried),
        month=MonthFigures(first_on=vn("2026-11-01").date(), until=None),
        edits=edits,
    )


def test_one_finding_holds_the_list_and_both_exports() -> None:
    (found,) = check(a_unit_case(EDIT))

    assert (found.unit, found.dossier, found.stage) == ("VHXH", "", "asked@7")
    assert found.facts == {
        "import_id": 7,
        "source": "list",
        "exported_at": vn("2026-11-16 07:00"),
        "read_at": vn(ASKED_AT),
        "exported_before_at": vn("2026-11-14 07:00"),
        "dossiers": 3,
        "codes": "H99-1, H99-2, H99-3",
        "explain_by": vn("2026-11-18").date(),
    }


@pytest.mark.parametrize(
    ("at", "heard"),
    [
        pytest.param("2026-11-18 23:59", [(Role.HEAD,)], id="the unit is asked"),
        pytest.param("2026-11-19 00:00", [(Role.HEAD, Role.LEADER)], id="the leader is told"),
        pytest.param("2026-12-04 00:00", [], id="it rests"),
    ],
)
def test_the_unit_is_asked_before_the_leader_is_told(
    at: str, heard: list[tuple[Role, ...]]
) -> None:
    assert [one.tells for one in check(a_unit_case(EDIT, at=at))] == heard


def test_its_moments_are_those_of_asking_telling_and_resting() -> None:
    assert list(moments(a_unit_case(EDIT))) == [
        vn(ASKED_AT),
        vn("2026-11-19"),
        vn("2026-12-04"),
    ]


def test_a_unit_above_is_not_asked_for_those_below() -> None:
    assert list(check(a_unit_case(replace(EDIT, unit="TU-PHAP")))) == []


def test_sources_without_finishes_cannot_know() -> None:
    judged = judge(replace(a_unit_case(EDIT), carries=frozenset[Carried]()), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("bulk_edit",))
