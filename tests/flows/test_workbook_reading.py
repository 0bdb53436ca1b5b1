"""What comes back in a workbook is taken once, in any order; what is wrong goes back marked."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment

from monitor.domain.dossier import Status
from monitor.domain.errors import WorkbookError
from monitor.domain.letter import UNCLOSED, LetterState
from monitor.domain.merger import Plan
from monitor.domain.workbook import Part
from monitor.flows.answer import answer_in_time
from monitor.flows.workbook_answers import State
from monitor.ports.workbooks import NotRead
from monitor.store.tables import answers, supplied_figures, workbook_answers
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.scene import LATENESS, REASON, RECORD
from tests.flows.workbook_desk import UNIT, Desk
from tests.store.taking import rows
from tests.workbooks import HEAD, Clerk

EDIT, READ = "2026-11-11 09:30", "2026-11-11 10:00"
LATE = {
    "answer": "không kịp",
    "cause": "B2 - Chậm trích đo, kiểm tra thực địa, giám định",
    "reason": REASON,
    "new_date": date(2026, 11, 20),
    "by": "Nguyễn Thị Minh Hoa",
}


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return Desk(store=store).asked()


@pytest.fixture
def drafted(store: SqlStore) -> Desk:
    desk = Desk(store=store)
    desk.drafted()
    desk.make("2026-11-12 08:30")
    return desk


def save(desk: Desk, folder: Path, **cells: object) -> Path:
    """Return the morning's workbook with an answer, saved."""
    return desk.clerk().writes(Part.ANSWERS, CODE, **cells).saved(folder / "tra.xlsx", at=EDIT)


def states(desk: Desk, path: Path, **more: str) -> list[State]:
    return [row.state for row in desk.read(path, **more).rows]


# Answers


def test_not_in_time_drafts_the_letter(desk: Desk, tmp_path: Path) -> None:
    back = desk.read(save(desk, tmp_path, **LATE))

    assert [row.state for row in back.rows] == [State.TAKEN]
    letter = desk.letter
    assert (letter.state, letter.cause, letter.reason) == (LetterState.DRAFT, "B2", REASON)
    assert (letter.new_due_at, letter.answered_by) == (vn("2026-11-20 17:00"), "hoa")
    assert letter.answered_at == vn(READ)
    assert [name for _, name in desk.laid.files] == ["so-viec-VHXH-2026-11-11.xlsx"]


def test_in_time_is_kept_as_the_desk_s_answer(desk: Desk, tmp_path: Path) -> None:
    assert states(desk, save(desk, tmp_path, answer="kịp")) == [State.TAKEN]

    assert (desk.letter.state, desk.letter.answered_by) == (LetterState.IN_TIME, "unit:VHXH")


