"""`calendar suggest`: rows to be pasted, what disagrees, and nothing changed."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.bootstrap import App
from monitor.domain.calendar_spec import RowStatus
from monitor.settings import load_calendars
from tests.offices import ROOT, FolderOffice, an_office

SHIPPED = ROOT / "calendar.toml"
SMALL = """
[calendars.hanh_chinh]
first_year = 2026
last_year = 2026
week.monday = ["07:00-11:30"]
days = [
  {{ day = {day}, kind = "{kind}", status = "{status}", title = "t", source = "s"{more} }},
]

[calendars.sau_ngay]
first_year = 2028
last_year = 2028
week.monday = ["07:00-11:30"]
week.saturday = ["07:00-11:30"]
"""


def small_office(folder: Path, **row: str) -> FolderOffice:
    """Return an office with one dated day, and a calendar of Mondays and Saturdays."""
    row = {"day": "2026-02-16", "kind": "off", "status": "decided", "more": "", **row}
    calendar = folder / "calendar.toml"
    calendar.write_text(SMALL.format(**row), encoding="utf-8")
    return an_office(folder / "office", calendar=calendar)


def pasted(rows: str, *, last_year: int) -> str:
    """Return the shipped calendar with what was printed pasted under its days."""
    text = SHIPPED.read_text(encoding="utf-8")
    raised = text.replace("last_year = 2027", f"last_year = {last_year}")
    return raised.replace("\n]\n", f"\n{rows}]\n", 1)


def rows_in(told: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(f"days = [\n{told}]\n")["days"]
    return found


def comments_in(told: str) -> str:
    return "\n".join(line for line in told.splitlines() if line.lstrip().startswith("#"))


def test_rows_are_estimates_that_name_the_library(office: FolderOffice) -> None:
    told = office.done("calendar", "suggest", "2028")

    rows = rows_in(told)
    assert {row["status"] for row in rows} == {"estimated"}
    assert {row["source"] for row in rows} == {
        "Gợi ý của thư viện holidays 0.109, chưa có văn bản"
    }
    assert rows[0]["day"] == date(2028, 1, 3)
    assert rows[0]["title"] == "Tết Dương lịch (nghỉ bù)"
    assert len(rows) == 12
    assert all(row["day"].weekday() < 5 for row in rows)


def test_it_says_that_it_suggests_only_and_what_to_remember(office: FolderOffice) -> None:
    told = comments_in(office.done("calendar", "suggest", "2028"))

    assert told.startswith("  # GỢI Ý cho lịch hanh_chinh năm 2028")
    assert "Tệp calendar.toml chưa thay đổi" in told
    assert "đề nghị sửa last_year thành 2028" in told
    assert "do Thủ tướng Chính phủ quyết định hằng năm" in told
    assert "02/01/2026 và ngày làm bù 10/01/2026" in told
    assert "Ngày 24/11" not in told


def test_what_it_prints_can_be_pasted_into_the_calendar(
    office: FolderOffice, tmp_path: Path
) -> None:
    rows = office.done("calendar", "suggest", "2028")
    file = tmp_path / "calendar.toml"
    file.write_text(pasted(rows, last_year=2028), encoding="utf-8")

    calendar = load_calendars(file)["hanh_chinh"]

    added = [row for row in calendar.rows if row.day.year == 2028]
    assert len(added) == 12
    assert {row.status for row in added} == {RowStatus.ESTIMATED}
    assert not calendar.is_working_day(date(2028, 1, 26))
    again = an_office(tmp_path / "again", calendar=file).done("calendar", "suggest", "2028")
    assert rows_in(again) == []
    assert "Không có dòng nào để thêm" in again
    assert "khớp nhau 12 ngày" in again


def test_exchanged_days_can_be_pasted_too(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if "{ day = 2026-" not in line]
    file = tmp_path / "calendar.toml"
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    office = an_office(tmp_path / "office", calendar=file)

    rows = office.done("calendar", "suggest", "2026")
    bare = file.read_text(encoding="utf-8")
    file.write_text(bare.replace("\n]\n", f"\n{rows}]\n", 1), encoding="utf-8")

    calendar = load_calendars(file)["hanh_chinh"]
    worked = calendar.dated_row(date(2026, 8, 22))
    assert worked is not None
    assert (worked.title, worked.works_as) == ("Làm bù cho thứ Hai 31/08/2026", 0)
    assert calendar.is_working_day(date(2026, 8, 22))
    assert not calendar.is_working_day(date(2026, 8, 31))


def test_the_file_is_left_as_it_was(tmp_path: Path) -> None:
    office = small_office(tmp_path)
    before = (tmp_path / "calendar.toml").read_bytes()

    office.done("calendar", "suggest", "2026")
    office.done("calendar", "suggest", "2028", "--json")

    assert (tmp_path / "calendar.toml").read_bytes() == before


def test_what_the_library_missed_is_told_with_its_document(office: FolderOffice) -> None:
    lines = office.done("calendar", "suggest", "2026").splitlines()

    assert [line for line in lines if "lịch ghi" in line] == [
        (
            "  #   02/01/2026: lịch ghi ngày nghỉ, “Nghỉ hoán đổi, làm bù thứ Bảy 10/01” "
            "(CV 12729/VPCP-KGVX ngày 25/12/2025; đã quyết định); thư viện không ghi gì."
        ),
        (
            "  #   10/01/2026: lịch ghi ngày làm bù theo giờ thứ Sáu, “Làm bù cho thứ Sáu "
            "02/01” (CV 12729/VPCP-KGVX ngày 25/12/2025; đã quyết định); thư viện không "
            "ghi gì."
        ),
    ]
    assert rows_in("\n".join(lines) + "\n") == []


def test_a_complete_year_says_so_and_what_is_still_estimated(office: FolderOffice) -> None:
    told = office.done("calendar", "suggest", "2027")

    assert "Không có dòng nào để thêm: mọi ngày của năm 2027" in told
    assert "tạm tính, chờ văn bản: 04/02, 05/02, 08/02, 09/02, 10/02, 03/09." in told
    assert "khác nhau" not in told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(
            {"kind": "make_up", "more": ', works_as = "monday"'},
            "16/02/2026: lịch ghi ngày làm bù theo giờ thứ Hai, “t” (s; đã quyết định); "
            "thư viện ghi ngày nghỉ, “Giao thừa Tết Nguyên Đán”.",
            id="worked here, off there",
        ),
        pytest.param(
            {"day": "2026-08-22"},
            "22/08/2026: lịch ghi ngày nghỉ, “t” (s; đã quyết định); thư viện ghi ngày làm "
            "bù theo giờ thứ Hai, “Làm bù cho thứ Hai 31/08/2026”.",
            id="off here, worked there",
        ),
        pytest.param(
            {"status": "proposed"},
            "16/02/2026: lịch ghi ngày nghỉ, “t” (s; đề xuất, chưa tính); thư viện ghi "
            "ngày nghỉ, “Giao thừa Tết Nguyên Đán”.",
            id="only proposed here",
        ),
    ],
)
def test_contradictions_are_told_side_by_side(
    tmp_path: Path, row: dict[str, str], told: str
) -> None:
    office = small_office(tmp_path, **row)

    lines = office.done("calendar", "suggest", "2026").splitlines()

    assert f"  #   {told}" in lines


def test_another_calendar_can_be_named(tmp_path: Path) -> None:
    office = small_office(tmp_path)

    told = office.done("calendar", "suggest", "2028", "--calendar", "sau_ngay")

    assert "cho lịch sau_ngay năm 2028" in told
    assert "last_year" not in told
    assert [str(row["day"]) for row in rows_in(told)] == [
        *("2028-01-01", "2028-01-03", "2028-01-24", "2028-01-29"),
        *("2028-05-01", "2028-09-02", "2028-09-04"),
    ]


@pytest.mark.parametrize(
    ("year", "told"),
    [
        pytest.param("2030", "last_year thành 2030", id="a later year"),
        pytest.param("2030", "gồm cả năm 2028, 2029, chưa có", id="years left out"),
        pytest.param("2023", "first_year thành 2023", id="an earlier year"),
        pytest.param("2022", "gồm cả năm 2023, chưa có", id="a year left out before"),
        pytest.param("2029", "Ngày 24/11/2029 là thứ Bảy", id="24 November on a Saturday"),
        pytest.param("2030", "Ngày 24/11/2030 là Chủ nhật", id="24 November on a Sunday"),
    ],
)
def test_what_a_year_needs_besides_is_told(office: FolderOffice, year: str, told: str) -> None:
    assert told in comments_in(office.done("calendar", "suggest", year))


def test_the_next_year_leaves_none_out(office: FolderOffice) -> None:
    assert "gồm cả năm" not in office.done("calendar", "suggest", "2028")


def test_a_program_reads_the_same(office: FolderOffice) -> None:
    told = office.done("calendar", "suggest", "2028")

    data = office.json("calendar", "suggest", "2028")

    assert data["suggested"] == [{**row, "day": str(row["day"])} for row in rows_in(told)]
    assert (data["calendar"], data["year"], data["library"]) == ("hanh_chinh", 2028, "0.109")
    assert (data["first_year"], data["last_year"]) == (2024, 2027)
    assert all(note in told for note in data["notes"])


def test_a_program_reads_what_disagrees(tmp_path: Path, office: FolderOffice) -> None:
    missed = office.json("calendar", "suggest", "2026")
    contradicted = small_office(tmp_path, day="2026-08-22").json("calendar", "suggest", "2026")

    assert [(row["day"], row["kind"]) for row in missed["only_calendar"]] == [
        ("2026-01-02", "off"),
        ("2026-01-10", "make_up"),
    ]
    assert missed["only_calendar"][1]["works_as"] == "friday"
    assert len(missed["agreed"]) == 14
    assert contradicted["contradicted"] == [
        {
            "calendar": {
                "day": "2026-08-22",
                "kind": "off",
                "status": "decided",
                "title": "t",
                "source": "s",
            },
            "library": {
                "day": "2026-08-22",
                "kind": "make_up",
                "works_as": "monday",
                "title": "Làm bù cho thứ Hai 31/08/2026",
            },
        }
    ]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        pytest.param(["1"], "NĂM không dùng được: phải là năm từ 1990 đến 2099", id="year 1"),
        pytest.param(["99999"], "phải là năm từ 1990 đến 2099", id="year 99999"),
        pytest.param(["2100"], "phải là năm từ 1990 đến 2099", id="a year too far"),
        pytest.param(["20.7"], "phải là năm từ 1990 đến 2099", id="no number"),
        pytest.param(["\uff12027"], "phải là năm từ 1990 đến 2099", id="a wide digit"),
        pytest.param([], "còn thiếu NĂM", id="no year"),
        pytest.param(
            ["2027", "--calendar", "x"],
            "Không có lịch “x”; các lịch trong calendar.toml là hanh_chinh.",
            id="no such calendar",
        ),
    ],
)
def test_wrong_use_is_one_sentence(office: FolderOffice, args: list[str], told: str) -> None:
    result = office.call("calendar", "suggest", *args)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_year_that_the_library_does_not_know_is_told(
    office: FolderOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "library_year", lambda *_: None)

    result = office.call("calendar", "suggest", "2027")

    assert result.exit_code == 2
    assert "Thư viện holidays không biết năm 2027" in result.stderr
