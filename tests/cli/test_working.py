"""The commands that do the work: one line on what was done, and a status that tells."""

import sqlite3
from pathlib import Path

import pytest

from monitor.flows.tick import tick
from tests.builders import vn
from tests.cli.conftest import MORNING
from tests.offices import (
    FolderOffice,
    a_message,
    a_row,
    aged,
    lay_list,
    lay_messages,
    three_messages,
)

REPORT_KEYS = {
    *("unit", "period", "pdf", "cover", "xlsx", "json", "code"),
    *("before", "revision", "is_new", "is_lost", "moved", "made_at", "annexes"),
}


def test_the_steps_of_a_morning_one_by_one(office: FolderOffice) -> None:
    path = lay_messages(office.folder, three_messages())
    office.done("ingest", path, "--at", MORNING)

    told = office.done("scan", "--at", MORNING)
    assert "Đã xét 3 hồ sơ, 5 điều mới, 0 hồ sơ chưa xét được.\n" in told
    assert "Đã xét 3 đơn vị, 0 điều mới, 0 đơn vị chưa xét được.\n" in told
    assert office.done("notify", "--at", MORNING) == "Đã soạn 2 thư.\n"
    assert office.mails == []
    assert office.done("deliver", "--at", MORNING) == (
        "Đã gửi 2 thư, gửi lại sau 0, không rõ kết quả 0, dừng 0.\n"
    )
    assert len(office.mails) == 2


def test_the_steps_a_second_time_do_nothing(busy: FolderOffice) -> None:
    assert "Đã xét 0 hồ sơ, 0 điều mới" in busy.done("scan", "--at", MORNING)
    assert busy.done("notify", "--at", MORNING) == "Đã soạn 0 thư.\n"
    assert "Đã gửi 0 thư" in busy.done("deliver", "--at", MORNING)


def test_one_tick_does_them_all(office: FolderOffice) -> None:
    lay_messages(office.inbox, three_messages())

    told = office.done("tick", "--at", MORNING)

    assert told == (
        "Đã nạp 1 tệp (từ chối 0), xét 3 hồ sơ (5 điều mới), soạn 2 thư, in 0 văn bản, "
        "lập 0 báo cáo, gửi 3 thư.\n"
    )
    assert len(office.mails) == 3


def test_a_scan_can_be_read_by_a_program(office: FolderOffice) -> None:
    office.done("ingest", lay_messages(office.folder, three_messages()), "--at", MORNING)

    facts = office.json("scan", "--at", MORNING)

    assert {**facts, "unknown": {}} == {
        "recounted": 0,
        "moved": [],
        "judged": 3,
        "found": 5,
        "failed": 0,
        "unknown": {},
        "units": {"judged": 3, "found": 0, "failed": 0},
    }


def test_what_a_rule_cannot_know_is_counted(office: FolderOffice) -> None:
    office.done("ingest", lay_list(office.folder, a_row()), "--at", MORNING)

    lines = office.done("scan", "--at", MORNING).splitlines()

    assert lines[1].startswith("Không đủ dữ liệu: ")
    assert "có kết quả, chưa trả 1" in lines[1]


def test_a_tick_that_refuses_a_file_tells_why_with_status_1(office: FolderOffice) -> None:
    (office.inbox / "ds.csv").touch()
    aged(office.inbox / "ds.csv", at=vn(MORNING))

    result = office.call("tick", "--at", MORNING)

    assert result.exit_code == 1
    assert "từ chối 1" in result.stdout
    assert result.stderr == (
        "Sự cố từ 07:15 11/11/2026: ds.csv: Tệp không có nội dung; đề nghị kết xuất lại.\n"
    )


def test_mail_tried_too_often_is_told_with_status_1(office: FolderOffice) -> None:
    lay_messages(office.inbox, three_messages())
    with office.app(MORNING) as app:
        tick(app.outside, app.plan, at=vn(MORNING))
    with sqlite3.connect(office.var / "monitor.db") as connection:
        connection.execute("UPDATE messages SET attempts = 22 WHERE kind = 'operator'")
    connection.close()

    result = office.call("deliver", "--at", MORNING)

    assert result.exit_code == 1
    assert result.stdout == "Đã gửi 2 thư, gửi lại sau 0, không rõ kết quả 0, dừng 1.\n"