def test_a_result_that_waits_to_be_entered_is_an_answer(desk: Desk, tmp_path: Path) -> None:
    path = save(desk, tmp_path, answer="Đã có kết quả nhưng chưa kết thúc trên hệ thống")

    assert states(desk, path) == [State.TAKEN]
    assert (desk.letter.state, desk.letter.cause) == (LetterState.IN_TIME, UNCLOSED)
    assert states(desk, path) == [State.ALREADY]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"new_date": "20/11/2026"}, id="a date typed as text"),
        pytest.param({"new_date": "20/11/26"}, id="a short year"),
        pytest.param({"cause": "b2"}, id="the code of a cause alone"),
        pytest.param({"answer": "  KHÔNG  kịp "}, id="other case and spaces"),
        pytest.param({"answer": "khong kip"}, id="without marks"),
        pytest.param({"by": "hoa"}, id="an official's code"),
        pytest.param({"by": None}, id="nobody named"),
    ],
)
def test_what_a_clerk_means_is_understood(
    desk: Desk, tmp_path: Path, cells: dict[str, object]
) -> None:
    assert states(desk, save(desk, tmp_path, **{**LATE, **cells})) == [State.TAKEN]
    assert desk.letter.new_due_at == vn("2026-11-20 17:00")


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        pytest.param({"new_date": "tuần sau"}, {"new_date"}, id="a date that is none"),
        pytest.param({"new_date": "10/15/2026"}, {"new_date"}, id="the month first"),
        pytest.param({"new_date": True}, {"new_date"}, id="no date at all"),
        pytest.param({"new_date": "=TODAY()+7"}, {"new_date"}, id="a formula"),
        pytest.param({"reason": '="do " & "x"'}, {"reason"}, id="a formula of words"),
        pytest.param({"new_date": date(2026, 11, 22)}, {"new_date"}, id="a Sunday"),
        pytest.param({"new_date": date(2026, 11, 16)}, {"new_date"}, id="the old date"),
        pytest.param({"new_date": date(2031, 3, 3)}, {"new_date"}, id="beyond the calendar"),
        pytest.param({"reason": "do khách quan"}, {"reason"}, id="a hollow reason"),
        pytest.param(
            {"reason": "Đơn vị đang chờ kết quả giám định và kiểm tra thực địa"},
            {"reason"},
            id="a reason that does not state enough",
        ),
        pytest.param({"reason": "chậm " * 600}, {"reason"}, id="a reason without end"),
        pytest.param({"cause": "C2"}, {"cause"}, id="a cause that no letter may name"),
        pytest.param({"cause": "nhiều việc"}, {"cause"}, id="no cause of the list"),
        pytest.param({"cause": None, "reason": None}, {"cause", "reason"}, id="half an answer"),
        pytest.param({"answer": None}, {"answer"}, id="nothing chosen"),
        pytest.param({"answer": "có lẽ"}, {"answer"}, id="no word of the list"),
        pytest.param(
            {"answer": "kịp"}, {"cause", "reason", "new_date"}, id="in time with a new date"
        ),
        pytest.param({"by": "Bùi Văn Lạ"}, {"by"}, id="a stranger"),
    ],
)
def test_a_wrong_cell_comes_back_marked_and_nothing_is_taken(
    desk: Desk, tmp_path: Path, cells: dict[str, object], wrong: set[str]
) -> None:
    back = desk.read(save(desk, tmp_path, **{**LATE, **cells}))

    assert [row.state for row in back.rows] == [State.WRONG]
    assert desk.letter.state is LetterState.ASKED
    copy = desk.returned()
    marked = {name for name in LATE if copy.cell(Part.ANSWERS, CODE, name).comment is not None}
    assert marked == wrong
    for name in wrong:
        assert copy.cell(Part.ANSWERS, CODE, name).fill.fgColor.rgb == "FFF8C9C4"
    assert "đề nghị" in copy.cell(Part.ANSWERS, CODE, "remark").value
    assert "1 dòng cần sửa" in copy.sheet(Part.ANSWERS).cell(4, 2).value
    assert list(desk.queued.values()).count("workbook") == 1  # both go to one mailbox


def test_the_copy_keeps_what_was_written_and_is_read_once_mended(
    desk: Desk, tmp_path: Path
) -> None:
    desk.read(save(desk, tmp_path, **{**LATE, "new_date": "22/11/2026"}))
    copy = desk.returned()
    assert copy.cell(Part.ANSWERS, CODE, "reason").value == REASON

    copy.writes(Part.ANSWERS, CODE, new_date="20/11/2026")
    mended = copy.saved(tmp_path / "mended.xlsx", at="2026-11-11 10:30")

    assert states(desk, mended, at="2026-11-11 11:00") == [State.TAKEN]
    assert desk.letter.state is LetterState.DRAFT


def test_a_formula_comes_back_as_text_that_nothing_runs(desk: Desk, tmp_path: Path) -> None:
    desk.read(save(desk, tmp_path, **{**LATE, "new_date": "=TODAY()"}))

    sheet = zipfile.ZipFile(io.BytesIO(desk.content(mark="-gui-lai")))
    texts = sheet.read("xl/sharedStrings.xml").decode()
    assert "=TODAY()" in texts
    assert "<f>" not in sheet.read("xl/worksheets/sheet1.xml").decode()


# Twice, and out of order


def test_a_workbook_read_twice_changes_nothing_twice(desk: Desk, tmp_path: Path) -> None:
    path = save(desk, tmp_path, **LATE)
    desk.read(path)
    before = desk.letter

    assert states(desk, path, at="2026-11-11 11:00") == [State.ALREADY]
    assert desk.letter == before
    assert len(rows(desk.store, answers)) == len(rows(desk.store, workbook_answers)) == 1


