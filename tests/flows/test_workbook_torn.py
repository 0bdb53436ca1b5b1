"""What a refused row said never becomes an answer by way of the marked copy."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.letter import LetterState
from monitor.domain.workbook import Part
from monitor.flows.workbook_answers import State
from monitor.flows.workbook_reading import ReadBack
from monitor.store.tables import supplied_figures
from monitor.store.work import SqlStore
from tests.exports import CODE
from tests.flows.scene import ASKED, REASON, RECORD
from tests.flows.workbook_desk import UNIT, Desk
from tests.store.taking import rows
from tests.workbooks import HEAD, Clerk

OTHER = "H99.01-261102-0002"
EDIT = "2026-11-11 09:30"
LATE = {"answer": "không kịp", "cause": "B2", "reason": REASON, "new_date": "20/11/2026"}
RATINGS, VERY = "Phiếu đánh giá mức độ hài lòng", "Trong đó: rất hài lòng"


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    """Return a desk that is asked about two dossiers."""
    desk = Desk(store=store)
    desk.take(RECORD, replace(RECORD, code=OTHER), exported=ASKED)
    desk.make()
    assert set(desk.clerk().rows(Part.ANSWERS)) == {CODE, OTHER}
    return desk


@pytest.fixture
def counter(store: SqlStore) -> Desk:
    desk = Desk(store=store)
    desk.take(RECORD, exported="2026-11-02 07:30")
    desk.make("2026-11-02 07:40")
    return desk


def read(desk: Desk, clerk: Clerk, folder: Path, *, at: str = EDIT) -> ReadBack:
    day = at[:10]
    return desk.read(clerk.saved(folder / f"{at[14:]}.xlsx", at=at), at=f"{day} 15:00")


def swap(clerk: Clerk, first: int) -> None:
    """Swap what is seen of two rows, as a sort that leaves the hidden column behind."""
    sheet = clerk.sheet(Part.ANSWERS)
    for column in range(2, sheet.max_column + 1):
        one, other = sheet.cell(first, column), sheet.cell(first + 1, column)
        one.value, other.value = other.value, one.value


def drop_column(clerk: Clerk, part: Part, name: str = "token") -> None:
    sheet = clerk.sheet(part)
    for merge in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merge))
    sheet.delete_cols(clerk.column(part, name))


def reread(desk: Desk, folder: Path) -> list[State]:
    """Read the marked copy as it came, untouched."""
    path = desk.returned().saved(folder / "copy.xlsx", at="2026-11-11 15:30")
    return [row.state for row in desk.read(path, at="2026-11-11 16:00").rows]


def letters(desk: Desk) -> set[LetterState]:
    with desk.store.reading() as work:
        return {one.state for one in work.letters.newest([CODE, OTHER]).values()}


def test_rows_sorted_without_their_marks_answer_for_nobody(desk: Desk, tmp_path: Path) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    swap(clerk, HEAD + 1)

    back = read(desk, clerk, tmp_path)

    assert [row.state for row in back.rows] == [State.WRONG]
    copy = desk.returned()
    for name in LATE:
        cell = copy.cell(Part.ANSWERS, OTHER, name)
        assert (cell.value, cell.fill.fgColor.rgb) == (None, "FFF8C9C4")
    assert REASON in copy.cell(Part.ANSWERS, OTHER, "remark").value
    assert CODE in copy.cell(Part.ANSWERS, OTHER, "remark").value
    assert reread(desk, tmp_path) == []
    assert letters(desk) == {LetterState.ASKED}


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"cause": "A1"}, id="another answer"),
        pytest.param({"shown": OTHER}, id="another code, the same answer"),
    ],
)
def test_one_row_twice_comes_back_empty_with_both_versions(
    desk: Desk, tmp_path: Path, changed: dict[str, str]
) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    sheet = clerk.sheet(Part.ANSWERS)
    row = HEAD + 1 + clerk.rows(Part.ANSWERS).index(CODE)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(HEAD + 3, column).value = sheet.cell(row, column).value
    for name, text in changed.items():
        sheet.cell(HEAD + 3, clerk.column(Part.ANSWERS, name)).value = text

    back = read(desk, clerk, tmp_path)

    assert [row.state for row in back.rows] == [State.WRONG] * 2
    told = desk.returned().cell(Part.ANSWERS, CODE, "remark").value
    assert told.count(REASON) == 2
    assert all(text in told for text in changed.values())
    assert reread(desk, tmp_path) == []
    assert letters(desk) == {LetterState.ASKED}


def test_merged_and_computed_cells_come_back_empty(desk: Desk, tmp_path: Path) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, answer="kịp")
    clerk.writes(Part.ANSWERS, OTHER, **{**LATE, "reason": f'="{REASON}"'})
    sheet = clerk.sheet(Part.ANSWERS)
    place, row = clerk.column(Part.ANSWERS, "cause"), HEAD + 1
    sheet.merge_cells(start_row=row, end_row=row, start_column=place, end_column=place + 1)

    read(desk, clerk, tmp_path)

    copy = desk.returned()
    shown = clerk.rows(Part.ANSWERS)[0]
    assert copy.cell(Part.ANSWERS, shown, "cause").value is None
    assert copy.cell(Part.ANSWERS, OTHER, "reason").value is None
    assert REASON in copy.cell(Part.ANSWERS, OTHER, "remark").value
    assert LetterState.DRAFT not in letters(desk)


def test_answers_without_the_hidden_column_are_known_by_their_codes(
    desk: Desk, tmp_path: Path
) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    drop_column(clerk, Part.ANSWERS)

    back = read(desk, clerk, tmp_path)

    assert [(row.shown, row.state) for row in back.rows] == [(CODE, State.TAKEN)]
    assert back.unread == ()
    assert desk.letter.state is LetterState.DRAFT


def test_a_code_of_nobody_is_still_a_row_added(desk: Desk, tmp_path: Path) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    clerk.cell(Part.ANSWERS, CODE, "shown").value = "H99.01-261102-0099"
    drop_column(clerk, Part.ANSWERS)

    back = read(desk, clerk, tmp_path)

    assert [(row.token, row.state) for row in back.rows] == [("", State.WRONG)]


def test_what_other_sheets_without_it_say_is_quoted(counter: Desk, tmp_path: Path) -> None:
    clerk = counter.clerk("TT", "2026-11-02").writes(Part.FIGURES, RATINGS, value=143)
    clerk.writes(Part.FIGURES, VERY, value=100)
    drop_column(clerk, Part.FIGURES)

    back = read(counter, clerk, tmp_path, at="2026-11-02 09:30")

    assert back.count(State.WRONG) == 2
    copy = counter.returned("TT", "2026-11-02")
    assert copy.cell(Part.FIGURES, RATINGS, "value").value is None
    assert "143" in copy.cell(Part.FIGURES, RATINGS, "remark").value
    assert "“Mã dòng”" in copy.sheet(Part.FIGURES).cell(4, 2).value
    assert rows(counter.store, supplied_figures) == []


def test_a_sheet_whose_only_answers_are_lost_counts_as_one(
    counter: Desk, tmp_path: Path
) -> None:
    clerk = counter.clerk("TT", "2026-11-02").writes(Part.FIGURES, RATINGS, value=143)
    clerk.sheet(Part.FIGURES).cell(HEAD, clerk.column(Part.FIGURES, "value")).value = "Số"

    back = read(counter, clerk, tmp_path, at="2026-11-02 09:30")

    assert (back.rows, back.count(State.WRONG)) == ((), 1)


def test_a_copied_sheet_without_a_column_spoils_what_the_other_says(
    desk: Desk, tmp_path: Path
) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, answer="có lẽ")
    sheet = clerk.book.copy_worksheet(clerk.sheet(Part.ANSWERS))
    sheet.cell(HEAD, clerk.column(Part.ANSWERS, "by")).value = "Ai"

    back = read(desk, clerk, tmp_path)

    assert back.count(State.WRONG) == 2
    assert desk.returned().cell(Part.ANSWERS, CODE, "answer").value is None


@pytest.mark.parametrize(
    ("cells", "states"),
    [
        pytest.param({RATINGS: 10, VERY: 100}, [State.WRONG] * 2, id="a part beyond all"),
        pytest.param({RATINGS: 100, VERY: 100}, [State.TAKEN] * 2, id="all of one part"),
        pytest.param({VERY: 100}, [State.TAKEN], id="no whole to hold it against"),
        pytest.param({RATINGS: 10, VERY: "x"}, [State.TAKEN, State.WRONG], id="no figure"),
    ],
)
def test_figures_that_contradict_come_back(
    counter: Desk, tmp_path: Path, cells: dict[str, Any], states: list[State]
) -> None:
    clerk = counter.clerk("TT", "2026-11-02")
    for shown, value in cells.items():
        clerk.writes(Part.FIGURES, shown, value=value)

    back = read(counter, clerk, tmp_path, at="2026-11-02 09:30")

    assert [row.state for row in back.rows] == states


def test_a_reason_is_told_once_and_no_more(desk: Desk, tmp_path: Path) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **{**LATE, "new_date": "22/11/2026"})

    read(desk, clerk, tmp_path)

    told = desk.returned(UNIT).cell(Part.ANSWERS, CODE, "remark").value
    assert told == "Ngày hẹn mới: 22/11/2026 là ngày nghỉ; đề nghị chọn ngày làm việc khác."


def test_the_list_of_causes_asks_nothing_and_no_sheet_is_sorted(desk: Desk) -> None:
    book = desk.clerk().book

    assert book["Nguyên nhân"].cell(3, 1).value is None
    assert all(sheet.protection.sort for sheet in book.worksheets)  # true: not allowed
