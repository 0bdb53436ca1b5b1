"""Two sets of figures of one period are compared row by row, and only what moved is told."""

import json
from dataclasses import replace
from typing import Any

import pytest

from reports.canonical import canonical
from reports.moved import Moved, Revised, Why, moved, revised_of
from tests.builders import vn
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report, a_snapshot


def told(**sections: Any) -> bytes:
    return json.dumps({"sections": sections}).encode()


def a_move(figure: str, before: object, after: object, *, row: str = "") -> Moved:
    return Moved(
        section="s",
        row=row,
        figure=figure,
        before=before,  # type: ignore[arg-type]
        after=after,  # type: ignore[arg-type]
    )


A, B = {"code": "KT", "name": "Phòng Kinh tế", "late": 1}, {"code": "XA", "late": 0}
NESTED = {"kind": "due", "rate": {"definition": "due", "numerator": 3}}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({"late": 1}, {"late": 1}, [], id="nothing"),
        pytest.param({"late": 1}, {"late": 2}, [a_move("late", 1, 2)], id="a figure"),
        pytest.param(
            {"total": {"late": 1}},
            {"total": {"late": 2}},
            [a_move("total.late", 1, 2)],
            id="in",
        ),
        pytest.param(
            {"rate": None}, {"rate": {"n": 1}}, [a_move("rate.n", None, 1)], id="known"
        ),
        pytest.param(
            {"rate": {"n": 1}}, {"rate": None}, [a_move("rate.n", 1, None)], id="lost"
        ),
        pytest.param({"late": 1}, {"late": 1, "new": 5}, [], id="figures of a newer program"),
        pytest.param({"rows": [A, B]}, {"rows": [B, A]}, [], id="rows in another order"),
        pytest.param(
            {"rows": [A, B]},
            {"rows": [{**A, "late": 4}, B]},
            [a_move("rows.late", 1, 4, row="Phòng Kinh tế")],
            id="a row by its name",
        ),
        pytest.param(
            {"rows": [A]},
            {"rows": [B]},
            [a_move("rows", None, "XA"), a_move("rows", "Phòng Kinh tế", None)],
            id="a row came, a row went",
        ),
        pytest.param(
            {"rows": []}, {"rows": [B]}, [a_move("rows", None, "XA")], id="the first row"
        ),
        pytest.param(
            {"rows": [B, B]},
            {"rows": [B, {**B, "late": 7}]},
            [a_move("rows.late", 0, 7, row="XA (2)")],
            id="two rows alike",
        ),
        pytest.param(
            {"rows": [NESTED]},
            {"rows": [{**NESTED, "rate": {**NESTED["rate"], "numerator": 4}}]},  # type: ignore[dict-item]
            [a_move("rows.rate.numerator", 3, 4, row="due / due")],
            id="a row known by all its texts",
        ),
        pytest.param(
            {"names": ["a"]}, {"names": ["a", "b"]}, [a_move("names", "a", "a, b")], id="texts"
        ),
    ],
)
def test_what_moved(before: object, after: object, expected: list[Moved]) -> None:
    assert list(moved(told(s=before), told(s=after))) == expected


def test_a_section_that_only_one_program_knew_has_not_moved() -> None:
    assert moved(told(s={"late": 1}), told(new={"late": 1})) == ()


def test_the_age_of_the_data_is_no_figure() -> None:
    old, new = ({"sources": [{"name": "tinh", "exported_at": day}]} for day in ("1", "2"))

    assert moved(told(freshness=old), told(freshness=new)) == ()


def test_one_dossier_more_moves_the_sums_of_a_report() -> None:
    before = canonical(a_report(*OFFICE_NOVEMBER))
    after = canonical(a_report(*OFFICE_NOVEMBER, a_snapshot("more", ended="2026-11-10 09:00")))

    found = {(one.section, one.figure): (one.before, one.after) for one in moved(before, after)}

    assert found["table06a", "total.total"] == (17, 18)
    assert moved(before, before) == ()


@pytest.mark.parametrize("imported", [None, vn("2026-12-04 07:10")])
def test_what_a_report_replaces_is_read_back(imported: Any) -> None:
    revised = Revised(
        number=2,
        replaced_at=vn("2026-12-01 13:45"),
        why=Why(imports=3, imported_at=imported, has_other_calendar=True, program="0.0.9"),
        moved=(a_move("late", 1, None), a_move("rows", None, "KT")),
    )
    report = a_report(*OFFICE_NOVEMBER)

    assert report.revision == 1
    assert revised_of(canonical(report)) is None
    assert revised_of(canonical(replace(report, revised=revised))) == revised
