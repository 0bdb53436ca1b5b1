"""`calendar show` and `calendar check`: hours, what is not sure, and whose dates would move."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import MORNING
from tests.offices import FolderOffice, a_message, an_office, lay_messages

CALENDAR = """
[calendars.hanh_chinh]
first_year = 2026
last_year = 2027
week.monday = ["07:00-11:30", "13:30-17:00"]
week.tuesday = ["07:00-11:30", "13:30-17:00"]
week.wednesday = ["07:00-11:30", "13:30-17:00"]
week.thursday = ["07:00-11:30", "13:30-17:00"]
week.friday = ["07:00-11:30", "13:30-16:00"]
receipt.monday = ["07:30-11:00"]
receipt.saturday = ["07:30-11:00"]
days = [
  {{ day = 2026-11-13, kind = "off", status = "{status}", title = "Nghỉ", source = "TB 3" }},
  {{ day = 2026-11-15, kind = "off", status = "decided", title = "Lễ", source = "TB 4" }},
  {{ day = 2027-02-08, kind = "off", status = "estimated", title = "Tết", source = "Dự kiến" }},
]
[[calendars.hanh_chinh.seasons]]
title = "Giờ mùa đông"
source = "QĐ 5/QĐ-UBND"
begins = "11-16"
ends = "11-17"
week.monday = ["07:30-11:30", "13:00-17:00"]
week.tuesday = ["07:30-11:30", "13:00-17:00"]

[[calendars.hanh_chinh.closures]]
first = 2026-11-18
last = 2026-11-19
title = "Sửa trụ sở"
source = "TB 1/TB-UBND"
status = "decided"

[[calendars.hanh_chinh.closures]]
first = 2026-12-01
last = 2026-12-01
title = "Bão"
source = "CĐ 2/CĐ-UBND"
status = "{status}"
suspends_terms = true

