"""What the commands that only look print: lines for people, JSON for programs."""

import re
from pathlib import Path

import pytest

from monitor.domain.message import Message
from monitor.rules import RULES, UNIT_RULES
from tests.builders import vn
from tests.cli.conftest import MORNING
from tests.offices import (
    CODE,
    LIST,
    MAILBOX,
    PAPER,
    ROOT,
    FolderOffice,
    a_message,
    aged,
    an_office,
    lay_list,
    lay_messages,
)

OUTBOX_KEYS = {
    *("id", "key", "kind", "recipient", "state", "attempts", "is_uncertain", "created_at"),
    *("claimable_at", "sent_at", "reply", "held_for", "phase"),
}
LETTER_KEYS = {
    *("dossier", "deadline", "state", "kind", "asked_at", "answered_at", "answered_by"),
    *("cause", "reason", "new_due_at", "approved_at", "approved_by", "refused_for"),
    *("deciding_agency", "number", "dated_on", "issued_at", "delivery", "delivered_at"),
    *("pdf_sha256", "signed_sha256", "notice_sha256", "version", "ended_for", "symbol"),
    *("first_issued_at", "first_dated_on", "returned_at", "is_scan"),
}
STATUS_KEYS = {
    *("database", "last_tick", "imports", "open", "findings", "unknown", "letters"),
    *("messages", "faults", "failing", "calendars", "schema", "never_read", "due_today"),
    *("merging", "split_open", "workers"),
    *("late",),
    *("uncertain", "waiting_since", "last_delivery", "next_mails", "backup", "runs"),
}


def test_the_rules_are_listed_with_their_law(worked: FolderOffice) -> None:
    lines = worked.done("rules").splitlines()
    facts = worked.json("rules")

    codes = [one.code for one in RULES] + [one.code for one in UNIT_RULES]
    assert [line.split()[0] for line in lines] == codes
    assert all("docs/law.md#" in line and "từ 01/07/2025" in line for line in lines)
    assert [one["code"] for one in facts] == codes
    assert set(facts[0]) == {"code", "about", "source", "in_force_from", "needs"}
    assert {one["about"] for one in facts} == {"dossier", "unit"}
    assert facts[0]["in_force_from"] == "2025-07-01"


def test_messages_are_listed_newest_first(worked: FolderOffice) -> None:
    lines = worked.done("outbox", "list").splitlines()
    found = worked.json("outbox", "list", "--state", "sent")

    assert "tin hằng ngày cho người vận hành" in lines[0]
    assert "tổng hợp lần nạp đầu" in lines[1]
    assert all(set(one) == OUTBOX_KEYS for one in found)
    assert [one["kind"] for one in found] == ["operator", "baseline", "workbook"]
    assert found[0]["sent_at"] == "2026-11-11T07:15:00+07:00"


@pytest.mark.parametrize(
    "args",
    [
        pytest.param(["outbox", "list", "--state", "parked"], id="messages"),
        pytest.param(["letters", "list", "--state", "issued"], id="letters"),
    ],
)
def test_an_empty_list_says_so(worked: FolderOffice, args: list[str]) -> None:
    assert worked.done(*args) == "Không có gì để liệt kê.\n"
    assert worked.json(*args) == []


def test_letters_are_listed(worked: FolderOffice) -> None:
    lines = worked.done("letters", "list").splitlines()
    found = worked.json("letters", "list", "--state", "asked")

    assert lines == [
        f"{CODE}  17:00 16/11/2026  đã hỏi",
        f"{PAPER}  17:00 16/11/2026  đã hỏi",
    ]
    assert all(set(one) == LETTER_KEYS for one in found)
    assert [one["state"] for one in found] == ["asked", "asked"]


def test_how_things_stand_is_shown_on_one_screen(worked: FolderOffice) -> None:
    lines = worked.done("status", "--at", MORNING).splitlines()

    unknown = [line for line in lines if line.startswith("Không đủ dữ liệu: ")]
    assert len(unknown) == 1
    assert "nhiều nhất: " in unknown[0]
    assert len(re.findall(r" \d+(?=, | \()", unknown[0].partition("nhiều nhất:")[2])) == 3
    assert [line for line in lines[1:] if line not in unknown] == [
        "Chạy thường trực: không",
        "Lượt gần nhất: 07:15 11/11/2026",
        "Số liệu của Hệ thống ví dụ: lúc 07:10 11/11/2026 (thông điệp của Cổng, đã nạp)",
        "Hồ sơ đang giải quyết: 3; đến hạn hôm nay 0, quá hạn 0",
        "Đang nêu: hỏi: kịp hay không kịp 2, sắp đến hạn 3",
        "Văn bản xin lỗi: đã hỏi 2",
        "Thư: đã gửi 3",
        "Thư gửi được gần nhất: 07:15 11/11/2026",
        "Buổi thư kế tiếp: chậm nhất 13:45 11/11/2026",
        "Sao lưu gần nhất: chưa có",
        "Lịch hanh_chinh có đến 31/12/2027 (còn 415 ngày)",
    ]


