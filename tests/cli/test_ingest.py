"""`dunghan ingest`: counts that add up, and one plain sentence for every bad input."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import vn
from tests.cli.conftest import MORNING
from tests.offices import (
    CODE,
    FolderOffice,
    a_message,
    a_row,
    aged,
    lay_list,
    lay_messages,
    three_messages,
)
from tests.shared import shared

OTHER = "H99.01-261102-0009"
GOOD = [a_row(f"H99.01-261102-01{n:02d}") for n in range(9)]  # so that one bad row is few


def ingest(office: FolderOffice, path: Path, *more: str) -> Any:
    return office.json("ingest", path, "--at", MORNING, *more)


def counts(done: dict[str, Any]) -> tuple[int, int, int, int]:
    return done["records"], done["rejected"], done["added"], done["changed"]


def test_the_real_list_is_read_whole(office: FolderOffice) -> None:
    path = shared("data/receipt/list_vn_headers.csv")

    done = office.json("ingest", path, "--exported-at", "2012-02-01")

    assert counts(done) == (1434, 0, 1434, 0)
    assert done["state"] == "merged"
    assert done["exported_at"] == "2012-02-01T00:00:00+07:00"
    assert done["exported_at_is_stated"]
    status = office.json("status")
    assert status["open"] == 105
    judged = office.json("scan", "--at", "2012-02-01T09:00")
    assert judged["judged"] == 1434
    assert judged["failed"] == 0
    assert sum(judged["unknown"].values()) > 0


def test_the_real_list_is_told_in_lines(office: FolderOffice) -> None:
    path = shared("data/receipt/list_vn_headers.csv")

    lines = office.done("ingest", path, "--exported-at", "2012-02-01").splitlines()

    assert lines[0] == (
        "list_vn_headers.csv: đã nạp. Số liệu lúc 01/02/2012. Đọc được 1434 hồ sơ, "
        "loại 0 dòng; thêm 1434, thay đổi 0."
    )


def test_a_second_time_changes_nothing(office: FolderOffice) -> None:
    path = lay_messages(office.folder, three_messages())
    first = ingest(office, path)

    second = ingest(office, path)

    assert counts(first) == (3, 0, 3, 0)
    assert second["state"] == "unchanged"
    assert counts(second) == (3, 0, 0, 0)
    assert "không có gì mới" in office.done("ingest", path, "--at", MORNING)


def test_a_newer_export_changes_what_it_changes(office: FolderOffice) -> None:
    ingest(office, lay_messages(office.folder, three_messages(), at="2026-11-10 07:10"))
    later = [a_message(NgayHenTra="20261120170000"), *three_messages()[1:]]

    done = ingest(office, lay_messages(office.folder, later))

    assert counts(done) == (3, 0, 0, 1)


def test_an_older_message_overwrites_nothing(office: FolderOffice) -> None:
    ingest(office, lay_messages(office.folder, three_messages()))
    old = [a_message(NgayHenTra="20261120170000")]
    path = lay_messages(office.folder, old, at="2026-11-09 07:10")

    told = office.done("ingest", path, "--at", MORNING)

    assert "thêm 0" in told
    assert "Hạn đang dùng: 17:00 16/11/2026" in office.done("explain", CODE, "--at", MORNING)


def test_a_file_that_states_no_time_speaks_as_of_its_own(office: FolderOffice) -> None:
    path = lay_list(office.folder, a_row(), name="ds.csv")

    told = office.done("ingest", path, "--at", MORNING)
    stated = ingest(office, path, "--exported-at", "2026-11-11T07:12")

    assert "Số liệu lúc 07:10 11/11/2026 (theo giờ của tệp" in told
    assert stated["exported_at"] == "2026-11-11T07:12:00+07:00"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("a.pdf", b"%PDF-1.7 \x00", "không phải bảng tính", id="a PDF"),
        pytest.param("a.xlsx", b"%PDF-1.7 \x00", "không phải bảng tính", id="misnamed"),
        pytest.param("a.xlsx", b"PK\x03\x04 torn", "không phải bảng tính", id="a torn file"),
        pytest.param("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ", "kiểu cũ", id="old Excel"),
        pytest.param("a.xls", b"<html><table></table>", "trang web", id="a web page"),
        pytest.param("a.csv", b"", "không có nội dung", id="an empty file"),
        pytest.param("a.csv", b" \r\n \r\n", "không có nội dung", id="blank lines"),
        pytest.param("a.json", b"", "không có nội dung", id="an empty JSON file"),
        pytest.param("a.json", b"{", "không phải JSON hợp lệ", id="torn JSON"),
        pytest.param("a.json", b"1", "không chứa danh sách hồ sơ", id="JSON of a number"),
        pytest.param("a.csv", b"one,two\r\n1,2\r\n", "không nhận ra", id="unknown headers"),
        pytest.param("a.csv", "Hä".encode("latin-1"), "bảng mã cũ", id="not Unicode"),
        pytest.param(
            "a.csv",
            "Ngày tiếp nhận,Trạng thái\r\n02/11/2026,Đang xử lý\r\n".encode(),
            "thiếu cột bắt buộc “Mã hồ sơ”",
            id="a missing column",
        ),
        pytest.param(
            "a.csv",
            "Mã hồ sơ,Ngày tiếp nhận,Trạng thái\r\n".encode(),
            "không có hồ sơ nào",
            id="a header without rows",
        ),
    ],
)
def test_a_file_that_is_none_is_told_in_one_sentence(
    office: FolderOffice, name: str, content: bytes, told: str
) -> None:
    path = office.folder / name
    path.write_bytes(content)

    result = office.call("ingest", path, "--at", MORNING)

    assert (result.exit_code, result.stdout) == (1, "")
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.startswith(f"{name}: ")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert office.json("status")["open"] == 0


@pytest.mark.parametrize(
    ("row", "reason", "told"),
    [
        pytest.param(
            a_row(received="hôm qua"), "bad_date", "Không đọc được ngày", id="no date"
        ),
        pytest.param(
            a_row(received="02/11/1900"), "date_out_of_range", "năm 1990", id="in 1900"
        ),
        pytest.param(
            a_row(promised="16/11/2100 17:00"), "date_out_of_range", "năm 2099", id="in 2100"
        ),
        pytest.param(a_row(""), "missing_code", "không có mã hồ sơ", id="no code"),
        pytest.param(a_row("H99\r\n01"), "bad_code", "xuống dòng", id="a code on two lines"),
        pytest.param(a_row("H" * 101), "bad_code", "dài quá 100", id="a code without end"),
        pytest.param(a_row(status="Lạ lùng"), "unknown_status", "Lạ lùng", id="a new status"),
        pytest.param(
            a_row(unit="x" * 100_000), "too_long", "Giá trị: “100000”", id="100,000 letters"
        ),
        pytest.param(
            a_row(promised="x" * 100_000), "bad_date", "xxx…”.", id="a date without end"
        ),
    ],
)
def test_a_bad_row_is_told_and_takes_no_other_along(
    office: FolderOffice, row: tuple[str, ...], reason: str, told: str
) -> None:
    path = lay_list(office.folder, *GOOD[:4], row, *GOOD[4:])

    lines = office.done("ingest", path, "--at", MORNING).splitlines()

    assert "Đọc được 9 hồ sơ, loại 1 dòng; thêm 9, thay đổi 0." in lines[0]
    assert len(lines) == 2
    assert lines[1].startswith("  Dòng 6, cột “")
    assert told in lines[1]
    assert len(lines[1]) < 300
    again = office.json("ingest", path, "--exported-at", "2026-11-11T07:12", "--at", MORNING)
    assert [one["reason"] for one in again["rejects"]] == [reason]


def test_one_code_twice_is_told_twice_and_taken_never(office: FolderOffice) -> None:
    path = lay_list(office.folder, *GOOD, a_row(OTHER), a_row(OTHER, promised="20/11/2026"))

    lines = office.done("ingest", path, "--at", MORNING).splitlines()

    assert "Đọc được 9 hồ sơ, loại 2 dòng" in lines[0]
    assert all("xuất hiện nhiều lần" in line and OTHER in line for line in lines[1:])
    assert len(lines) == 3
    assert office.call("explain", OTHER).exit_code == 1


def test_the_same_row_twice_is_one_dossier(office: FolderOffice) -> None:
    path = lay_list(office.folder, a_row(), a_row())

    lines = office.done("ingest", path, "--at", MORNING).splitlines()

    assert "Đọc được 1 hồ sơ, loại 0 dòng; thêm 1" in lines[0]
    assert lines[1:] == ["  1 dòng lặp lại nguyên vẹn dòng khác, chỉ tính một lần."]


def test_a_file_of_bad_rows_is_refused_whole(office: FolderOffice) -> None:
    bad = [a_row(f"H99.{n}", received="?") for n in range(20)]
    path = lay_list(office.folder, *GOOD, *bad)

    result = office.call("ingest", path, "--at", MORNING)

    lines = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(lines) == 12
    assert lines[0].startswith("  Dòng 11, cột “Ngày tiếp nhận”: Không đọc được ngày")
    assert lines[10] == "  … và 10 dòng khác bị loại."
    assert "20 trong 29 dòng không đọc được" in lines[11]
    assert office.json("status")["open"] == 0


def test_a_file_of_bad_rows_is_taken_when_a_person_accepts_it(office: FolderOffice) -> None:
    bad = [a_row(f"H99.{n}", received="?") for n in range(20)]

    done = ingest(office, lay_list(office.folder, *GOOD, *bad), "--accept")

    assert counts(done) == (9, 20, 9, 0)
    assert len(done["rejects"]) == 20


def test_an_export_of_tomorrow_is_refused(office: FolderOffice) -> None:
    path = lay_messages(office.folder, three_messages(), at="2026-11-12 07:10")

    result = office.call("ingest", path, "--at", MORNING)

    assert result.exit_code == 1
    assert "muộn hơn hiện tại" in result.stderr


def test_a_kind_that_does_not_fit_is_refused(office: FolderOffice) -> None:
    path = lay_messages(office.folder, three_messages())

    result = office.call("ingest", path, "--source", "ledger", "--at", MORNING)

    assert result.exit_code == 1
    assert "không đúng loại nguồn đã chọn" in result.stderr


def test_a_folder_of_messages_is_taken_in(office: FolderOffice) -> None:
    folder = office.folder / "messages"
    folder.mkdir()
    for number, message in enumerate(three_messages()):
        path = folder / f"{number}_20261111_0710.json"
        path.write_text(json.dumps([message]), encoding="utf-8")

    assert counts(ingest(office, folder)) == (3, 0, 3, 0)


def test_strange_names_are_text_and_nothing_else(office: FolderOffice) -> None:
    strange = a_message(ChuHoSo="<b>Nguyễn</b>\x07 & Ví Dụ", TenTTHC="<script>1</script>")

    done = ingest(office, lay_messages(office.folder, [strange]))

    assert counts(done) == (1, 0, 1, 0)


def test_every_bad_file_of_the_drop_folder_is_told_and_none_stops_another(
    office: FolderOffice,
) -> None:
    lay_messages(office.inbox, three_messages())
    bad = {"empty.csv": b"", "scan.pdf": b"%PDF-1.7 \x00", "torn.json": b"{"}
    for name, content in bad.items():
        (office.inbox / name).write_bytes(content)
        aged(office.inbox / name, at=vn(MORNING))

    result = office.call("tick", "--at", MORNING)

    assert result.exit_code == 1
    assert result.stdout.startswith("Đã nạp 1 tệp (từ chối 3), xét 3 hồ sơ")
    assert sorted(path.name for path in (office.inbox / "refused").iterdir()) == sorted(bad)
    assert [path.suffix for path in (office.inbox / "done").iterdir()] == [".json"]
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    assert all(any(name in line for line in lines) for name in bad)
    again = office.call("tick", "--at", "2026-11-11T07:16")
    assert again.exit_code == 0
