"""Two sets of figures of one period are compared row by row, and only what moved is told."""

import json
from dataclasses import replace
from typing import Any

import pytest

from monitor.domain.figures import Share
from monitor.domain.since import Since
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
NESTED = {"kind": "due", "rate": {"definition": "due"}, "sum": 3}


HALF = {"definition": "due", "numerator": 1, "denominator": 2}
VERIFY = {"rule": "bulk_edit", "unit_name": "KT", "codes": ["d1"], "text": "a"}
CAUSE = {"cause": "A1", "cause_text": "Cham", "count": 1}


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
        pytest.param(
            {"rate": HALF},
            {"rate": {**HALF, "numerator": 2}},
            [
                a_move(
                    "rate",
                    Share(numerator=1, denominator=2),
                    Share(numerator=2, denominator=2),
                )
            ],
            id="both sides of a rate at once",
        ),
        pytest.param(
            {"rows": [A]},
            {"rows": [{**A, "rank": 2, "is_few": True}]},
            [],
            id="what only orders or shows",
        ),
        pytest.param(
            {"rows": [VERIFY]},
            {"rows": [{**VERIFY, "text": "b"}]},
            [a_move("rows.text", "a", "b", row="bulk_edit / KT / d1")],
            id="what was asked, by rule, unit and dossiers",
        ),
        pytest.param(
            {"rows": [CAUSE]},
            {"rows": [{**CAUSE, "count": 2}]},
            [a_move("rows.count", 1, 2, row="Cham")],
            id="a cause by its words",
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
            {"rows": [{**NESTED, "sum": 4}]},
            [a_move("rows.sum", 3, 4, row="due / due")],
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

    found = moved(before, after)

    told = [(one.section, one.figure, one.before, one.after) for one in found[:5]]
    assert told == [
        (
            "rates",
            "lines.rate",
            Share(numerator=4, denominator=11),
            Share(numerator=5, denominator=12),
        ),
        ("table06a", "total.total", 17, 18),
        ("table06a", "total.online", 8, 9),
        ("table06a", "total.resolved", 11, 12),
        ("table06a", "total.early", 2, 3),
    ]
    assert len(found) <= 35  # a page
    assert not any(one.figure.startswith("checks") for one in found)
    assert moved(before, before) == ()


def test_a_month_is_told_of_once() -> None:
    october, november = ({"first": f"2026-{n}-01", "last": f"2026-{n}-30"} for n in (10, 11))
    august = {"first": "2026-08-01", "last": "2026-08-31"}

    def a_trend(late: int) -> bytes:
        lines = [{"period": one, "late": late} for one in (august, october, november)]
        trend = {"now": lines[2], "before": lines[1], "year_before": None, "months": lines}
        return json.dumps({"period": november, "sections": {"trend": trend}}).encode()

    assert [(one.row, one.figure) for one in moved(a_trend(1), a_trend(2))] == [
        ("", "before.late"),
        ("2026-08-01 / 2026-08-31", "months.late"),
    ]


def test_of_the_identities_only_the_opening_is_told() -> None:
    def checked(*sides: int) -> bytes:
        checks = [
            {"identity": identity, "block": "total", "right": right}
            for identity, right in zip(("sum", "opening"), sides, strict=True)
        ]
        return told(table06a={"checks": checks})

    assert [(one.before, one.after) for one in moved(checked(1, 5), checked(2, 6))] == [(5, 6)]


@pytest.mark.parametrize("imported", [None, vn("2026-12-04 07:10")])
def test_what_a_report_replaces_is_read_back(imported: Any) -> None:
    revised = Revised(
        number=2,
        replaced_at=vn("2026-12-01 13:45"),
        why=Why(
            since=Since(imports=3, imported_at=imported, figures=1),
            has_other_calendar=True,
            program="0.0.9",
        ),
        moved=(
            a_move("late", 1, None),
            a_move("rows", None, "KT"),
            a_move("rate", Share(numerator=1, denominator=2), None),
        ),
    )
    report = a_report(*OFFICE_NOVEMBER)

    assert report.revision == 1
    assert revised_of(canonical(report)) is None
    assert revised_of(canonical(replace(report, revised=revised))) == revised
