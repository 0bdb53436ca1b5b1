"""`dunghan letters suggest`: what an answer could say, at the command line."""

import pytest

from tests.offices import CODE, FOREIGN, FolderOffice

AT = ("--at", "2026-11-11T09:00")


def test_a_reason_and_a_new_date_are_suggested(busy: FolderOffice) -> None:
    assert busy.done("letters", "suggest", CODE, "--cause", "A1", *AT) == (
        "Lý do: Hồ sơ tiếp nhận ngày 02 tháng 11 năm 2026 đang được giải quyết tại Phòng Kinh "
        "tế; việc thẩm định hồ sơ chưa hoàn thành.\n"
        "Ngày hẹn mới: 23/11/2026 (theo số ngày mặc định, vì chưa đủ số liệu).\n"
    )


def test_blanks_are_pointed_out(busy: FolderOffice) -> None:
    told = busy.done("letters", "suggest", CODE, "--cause", "B2", *AT).splitlines()

    assert told[0].endswith("của …, đã được đề nghị tại văn bản số … ngày ….")
    assert told[1] == "Đề nghị điền các chỗ “…” trước khi dùng."
    assert len(told) == 3


def test_a_suggestion_is_data_too(busy: FolderOffice) -> None:
    assert busy.json("letters", "suggest", CODE, *AT) == {
        "reason": "Hồ sơ tiếp nhận ngày 02 tháng 11 năm 2026 đang được giải quyết tại "
        "Phòng Kinh tế",
        "new_due_on": "2026-11-23",
        "basis": "default",
    }


def test_what_is_suggested_can_be_answered(busy: FolderOffice) -> None:
    found = busy.json("letters", "suggest", CODE, "--cause", "A2", *AT)

    late = ("--late", "--cause", "A2", "--text", found["reason"])
    told = busy.done("letters", "answer", CODE, *late, "--new-date", found["new_due_on"], *AT)

    assert told == f"Hồ sơ {CODE}: dự thảo.\n"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        pytest.param([CODE, "--cause", "Z9"], "mã Z9", id="no such cause"),
        pytest.param([FOREIGN], "do Chi nhánh Đất đai Ví Dụ giải quyết", id="another agency's"),
        pytest.param(["H99"], "Không có hồ sơ nào mang mã", id="no such dossier"),
    ],
)
def test_what_cannot_be_suggested_is_told(
    busy: FolderOffice, args: list[str], told: str
) -> None:
    result = busy.call("letters", "suggest", *args, *AT)

    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr


SAID = "Việc thẩm định hồ sơ của đơn vị chưa hoàn thành"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            f"{SAID}, đang chờ ý kiến",
            "còn thiếu tên cơ quan, đơn vị, số văn bản, ngày, tháng; đề nghị nêu thêm",
            id="unstated",
        ),
        pytest.param(f"{SAID}, đang chờ ý kiến của …", "chỗ “…” chưa điền", id="a blank"),
        pytest.param(f"{SAID} do Ngô Thị Mẫu Tâm", "nêu tên cán bộ", id="an official"),
        pytest.param(f"{SAID} do ông Trần Văn Mẫu", "nêu tên người khác", id="a stranger"),
        pytest.param(f"{SAID}, gọi 0000 123 456", "có số điện thoại", id="a phone number"),
        pytest.param(f"{SAID}, số 012345678901", "giống số căn cước", id="an ID number"),
        pytest.param(f"{SAID}, thư a@dancu.example", "địa chỉ thư điện tử", id="a mailbox"),
    ],
)
def test_a_reason_that_may_not_stand_is_told_why(
    busy: FolderOffice, text: str, told: str
) -> None:
    late = ("--late", "--cause", "B1", "--text", text, "--new-date", "2026-11-23")

    result = busy.call("letters", "answer", CODE, *late, *AT)

    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert "Mẫu" not in result.stderr