def test_a_tick_outside_working_hours_tells_nobody(office: FolderOffice) -> None:
    lay_messages(office.inbox, three_messages(), at="2026-11-15 07:10")

    told = office.done("tick", "--at", "2026-11-15T09:00")

    assert "Đã nạp 1 tệp" in told
    assert "soạn 0 thư" in told


def test_a_report_of_a_month_that_has_ended(busy: FolderOffice) -> None:
    made = busy.json("report", "--month", "2026-10", "--at", "2026-11-11T08:00")

    assert [set(one) for one in made] == [REPORT_KEYS]
    assert made[0]["unit"] == "Ủy ban nhân dân xã Ví Dụ"
    assert all((busy.var / "reports" / made[0][kind]).exists() for kind in ("pdf", "xlsx"))
    again = busy.done("report", "--month", "2026-10", "--unit", "TBA")
    assert f"(mã số liệu {made[0]['code']})" in again


def test_a_report_whose_data_moved_is_revised_and_says_so(busy: FolderOffice) -> None:
    asked = ("report", "--month", "2026-10", "--at", "2026-11-11T08:00")
    made = busy.json(*asked)[0]
    unmoved = busy.done(*asked, "--revise")
    late = a_message("H99.01-261030-0009", NgayTiepNhan="20261030080000")
    lay_messages(busy.inbox, [late], at="2026-11-11 08:01")
    busy.done("tick", "--at", "2026-11-11T08:10")
    Path(made["xlsx"]).unlink()

    lost = busy.done(*asked)
    revised = busy.json("report", "--month", "2026-10", "--revise", "--at", "2026-11-11T08:11")[
        0
    ]
    told = busy.done("report", "--month", "2026-10", "--at", "2026-11-11T08:12")

    assert (made["revision"], made["is_new"], made["moved"]) == (1, True, 0)
    assert "không số liệu nào thay đổi so với bản 1" in unmoved
    assert f"tệp {made['xlsx']} không còn" in lost
    assert (revised["revision"], revised["is_new"]) == (2, True)
    assert revised["moved"] > 0
    assert Path(revised["pdf"]).name == "bao-cao-2026-10-TBA-ban-2.pdf"
    assert revised["code"] in told


def test_a_month_that_has_not_ended_is_looked_at(busy: FolderOffice) -> None:
    told = busy.done("report", "--month", "2026-11", "--provisional", "--at", MORNING)

    name = busy.var / "reports" / "bao-cao-2026-11-01..2026-11-10-TBA-tam-tinh"
    files = ", ".join(f"{name}{ending}" for ending in (".pdf", ".docx", ".xlsx", ".json"))
    assert f"số liệu tạm tính, đã ghi {files}; không lưu" in told
    assert all(Path(file).exists() for file in files.split(", "))


def test_a_report_of_other_days_than_a_calendar_months(busy: FolderOffice) -> None:
    at = ("--at", "2026-11-11T08:00")
    with busy.settings.open("a", encoding="utf-8") as file:
        file.write("\n[report]\nmonth_begins = 15\n")

    (month,) = busy.json("report", "--month", "2026-10", *at)
    (span,) = busy.json("report", "--from", "2026-09-15", "--to", "14/10/2026", *at)
    (quarter,) = busy.json("report", "--quarter", "2026-Q3", *at)

    assert Path(month["pdf"]).name == "bao-cao-2026-09-15..2026-10-14-TBA.pdf"
    assert Path(quarter["pdf"]).name == "bao-cao-2026-06-15..2026-09-14-TBA.pdf"
    assert span == {**month, "is_new": False}


@pytest.mark.parametrize(
    ("args", "told"),
    [
        pytest.param(["--month", "2026-11"], "hết ngày 30/11/2026", id="not ended"),
        pytest.param(["--month", "2026-10", "--unit", "X"], "mã “X”", id="no such unit"),
    ],
)
def test_a_report_that_cannot_be_made_is_told(
    worked: FolderOffice, args: list[str], told: str
) -> None:
    result = worked.call("report", *args, "--at", MORNING)

    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_office_without_leaders_needs_no_report(office: FolderOffice) -> None:
    path = office.folder / "officials.csv"
    text = path.read_text(encoding="utf-8").replace("Lãnh đạo", "Người ký")
    path.write_text(text, encoding="utf-8")

    told = office.done("report", "--month", "2026-10", "--at", MORNING)

    assert told == "Không có đơn vị nào cần báo cáo tháng này.\n"