[calendars.trung_tam]
same_as = "hanh_chinh"
"""
LAWFUL = "H99.01-261102-0001: hạn theo luật 17:00 16/11/2026 → 17:00 17/11/2026"


def write(office: FolderOffice, *, status: str = "proposed", last_year: int = 2027) -> None:
    text = CALENDAR.format(status=status).replace("2027\nweek", f"{last_year}\nweek")
    lines = [line for line in text.splitlines() if last_year == 2027 or "2027-02" not in line]
    (office.folder / "calendar.toml").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    """Return an office with a calendar of its own, and one dossier counted by it."""
    folder = tmp_path_factory.mktemp("counted") / "office"
    office = an_office(folder, calendar=Path("calendar.toml"))
    write(office)
    lay_messages(office.inbox, [a_message()])
    office.done("tick", "--at", MORNING)
    return office


@pytest.fixture
def office(counted: FolderOffice, tmp_path: Path) -> FolderOffice:
    """Return the same office, to work in."""
    return FolderOffice(folder=Path(shutil.copytree(counted.folder, tmp_path / "office")))


def check(office: FolderOffice, *, at: str = MORNING) -> list[str]:
    return office.call("calendar", "check", "--at", at).stdout.splitlines()


# check


def test_what_is_not_sure_is_listed_with_its_document(office: FolderOffice) -> None:
    lines = check(office)

    assert lines[0] == "Lịch hanh_chinh: có đến hết ngày 31/12/2027 (còn 415 ngày)."
    assert "    08/02/2027: ngày nghỉ, Tết [Dự kiến; tạm tính]" in lines
    assert "    13/11/2026: ngày nghỉ, Nghỉ [TB 3; đề xuất, chưa tính]" in lines
    assert (
        "    01/12/2026 đến 01/12/2026: ngừng tiếp nhận, Bão [CĐ 2/CĐ-UBND; đề xuất, chưa tính]"
    ) in lines
    idle = lines.index(next(line for line in lines if line.startswith("  Không có tác dụng")))
    assert lines[idle + 1] == "    15/11/2026: ngày nghỉ, Lễ [TB 4; đã quyết định]"


def test_the_dossiers_that_a_proposal_would_move_are_listed(office: FolderOffice) -> None:
    lines = check(office)

    at = lines.index("  Nếu các đề xuất trên được quyết định: 1 hồ sơ đang giải quyết đổi hạn.")
    assert lines[at + 1] == f"  {LAWFUL}"


def test_a_file_changed_since_is_tried_and_nothing_kept(office: FolderOffice) -> None:
    write(office, status="decided")

    for _ in range(2):
        lines = check(office)
        assert "Tệp đã đổi so với lần tính gần nhất; lượt chạy tới sẽ như sau:" in lines
        assert lines[-1] == f"  {LAWFUL}"


def test_the_next_scan_counts_anew_and_says_so(office: FolderOffice) -> None:
    write(office, status="decided")

    lines = office.done("scan", "--at", "2026-11-11T09:00").splitlines()

    assert lines[0].endswith("tính lại 1 hồ sơ đang giải quyết, 1 hồ sơ đổi hạn.")
    assert lines[1] == f"  {LAWFUL}"
    assert check(office)[-1] == "Không hồ sơ nào đổi hạn so với lần tính gần nhất."
    assert office.done("calendar", "moves").splitlines() == [f"09:00 11/11/2026  {LAWFUL}"]
    assert office.json("calendar", "moves", "--since", "2026-11-12") == []


def test_a_tick_says_whose_dates_moved(office: FolderOffice) -> None:
    write(office, status="decided")

    lines = office.done("tick", "--at", "2026-11-11T09:00").splitlines()

    assert lines[1] == f"  {LAWFUL}"


def test_where_no_date_moved_that_is_said(office: FolderOffice) -> None:
    assert office.done("calendar", "moves").startswith("Chưa có hồ sơ nào đổi hạn")


def test_dossiers_that_nobody_counted_are_no_all_clear(office: FolderOffice) -> None:
    lay_messages(office.inbox, [a_message("H99.01-261102-0009")], at="2026-11-11 09:00")
    office.done("ingest", next(office.inbox.glob("*0900*")), "--at", "2026-11-11T09:01")

    result = office.call("calendar", "check", "--at", MORNING)

    assert result.exit_code == 1
    assert "1 hồ sơ đang giải quyết chưa được tính lần nào" in result.stdout


def test_moves_can_be_read_by_a_program(office: FolderOffice) -> None:
    write(office, status="decided")

    facts = office.json("calendar", "check", "--at", MORNING)
    done = office.json("scan", "--at", MORNING)

    move = {
        "dossier": "H99.01-261102-0001",
        "unit": "KT",
        "before": {
            "due_at": "2026-11-16T17:00:00+07:00",
            "statutory_at": "2026-11-16T17:00:00+07:00",
        },
        "after": {
            "due_at": "2026-11-16T17:00:00+07:00",
            "statutory_at": "2026-11-17T17:00:00+07:00",
        },
    }
    assert facts["pending"] == [move]
    assert [one["name"] for one in facts["calendars"]] == ["hanh_chinh", "trung_tam"]
    assert (done["recounted"], done["moved"]) == (1, [move])


def test_a_dossier_beyond_the_calendar_moves_to_a_date(office: FolderOffice) -> None:
    write(office, last_year=2026)
    far = a_message("H99.01-261228-0001", NgayTiepNhan="20261228080000", NgayHenTra="")
    lay_messages(office.inbox, [far], at="2026-12-28 09:00")
    office.done("tick", "--at", "2026-12-28T09:05")
    write(office)

    lines = office.done("scan", "--at", "2026-12-28T09:10").splitlines()

    assert (
        "  H99.01-261228-0001: hạn (chưa có) → 17:00 11/01/2027;"
        " hạn theo luật (chưa có) → 17:00 11/01/2027"
    ) in lines


def test_too_few_days_ahead_are_a_problem(office: FolderOffice) -> None:
    write(office, last_year=2026)

    result = office.call("calendar", "check", "--at", MORNING)

    assert result.exit_code == 1
    assert "  Còn dưới 120 ngày: đề nghị khai thêm năm sau" in result.stdout


def test_a_unit_whose_calendar_nobody_wrote_is_refused(office: FolderOffice) -> None:
    units = office.folder / "units.csv"
    text = units.read_text(encoding="utf-8").replace("Phòng,,kinhte", "Phòng,mua_he,kinhte")
    units.write_text(text, encoding="utf-8")

    result = office.call("scan")

    assert result.exit_code == 1
    assert "đơn vị KT theo lịch “mua_he”" in result.stderr
    assert "hanh_chinh, trung_tam" in result.stderr


# show


def test_seasons_closures_and_receipt_hours_are_shown(office: FolderOffice) -> None:
    lines = office.done("calendar", "show", "2026-11").splitlines()

    assert lines[1] == "  Mùa “Giờ mùa đông” từ 16/11 đến 17/11 [QĐ 5/QĐ-UBND]"
    assert lines[2].startswith("  Ngừng tiếp nhận 18/11/2026 đến 19/11/2026: Sửa trụ sở [TB 1")
    assert lines[2].endswith("; thời hạn vẫn tính")
    shown = {line[11:21]: line[21:].strip() for line in lines[3:33]}
    assert shown["02/11/2026"] == "07:00-11:30, 13:30-17:00; tiếp nhận 07:30-11:00"
    assert shown["06/11/2026"] == "07:00-11:30, 13:30-16:00"
    assert shown["07/11/2026"] == "nghỉ; tiếp nhận 07:30-11:00"
    assert shown["16/11/2026"] == "07:30-11:30, 13:00-17:00; tiếp nhận 07:30-11:00"
    assert shown["18/11/2026"] == "07:00-11:30, 13:30-17:00; tiếp nhận không"


def test_a_suspension_is_shown_day_by_day(office: FolderOffice) -> None:
    write(office, status="decided")

    lines = office.done("calendar", "show", "2026-12").splitlines()

    assert lines[1].endswith(
        "Bão [CĐ 2/CĐ-UBND; đã quyết định]; thời hạn dừng theo văn bản này"
    )
    assert lines[2] == "  thứ Ba   01/12/2026  nghỉ  Bão (CĐ 2/CĐ-UBND; đã quyết định)"


def test_a_month_can_be_read_by_a_program(office: FolderOffice) -> None:
    month = office.json("calendar", "show", "2026-11")["hanh_chinh"]

    assert len(month["days"]) == 30
    assert month["days"][1] == {
        "day": "2026-11-02",
        "hours": ["07:00-11:30", "13:30-17:00"],
        "receipt": ["07:30-11:00"],
        "note": None,
    }
    assert set(month["days"][12]["note"]) == {"title", "source", "status"}
    assert [one["title"] for one in month["seasons"]] == ["Giờ mùa đông"]
    assert [one["suspends_terms"] for one in month["closures"]] == [False]
