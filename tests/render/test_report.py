"""One set of figures in three forms: paper, workbook, JSON. They agree, to the byte."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from lxml import html

from monitor.catalogues import load_catalogue
from monitor.domain.errors import RenderError
from monitor.domain.letter import LetterState
from monitor.domain.odd import OddDossier
from monitor.domain.period import MonthScheme, Period
from monitor.render.pdf import PdfRenderer
from monitor.render.report import ReportFiles, ReportRenderer, roman
from monitor.render.sheet import Cell, Percent
from monitor.render.sheets import sheets
from monitor.render.words import Words
from reports.month import MonthReport
from reports.scope import SourceAge
from reports.table import COLUMNS
from tests.builders import vn
from tests.render.conftest import TEMPLATES
from tests.render.paper import flow, pages, read, texts
from tests.render.test_dossier_sheet import EMPTY, LATE
from tests.reports.snapshots import (
    DIRECTORY,
    OFFICE_NOVEMBER,
    SCOPE,
    a_letter,
    a_report,
    a_snapshot,
)

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "reports" / "office.txt"
LABELS = load_catalogue("report")
OFFICE = a_report(*OFFICE_NOVEMBER)
CODE = "1a2b3c4d5e6f7a8b"


@pytest.fixture(scope="session")
def reports(words: Words, pdf: PdfRenderer) -> ReportRenderer:
    return ReportRenderer(words, pdf)


@pytest.fixture(scope="session")
def office(reports: ReportRenderer) -> ReportFiles:
    return reports.render(OFFICE)


@pytest.fixture(scope="session")
def marked(reports: ReportRenderer) -> ReportFiles:
    """Return the office's report made before its month was over, its list too long for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.render.report.MOST_LATE", 5)
        return reports.render(replace(OFFICE, is_provisional=True))


@pytest.fixture(scope="session")
def book(
    reports: ReportRenderer, tmp_path_factory: pytest.TempPathFactory
) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("book") / "report.xlsx"
    reports.workbook(OFFICE, (LATE, EMPTY), path, directory=DIRECTORY)
    return openpyxl.load_workbook(path)


# The same figures everywhere


def test_the_report_reads_as_approved(office: ReportFiles) -> None:
    assert read(office.pdf) == GOLDEN.read_text(encoding="utf-8")


def test_paper_workbook_and_json_tell_the_same_totals(office: ReportFiles) -> None:
    told = json.loads(office.json)["sections"]["table06a"]["total"]
    figures = [told[column] for column in COLUMNS]

    assert figures == [17, 8, 6, 3, 11, 2, 6, 3, 6, 2, 4]
    assert sheet(OFFICE, "table06a")[-1][2:13] == figures
    assert flow(office.pdf).count("Tổng số " + " ".join(map(str, figures))) == 4


def test_paper_workbook_and_json_tell_the_same_rates(office: ReportFiles) -> None:
    lines = json.loads(office.json)["sections"]["rates"]["lines"]
    figures = [(line["rate"]["numerator"], line["rate"]["denominator"]) for line in lines]

    rows = sheet(OFFICE, "rates")

    assert figures == [(4, 11), (6, 9), (4, 7)]
    assert [row[1:4] for row in rows[:4]] == [
        [4, 11, Percent(3636)],
        [6, 9, Percent(6667)],
        [4, 7, Percent(5714)],
        [8, 13, Percent(6154)],
    ]
    text = flow(office.pdf)
    for told in ("4 11 36,36%", "6 9 66,67%", "4 7 57,14%", "8/13, 61,54%", "đạt 61,54%"):
        assert told in text


def test_paper_workbook_and_json_tell_the_same_letters(office: ReportFiles) -> None:
    letters = json.loads(office.json)["sections"]["letters"]

    counts = {"before": 2, "after": 1, "missing": 3, "not_owed": 0, "not_ours": 1}
    assert {name: letters[name] for name in counts} == counts
    assert [row[1] for row in sheet(OFFICE, "letters")][:6] == [6, 2, 1, 3, 0, 1]
    assert flow(office.pdf).count("2/6 (33,33%)") == 2


