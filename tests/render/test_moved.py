"""What moved since an earlier report is told in the words of the tables."""

from dataclasses import replace

import pytest

from monitor.catalogues import load_catalogue
from monitor.render.moved import moved_lines, moved_sheet
from monitor.render.sheets import sheets
from reports.moved import Moved, Revised, Value, Why
from tests.builders import vn
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report

LABELS = load_catalogue("report")


def a_revision(*moves: Moved) -> Revised:
    return Revised(number=2, replaced_at=vn("2026-12-01 13:45"), why=Why(), moved=moves)


def a_move(
    figure: str = "total.late", *, row: str = "", before: Value = 1, after: Value = 2
) -> Moved:
    return Moved(section="table06a", row=row, figure=figure, before=before, after=after)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, "không có", id="nothing"),
        pytest.param(True, "có", id="yes"),
        pytest.param(False, "không", id="no"),
        pytest.param(10_776, "10.776", id="a number"),
        pytest.param("2026-11-17T17:30:00+07:00", "17:30 17/11/2026", id="an instant"),
        pytest.param("2026-11-17T00:00:00+07:00", "17/11/2026", id="a day"),
        pytest.param("H99.10", "H99.10", id="a code"),
    ],
)
def test_a_value_reads_as_in_tables(value: Value, expected: str) -> None:
    (line,) = moved_lines(a_revision(a_move(after=value)), LABELS)

    assert (line.before, line.after) == ("1", expected)


@pytest.mark.parametrize(
    ("move", "row", "figure"),
    [
        pytest.param(
            a_move("by_unit.late", row="KT"), "KT", LABELS["table"]["late"], id="word"
        ),
        pytest.param(
            a_move("lines.numerator", row="online"),
            LABELS["channel"]["online"],
            LABELS["column"]["numerator"],
            id="a channel",
        ),
        pytest.param(a_move("lines.nameless"), "", "nameless", id="no word"),
    ],
)
def test_a_figure_goes_by_the_word_of_its_table(move: Moved, row: str, figure: str) -> None:
    (line,) = moved_lines(a_revision(move), LABELS)

    assert (line.row, line.figure.rpartition(": ")[2]) == (row, figure)
    assert line.section == LABELS["table06a"]["title"]


def test_the_workbook_lists_all_that_moved_on_a_sheet_of_its_own() -> None:
    report = a_report(*OFFICE_NOVEMBER)
    revised = a_revision(*[a_move()] * 500)

    *_, last = sheets(replace(report, revised=revised), LABELS)

    assert last.name == moved_sheet(revised, LABELS).name == "Thay đổi"
    assert len(tuple(last.rows)) == 500
    assert last.name not in {one.name for one in sheets(report, LABELS)}
