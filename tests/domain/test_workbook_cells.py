"""What stands in cells becomes an answer, nothing, or a fault of a cell."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.domain.supplied import Measure
from monitor.domain.workbook import OFFERS, Part
from monitor.domain.workbook_cells import (
    Fault,
    Formula,
    Percent,
    RawCell,
    RawRow,
    Said,
    Terms,
    Wrong,
    cell_text,
    read_row,
)

TERMS = Terms(
    choices={
        "kip": "in_time",
        "khong kip": "late",
        "da co ket qua": "has_result",
        "duyet": "approve",
        "khong duyet": "refuse",
        "khong phai gui": "none",
        "bat kha khang": "force_majeure",
        "da giao": "printed",
        "thu hoi": "recall",
        "giai trinh": "explained",
        "da biet": "acknowledged",
        "chua co so lieu": "no_figure",
    },
    causes=frozenset({"A1", "B2"}),
    people={"hoa": "Hoa", "ha": "Thu Ha"},
    approvers={"ha": "Thu Ha"},
    year=2026,
)
LATE = {"answer": "khong kip", "cause": "B2 - x", "reason": "vi", "new_date": "5/12/2026"}

Cells = dict[str, RawCell | Percent]


def read(
    part: Part,
    cells: Cells,
    *,
    merged: frozenset[str] = frozenset(),
    measure: Measure = Measure.COUNT,
) -> Said | Wrong | None:
    row = RawRow(number=6, token="", target="H1", cells=cells, merged=merged)
    offers = frozenset(OFFERS.get(part, ()))
    return read_row(part, row, replace(TERMS, offers=offers), measure=measure)


@pytest.mark.parametrize(
    ("part", "cells", "said"),
    [
        pytest.param(Part.ANSWERS, {"answer": "KIP"}, {"answer": "in_time"}, id="in time"),
        pytest.param(
            Part.ANSWERS,
            {"answer": "Da co ket qua", "by": "Hoa"},
            {"answer": "has_result", "by": "hoa"},
            id="the result exists",
        ),
        pytest.param(
            Part.ANSWERS,
            {**LATE, "by": "thu  HA"},
            {
                "answer": "late",
                "cause": "B2",
                "reason": "vi",
                "new_date": "2026-12-05",
                "by": "ha",
            },
            id="late",
        ),
        pytest.param(
            Part.LETTERS,
            {"verdict": "duyet", "by": "HA"},
            {"verdict": "approve", "by": "ha"},
            id="approved, by code",
        ),
        pytest.param(
            Part.LETTERS,
            {"verdict": "khong duyet", "note": 5, "by": "Thu Ha"},
            {"verdict": "refuse", "note": "5", "by": "ha"},
            id="refused, a number as words",
        ),
        pytest.param(
            Part.LETTERS,
            {"verdict": "khong phai gui", "ground": "bat kha khang", "note": "lu", "by": "ha"},
            {"verdict": "none", "ground": "force_majeure", "note": "lu", "by": "ha"},
            id="not owed",
        ),
        pytest.param(Part.ISSUED, {"deed": "da giao"}, {"deed": "printed"}, id="given"),
        pytest.param(
            Part.ISSUED,
            {"deed": "thu hoi", "why": "sai", "by": "Thu Ha"},
            {"deed": "recall", "why": "sai", "by": "ha"},
            id="recalled",
        ),
        pytest.param(
            Part.FINDINGS,
            {"manner": "giai trinh", "text": "a  b", "by": "Hoa"},
            {"manner": "explained", "text": "a b", "by": "hoa"},
            id="explained",
        ),
        pytest.param(Part.FIGURES, {"value": 12.0}, {"value": "12"}, id="a figure"),
        pytest.param(
            Part.FIGURES, {"value": "Chua co so lieu"}, {"value": "-"}, id="taken back"
        ),
    ],
)
def test_what_is_said(part: Part, cells: Cells, said: dict[str, str]) -> None:
    assert read(part, cells) == Said(cells=said)


@pytest.mark.parametrize("part", Part)
def test_a_name_alone_says_nothing(part: Part) -> None:
    assert read(part, {"by": "Hoa"}) is None
    assert read(part, {}) is None


@pytest.mark.parametrize(
    ("part", "cells", "faults"),
    [
        pytest.param(
            Part.ANSWERS,
            {"reason": "vi"},
            {"answer": Fault.NO_CHOICE},
            id="half an answer",
        ),
        pytest.param(
            Part.ANSWERS,
            {"answer": "khong kip"},
            dict.fromkeys(("cause", "reason", "new_date"), Fault.MISSING),
            id="late and no more",
        ),
        pytest.param(
            Part.ANSWERS,
            {**LATE, "answer": "kip"},
            dict.fromkeys(("cause", "reason", "new_date"), Fault.NEEDLESS),
            id="in time and more",
        ),
        pytest.param(
            Part.ANSWERS,
            {**LATE, "answer": "duyet"},
            {"answer": Fault.CHOICE},
            id="a wrong word",
        ),
        pytest.param(
            Part.ANSWERS, {**LATE, "answer": 1}, {"answer": Fault.CHOICE}, id="a number"
        ),
        pytest.param(
            Part.ANSWERS, {**LATE, "cause": 1}, {"cause": Fault.CHOICE}, id="no cause"
        ),
        pytest.param(
            Part.ANSWERS, {**LATE, "reason": "x" * 2_001}, {"reason": Fault.TOO_LONG}, id="long"
        ),
        pytest.param(
            Part.ANSWERS,
            {**LATE, "new_date": Formula("=1")},
            {"new_date": Fault.FORMULA},
            id="=",
        ),
        pytest.param(Part.ANSWERS, {**LATE, "by": 3}, {"by": Fault.PERSON}, id="no person"),
        pytest.param(
            Part.LETTERS,
            {"note": "x"},
            {"verdict": Fault.NO_CHOICE, "by": Fault.MISSING},
            id="-",
        ),
        pytest.param(
            Part.LETTERS,
            {"verdict": "khong duyet", "by": "Hoa"},
            {"by": Fault.PERSON, "note": Fault.MISSING},
            id="refused by one who may not",
        ),
        pytest.param(
            Part.LETTERS,
            {"verdict": "khong phai gui", "by": "ha"},
            {"ground": Fault.MISSING, "note": Fault.MISSING},
            id="not owed, nobody says why",
        ),
        pytest.param(
            Part.LETTERS,
            {"verdict": "duyet", "ground": "bat kha khang", "by": "ha"},
            {"ground": Fault.NEEDLESS},
            id="approved and not owed",
        ),
        pytest.param(Part.ISSUED, {"why": "x"}, {"deed": Fault.NO_CHOICE}, id="a reason alone"),
        pytest.param(
            Part.ISSUED,
            {"deed": "da giao", "why": "x"},
            {"why": Fault.NEEDLESS},
            id="given, for a reason",
        ),
        pytest.param(
            Part.ISSUED,
            {"deed": "thu hoi"},
            {"why": Fault.MISSING, "by": Fault.MISSING},
            id="recalled, nobody says why",
        ),
        pytest.param(
            Part.ISSUED,
            {"deed": "thu hoi", "why": "sai", "by": "Hoa"},
            {"by": Fault.APPROVER},
            id="recalled by one who may not",
        ),
        pytest.param(
            Part.FINDINGS,
            {"text": "x"},
            {"manner": Fault.NO_CHOICE, "by": Fault.MISSING},
            id="explained how and by whom?",
        ),
        pytest.param(Part.FIGURES, {"value": "x"}, {"value": Fault.WHOLE}, id="no figure"),
    ],
)
def test_what_is_wrong(part: Part, cells: Cells, faults: dict[str, Fault]) -> None:
    assert read(part, cells) == Wrong(faults=faults)


def test_in_time_is_no_answer_where_it_is_late() -> None:
    late = replace(TERMS, offers=frozenset({"late", "has_result"}))
    row = RawRow(number=6, token="", target="H1", cells={"answer": "kip"})

    assert read_row(Part.ANSWERS, row, late) == Wrong(faults={"answer": Fault.LATE})
    has_result = replace(row, cells={"answer": "da co ket qua"})
    assert isinstance(read_row(Part.ANSWERS, has_result, late), Said)


def test_a_choice_that_a_row_has_no_longer_is_none() -> None:
    row = RawRow(number=6, token="", target="H1", cells={"deed": "da giao"})

    recall = replace(TERMS, offers=frozenset({"recall"}))
    assert read_row(Part.ISSUED, row, recall) == Wrong(faults={"deed": Fault.CHOICE})


@pytest.mark.parametrize(
    ("new_date", "taken"),
    [
        pytest.param(None, "2026-12-07", id="none named"),
        pytest.param("  ", "2026-12-07", id="blanks"),
        pytest.param("5/12/2026", "2026-12-05", id="another"),
    ],
)
def test_a_new_date_left_blank_is_the_one_that_the_row_shows(
    new_date: RawCell, taken: str
) -> None:
    row = RawRow(number=6, token="", target="H1", cells={**LATE, "new_date": new_date})
    terms = replace(TERMS, proposed="2026-12-07")

    found = read_row(Part.ANSWERS, row, terms)

    assert isinstance(found, Said)
    assert found.cells["new_date"] == taken


def test_a_new_date_that_nobody_can_read_is_not_the_one_shown() -> None:
    row = RawRow(number=6, token="", target="H1", cells={**LATE, "new_date": Formula("=1")})
    terms = replace(TERMS, proposed="2026-12-07")

    assert read_row(Part.ANSWERS, row, terms) == Wrong(faults={"new_date": Fault.FORMULA})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param(None, "", id="nothing"),
        pytest.param(Formula("=1"), "=1", id="a formula"),
        pytest.param(Percent(share=0.987), "98,7%", id="a percentage"),
        pytest.param(date(2026, 12, 5), "05/12/2026", id="a date"),
        pytest.param(5, "5", id="a number"),
    ],
)
def test_what_stood_in_a_cell_is_told(cell: RawCell | Percent, text: str) -> None:
    assert cell_text(cell) == text


def test_a_merged_cell_is_wrong_even_where_it_is_empty() -> None:
    found = read(Part.ANSWERS, {"answer": None}, merged=frozenset({"answer"}))

    assert found == Wrong(faults={"answer": Fault.MERGED})


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        pytest.param("05/12/2026", "2026-12-05", id="as clerks write"),
        pytest.param("5.12.2026", "2026-12-05", id="dots"),
        pytest.param("5-12-2026", "2026-12-05", id="dashes"),
        pytest.param("5/12/26", "2026-12-05", id="a short year"),
        pytest.param("ngày 05/12/2026", "2026-12-05", id="said to be a day"),
        pytest.param(" Ngày  5/12/26 ", "2026-12-05", id="both, and spaces"),
        pytest.param(date(2026, 12, 5), "2026-12-05", id="a date"),
        pytest.param(datetime(2026, 12, 5, 17, tzinfo=UTC), "2026-12-05", id="with a clock"),
    ],
)
def test_a_day_is_read(cell: RawCell, day: str) -> None:
    found = read(Part.ANSWERS, {**LATE, "new_date": cell})

    assert isinstance(found, Said)
    assert found.cells["new_date"] == day


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "12/15/2026",
            "31/02/2026",
            "12/15/26",
            "5/12/126",
            "5/12-2026",
            "2026-12-05",
            "5/12",
            46_000,
        ),
        *(True, date(1999, 12, 5), "05/12/2126", "05/12/2026 17:00", "thứ Hai"),
    ],
)
def test_what_may_be_another_day_or_none_is_wrong(cell: RawCell) -> None:
    found = read(Part.ANSWERS, {**LATE, "new_date": cell})

    assert found == Wrong(faults={"new_date": Fault.DAY})


@pytest.mark.parametrize(
    ("cell", "measure", "value"),
    [
        pytest.param(0, Measure.COUNT, "0", id="none"),
        pytest.param("1.846", Measure.COUNT, "1846", id="a dot for thousands"),
        pytest.param(38_520_000, Measure.MONEY, "38520000", id="money"),
        pytest.param("38.520.000", Measure.MONEY, "38520000", id="money with dots"),
        pytest.param(98.7, Measure.PERCENT, "9870", id="a rate"),
        pytest.param("98,75 %", Measure.PERCENT, "9875", id="a rate in words"),
        pytest.param("98.7", Measure.PERCENT, "9870", id="a rate in words with a point"),
        pytest.param("100", Measure.PERCENT, "10000", id="all"),
        pytest.param(Percent(share=0.987), Measure.PERCENT, "9870", id="a rate as shown"),
        pytest.param(2, Measure.HALF_DAYS, "4", id="days"),
        pytest.param(0.5, Measure.HALF_DAYS, "1", id="half a day"),
        pytest.param("0,5", Measure.HALF_DAYS, "1", id="half a day in words"),
        pytest.param("1.5", Measure.HALF_DAYS, "3", id="a day and a half"),
        pytest.param("2,0", Measure.HALF_DAYS, "4", id="two days and no half"),
        pytest.param(" theo  ngày ", Measure.TEXT, "theo ngày", id="words"),
    ],
)
def test_a_figure_is_read(cell: RawCell | Percent, measure: Measure, value: str) -> None:
    assert read(Part.FIGURES, {"value": cell}, measure=measure) == Said(cells={"value": value})


@pytest.mark.parametrize(
    ("cell", "measure", "fault"),
    [
        *(
            pytest.param(cell, Measure.COUNT, Fault.WHOLE, id=f"whole {cell!r}")
            for cell in (-1, 0.5, float("inf"), True, "1,5", "12a", date(2026, 1, 1), "1.84")
        ),
        *(
            pytest.param(cell, Measure.PERCENT, Fault.RATE, id=f"rate {cell!r}")
            for cell in (
                0.987,
                100.5,
                -3,
                1e9,
                float("nan"),
                True,
                "x",
                "1.846",
                date(2026, 1, 1),
            )
        ),
        *(
            pytest.param(cell, Measure.HALF_DAYS, Fault.HALVES, id=f"halves {cell!r}")
            for cell in (0.25, -1, float("inf"), True, "0,25", "x", date(2026, 1, 1))
        ),
        pytest.param(Percent(share=1.2), Measure.PERCENT, Fault.RATE, id="beyond all"),
        pytest.param(Percent(share=0.5), Measure.COUNT, Fault.WHOLE, id="a share of a count"),
    ],
)
def test_what_is_no_figure_is_wrong(
    cell: RawCell | Percent, measure: Measure, fault: Fault
) -> None:
    assert read(Part.FIGURES, {"value": cell}, measure=measure) == Wrong(
        faults={"value": fault}
    )