def test_paper_workbook_and_json_name_the_same_late_dossiers(office: ReportFiles) -> None:
    lines = json.loads(office.json)["sections"]["late"]["lines"]
    codes = [line["code"] for line in lines]

    printed = [mark.text for mark in texts(office.pdf) if mark.text.startswith("H99.")]

    assert len(codes) == 7
    assert printed == codes
    assert [row[0] for row in sheet(OFFICE, "late")] == codes


def test_a_workbook_holds_its_sheets_and_each_dossier(book: openpyxl.Workbook) -> None:
    made = list(sheets(OFFICE, LABELS))

    assert book.sheetnames == [*(one.name for one in made), LABELS["sheet"]["dossiers"]]
    for one in made:
        head = book[one.name][3 + len(one.notes)]
        assert tuple(cell.value for cell in head)[: len(one.headings)] == one.headings
    assert book["Biểu 06a"].cell(book["Biểu 06a"].max_row, 3).value == 17
    assert [row[0].value for row in book["Hồ sơ"].iter_rows(min_row=4)] == ["d1", "d2"]


def test_equal_figures_give_equal_bytes_from_any_child(
    office: ReportFiles, words: Words
) -> None:
    with PdfRenderer(TEMPLATES / "assets") as other:
        again = ReportRenderer(words, other).render(a_report(*reversed(OFFICE_NOVEMBER)))

    assert again == office


# The frame: pages, contents, numbers


def test_code_and_number_stand_on_every_page(office: ReportFiles) -> None:
    count = len(pages(office.pdf))
    told = [mark.text for mark in texts(office.pdf)]

    assert f"Mã số liệu: 2026-11, bản 1, {office.sha256}. " in flow(office.pdf)
    assert sum(f"bản 1, {office.sha256[:12]}…" in text for text in told) == count
    assert [text for text in told if text.startswith("Trang ")] == [
        f"Trang {number}/{count}" for number in range(1, count + 1)
    ]


def test_the_contents_name_every_section_and_its_page(office: ReportFiles) -> None:
    text = read(office.pdf)
    [contents] = [page for page in text.split("Mã số liệu") if "MỤC LỤC" in page]

    codes = [part.code for part in OFFICE.parts if part.code != "summary"]
    for number, code in enumerate(codes, start=1):
        heading = f"{roman(number)}. {LABELS[code]['title']}"
        assert f"{heading} ." in contents.replace("..", " .") or heading in contents
        assert heading.upper() in " ".join(text.split())


def test_the_first_page_is_the_summary_alone(office: ReportFiles) -> None:
    first = [mark.text for mark in texts(office.pdf) if mark.page == 1]

    assert "KẾT QUẢ" in first
    assert not any(text.startswith("I. ") for text in first)


def test_sections_are_numbered_as_documents_are() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 23)] == ["I", "IV", "IX", "XIV", "XXIII"]


def test_the_pdf_is_tagged_with_a_heading_for_each_section(office: ReportFiles) -> None:
    with pikepdf.open(BytesIO(office.pdf)) as document:
        kinds = [str(one.get("/S")) for one in document.objects if hasattr(one, "keys")]

    assert kinds.count("/H2") == len(OFFICE.parts) + 1  # and the contents
    assert kinds.count("/Figure") >= 3


def test_a_provisional_report_is_marked_on_every_page(marked: ReportFiles) -> None:
    for pdf in (marked.pdf, *marked.annexes):
        found = [mark.page for mark in texts(pdf) if "SỐ LIỆU TẠM TÍNH" in mark.text]
        assert found == list(range(1, len(pages(pdf)) + 1))


def test_a_final_report_is_not(office: ReportFiles) -> None:
    assert "TẠM TÍNH" not in read(office.pdf)


@pytest.mark.parametrize(
    ("first", "last", "scheme", "name"),
    [
        pytest.param(date(2026, 11, 1), date(2026, 11, 30), 1, "tháng 11 năm 2026", id="month"),
        pytest.param(date(2026, 10, 15), date(2026, 11, 14), 15, "tháng 11 năm 2026", id="15"),
        pytest.param(date(2026, 7, 1), date(2026, 9, 30), 1, "quý III năm 2026", id="quarter"),
        pytest.param(date(2026, 11, 3), date(2026, 11, 9), 1, "", id="a span"),
    ],
)
def test_a_period_goes_by_its_name_and_its_days(
    reports: ReportRenderer, first: date, last: date, scheme: int, name: str
) -> None:
    scope = replace(SCOPE, months=MonthScheme(scheme))  # type: ignore[arg-type]

    text = told(reports, a_report(period=Period(first=first, last=last), scope=scope))

    days = f"(từ ngày {first:%d/%m/%Y} đến hết ngày {last:%d/%m/%Y})"
    assert f"hành chính {name} {days}".replace("  ", " ") in text


