"""One set of figures in three forms: paper, workbook, JSON. They agree, to the byte."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from monitor.domain.errors import RenderError
from monitor.domain.period import Period
from monitor.render.pdf import PdfRenderer
from monitor.render.report import ReportFiles, ReportRenderer
from monitor.render.words import Words
from reports.scope import SourceAge
from reports.table import COLUMNS
from tests.builders import vn
from tests.render.conftest import TEMPLATES
from tests.render.paper import flow, pages, read, texts
from tests.reports.snapshots import OFFICE_NOVEMBER, SCOPE, a_letter, a_report, a_snapshot

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "reports" / "office.txt"
OFFICE = a_report(*OFFICE_NOVEMBER)
EMPTY = a_report()


@pytest.fixture(scope="session")
def reports(words: Words, pdf: PdfRenderer) -> ReportRenderer:
    return ReportRenderer(words, pdf)


@pytest.fixture(scope="session")
def office(reports: ReportRenderer) -> ReportFiles:
    return reports.render(OFFICE)


# The same figures everywhere


def test_the_report_reads_as_approved(office: ReportFiles) -> None:
    assert read(office.pdf) == GOLDEN.read_text(encoding="utf-8")


def test_paper_workbook_and_json_tell_the_same_totals(office: ReportFiles) -> None:
    told = json.loads(office.json)["sections"]["table06a"]["total"]
    figures = [told[column] for column in COLUMNS]

    assert figures == [17, 8, 6, 3, 11, 2, 6, 3, 6, 2, 4]
    assert sheet(office, "Bảng 06a")[-1][2:13] == figures
    assert "Tổng số " + " ".join(map(str, figures)) in flow(office.pdf)


def test_paper_workbook_and_json_tell_the_same_rates(office: ReportFiles) -> None:
    lines = json.loads(office.json)["sections"]["rates"]["lines"]
    figures = [(line["rate"]["numerator"], line["rate"]["denominator"]) for line in lines]

    rows = sheet(office, "Tỷ lệ")

    assert figures == [(4, 11), (6, 9), (4, 7)]
    assert [row[1:4] for row in rows] == [
        [4, 11, 0.3636],
        [6, 9, 0.6667],
        [4, 7, 0.5714],
        [8, 13, 0.6154],
    ]
    for told in ("4 / 11 36,36%", "6 / 9 66,67%", "4 / 7 57,14%", "đạt 61,54%"):
        assert told in flow(office.pdf)


def test_paper_workbook_and_json_tell_the_same_letters(office: ReportFiles) -> None:
    letters = json.loads(office.json)["sections"]["letters"]

    counts = {"before": 2, "after": 1, "missing": 3, "not_owed": 0, "not_ours": 1}
    assert letters == counts
    assert [row[1] for row in sheet(office, "Văn bản xin lỗi")] == [6, 2, 1, 3, 0, 1, 0.3333]
    assert "gửi trước ngày hết hạn 02/06 (33,33%)" in flow(office.pdf)


def test_paper_workbook_and_json_name_the_same_late_dossiers(office: ReportFiles) -> None:
    lines = json.loads(office.json)["sections"]["late"]["lines"]
    codes = [line["code"] for line in lines]

    printed = [mark.text for mark in texts(office.pdf) if mark.text.startswith("H99.")]

    assert len(codes) == 7
    assert printed == codes
    assert [row[0] for row in sheet(office, "Hồ sơ quá hạn")] == codes


def test_the_workbook_lists_every_dossier_behind_the_figures(office: ReportFiles) -> None:
    rows = sheet(office, "Hồ sơ")

    assert len(rows) == 18
    assert sum(row[12] == "có" for row in rows) == 17


def test_equal_figures_give_equal_bytes_from_any_child(
    office: ReportFiles, words: Words
) -> None:
    with PdfRenderer(TEMPLATES / "assets") as other:
        again = ReportRenderer(words, other).render(a_report(*reversed(OFFICE_NOVEMBER)))

    assert again == office


def test_the_code_of_the_figures_stands_on_every_page(office: ReportFiles) -> None:
    told = [mark.text for mark in texts(office.pdf) if mark.text.startswith("Mã số liệu")]

    assert f"Mã số liệu: 2026-11, {office.sha256}. " in flow(office.pdf)
    assert sum(f"2026-11, {office.sha256[:12]}…" in text for text in told) == 4


# What a reader must be told


def test_an_empty_month_reads_as_nothing_occurred(reports: ReportRenderer) -> None:
    files = reports.render(EMPTY)

    text = flow(files.pdf)
    assert "0 / 0 không phát sinh" in text
    assert "5. Hồ sơ quá hạn: không phát sinh." in text
    assert "100" not in text
    assert sheet(files, "Hồ sơ quá hạn") == [["không phát sinh"]]


def test_a_broken_identity_is_printed_with_its_difference(reports: ReportRenderer) -> None:
    odd = a_snapshot(received="2026-11-10 08:00", due=None, ended="2026-10-20 09:00")
    scope = replace(SCOPE, closing_before=5)

    text = flow(reports.render(a_report(odd, scope=scope)).pdf)

    assert "phép không khớp" in text
    assert "Cột (3) = (7) + (11) (tổng số): 1 so với 0, chênh lệch 1" in text
    assert "cột (11) kỳ trước (tổng số): 0 so với 5, chênh lệch -5" in text


def test_an_opening_that_agrees_is_said(reports: ReportRenderer) -> None:
    scope = replace(SCOPE, closing_before=3)

    text = flow(reports.render(a_report(*OFFICE_NOVEMBER, scope=scope)).pdf)

    assert "cột (6) bằng cột (11) của kỳ trước" in text


def test_unknown_channels_are_not_taken_for_a_share(reports: ReportRenderer) -> None:
    files = reports.render(a_report(a_snapshot(channel=None)))

    assert "tiếp nhận mới 01 (kênh tiếp nhận: chưa có số liệu)." in flow(files.pdf)
    assert sheet(files, "Tỷ lệ")[-1][3] == "chưa có số liệu"


def test_old_sources_and_left_out_dossiers_are_told(reports: ReportRenderer) -> None:
    early = SourceAge(name="Sổ theo dõi hồ sơ", exported_at=vn("2026-11-29 16:45"))
    scope = replace(SCOPE, sources=(*SCOPE.sources, early), without_receipt=2, not_covered=())

    text = flow(reports.render(a_report(scope=scope)).pdf)

    assert "Lưu ý: số liệu từ Sổ theo dõi hồ sơ kết xuất trước khi kỳ báo cáo kết thúc" in text
    assert "02 hồ sơ không có ngày tiếp nhận" in text
    assert "lúc 07:10 ngày 01/12/2026, lúc 16:45 ngày 29/11/2026;" in text
    assert "không gồm" not in text


def test_a_report_without_sources_says_so(reports: ReportRenderer) -> None:
    text = flow(reports.render(a_report(scope=replace(SCOPE, sources=()))).pdf)

    assert "Chưa có nguồn số liệu nào được nhập" in text


def test_open_dossiers_that_cannot_be_judged_are_told(reports: ReportRenderer) -> None:
    text = flow(reports.render(a_report(a_snapshot(unknown=True))).pdf)

    assert "Số trong hạn gồm 01 hồ sơ chưa xác định được" in text
    assert "01 hồ sơ không đủ dữ liệu" in text


def test_a_period_that_is_no_month_is_told_by_its_days(reports: ReportRenderer) -> None:
    period = Period(first=date(2026, 10, 15), last=date(2026, 11, 14))

    text = flow(reports.render(a_report(period=period)).pdf)

    assert "(từ ngày 15/10/2026 đến hết ngày 14/11/2026)" in text
    assert "tháng 1" not in text


def test_days_outside_the_calendar_are_not_known(reports: ReportRenderer) -> None:
    old = a_snapshot(received="2012-01-05 08:00", due="2012-02-01 17:00", about=("", ""))

    files = reports.render(a_report(old))

    assert "chưa có số liệu" in flow(files.pdf)
    assert sheet(files, "Hồ sơ quá hạn")[0][1] == "Chưa rõ thủ tục"
    assert sheet(files, "Hồ sơ quá hạn")[0][7] == "chưa có số liệu"


def test_a_letter_dated_otherwise_than_issued_shows_both(reports: ReportRenderer) -> None:
    late = a_snapshot(letter=a_letter("2026-11-13 08:00", dated="2026-11-11"))

    text = flow(reports.render(a_report(late)).pdf)

    assert "trở đi, 13/11/2026 (văn bản ghi ngày 11/11/2026)" in text


def test_many_agencies_end_in_one_of_the_others(reports: ReportRenderer) -> None:
    late = [a_snapshot(f"d{n:02}", unit=(f"u{n:02}", f"Xã số {n:02}")) for n in range(11)]

    files = reports.render(a_report(*late))

    assert "Xã số 07 01; 03 cơ quan, đơn vị khác 03." in flow(files.pdf)


# Layout


def test_tables_lie_across_and_repeat_their_heads(reports: ReportRenderer) -> None:
    fields = [
        a_snapshot(f"d{n:02}", about=(f"Lĩnh vực {n:02}", "Thủ tục"), due="2026-11-12 17:00")
        for n in range(60)
    ]

    pdf = reports.render(a_report(*fields)).pdf

    heads = {mark.page for mark in texts(pdf) if mark.text == "Số hồ sơ đang giải quyết"}
    wide = {number for number, (width, height) in enumerate(pages(pdf), 1) if width > height}
    rows = {mark.page for mark in texts(pdf) if mark.text.startswith("Lĩnh vực ")}
    assert heads >= rows
    assert rows <= wide
    assert len(rows) > 2


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

    files = reports.render(a_report(*late))

    cells = {row[0] for row in sheet(files, "Quá hạn theo cơ quan")}
    assert cells == set(names)
    assert "<b>x</b> & $y_1$ 01" in flow(files.pdf)


def test_no_cell_is_a_formula(office: ReportFiles) -> None:
    book = openpyxl.load_workbook(BytesIO(office.xlsx))

    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}

    assert "f" not in kinds


def test_a_text_too_long_for_a_cell_is_an_error_and_not_lost(reports: ReportRenderer) -> None:
    long = a_snapshot(about=("Hộ tịch", "x" * 40_000), ended="2026-11-10 09:00")

    with pytest.raises(RenderError) as raised:
        reports.render(a_report(long))

    assert raised.value.facts == {"document": "xlsx", "reason": "Hồ sơ, 4"}


def test_a_failing_page_names_the_report(words: Words, tmp_path: Path) -> None:
    with PdfRenderer(tmp_path, limit_seconds=0.001) as hurried:
        renderer = ReportRenderer(words, hurried)
        with pytest.raises(RenderError) as raised:
            renderer.render(EMPTY)

    assert raised.value.facts == {"document": "report UBND 2026-11", "reason": "time_limit"}


def sheet(files: ReportFiles, name: str) -> list[list[object]]:
    """Return the rows of a sheet below its headings, empty ends left off."""
    page = openpyxl.load_workbook(BytesIO(files.xlsx))[name]
    rows: list[list[object]] = []
    for row in page.iter_rows(min_row=4, values_only=True):
        cells: list[object] = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(cells)
    return rows