def test_a_wrong_workbook_read_twice_is_told_once(desk: Desk, tmp_path: Path) -> None:
    path = save(desk, tmp_path, answer="có lẽ")
    desk.read(path)
    before = len(desk.mails.written)
    queued = len(desk.queued)

    desk.read(path, at="2026-11-11 11:00")

    assert len(desk.queued) == queued
    assert {one.key for one in desk.mails.written[before:]} <= {
        one.key for one in desk.mails.written[:before]
    }


def test_monday_s_after_tuesday_s_overwrites_nothing(desk: Desk, tmp_path: Path) -> None:
    old = save(desk, tmp_path, answer="kịp")
    desk.make("2026-11-12 08:30")
    clerk = desk.clerk(day="2026-11-12").writes(Part.ANSWERS, CODE, **LATE)
    new = clerk.saved(tmp_path / "new.xlsx", at="2026-11-12 09:00")

    assert states(desk, new, at="2026-11-12 10:00") == [State.TAKEN]
    assert states(desk, old, at="2026-11-12 10:05") == [State.PASSED_BY]

    assert desk.letter.state is LetterState.DRAFT
    told = desk.returned().cell(Part.ANSWERS, CODE, "remark").value
    assert told == "Không ghi nhận: đã có câu trả lời mới hơn."


def test_the_later_saving_of_one_workbook_counts(desk: Desk, tmp_path: Path) -> None:
    first = save(desk, tmp_path, **LATE)
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, answer="kịp")
    second = clerk.saved(tmp_path / "second.xlsx", at="2026-11-11 09:45")

    assert states(desk, second) == [State.TAKEN]
    assert states(desk, first) == [State.PASSED_BY]
    assert desk.letter.state is LetterState.IN_TIME


def test_a_mind_changed_and_changed_back_counts_as_said_last(
    desk: Desk, tmp_path: Path
) -> None:
    for minute, cells in ((30, {"answer": "kịp"}), (40, LATE), (50, {"answer": "kịp"})):
        clerk = desk.clerk().writes(Part.ANSWERS, CODE, **cells)
        path = clerk.saved(tmp_path / f"{minute}.xlsx", at=f"2026-11-11 09:{minute}")
        assert states(desk, path) == [State.TAKEN]

    assert desk.letter.state is LetterState.IN_TIME
    assert desk.letter.reason == ""


def test_a_file_of_a_clock_that_runs_ahead_bars_no_later_one(
    desk: Desk, tmp_path: Path
) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, answer="kịp")
    ahead = clerk.saved(tmp_path / "ahead.xlsx", at="2031-01-01 08:00")
    desk.read(ahead, at="2026-11-11 10:00")
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    right = clerk.saved(tmp_path / "right.xlsx", at="2026-11-11 10:30")

    assert states(desk, right, at="2026-11-11 11:00") == [State.TAKEN]


def test_the_same_answer_in_a_later_workbook_bars_an_older_one(
    desk: Desk, tmp_path: Path
) -> None:
    between = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    first = save(desk, tmp_path, answer="kịp")
    desk.make("2026-11-12 08:30")
    clerk = desk.clerk(day="2026-11-12").writes(Part.ANSWERS, CODE, answer="kịp")
    last = clerk.saved(tmp_path / "last.xlsx", at="2026-11-12 09:00")
    old = between.saved(tmp_path / "between.xlsx", at="2026-11-12 08:45")

    read = [states(desk, path, at="2026-11-12 10:00") for path in (first, last, old)]

    assert read == [[State.TAKEN], [State.ALREADY], [State.PASSED_BY]]
    assert desk.letter.state is LetterState.IN_TIME


# The matter has moved on


def test_a_draft_shown_in_a_newer_workbook_is_not_answered_in_an_older_one(
    desk: Desk, tmp_path: Path
) -> None:
    desk.read(save(desk, tmp_path, **LATE))
    desk.make("2026-11-12 08:30")
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, answer="kịp")
    path = clerk.saved(tmp_path / "old.xlsx", at="2026-11-12 09:00")

    assert states(desk, path, at="2026-11-12 10:00") == [State.PASSED_BY]
    assert desk.letter.state is LetterState.DRAFT
    told = desk.returned().cell(Part.ANSWERS, CODE, "remark").value
    assert told.endswith("đề nghị trả lời trong Sổ việc ngày 12/11/2026.")