# What a reader must be told


def test_an_empty_month_reads_as_nothing_occurred(reports: ReportRenderer) -> None:
    text = told(reports, a_report())

    assert "5. Hồ sơ quá hạn: không phát sinh." in text
    assert "0 0 không phát sinh" in text
    assert "100,00%" not in text
    assert sheet(a_report(), "late") == [["không phát sinh"]]


def test_a_broken_identity_is_printed_where_it_is_with_its_dossiers(
    reports: ReportRenderer,
) -> None:
    odd = a_snapshot("H99-1", received="2026-11-10 08:00", due=None, ended="2026-10-20 09:00")
    behind = OddDossier(
        code="H99-1",
        unit=odd.unit,
        procedure=odd.procedure,
        received_at=odd.received_at,
        ended_at=vn("2026-10-20 09:00"),
    )
    report = a_report(odd, scope=replace(SCOPE, closing_before=5), odd=(behind,))

    text = told(reports, report)

    where = "(theo đơn vị: Phòng Văn hóa - Xã hội): 1 so với 0, chênh lệch 1."
    named = "Hồ sơ có ngày kết thúc trước ngày tiếp nhận: H99-1."
    assert f"Cột (3) = (7) + (11) {where} {named}" in text
    by_unit, by_level = text.index("Biểu 06a theo đơn vị (đ"), text.index("Biểu 06a theo cấp (")
    assert by_unit < text.index(where) < by_level
    assert "Phòng Văn hóa - Xã hội (*)" in text
    assert "cột (11) kỳ trước (tổng số): 0 so với 5, chênh lệch -5." in text
    assert sheet(report, "checks")[3][-2:] == [1, "H99-1"]


def test_an_opening_that_agrees_is_said(reports: ReportRenderer) -> None:
    scope = replace(SCOPE, closing_before=3)

    text = told(reports, a_report(*OFFICE_NOVEMBER, scope=scope))

    assert "cột (6) bằng cột (11) của kỳ trước" in text


def test_procedures_beyond_sixty_are_counted_together(reports: ReportRenderer) -> None:
    found = [
        a_snapshot(f"d{n}", about=("", f"Thủ tục {n:02}"), ended="2026-11-10 09:00")
        for n in range(62)
    ]
    late = a_snapshot("late", about=("", "Thủ tục trễ"), ended="2026-11-20 09:00")

    text = told(reports, a_report(*found, late))

    assert "1 Thủ tục trễ 1" in text
    assert "Các thủ tục còn lại 3 3 0 0 3 3 0 0 0 0 0" in text
    assert "ghi 60 trong 63 thủ tục" in text


def test_unknown_channels_are_not_taken_for_a_share(reports: ReportRenderer) -> None:
    report = a_report(a_snapshot(channel=None))

    text = told(reports, report)
    assert "tiếp nhận mới 01 (kênh tiếp nhận: chưa có số liệu)." in text
    assert "trên số tiếp nhận mới: chưa có số liệu." in text
    assert sheet(report, "rates")[3][3] == "chưa có số liệu"


def test_old_sources_and_left_out_dossiers_are_told(reports: ReportRenderer) -> None:
    early = SourceAge(name="Sổ theo dõi hồ sơ", exported_at=vn("2026-11-29 16:45"))
    scope = replace(
        SCOPE,
        sources=(*SCOPE.sources, early),
        without_receipt=2,
        without_end=3,
        not_covered=(),
    )

    text = told(reports, a_report(scope=scope))

    assert "Lưu ý: số liệu từ Sổ theo dõi hồ sơ kết xuất trước khi kỳ báo cáo kết thúc" in text
    assert "02 hồ sơ không có ngày tiếp nhận" in text
    assert "03 hồ sơ đã kết thúc từ trước bản kết xuất đầu tiên" in text
    assert "lúc 07:10 ngày 01/12/2026, lúc 16:45 ngày 29/11/2026;" in text
    assert "không gồm hồ sơ" not in text


