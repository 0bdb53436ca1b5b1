"""The workbook of an audit, read back: figures, dossiers, dates as dates, text as text."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from monitor.catalogues import load_catalogue
from monitor.domain.audit.audited import Compared, Unexplained, Unjudged
from monitor.domain.audit.contradictions import Oddity
from monitor.domain.audit.hypotheses import HYPOTHESES
from monitor.domain.audit.summary import Audit
from monitor.domain.audit.tally import summarise
from monitor.domain.dossier import Carried, Status
from monitor.render.audit import audit_workbook
from tests.builders import a_dossier, a_pause, vn
from tests.domain.audit.asking import an_office, audited, hours

FORMULA = '=HYPERLINK("http://x.example","x")'
AT = vn("2026-12-01 09:30")
AUDIT = summarise(
    (
        audited(a_dossier(code="right", promised="2026-11-16")),
        audited(a_dossier(code="three", received="2026-08-26", promised="2026-09-09")),
        audited(a_dossier(code="any", received="2026-08-26", promised="2026-09-11")),
        audited(
            a_dossier(
                code="hidden",
                promised="2026-11-18 17:00",
                finished="2026-11-18 09:00",
                status=Status.FINISHED,
            )
        ),
        audited(a_dossier(code="hour", promised="2026-11-02 17:00"), an_office(hours(4))),
        audited(
            a_dossier(
                code="stopped", promised="2026-11-18", pauses=(a_pause("2026-11-05 09:00"),)
            )
        ),
        audited(a_dossier(code="sunday", promised="2026-11-15")),
        audited(replace(a_dossier(code=FORMULA), unit=None, procedure_name="+1")),
    )
)
SHEETS = [
    *("Tổng hợp", "Đơn vị", "Hồ sơ", "Nguồn ghi khác quy định"),
    *("Số liệu mâu thuẫn", "Chưa so được"),
]


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return read(AUDIT)


def read(audit: Audit, unit_name: str = "") -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(audit_workbook(audit, unit_name=unit_name, at=AT)))


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    headings, *told = list(sheet.iter_rows(min_row=3, values_only=True))
    return [dict(zip(map(str, headings), row, strict=True)) for row in told]


def test_every_sheet_stays_readable(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == SHEETS
    for sheet in book:
        last = sheet.cell(3, sheet.max_column).coordinate
        assert sheet.freeze_panes == "B4"
        assert sheet.auto_filter.ref.startswith("A3:")
        assert (
            sheet.cell(1, 1).value == "Đối chiếu ngày hẹn trả với hạn theo quy định: mọi đơn vị"
        )
        assert str(sheet.cell(2, 1).value).startswith("Lập lúc 09:30 01/12/2026.")
        assert last.rstrip("0123456789") in sheet.auto_filter.ref


def test_the_summary_tells_figures_as_numbers(book: openpyxl.Workbook) -> None:
    told = {(row["Mục"], row["Nội dung"]): row for row in rows(book["Tổng hợp"])}

    assert told["Chung", "Hồ sơ đã xét"]["Số hồ sơ"] == 8
    assert told["Chung", "Ngày hẹn khác hạn theo quy định"]["Số hồ sơ"] == 6
    cause = told["Nguyên nhân có thể", "có thể do chưa trừ ngày nghỉ lễ, nghỉ hoán đổi"]
    assert (cause["Số hồ sơ"], cause["Muộn hơn"], cause["Sớm hơn"]) == (2, 0, 2)
    assert cause["Tỷ lệ trên số so được"] == pytest.approx(2 / 7, abs=1e-4)
    assert cause["Lớn nhất (ngày làm việc)"] == 3
    assert cause["Còn cách giải thích khác"] == 1
    assert told["Chưa so được", "không có ngày hẹn trả"]["Số hồ sơ"] == 1
    assert told["Số liệu mâu thuẫn", "hẹn trả vào ngày nghỉ"]["Số hồ sơ"] == 1


def test_dossiers_stand_with_their_dates_and_documents(book: openpyxl.Workbook) -> None:
    told = {row["Mã hồ sơ"]: row for row in rows(book["Hồ sơ"])}
    three, hidden, hour = told["three"], told["hidden"], told["hour"]

    assert three["Tiếp nhận"] == three["Tiếp nhận"].replace(hour=0, minute=0)
    assert three["Đã hẹn"] == datetime(2026, 9, 9)  # noqa: DTZ001 - a cell has no zone
    assert three["Theo quy định"] == datetime(2026, 9, 14, 17)  # noqa: DTZ001 - as above
    assert three["Chênh lệch (ngày làm việc)"] == -3
    assert three["Nguyên nhân có thể"] == "có thể do chưa trừ ngày nghỉ lễ, nghỉ hoán đổi"
    assert three["Ngày liên quan và văn bản"].startswith(
        "31/08/2026 off 2026-08-31 (a notice; đã quyết định); 01/09/2026"
    )
    assert told["any"]["Ngày liên quan và văn bản"].startswith("01 trong các ngày: 31/08/2026")
    assert "tính cả ngày tiếp nhận" in told["any"]["Cách giải thích khác cũng khớp"]
    assert hidden["Theo ngày hẹn ghi trong hệ thống"] == "trong hạn"
    assert (hidden["Nguồn ghi"], hidden["Trong hạn, quá hạn theo quy định"]) == (
        None,
        "quá hạn",
    )
    assert (hour["Thời hạn"], hour["Chênh lệch (phút làm việc)"]) == ("04 giờ làm việc", 180)
    assert told["stopped"]["Trong hạn, quá hạn theo quy định"] is None
    assert told["sunday"]["Hẹn vào ngày nghỉ"] == "có"


def test_what_cannot_be_and_what_cannot_be_judged_have_their_sheets(
    book: openpyxl.Workbook,
) -> None:
    (odd,) = rows(book["Số liệu mâu thuẫn"])
    (unjudged,) = rows(book["Chưa so được"])

    assert (odd["Mã hồ sơ"], odd["Mâu thuẫn"]) == ("sunday", "hẹn trả vào ngày nghỉ")
    assert unjudged["Vì sao"] == "không có ngày hẹn trả"
    assert unjudged["Đơn vị"] == "chưa rõ đơn vị"


def test_words_of_the_source_that_are_not_lawful_have_their_sheet() -> None:
    late = replace(
        a_dossier(promised="2026-11-16 17:00", as_of="2026-11-17 07:00"),
        said_late=False,
        unit="Nguyễn Văn Mẫu",
        carries=frozenset(Carried) - {Carried.PAUSES},
    )

    book = read(summarise((audited(late),)))
    (row,) = rows(book["Nguồn ghi khác quy định"])

    assert (row["Nguồn ghi"], row["Trong hạn, quá hạn theo quy định"]) == (
        "trong hạn",
        "quá hạn",
    )
    assert row["Theo quy định"] == datetime(2026, 11, 16, 17)  # noqa: DTZ001 - a cell has no zone
    assert row["Nguồn không có số liệu tạm dừng"] == "có"
    assert row["Đơn vị"] == "đơn vị ngoài danh mục"


def test_text_is_never_run_as_a_formula(book: openpyxl.Workbook) -> None:
    cell = book["Chưa so được"]["A4"]

    assert (cell.value, cell.data_type) == (FORMULA, "s")


def test_dates_and_shares_are_shown_as_officials_write_them(book: openpyxl.Workbook) -> None:
    dossiers, summary = book["Hồ sơ"], book["Tổng hợp"]

    assert dossiers["I4"].number_format == "dd/mm/yyyy hh:mm"
    assert dossiers["H4"].number_format == "dd/mm/yyyy"
    assert {cell.number_format for cell in summary["D"] if cell.row > 3 and cell.value} == {
        "0.00%"
    }


def test_an_audit_without_findings_says_so() -> None:
    book = read(summarise(()), unit_name="Phòng Kinh tế")

    assert book["Hồ sơ"]["A4"].value == "không phát sinh"
    assert book["Hồ sơ"]["A1"].value.endswith(": Phòng Kinh tế")


def test_the_same_audit_gives_the_same_bytes() -> None:
    assert audit_workbook(AUDIT, unit_name="", at=AT) == audit_workbook(
        AUDIT, unit_name="", at=AT
    )


def test_a_date_less_than_sure_is_marked() -> None:
    difference = replace(
        AUDIT.differences[0].differences[0], is_estimated=True, is_pause_inferred=True
    )
    marked = replace(AUDIT.differences[0], differences=(difference,))

    (row,) = rows(read(summarise((marked,)))["Hồ sơ"])

    assert (row["Tạm tính"], row["Lần tạm dừng suy từ trạng thái"]) == ("tạm tính", "có")


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        pytest.param(
            "cause",
            {one.code for one in HYPOTHESES} | {one.value for one in Unexplained},
            id="causes",
        ),
        pytest.param("unjudged", set(Unjudged), id="reasons"),
        pytest.param("contradiction", set(Oddity), id="contradictions"),
        pytest.param("compared", set(Compared), id="dates compared"),
    ],
)
def test_every_code_has_its_word(table: str, codes: set[str]) -> None:
    assert set(load_catalogue("audit")[table]) == codes