def test_a_dossier_answered_otherwise_since_is_passed_by(desk: Desk, tmp_path: Path) -> None:
    answer_in_time(desk.store, desk.office, CODE, by="ha", at=vn("2026-11-11 09:00"))

    assert states(desk, save(desk, tmp_path, **LATE)) == [State.PASSED_BY]
    assert (desk.letter.state, desk.letter.answered_by) == (LetterState.IN_TIME, "ha")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param(
            {"finished_at": vn("2026-11-11 09:00"), "status": Status.FINISHED},
            "kết thúc",
            id="finished",
        ),
        pytest.param({"handler": "dung", "unit": "KT"}, "đơn vị khác", id="another unit's now"),
        pytest.param(
            {"promised_at": vn("2026-11-18 17:00")},
            "hạn của hồ sơ đã đổi",
            id="date moved",
        ),
    ],
)
def test_what_has_changed_in_the_source_is_passed_by(
    desk: Desk, tmp_path: Path, changed: dict[str, Any], told: str
) -> None:
    desk.take(replace(RECORD, **changed), exported="2026-11-11 09:10")

    assert states(desk, save(desk, tmp_path, **LATE)) == [State.PASSED_BY]
    assert told in desk.returned().cell(Part.ANSWERS, CODE, "remark").value


def test_the_answers_of_a_unit_that_was_merged_since_are_taken(
    desk: Desk, tmp_path: Path
) -> None:
    desk.take(replace(RECORD, handler="dung", unit="KT"), exported="2026-11-11 09:10")
    plan = Plan(targets={"VHXH": ("KT",)})
    with desk.store.writing() as work:
        work.mergers.register(plan, sha256="", at=vn("2026-11-11 09:12"))

    assert states(desk, save(desk, tmp_path, **LATE)) == [State.TAKEN]


# Rows and sheets in disorder


def test_a_sheet_renamed_and_a_column_moved_are_found(desk: Desk, tmp_path: Path) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    sheet = clerk.sheet(Part.ANSWERS)
    place = clerk.column(Part.ANSWERS, "reason")
    for merge in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merge))
    letter = sheet.cell(HEAD, place).column_letter
    sheet.move_range(f"{letter}{HEAD}:{letter}{HEAD + 1}", cols=10)
    sheet.title = "Gửi chị Lệ"

    path = clerk.saved(tmp_path / "moved.xlsx", at=EDIT)

    assert states(desk, path) == [State.TAKEN]


def test_a_sheet_without_a_column_is_told_and_not_read(desk: Desk, tmp_path: Path) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    sheet = clerk.sheet(Part.ANSWERS)
    sheet.cell(HEAD, clerk.column(Part.ANSWERS, "new_date")).value = "Hẹn hôm nào"

    back = desk.read(clerk.saved(tmp_path / "short.xlsx", at=EDIT))

    assert [row.state for row in back.rows] == [State.WRONG]
    assert back.count(State.WRONG) == 1
    copy = desk.returned()
    summary = copy.sheet(Part.ANSWERS).cell(4, 2).value
    assert "thiếu cột “Ngày hẹn mới”" in summary
    assert copy.cell(Part.ANSWERS, CODE, "reason").value is None
    assert REASON in copy.cell(Part.ANSWERS, CODE, "remark").value


def test_a_row_added_by_hand_is_told_and_not_taken(desk: Desk, tmp_path: Path) -> None:
    clerk = desk.clerk()
    sheet = clerk.sheet(Part.ANSWERS)
    for name, value in {**LATE, "shown": "H99.01-261102-0009"}.items():
        sheet.cell(HEAD + 2, clerk.column(Part.ANSWERS, name)).value = value

    back = desk.read(clerk.saved(tmp_path / "added.xlsx", at=EDIT))

    assert [(row.state, row.token) for row in back.rows] == [(State.WRONG, "")]
    assert (
        "Dòng ghi thêm"
        in desk.returned().cell(Part.ANSWERS, "H99.01-261102-0009", "remark").value
    )


def test_a_code_changed_by_hand_is_told_and_not_taken(desk: Desk, tmp_path: Path) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    clerk.cell(Part.ANSWERS, CODE, "shown").value = "H99.01-261102-0009"

    path = clerk.saved(tmp_path / "changed.xlsx", at=EDIT)

    assert states(desk, path) == [State.WRONG]
    assert f"của “{CODE}”" in desk.returned().cell(Part.ANSWERS, CODE, "remark").value