def test_a_report_without_sources_says_so(reports: ReportRenderer) -> None:
    text = told(reports, a_report(scope=replace(SCOPE, sources=())))

    assert "Chưa có nguồn số liệu nào được nhập" in text


def test_open_dossiers_that_cannot_be_judged_are_told(reports: ReportRenderer) -> None:
    text = told(reports, a_report(a_snapshot(unknown=True)))

    assert "Số trong hạn gồm 01 hồ sơ chưa xác định được" in text
    assert "01 hồ sơ không đủ dữ liệu" in text


def test_days_outside_the_calendar_are_not_known(reports: ReportRenderer) -> None:
    old = a_snapshot(received="2012-01-05 08:00", due="2012-02-01 17:00", about=("", ""))
    report = a_report(old)

    assert "đang giải quyết chưa có số liệu Đơn vị chưa nêu" in told(reports, report)
    assert sheet(report, "late")[0][1] == "Chưa rõ thủ tục"
    assert sheet(report, "late")[0][7] == "chưa có số liệu"
    assert sheet(report, "late_days") == [["Phòng Văn hóa - Xã hội", 0, 0, 0, 0, 0, 1, 1]]


def test_a_letter_dated_otherwise_than_issued_shows_both(reports: ReportRenderer) -> None:
    late = a_snapshot(letter=a_letter("2026-11-13 08:00", dated="2026-11-11"))

    text = told(reports, a_report(late))

    assert "trở đi, 13/11/2026 (văn bản ghi ngày 11/11/2026)" in text


def test_a_letter_that_none_owes_and_a_second_moved_date_are_told(
    reports: ReportRenderer,
) -> None:
    settled = a_snapshot(letter=a_letter(state=LetterState.NO_LETTER), put_off_again=True)

    text = told(reports, a_report(settled))

    assert "Văn bản xin lỗi phải gửi: không phát sinh." in text
    assert "01 hồ sơ không phải gửi văn bản xin lỗi (có lý do được ghi nhận)." in text
    assert "Hẹn lại lần thứ hai: 01 hồ sơ." in text


def test_many_agencies_end_in_the_others(reports: ReportRenderer) -> None:
    late = [a_snapshot(f"d{n:02}", unit=(f"u{n:02}", f"Xã số {n:02}")) for n in range(32)]

    text = told(reports, a_report(*late))

    assert "Các cơ quan còn lại (24)" in text  # of the eight that are drawn
    assert "30 Xã số 29 1 0 1 Các cơ quan còn lại (2) 2 0 2 Tổng số 32 0 32" in text
    assert "30 Xã số 29 0 0 0 1 1 Các cơ quan còn lại (2) 0 0 0 2 2" in text
    assert "Các cơ quan còn lại (2) 0 0 0 2 0 0 2 Tổng số" in text


# Long lists


def test_more_late_dossiers_than_the_report_holds_stand_in_an_annex(
    marked: ReportFiles,
) -> None:
    (part,) = marked.annexes
    report, annex = flow(marked.pdf), flow(part)

    assert "Danh sách sau đây gồm 5 hồ sơ" in report
    assert "đủ 7 hồ sơ ở phụ lục kèm theo" in report
    assert "H99.10.27-261130-0017" not in report
    assert "PHỤ LỤC Danh sách hồ sơ quá hạn" in annex
    assert "7 H99.10.27-261130-0017" in annex
    assert f"{marked.sha256[:12]}…" in annex