def test_how_things_stand_can_be_read_by_a_program(worked: FolderOffice) -> None:
    facts = worked.json("status", "--at", MORNING)

    assert set(facts) == STATUS_KEYS
    assert facts["open"] == 3
    assert facts["messages"] == {"sent": 3}
    assert facts["imports"]["tinh"]["exported_at"] == "2026-11-11T07:10:00+07:00"
    assert facts["calendars"]["hanh_chinh"] == {"last_day": "2027-12-31", "days": 415}


def test_an_office_on_its_first_day_has_nothing_to_show(office: FolderOffice) -> None:
    lines = office.done("status").splitlines()

    assert lines[1:5] == [
        "Chạy thường trực: không",
        "Lượt gần nhất: chưa chạy lần nào",
        "Số liệu: chưa nạp tệp nào",
        "Hồ sơ đang giải quyết: 0; đến hạn hôm nay 0, quá hạn 0",
    ]
    assert office.json("status")["last_tick"] is None


def test_what_is_wrong_is_shown_with_how_things_stand(office: FolderOffice) -> None:
    (office.inbox / "ds.csv").touch()
    aged(office.inbox / "ds.csv", at=vn(MORNING))
    office.call("tick", "--at", MORNING)

    lines = office.done("status").splitlines()

    assert [line for line in lines if line.startswith("Sự cố")] == [
        "Sự cố từ 07:15 11/11/2026: ds.csv: Tệp không có nội dung; đề nghị kết xuất lại."
    ]


def test_how_a_deadline_came_about_is_explained(worked: FolderOffice) -> None:
    lines = worked.done("explain", CODE).splitlines()

    assert lines[:6] == [
        f"Hồ sơ {CODE}: Cấp giấy phép ví dụ",
        "  Tiếp nhận: 08:00 02/11/2026",
        "  Thời hạn: 10 ngày làm việc",
        "  Giấy hẹn ghi: 17:00 16/11/2026",
        "  Hạn theo quy định: 17:00 16/11/2026",
        "  Hạn đang dùng: 17:00 16/11/2026 (theo giấy hẹn)",
    ]
    assert "    không tính 07/11/2026, 08/11/2026: nghỉ hằng tuần" in lines


def test_an_explanation_can_be_read_by_a_program(worked: FolderOffice) -> None:
    facts = worked.json("explain", CODE)

    steps = facts["count"]["steps"]
    assert {one["kind"] for one in steps} == {"counted", "skipped"}
    assert sum(one["amount"] for one in steps if one["kind"] == "counted") == 10
    assert facts["deadline"]["due_at"] == "2026-11-16T17:00:00+07:00"
    assert facts["made_up"] == []


def explained(office: FolderOffice, **fields: object) -> list[str]:
    message = {**a_message(), "NgayTiepNhan": "20260819080000", **fields}
    lay_messages(office.inbox, [message])
    office.done("ingest", next(office.inbox.iterdir()), "--at", MORNING)
    return office.done("explain", CODE, "--at", MORNING).splitlines()


def test_a_make_up_day_a_day_off_and_a_supplement_are_explained(office: FolderOffice) -> None:
    waited = {"NgayBoSung": "20260824100000", "NgayTiepNhanBoSung": "20260826100000"}

    lines = explained(office, NgayHenTra="", DanhSachHoSoBoSung=[waited])

    assert "  Giấy hẹn không ghi ngày trả." in lines
    assert any("(theo quy định, vì giấy hẹn không ghi ngày)" in line for line in lines)
    assert any("tạm dừng từ 10:00 24/08/2026 đến 10:00 26/08/2026" in line for line in lines)
    assert any("không tính 31/08/2026: Nghỉ hoán đổi" in line for line in lines)
    assert any("22/08/2026 là ngày làm bù, có tính" in line for line in lines)
    assert office.json("explain", CODE)["made_up"][0]["day"] == "2026-08-22"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        pytest.param(
            {"MaTTHC": "1.000003", "NgayTiepNhan": "20261110100000", "NgayHenTra": ""},
            ["Thời hạn: 04 giờ làm việc", "tính 01:30: từ 10:00", "tính 02:30: từ 13:30"],
            id="by the hour",
        ),
        pytest.param(
            {"MaTTHC": "1.000004", "NgayTiepNhan": "20261102080000"},
            ["Thời hạn: 12 ngày", "ngày cuối 14/11/2026 là ngày nghỉ, chuyển sang 16/11/2026"],
            id="an end on a day of rest",
        ),
        pytest.param(
            {
                "MaTTHC": "1.000005",
                "DanhSachHoSoBoSung": [
                    {
                        "NgayBoSung": "20260824100000",
                        "NgayTiepNhanBoSung": "20260826100000",
                    }
                ],
            },
            ["tính lại từ đầu từ 10:00 26/08/2026"],
            id="a term that starts again",
        ),
        pytest.param(
            {"NgayTiepNhan": "20270125080000", "NgayHenTra": ""},
            ["[tạm tính]", "tạm tính)"],
            id="across an estimated holiday",
        ),
        pytest.param(
            {"NgayTiepNhan": ""},
            ["Giấy hẹn ghi: 17:00 16/11/2026", "(theo giấy hẹn)"],
            id="no day of receipt",
        ),
    ],
)
def test_every_kind_of_count_is_explained(
    office: FolderOffice, fields: dict[str, object], told: list[str]
) -> None:
    text = "\n".join(explained(office, **fields))

    assert [words for words in told if words not in text] == []