def test_cells_merged_are_told_and_not_taken(desk: Desk, tmp_path: Path) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    sheet = clerk.sheet(Part.ANSWERS)
    place = clerk.column(Part.ANSWERS, "answer")
    sheet.merge_cells(
        start_row=HEAD + 1, end_row=HEAD + 2, start_column=place, end_column=place
    )

    back = desk.read(clerk.saved(tmp_path / "merged.xlsx", at=EDIT))

    assert State.WRONG in [row.state for row in back.rows]
    assert desk.letter.state is LetterState.ASKED


def test_a_row_copied_below_with_another_answer_is_told(desk: Desk, tmp_path: Path) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    sheet = clerk.sheet(Part.ANSWERS)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(HEAD + 2, column).value = sheet.cell(HEAD + 1, column).value
    sheet.cell(HEAD + 2, clerk.column(Part.ANSWERS, "cause")).value = "A1"

    back = desk.read(clerk.saved(tmp_path / "copied.xlsx", at=EDIT))

    assert [row.state for row in back.rows] == [State.WRONG, State.WRONG]
    assert desk.letter.state is LetterState.ASKED


def test_comments_and_colours_of_a_clerk_change_nothing(desk: Desk, tmp_path: Path) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    clerk.cell(Part.ANSWERS, CODE, "reason").comment = Comment("xem lại", "hoa")

    assert states(desk, clerk.saved(tmp_path / "c.xlsx", at=EDIT)) == [State.TAKEN]


# Whose workbook


def test_another_unit_s_workbook_is_refused_whole(desk: Desk, tmp_path: Path) -> None:
    path = save(desk, tmp_path, **LATE)

    with pytest.raises(WorkbookError) as caught:
        desk.read(path, unit="KT")

    assert caught.value.facts["reason"] is NotRead.ANOTHER_UNIT
    assert desk.letter.state is LetterState.ASKED


@pytest.mark.parametrize(
    ("row", "text", "reason"),
    [
        pytest.param(2, "KT", NotRead.ANOTHER_UNIT, id="its unit was changed"),
        pytest.param(1, "KT-20261111-00000000", NotRead.UNKNOWN, id="a code nobody gave"),
        pytest.param(1, None, NotRead.UNKNOWN, id="no code"),
    ],
)
def test_a_workbook_that_says_another_thing_of_itself_is_refused(
    desk: Desk, tmp_path: Path, row: int, text: str | None, reason: NotRead
) -> None:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    clerk.book["_dunghan"].cell(row, 1).value = text

    with pytest.raises(WorkbookError) as caught:
        desk.read(clerk.saved(tmp_path / "forged.xlsx", at=EDIT))

    assert caught.value.facts["reason"] is reason


# Letters to approve


def decide(desk: Desk, folder: Path, unit: str, *, at: str = "09:00", **cells: object) -> Path:
    clerk = desk.clerk(unit, "2026-11-12").writes(Part.LETTERS, CODE, **cells)
    return clerk.saved(folder / f"{unit}-{at[:2]}{at[3:]}.xlsx", at=f"2026-11-12 {at}")


def test_a_draft_is_approved_by_who_may(drafted: Desk, tmp_path: Path) -> None:
    path = decide(drafted, tmp_path, "XA", verdict="duyệt", by="Lê Quang Thạnh")

    assert states(drafted, path, at="2026-11-12 10:00") == [State.TAKEN]
    letter = drafted.letter
    assert (letter.state, letter.approved_by) == (LetterState.APPROVED, "thanh")
    assert states(drafted, path, at="2026-11-12 10:05") == [State.ALREADY]


