"""`dunghan units`: a list of mergers is looked at, applied, asked about and answered."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from monitor.domain.merger import Plan
from monitor.domain.supplied import SuppliedFigure
from tests.builders import vn
from tests.offices import FolderOffice
from tests.store.test_archive import REPORT

NEXT, LATER = "2026-11-11T09:00", "2026-11-11T10:00"


@pytest.fixture
def merged(busy: FolderOffice) -> FolderOffice:
    """Return a busy office whose directory has new units in the place of one."""
    return with_new_units(busy)


def with_new_units(office: FolderOffice) -> FolderOffice:
    units, officials = office.folder / "units.csv", office.folder / "officials.csv"
    told = units.read_text("utf-8").splitlines()
    old = next(line for line in told if line.startswith("KT,"))
    told.remove(old)
    told += [old.replace("KT,Phòng Kinh tế", f"{code},{name}", 1) for code, name in NEW.items()]
    units.write_text("\n".join(told), "utf-8")
    officials.write_text(officials.read_text("utf-8").replace(",KT,", ",KTM,"), "utf-8")
    return office


NEW = {"KTM": "Phòng Kinh tế mới", "XD": "Phòng Xây dựng"}


def a_list(office: FolderOffice, *rows: str, head: str = "Mã đơn vị cũ;Mã đơn vị mới") -> Path:
    path = office.folder / "sap-nhap.csv"
    path.write_text("\n".join((head, *rows)), "utf-8-sig")
    return path


def standing(office: FolderOffice) -> list[tuple[object, ...]]:
    found = office.json("findings", "list")["findings"]
    return sorted((str(one["dossier"]), one["rule"], one["stage"]) for one in found)


def test_a_look_ahead_changes_nothing(merged: FolderOffice) -> None:
    path = a_list(merged, "KT;KTM", "99999;88888", "TBA;TBA")

    told = merged.done("units", "merge", path, "--dry-run")

    assert "Nhập vào một đơn vị: 1 đơn vị cũ" in told
    assert "Giữ nguyên mã: 1." in told
    assert "bỏ qua: 1." in told
    assert "KTM  Phòng Kinh tế mới:" in told
    assert told.endswith("Mới xem trước, chưa thay đổi gì.\n")
    assert merged.done("units", "mergers") == "Không có gì để liệt kê.\n"


def test_a_merger_gives_rise_to_no_finding(merged: FolderOffice) -> None:
    before = standing(merged)
    path = a_list(merged, "KT,KTM,1", head="old_commune_id,new_commune_id,n_targets")

    told = merged.done("units", "merge", path, "--at", NEXT)
    again = merged.json("units", "merge", path, "--at", NEXT)
    merged.done("tick", "--at", LATER)

    assert "Đã áp dụng" in told
    assert (again["merged"], again["applied"], again["open"]) == ({}, 1, 0)
    assert standing(merged) == before
    assert merged.done("units", "mergers") == "09:00 11/11/2026  KT → KTM\n"


def test_a_split_is_asked_and_answered(merged: FolderOffice) -> None:
    path = a_list(merged, "KT;KTM", "KT;XD")
    asked = merged.folder / "sap-nhap-can-hoi.xlsx"

    told = merged.done("units", "merge", path, "--at", NEXT)
    there = merged.done("units", "merge", path, "--at", NEXT)

    assert str(asked) in told
    assert "không ghi đè" in there
    waiting = merged.json("status")["split_open"]
    assert f"còn {waiting} hồ sơ chưa chọn đơn vị mới" in merged.done("status")
    assert f"còn {waiting} hồ sơ chưa chọn" in merged.call("check").stdout
    assert f"Còn {waiting} hồ sơ" in merged.done("units", "mergers")
    codes = choose(asked)
    assert len(codes) == waiting > 0

    answered = merged.json("units", "merge", path, "--answers", asked, "--at", LATER)

    assert answered["answers"] == {"answered": waiting, "known": 0, "blank": 0}
    assert answered["open"] == 0
    assert "chưa chọn đơn vị" not in merged.done("status")
    explained = merged.done("units", "merge", path, "--answers", asked, "--at", LATER)
    assert f"Đã nhận 0 câu trả lời; {waiting} câu đã nhận trước đó" in explained


def choose(path: Path) -> list[str]:
    """Choose the last unit offered for each dossier, as a person would; return the codes."""
    book = load_workbook(path)
    page, offered = book.worksheets
    choices = [cell.value for cell in offered["A"]]
    codes = []
    for row in page.iter_rows(min_row=2):
        codes.append(str(row[0].value))
        row[4].value = choices[-1]
    book.save(path)
    assert choices == [f"{code} \N{EN DASH} {name}" for code, name in NEW.items()]
    return codes


def test_some_are_left_open(merged: FolderOffice) -> None:
    path = a_list(merged, "KT;KTM", "KT;XD")
    other = merged.folder / "hoi.xlsx"
    merged.done("units", "merge", path, "--ask", other)
    blank = merged.folder / "tra-loi.csv"
    blank.write_text("Mã hồ sơ,Đơn vị mới\n", "utf-8")
    with blank.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([code, ""] for code in choose(other))

    told = merged.done("units", "merge", path, "--answers", blank)

    assert "Còn " in told.splitlines()[-1]


@pytest.mark.parametrize(
    ("rows", "head", "told"),
    [
        (("KT;KTX",), "Mã cũ;Mã mới", "Danh mục đơn vị không có đơn vị mới KTX"),
        (("KT;",), "Mã cũ;Mã mới", "Mã mới"),
        (("KT;KTM;hai",), "Mã cũ;Mã mới;n_targets", "n_targets"),
        (("KT;KTM",), "Mã cũ;Mã khác", "Mã đơn vị mới"),
        ((), "Mã cũ;Mã mới", "sap-nhap.csv"),
    ],
)
def test_what_is_wrong_with_a_list_is_told(
    merged: FolderOffice, rows: tuple[str, ...], head: str, told: str
) -> None:
    result = merged.call("units", "merge", a_list(merged, *rows, head=head))

    assert result.exit_code == 1
    assert told in result.stderr
    assert merged.done("units", "mergers") == "Không có gì để liệt kê.\n"


def test_answers_that_cannot_be_read_are_told(merged: FolderOffice) -> None:
    path = a_list(merged, "KT;KTM", "KT;XD")
    bad = merged.folder / "tra-loi.csv"
    bad.write_text("Mã hồ sơ,Đơn vị mới\n,KTM\n", "utf-8")

    result = merged.call("units", "merge", path, "--answers", bad)

    assert result.exit_code == 1
    assert "tra-loi.csv" in result.stderr


def test_what_was_stopped_half_way_is_told(merged: FolderOffice) -> None:
    with merged.app("2026-11-11 09:00") as app, app.outside.store.writing() as work:
        plan = Plan(targets={"KT": ("KTM",)})
        work.mergers.register(plan, sha256="", at=vn("2026-11-11 09:00"))

    assert "1 đơn vị cũ chưa chuyển xong" in merged.done("status")
    assert "1 đơn vị cũ chưa chuyển xong" in merged.call("check").stdout
    assert "(chưa xong;" in merged.done("units", "mergers")

    merged.done("units", "merge", a_list(merged, "KT;KTM"))

    assert "chưa chuyển xong" not in merged.done("status")


def test_what_adds_to_no_other_figure_is_asked_for(merged: FolderOffice) -> None:
    figure = SuppliedFigure(
        unit="KT",
        month=date(2026, 10, 1),
        name="portal_on_time",
        value=9_500,
        by="tam",
        at=vn("2026-11-02 08:00"),
    )
    with merged.app("2026-11-11 09:00") as app, app.outside.store.writing() as work:
        work.workbooks.supply(figure)
        assert work.reports.keep(replace(REPORT, unit="KT"))

    merged.done("units", "merge", a_list(merged, "KT;KTM"))

    assert "tháng 10/2026 của đơn vị cũ KT" in merged.done("units", "mergers")
    (left,) = merged.json("units", "mergers")["left"]
    assert left == {"old": "KT", "month": "2026-10", "name": "portal_on_time"}
    told = merged.done(
        *("report", "--month", "2026-11", "--unit", "KTM", "--at", "2026-12-02T08:00")
    )
    assert "kỳ này KT đã lập báo cáo lần 1" in told