SHUT = """
[[calendars.hanh_chinh.closures]]
first = 2026-11-05
last = 2026-11-06
title = "Sửa trụ sở"
source = "TB 1/TB-UBND"
status = "decided"
"""


def test_the_reception_the_steps_and_a_closure_are_explained(tmp_path: Path) -> None:
    office = an_office(tmp_path / "office", calendar=tmp_path / "calendar.toml")
    text = (ROOT / "calendar.toml").read_text(encoding="utf-8")
    (tmp_path / "calendar.toml").write_text(text + SHUT, encoding="utf-8")
    procedures = office.folder / "procedures.csv"
    procedures.write_text(
        "code,name,term_text,steps\n"
        "1.000001,Cấp giấy phép ví dụ,01 tháng,Thẩm định: 20 ngày làm việc | Ký: 5 ngày\n",
        encoding="utf-8",
    )
    lay_list(
        office.inbox,
        (
            *(CODE, "KT", "03/11/2026 11:31", "", "Đang xử lý"),
            *("02/11/2026 10:00", "1.000001", "Trực tuyến"),
        ),
        header=(*LIST, "Ngày nộp", "Mã thủ tục", "Kênh tiếp nhận"),
    )
    office.done("ingest", next(office.inbox.iterdir()), "--at", MORNING)

    lines = office.done("explain", CODE, "--at", MORNING).splitlines()

    assert (
        "  Nộp trực tuyến 10:00 02/11/2026: phải tiếp nhận trước 10:00 03/11/2026,"
        " tiếp nhận chậm." in lines
    )
    assert not any("ngoài giờ tiếp nhận" in line for line in lines)
    assert "  Thẩm định: xong trước 17:00 02/12/2026" in lines
    assert "  Ký: xong trước 17:00 07/12/2026" in lines
    assert not any("cộng lại" in line for line in lines)
    assert "  01 tháng, tính từ 03/11/2026: hết ngày tương ứng, là 30 ngày." in "\n".join(lines)
    assert any("Ngừng tiếp nhận 05/11/2026 đến 06/11/2026" in line for line in lines)


def test_a_dossier_that_waits_has_no_deadline(office: FolderOffice) -> None:
    lines = explained(office, TrangThaiHoSo="5")

    assert lines[-1] != ""
    assert any("Đang tạm dừng" in line for line in lines)


def test_a_dossier_without_any_date_is_told_why(office: FolderOffice) -> None:
    bare = a_message(NgayHenTra="", MaTTHC="9.9", TenTTHC="Thủ tục lạ")
    office.done("ingest", lay_messages(office.inbox, [bare]), "--at", MORNING)

    result = office.call("explain", CODE, "--at", MORNING)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "chưa tính được hạn: giấy hẹn không ghi ngày" in result.stderr


def test_an_unknown_dossier_is_told_on_one_line(worked: FolderOffice) -> None:
    result = worked.call("explain", "H99\r\n\x1b[31mX")

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "“H99   [31mX”" in result.stderr


def test_a_month_is_shown_day_by_day(worked: FolderOffice) -> None:
    lines = worked.done("calendar", "show", "2026-11").splitlines()

    assert lines[0] == "Lịch hanh_chinh, tháng 11/2026: 20 ngày làm việc"
    assert len(lines) == 31
    assert lines[1] == "  Chủ nhật 01/11/2026  nghỉ"
    assert lines[2] == "  thứ Hai  02/11/2026  07:00-11:30, 13:30-17:00"
    assert lines[24].startswith("  thứ Ba   24/11/2026  nghỉ  ")
    assert "đề xuất, chưa tính" in lines[23]


def test_a_month_outside_the_calendar_is_told(worked: FolderOffice) -> None:
    result = worked.call("calendar", "show", "2030-01")

    assert result.exit_code == 1
    assert "chưa có năm 2030" in result.stderr


def test_a_citizens_mailbox_is_not_shown(busy: FolderOffice) -> None:
    with busy.app("2026-11-11 08:00") as app, app.outside.store.writing() as work:
        sent = work.outbox.list()[0]
        message = a_citizens(work.outbox.content(sent.id))
        work.outbox.add([message])

    found = busy.json("outbox", "list")[0]
    line = busy.done("outbox", "list").splitlines()[0]

    assert found["recipient"] == "***@dancu.example"
    assert MAILBOX not in line
    assert "***@dancu.example" in line


def a_citizens(content: bytes) -> Message:
    return Message(
        key="letter/1",
        kind="citizen_letter",
        recipient=MAILBOX,
        message_id="<1@vidu.example>",
        content=content,
        created_at=vn("2026-11-11 08:00"),
    )