def test_a_draft_is_sent_back_with_a_reason(drafted: Desk, tmp_path: Path) -> None:
    cells = {"verdict": "không duyệt", "note": "Ghi rõ ngày", "by": "Bùi Thị Hà"}
    path = decide(drafted, tmp_path, UNIT, **cells)

    assert states(drafted, path, at="2026-11-12 10:00") == [State.TAKEN]
    letter = drafted.letter
    assert (letter.state, letter.refused_for) == (LetterState.REFUSED, "Ghi rõ ngày")


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        pytest.param({"verdict": "duyệt"}, {"by"}, id="nobody named"),
        pytest.param({"verdict": "duyệt", "by": "Lê Quang Thạnh"}, {"by"}, id="another's boss"),
        pytest.param({"verdict": "không duyệt", "by": "Bùi Thị Hà"}, {"note"}, id="no reason"),
        pytest.param({"note": "xem lại", "by": "Bùi Thị Hà"}, {"verdict"}, id="no choice"),
    ],
)
def test_a_decision_that_is_none_comes_back(
    drafted: Desk, tmp_path: Path, cells: dict[str, Any], wrong: set[str]
) -> None:
    path = decide(drafted, tmp_path, UNIT, **cells)

    assert states(drafted, path, at="2026-11-12 10:00") == [State.WRONG]
    copy = drafted.returned(UNIT, "2026-11-12")
    names = ("verdict", "note", "by")
    marked = {name for name in names if copy.cell(Part.LETTERS, CODE, name).comment}
    assert marked == wrong
    assert drafted.letter.state is LetterState.DRAFT


def test_a_draft_written_anew_since_is_not_approved(drafted: Desk, tmp_path: Path) -> None:
    later = replace(LATENESS, new_due_on=date(2026, 11, 25))
    drafted.answer("2026-11-12 09:00", lateness=later)
    path = decide(drafted, tmp_path, "XA", verdict="duyệt", by="Lê Quang Thạnh")

    assert states(drafted, path, at="2026-11-12 10:00") == [State.PASSED_BY]
    assert drafted.letter.state is LetterState.DRAFT


@pytest.mark.parametrize("is_refused_first", [True, False])
def test_a_refusal_stops_the_letter_whenever_it_is_read(
    drafted: Desk, tmp_path: Path, *, is_refused_first: bool
) -> None:
    no = {"verdict": "không duyệt", "note": "Ghi rõ ngày", "by": "Bùi Thị Hà"}
    files = [
        decide(drafted, tmp_path, UNIT, at="09:00", **no),
        decide(drafted, tmp_path, "XA", at="09:30", verdict="duyệt", by="Lê Quang Thạnh"),
    ]
    for path in files if is_refused_first else reversed(files):
        drafted.read(path, at="2026-11-12 10:00")

    assert drafted.letter.state is LetterState.REFUSED


def test_a_draft_approved_otherwise_stands_so_already(drafted: Desk, tmp_path: Path) -> None:
    drafted.approve("2026-11-12 09:00")
    path = decide(drafted, tmp_path, "XA", verdict="duyệt", by="Hồ Đức Phúc")

    assert states(drafted, path, at="2026-11-12 10:00") == [State.ALREADY]
    assert drafted.letter.approved_by == "thanh"


def test_a_letter_sent_back_is_asked_about_again(drafted: Desk, tmp_path: Path) -> None:
    cells = {"verdict": "không duyệt", "note": "Ghi rõ ngày", "by": "Bùi Thị Hà"}
    drafted.read(decide(drafted, tmp_path, UNIT, **cells), at="2026-11-12 10:00")
    drafted.make("2026-11-13 08:30")

    (line,) = drafted.workbook(UNIT, "2026-11-13").lines
    assert (line.part, line.facts["refused_for"]) == (Part.ANSWERS, "Ghi rõ ngày")
    clerk = drafted.clerk(UNIT, "2026-11-13").writes(Part.ANSWERS, CODE, answer="kịp")
    path = clerk.saved(tmp_path / "again.xlsx", at="2026-11-13 09:00")
    assert states(drafted, path, at="2026-11-13 09:30") == [State.TAKEN]
    assert drafted.letter.state is LetterState.IN_TIME


# Figures


@pytest.fixture
def counter(store: SqlStore) -> Desk:
    desk = Desk(store=store)
    desk.take(RECORD, exported="2026-11-02 07:30")
    desk.make("2026-11-02 07:40")
    return desk


def supply(desk: Desk, folder: Path, shown: str, *, at: str = "08:00", **cells: object) -> Path:
    clerk = desk.clerk("TT", "2026-11-02").writes(Part.FIGURES, shown, **cells)
    return clerk.saved(folder / f"f{at[:2]}{at[3:]}.xlsx", at=f"2026-11-02 {at}")


RATINGS = "Phiếu đánh giá mức độ hài lòng"
PORTAL = "Tỷ lệ đúng hạn do Cổng Dịch vụ công công bố"


