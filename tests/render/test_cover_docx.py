"""The cover report: its figures are those of the report, its blanks are left for people."""

import runpy
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest
from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from monitor.catalogues import load_catalogue
from monitor.domain.errors import RenderError
from monitor.domain.period import MonthScheme
from monitor.render.cover_page import read_cover
from monitor.render.pdf import PdfRenderer
from monitor.render.report import ReportRenderer
from monitor.render.words import Words
from reports.month import MonthReport, Part
from reports.sections.summary import Hint, PlaceCount, Suggestion, Summary
from tests.render.conftest import TEMPLATES
from tests.reports.snapshots import (
    LAND_BRANCH,
    NOVEMBER,
    OFFICE_NOVEMBER,
    SCOPE,
    a_report,
    a_snapshot,
)

CODE = "3f9c" * 16
OFFICE = a_report(*OFFICE_NOVEMBER, scope=replace(SCOPE, place="Tân Bình An"))
TWO_UNITS = "Văn phòng HĐND và UBND (02), Phòng Văn hóa - Xã hội (01)"
ASKED = (
    f"Có văn bản đề nghị {LAND_BRANCH} thống nhất thời gian phối hợp giải quyết "
    "(01 hồ sơ quá hạn trong kỳ)."
)
BLANK = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="session")
def reports(words: Words, pdf: PdfRenderer) -> ReportRenderer:
    return ReportRenderer(words, pdf)


@pytest.fixture(scope="session")
def office(reports: ReportRenderer) -> bytes:
    return reports.cover(OFFICE, code=CODE)


def opened(docx: bytes) -> DocumentFile:
    return Document(BytesIO(docx))


def lines(docx: bytes) -> Iterator[Paragraph]:
    document = opened(docx)
    for found in document.element.body.iter(qn("w:p")):
        line = Paragraph(found, document)
        if line.text.strip():
            yield line


def words_of(docx: bytes) -> list[str]:
    return [" ".join(line.text.split()) for line in lines(docx)]


def the(docx: bytes, start: str) -> Paragraph:
    [found] = [line for line in lines(docx) if line.text.startswith(start)]
    return found


def between(told: list[str], first: str, last: str) -> list[str]:
    return told[told.index(first) + 1 : told.index(last)]


def style_of(line: Paragraph) -> str:
    assert line.style is not None
    return str(line.style.name)


def test_head_and_title_stand_as_the_decree_has_them(office: bytes) -> None:
    told = words_of(office)

    assert told[:4] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ TÂN BÌNH AN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert told[6:10] == [
        "BÁO CÁO",
        "Tình hình tiếp nhận, giải quyết hồ sơ thủ tục hành chính",
        "tháng 11 năm 2026",
        "(từ ngày 01/11/2026 đến hết ngày 30/11/2026)",
    ]
    assert the(office, "BÁO CÁO").alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_number_date_and_signature_are_left_blank(office: bytes) -> None:
    assert the(office, "Số:").text == f"Số:{10 * BLANK}/BC-{8 * BLANK}"
    issued = the(office, "Tân Bình An").text
    assert issued == f"Tân Bình An, ngày{5 * BLANK} tháng{5 * BLANK} năm 2026"
    recipients, signer = opened(office).tables[-1].rows[0].cells
    assert signer.text.strip() == ""
    assert [line for line in recipients.text.split("\n") if line] == [
        "Nơi nhận:",
        "- Lãnh đạo Ủy ban nhân dân xã Tân Bình An;",
        "- Các phòng, đơn vị liên quan;",
        "- Lưu: VT.",
    ]


def test_part_one_is_the_summary_of_the_report_word_for_word(
    office: bytes, words: Words
) -> None:
    told = between(words_of(office), "I. KẾT QUẢ", "II. TỒN TẠI, HẠN CHẾ, NGUYÊN NHÂN")

    page = words.render(
        "reports/sections/summary.html",
        report=OFFICE,
        parts={part.code: part.figures for part in OFFICE.parts},
        labels=load_catalogue("report"),
    )
    shown = read_cover(f'<div class="body">{page}</div>')

    assert tuple(told) == shown.words
    assert "4 / 11" in told
    assert "đạt 61,54% số hồ sơ rõ kênh" in told[0]
    assert told[1].startswith("2. Đã giải quyết: 11 hồ sơ; trong đó trước hạn 02")
    assert "(cách ghi của Biểu 06a), trong đó 01 hồ sơ kết thúc sau ngày" in told[1]


def test_the_rates_are_a_table_that_repeats_its_head(office: bytes) -> None:
    [_, rates, _] = opened(office).tables

    rows = [[cell.text for cell in row.cells] for row in rates.rows]

    assert rows[0][:3] == ["Cách tính", "Tử số / mẫu số", "Tháng 11"]
    assert [row[1:3] for row in rows[1:]] == [
        ["4 / 11", "36,36%"],
        ["6 / 9", "66,67%"],
        ["4 / 7", "57,14%"],
    ]
    assert len(rates.columns) == len(rows[0])
    assert rates.rows[0]._tr.xpath("w:trPr/w:tblHeader")  # noqa: SLF001 - no such property