def test_a_long_list_is_cut_into_annexes_numbered_through(
    reports: ReportRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.render.report.MOST_LATE", 5)
    monkeypatch.setattr("monitor.render.report.MOST_IN_ANNEX", 3)

    parts = [html.document_fromstring(one) for one in reports.annexes(OFFICE, code=CODE)]

    titles = [part.findtext(".//h1") for part in parts]
    assert titles == [f"PHỤ LỤC (phần {number}/3)" for number in (1, 2, 3)]
    orders = [part.xpath("//tbody/tr/td[1]/text()") for part in parts]
    assert orders == [["1", "2", "3"], ["4", "5", "6"], ["7"]]


def test_a_provisional_month_keeps_its_name_and_is_no_revision(
    reports: ReportRenderer, tmp_path: Path
) -> None:
    days = Period(first=date(2026, 11, 1), last=date(2026, 11, 19))
    whole = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
    report = a_report(a_snapshot(), period=days, scope=replace(SCOPE, whole=whole))
    report = replace(report, is_provisional=True)

    page = reports.html(report, code=CODE)
    reports.workbook(report, (), tmp_path / "a.xlsx", directory=DIRECTORY)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")

    assert "tháng 11 năm 2026, số liệu tạm tính đến hết ngày 19/11/2026" in page
    assert "bản 1" not in page
    assert "Mã số liệu: 2026-11-01..2026-11-19, tạm tính, " in page
    for sheet in book:
        assert sheet["A1"].value.startswith("SỐ LIỆU TẠM TÍNH ĐẾN HẾT NGÀY 19/11/2026: Số liệu")
        assert ", tạm tính, " in sheet["A2"].value


def test_the_workbook_names_its_revision(book: openpyxl.Workbook) -> None:
    assert all("2026-11, bản 1, " in sheet["A2"].value for sheet in book)


def test_a_list_that_fits_has_no_annex(office: ReportFiles) -> None:
    assert office.annexes == ()


# Layout


def test_tables_lie_across_and_repeat_their_heads(reports: ReportRenderer) -> None:
    fields = [
        a_snapshot(f"d{n:02}", unit=(f"Xã lớn {n:02}", ""), ended="2026-11-10 17:00")
        for n in range(60)
    ]

    pdf = reports.render(a_report(*fields)).pdf

    wide = {number for number, (width, height) in enumerate(pages(pdf), 1) if width > height}
    heads = {mark.page for mark in texts(pdf) if mark.text == "Số hồ sơ đang giải quyết"}
    rows = {mark.page for mark in texts(pdf) if mark.text.startswith("Xã lớn ")} & wide
    assert heads >= rows
    assert len(rows) > 2


def test_what_follows_a_page_across_stands_upright(office: ReportFiles) -> None:
    sizes = pages(office.pdf)
    upright = {
        mark.text: sizes[mark.page - 1][0] < sizes[mark.page - 1][1]
        for mark in texts(office.pdf)
        if mark.text.endswith((LABELS["rates"]["title"].upper(), "VĂN BẢN XIN LỖI"))
    }

    assert len(upright) == 2
    assert all(upright.values())


def test_nothing_is_printed_in_the_margins(office: ReportFiles) -> None:
    sizes = pages(office.pdf)

    for mark in texts(office.pdf):
        width, height = sizes[mark.page - 1]
        assert mark.left >= 14.5
        assert mark.right <= width - 14.5
        assert mark.top >= 5
        assert mark.bottom <= height - 5


def test_only_the_allowed_fonts_are_embedded(office: ReportFiles) -> None:
    assert {mark.font.split("-")[0] for mark in texts(office.pdf)} == {"Liberation"}


# Names that want to be more than names


def test_markup_and_formulas_stay_text(reports: ReportRenderer) -> None:
    names = ("=HYPERLINK(1)", "+1", "-1", "@x", "<b>x</b> & $y_1$")
    late = [a_snapshot(f"d{n}", unit=(f"u{n}", name)) for n, name in enumerate(names)]
    report = a_report(*late)

    assert {row[0] for row in sheet(report, "agencies")} == set(names)
    assert "<b>x</b> & $y_1$ 01" in told(reports, report)


def test_no_cell_is_a_formula(book: openpyxl.Workbook) -> None:
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}

    assert "f" not in kinds


def test_a_failing_page_names_the_report(words: Words, tmp_path: Path) -> None:
    with PdfRenderer(tmp_path, limit_seconds=0.001) as hurried:
        renderer = ReportRenderer(words, hurried)
        with pytest.raises(RenderError) as raised:
            renderer.render(a_report())

    assert raised.value.facts == {"document": "report UBND 2026-11", "reason": "time_limit"}


def told(reports: ReportRenderer, report: MonthReport) -> str:
    """Return the text of a report's pages on one line, without setting them."""
    page = html.document_fromstring(reports.html(report, code=CODE))
    page.head.drop_tree()
    return " ".join(" ".join(page.itertext()).split())


def sheet(report: MonthReport, name: str) -> list[list[Cell]]:
    """Return the rows of a sheet below its headings."""
    [found] = [one for one in sheets(report, LABELS) if one.name == LABELS["sheet"][name]]
    return [list(row) for row in found.rows]
