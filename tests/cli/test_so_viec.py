"""The workbooks at the command line: made, answered, read back, listed."""

from datetime import datetime
from pathlib import Path

import pytest

from monitor.domain.instants import vietnam_day
from monitor.domain.workbook import Part
from tests.cli.test_letters import REASON, at
from tests.offices import CODE, PAPER, FolderOffice, a_message, lay_messages
from tests.workbooks import Clerk

LATE = {
    "answer": "không kịp",
    "cause": "B2",
    "reason": REASON,
    "new_date": "23/11/2026",
    "by": "Ngô Thị Mẫu Tâm",
}


def answered(office: FolderOffice, **cells: object) -> Path:
    """Return the economy desk's workbook with an answer, saved."""
    (made,) = (office.var / "so-viec" / "KT").glob("*.xlsx")
    clerk = Clerk.opens(made.read_bytes()).writes(Part.ANSWERS, CODE, **cells)
    return clerk.saved(office.folder / "tra-loi.xlsx", at="2026-11-11 09:00")


def test_the_tick_made_one_and_it_is_listed(busy: FolderOffice) -> None:
    (one,) = busy.json("so-viec", "list")

    assert (one["unit"], one["day"], one["answers"]) == ("KT", "2026-11-11", 0)
    assert one["id"] in busy.done("so-viec", "list")
    (made,) = (busy.var / "so-viec" / "KT").iterdir()
    assert made.name == "so-viec-KT-2026-11-11.xlsx"


def test_make_returns_the_one_that_exists(busy: FolderOffice) -> None:
    out = busy.folder / "again.xlsx"

    told = busy.done("so-viec", "make", "--unit", "KT", "--out", out, *at("09:00"))

    assert "Phòng Kinh tế: đã lập" in told
    (made,) = (busy.var / "so-viec" / "KT").iterdir()
    assert out.read_bytes() == made.read_bytes()
    assert len(busy.json("so-viec", "list")) == 1


def test_make_says_where_nothing_is_asked(busy: FolderOffice) -> None:
    told = busy.done("so-viec", "make", "--unit", "CNDD", *at("09:00"))

    assert told == "CNDD: không có việc gì cần trả lời nên không lập Sổ việc.\n"


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        pytest.param(
            ["make", "--unit", "XX"], 1, "Không có đơn vị nào mang mã “XX”", id="unit"
        ),
        pytest.param(["make", "--out", "x.xlsx"], 2, "--out chỉ dùng cùng --unit", id="out"),
        pytest.param(["read", "none.xlsx"], 1, "không tìm thấy tệp", id="no file"),
        pytest.param(["read"], 2, "thiếu TỆP", id="no file named"),
    ],
)
def test_wrong_use_is_told(busy: FolderOffice, args: list[str], code: int, told: str) -> None:
    result = busy.call("so-viec", *args)

    assert (result.exit_code, result.stdout) == (code, "")
    assert told in result.stderr


def test_a_right_answer_is_taken(busy: FolderOffice) -> None:
    told = busy.done("so-viec", "read", answered(busy, **LATE), *at("09:30"))

    assert "ghi nhận 1 dòng, đã ghi nhận từ trước 0, cần sửa 0" in told
    states = {one["dossier"]: one["state"] for one in busy.json("letters", "list")}
    assert (states[CODE], states[PAPER]) == ("draft", "asked")
    assert busy.json("so-viec", "list")[0]["answers"] == 1


def test_an_answer_without_a_new_date_takes_the_one_that_its_line_shows(
    busy: FolderOffice,
) -> None:
    (made,) = (busy.var / "so-viec" / "KT").glob("*.xlsx")
    proposed = Clerk.opens(made.read_bytes()).cell(Part.ANSWERS, CODE, "proposed").value

    busy.done("so-viec", "read", answered(busy, **{**LATE, "new_date": None}), *at("09:30"))

    (letter,) = [one for one in busy.json("letters", "list") if one["dossier"] == CODE]
    assert vietnam_day(datetime.fromisoformat(letter["new_due_at"])) == proposed.date()


def test_a_wrong_one_ends_with_a_problem_and_a_marked_copy(busy: FolderOffice) -> None:
    path = answered(busy, **{**LATE, "new_date": "24/11/2026"})

    result = busy.call("so-viec", "read", path, *at("09:30"))

    assert (result.exit_code, result.stderr) == (1, "")
    assert f"({CODE}): Ngày hẹn mới: 24/11/2026" in result.stdout
    assert "Bản đánh dấu" in result.stdout
    assert (busy.var / "so-viec" / "KT" / "so-viec-KT-2026-11-11-gui-lai.xlsx").exists()
    found = busy.call("so-viec", "read", path, "--json", *at("09:30"))
    assert '"state": "wrong"' in found.stdout


def test_the_tick_reads_what_lies_in_the_drop_folder(busy: FolderOffice) -> None:
    drop = busy.var / "so-viec-tra-loi"
    drop.mkdir(parents=True)
    answered(busy, **LATE).rename(drop / "tra-loi.xlsx")

    told = busy.done("tick", *at("09:30"))

    assert "Đã đọc 1 Sổ việc: ghi nhận 1 câu trả lời, 0 chỗ gửi lại để sửa." in told
    assert (drop / "done" / "tra-loi.xlsx").exists()
    assert (busy.var / "letters" / f"{CODE}-du-thao.pdf").exists()


def test_ingest_says_how_a_workbook_is_read(busy: FolderOffice) -> None:
    result = busy.call("ingest", answered(busy, **LATE), *at("09:30"))

    assert result.exit_code == 1
    assert "dunghan so-viec read" in result.stderr


def test_a_workbook_in_an_export_s_folder_is_set_aside(busy: FolderOffice) -> None:
    answered(busy, **LATE).rename(busy.inbox / "tra-loi.xlsx")
    lay_messages(busy.inbox, [a_message()], at="2026-11-11 09:10")

    result = busy.call("tick", *at("09:30"))

    assert result.exit_code == 1
    assert "đây là Sổ việc, không phải tệp kết xuất" in result.stderr
    assert (busy.inbox / "refused" / "tra-loi.xlsx").exists()