def test_suggestions_are_marked_as_such_and_left_to_the_clerk(office: bytes) -> None:
    told = words_of(office)
    note = the(office, "Phạm vi số liệu").text

    hint = "[Gợi ý từ số liệu, người soạn thảo rà soát, bổ sung hoặc bỏ:]"
    assert between(told, "IV. KIẾN NGHỊ", " ".join(note.split()))[1:] == [
        f"1. Chỉ đạo tham mưu ban hành 03 văn bản xin lỗi còn thiếu: {TWO_UNITS}.",
        f"2. Chỉ đạo nêu nguyên nhân của 03 hồ sơ quá hạn: {TWO_UNITS}.",
        f"3. {ASKED}",
    ]
    assert told.count(hint) == 3
    assert "III. NHIỆM VỤ THÁNG 12 NĂM 2026" in told
    assert style_of(the(office, "- Có 07 hồ sơ quá hạn trong kỳ")) == "Cover suggestion"
    assert style_of(the(office, "IV. KIẾN NGHỊ")) == "Heading 1"
    [face] = opened(office).styles["Heading 1"].element.xpath("w:rPr/w:rFonts")
    assert set(face.attrib.values()) == {"Times New Roman"}
    assert f"Mã số liệu: 2026-11, bản 1, {CODE}" in note


def test_every_hint_has_its_sentence(reports: ReportRenderer) -> None:
    place = PlaceCount(name="Phòng Kinh tế", count=7, of=20)
    every = tuple(Suggestion(hint=hint, count=9, places=(place,)) for hint in Hint)
    summary = Summary(shortcomings=every, tasks=(), proposals=())
    parts = (Part(code="summary", figures=summary), *OFFICE.parts[1:])

    docx = reports.cover(replace(OFFICE, parts=parts), code=CODE)

    told = [line.text for line in lines(docx) if style_of(line) == "Cover suggestion"]
    assert len(set(told)) == len(Hint)
    assert all("09" in line and "Phòng Kinh tế" in line for line in told)
    assert any("Phòng Kinh tế 35,00% (7/20)" in line for line in told)
    assert "các đơn vị khác (02)" in told[0]


def test_equal_figures_give_equal_bytes(office: bytes, reports: ReportRenderer) -> None:
    again = a_report(*reversed(OFFICE_NOVEMBER), scope=OFFICE.scope)

    assert reports.cover(again, code=CODE) == office
    assert reports.cover(OFFICE, code="0" * 64) != office


def test_the_file_tells_what_it_is(office: bytes) -> None:
    told = opened(office).core_properties

    assert told.title == (
        "Báo cáo tình hình tiếp nhận, giải quyết hồ sơ thủ tục hành chính tháng 11 năm 2026"
    )
    assert told.author == SCOPE.unit_name
    assert told.created is not None
    assert told.created.date() == NOVEMBER.last


@pytest.mark.parametrize(
    "name",
    [
        "<b>x</b> & $y_1$",
        "{{7*7}} {% raw %}",
        "=HYPERLINK(1) {_{7*7}_}",
    ],
)
def test_names_that_want_to_be_more_stay_text(reports: ReportRenderer, name: str) -> None:
    report = a_report(a_snapshot(agency=name))

    told = words_of(reports.cover(report, code=CODE))

    assert f"- Có 01 hồ sơ quá hạn trong kỳ, theo cơ quan, đơn vị giải quyết: {name}." in told


def test_a_period_without_dossiers_suggests_nothing(reports: ReportRenderer) -> None:
    scheme = MonthScheme(begins=15)
    report = a_report(scope=replace(SCOPE, months=scheme, sources=(), not_covered=()))

    told = words_of(reports.cover(report, code=CODE))

    empty = "[Số liệu của kỳ không gợi ý nội dung nào; người soạn thảo bổ sung.]"
    assert told.count(empty) == 3
    assert "III. NHIỆM VỤ KỲ TIẾP THEO" in told
    assert "5. Hồ sơ quá hạn: không phát sinh." in told
    assert not any("100%" in line for line in told)


def test_what_is_not_final_says_so_on_every_page(reports: ReportRenderer) -> None:
    running: MonthReport = replace(OFFICE, is_provisional=True)

    docx = reports.cover(running, code=CODE)

    section = opened(docx).sections[0]
    assert section.first_page_header.paragraphs[0].text == "SỐ LIỆU TẠM TÍNH"
    assert section.header.paragraphs[0].text.startswith("SỐ LIỆU TẠM TÍNH")
    assert "kỳ báo cáo chưa kết thúc" in the(docx, "SỐ LIỆU TẠM TÍNH").text


def test_words_without_a_place_in_the_word_file_are_an_error() -> None:
    with pytest.raises(RenderError) as failed:
        read_cover('<div class="body"><p class="item">Một</p><p>Hai</p></div>')

    assert failed.value.facts == {"document": "cover", "reason": "stray_words"}


def test_the_layout_is_what_the_script_makes() -> None:
    script = runpy.run_path(str(TEMPLATES.parent / "scripts" / "letter_layouts.py"))

    assert script["COVER"].read_bytes() == script["lay_out_cover"](script["SHEETS"][0])


def test_a_layout_that_asks_for_more_is_named(pdf: PdfRenderer, tmp_path: Path) -> None:
    copytree(TEMPLATES, tmp_path / "templates")
    layout = tmp_path / "templates" / "reports" / "cover.docx"
    edited = Document(str(layout))
    edited.add_paragraph("{{ page.seal }}")
    edited.save(str(layout))

    with pytest.raises(RenderError) as failed:
        ReportRenderer(Words(tmp_path / "templates"), pdf).cover(OFFICE, code=CODE)

    assert failed.value.facts["reason"] == "mẫu cover.docx dùng tên “seal” không có"