@pytest.mark.parametrize(
    ("shown", "value", "kept"),
    [
        pytest.param(RATINGS, 143, 143, id="a number"),
        pytest.param(RATINGS, "1.846", 1846, id="a number with a dot for thousands"),
        pytest.param(RATINGS, 0, 0, id="none at all"),
        pytest.param(PORTAL, 98.7, 9870, id="a rate"),
        pytest.param(PORTAL, "98,75%", 9875, id="a rate as text"),
    ],
)
def test_a_figure_is_kept(
    counter: Desk, tmp_path: Path, shown: str, value: object, kept: int
) -> None:
    path = supply(counter, tmp_path, shown, value=value)

    assert states(counter, path, at="2026-11-02 09:00") == [State.TAKEN]
    (row,) = rows(counter.store, supplied_figures)
    assert (row["unit"], row["month"], row["value"]) == ("XA", date(2026, 10, 1), kept)
    assert row["by"] == "unit:TT"


def test_a_rate_shown_as_a_percentage_is_one(counter: Desk, tmp_path: Path) -> None:
    clerk = counter.clerk("TT", "2026-11-02").writes(Part.FIGURES, PORTAL, value=0.987)
    clerk.cell(Part.FIGURES, PORTAL, "value").number_format = "0.0%"

    path = clerk.saved(tmp_path / "p.xlsx", at="2026-11-02 08:00")

    assert states(counter, path, at="2026-11-02 09:00") == [State.TAKEN]
    assert rows(counter.store, supplied_figures)[0]["value"] == 9870


def test_words_beside_a_figure_are_kept(counter: Desk, tmp_path: Path) -> None:
    why = "Vì sao khác số của phần mềm"
    path = supply(counter, tmp_path, why, value="Cổng tính theo giờ")

    assert states(counter, path, at="2026-11-02 09:00") == [State.TAKEN]
    (row,) = rows(counter.store, supplied_figures)
    assert (row["value"], row["text"]) == (None, "Cổng tính theo giờ")
    with counter.store.reading() as work:
        assert [one.name for one in work.workbooks.figures(date(2026, 10, 1))] == [
            "portal_reason"
        ]


def test_an_empty_cell_is_no_figure(counter: Desk, tmp_path: Path) -> None:
    path = supply(counter, tmp_path, RATINGS, by=None)

    assert counter.read(path, at="2026-11-02 09:00").rows == ()
    assert rows(counter.store, supplied_figures) == []


def test_a_figure_is_taken_back_in_words(counter: Desk, tmp_path: Path) -> None:
    counter.read(supply(counter, tmp_path, RATINGS, value=143), at="2026-11-02 09:00")
    back = supply(counter, tmp_path, RATINGS, at="08:30", value="chưa có số liệu")

    assert states(counter, back, at="2026-11-02 09:00") == [State.TAKEN]
    with counter.store.reading() as work:
        assert work.workbooks.figures(date(2026, 10, 1)) == []


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        pytest.param(RATINGS, -1, id="below nothing"),
        pytest.param(RATINGS, 1.5, id="half a form"),
        pytest.param(RATINGS, "khoảng 140", id="words"),
        pytest.param(RATINGS, True, id="yes"),
        pytest.param(PORTAL, 0.987, id="a share of one"),
        pytest.param(PORTAL, 101, id="more than all"),
        pytest.param(PORTAL, "cao", id="words for a rate"),
        pytest.param(PORTAL, date(2026, 11, 2), id="a date"),
    ],
)
def test_a_figure_that_is_none_comes_back(
    counter: Desk, tmp_path: Path, shown: str, value: object
) -> None:
    path = supply(counter, tmp_path, shown, value=value)

    assert states(counter, path, at="2026-11-02 09:00") == [State.WRONG]
    assert rows(counter.store, supplied_figures) == []


def test_a_clerk_opens_what_is_open_only(desk: Desk) -> None:
    clerk: Clerk = desk.clerk()
    sheet = clerk.sheet(Part.ANSWERS)

    assert sheet.protection.sheet
    locked = {
        name: clerk.cell(Part.ANSWERS, CODE, name).protection.locked
        for name in ("shown", "procedure", "due_at", *LATE, "remark")
    }
    assert {name for name, is_locked in locked.items() if not is_locked} == set(LATE)
    assert clerk.book["_dunghan"].sheet_state == "veryHidden"
    assert sheet.freeze_panes == "C6"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.column_dimensions["A"].hidden
