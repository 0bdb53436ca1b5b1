"""The Word copy has the letter's words, its own layout, and no hour in it."""

import runpy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from shutil import copytree
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from monitor.domain.dossier import Applicant
from monitor.domain.errors import RenderError
from monitor.domain.paper import Paper
from monitor.render.letters import LetterRenderer
from monitor.render.pdf import PdfRenderer
from monitor.render.rule_line import rule_under
from monitor.render.words import Words
from tests.render.conftest import TEMPLATES
from tests.render.sample_letters import (
    AFTER,
    BEFORE,
    ORGANISATION,
    SHEET_A4,
    SHEET_A5,
    TO_COUNTER,
    URGING,
)

PAPERS: dict[str, Paper] = {
    "form04": BEFORE,
    "draft": AFTER,
    "organisation": ORGANISATION,
    "phieu_a4": SHEET_A4,
    "phieu_a5": SHEET_A5,
    "don_doc": URGING,
    "thong_bao": TO_COUNTER,
}
SCRIPT = TEMPLATES.parent / "scripts" / "letter_layouts.py"


def opened(docx: bytes) -> DocumentFile:
    return Document(BytesIO(docx))


def paragraphs(document: DocumentFile) -> list[Paragraph]:
    return [Paragraph(found, document) for found in document.element.body.iter(qn("w:p"))]


def words_of(docx: bytes) -> tuple[str, ...]:
    lines = (" ".join(line.text.split()) for line in paragraphs(opened(docx)))
    return tuple(line for line in lines if line)


def the(docx: bytes, start: str) -> Paragraph:
    [found] = [line for line in paragraphs(opened(docx)) if line.text.startswith(start)]
    return found


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_it_has_the_words_of_the_letter(letters: LetterRenderer, paper: Paper) -> None:
    assert words_of(letters.docx(paper)) == letters.words(paper)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_the_same_facts_give_the_same_bytes(letters: LetterRenderer, paper: Paper) -> None:
    with_code = replace(paper, has_qr=True)

    assert letters.docx(with_code) == letters.docx(with_code)
    assert letters.docx(with_code) != letters.docx(paper)


@pytest.mark.parametrize(
    "name",
    [
        '<w:br/><img src="file:///etc/passwd">',
        "{{7*7}} {% raw %}{{ page.name }}",
        "{_{7*7}_} {_%raw%_}",
        "An &amp; &#123; 'Bình' \"Chi\"",
    ],
)
def test_what_is_fed_in_appears_as_text(letters: LetterRenderer, name: str) -> None:
    letter = replace(BEFORE, applicant=Applicant(name=name))

    made = words_of(letters.docx(letter))

    assert f"- Ông/Bà {name};" in made
    assert made == letters.words(letter)


def test_blanks_for_the_clerk_stay_wide(letters: LetterRenderer) -> None:
    made = letters.docx(BEFORE)

    assert the(made, "Số:").text == f"Số: {10 * chr(0xA0)}/UBND-KT"


@pytest.mark.parametrize(
    ("paper", "sheet", "margins"),
    [
        pytest.param(BEFORE, (210, 297), (20, 20, 30, 15), id="A4"),
        pytest.param(SHEET_A5, (148, 210), (12, 10, 18, 10), id="A5"),
    ],
)
def test_sheet_and_margins(
    letters: LetterRenderer,
    paper: Paper,
    sheet: tuple[int, int],
    margins: tuple[int, int, int, int],
) -> None:
    section = opened(letters.docx(paper)).sections[0]

    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == sheet
    found = (
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert tuple(round(length.mm) for length in found if length is not None) == margins


@pytest.mark.parametrize(
    ("start", "size", "bold", "italic"),
    [
        ("CỘNG HÒA", 13, True, False),
        ("Độc lập", 14, True, False),
        ("TỈNH TÂN BÌNH", 13, False, False),
        ("SỞ NÔNG NGHIỆP", 13, True, False),
        ("Số:", 13, False, False),
        ("Tân Bình, ngày", 14, False, True),
        ("VĂN BẢN XIN LỖI", 14, True, False),
        ("Kính gửi:", 14, False, False),
        ("Nơi nhận:", 12, True, True),
        ("- Lưu: VT", 11, False, False),
        ("GIÁM ĐỐC", 14, True, False),
        ("Lê Quang Thạnh", 14, True, False),
    ],
)
def test_type_sizes_are_those_of_the_decree(
    letters: LetterRenderer, start: str, size: float, *, bold: bool, italic: bool
) -> None:
    [run] = the(letters.docx(ORGANISATION), start).runs

    assert run.font.size is not None
    assert (run.font.size.pt, run.font.bold, run.font.italic) == (size, bold, italic)


def test_the_body_is_justified_indented_and_ends_with_the_signature(
    letters: LetterRenderer,
) -> None:
    made = letters.docx(BEFORE)
    status, last = the(made, "1. Tình trạng"), the(made, "Trân trọng")

    assert status.style is not None
    assert last.style is not None
    layout = status.style.paragraph_format
    assert layout.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert layout.first_line_indent is not None
    assert layout.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
    assert layout.space_before is not None
    assert layout.space_before.pt == 6
    assert not layout.keep_with_next
    assert last.style.paragraph_format.keep_with_next
    normal = opened(made).styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Times New Roman", 14)


def test_pages_are_numbered_from_the_second_on_and_a_draft_is_marked(
    letters: LetterRenderer,
) -> None:
    section = opened(letters.docx(AFTER)).sections[0]
    first, later = section.first_page_header, section.header

    assert section.different_first_page_header_footer
    assert first.paragraphs[0].text == "DỰ THẢO"
    assert "PAGE" not in first.part.blob.decode()
    assert later.paragraphs[0].text == "DỰ THẢO\t"
    assert ">PAGE<" in later.part.blob.decode()
    clean = opened(letters.docx(BEFORE)).sections[0]
    assert clean.first_page_header.paragraphs[0].text == ""


def test_the_file_tells_title_issuer_and_mark(letters: LetterRenderer) -> None:
    told = opened(letters.docx(BEFORE)).core_properties

    assert told.title == (
        "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết hồ sơ H99.10.27-260915-0042"
    )
    assert (told.author, told.last_modified_by) == (BEFORE.issuer, BEFORE.issuer)
    assert (told.keywords, told.language) == (BEFORE.mark, "vi-VN")
    assert told.created is not None
    assert told.created.date() == date(2026, 10, 9)


def test_a_qr_code_is_a_picture_with_a_text(letters: LetterRenderer) -> None:
    shapes = opened(letters.docx(replace(BEFORE, has_qr=True))).inline_shapes

    assert len(shapes) == 1
    assert shapes[0].width.mm == pytest.approx(16)
    [drawn] = shapes[0]._inline.xpath("wp:docPr")  # noqa: SLF001 - python-docx has no reader
    assert drawn.get("descr") == f"Mã hồ sơ {BEFORE.dossier}"
    assert len(opened(letters.docx(BEFORE)).inline_shapes) == 0


@pytest.mark.parametrize(("text", "spaces"), [("", 0), ("VVVV", 9), ("aaaa", 6), ("VV aa", 8)])
def test_a_line_grows_with_its_text(text: str, spaces: int) -> None:
    assert rule_under([text, ""]) == "\N{NO-BREAK SPACE}" * spaces


def test_a_line_below_nothing_is_none() -> None:
    assert rule_under([]) == ""


def test_the_layouts_are_what_the_script_makes() -> None:
    script = runpy.run_path(str(SCRIPT))

    for sheet in script["SHEETS"]:
        kept = TEMPLATES / "letters" / f"layout_{sheet.name}.docx"
        assert kept.read_bytes() == script["lay_out"](sheet), kept.name


def test_a_layout_that_asks_for_more_is_named(pdf: PdfRenderer, tmp_path: Path) -> None:
    copytree(TEMPLATES, tmp_path / "templates")
    layout = tmp_path / "templates" / "letters" / "layout_a4.docx"
    edited = Document(str(layout))
    edited.add_paragraph("{{ page.seal }}")
    edited.save(str(layout))

    with pytest.raises(RenderError) as failed:
        LetterRenderer(Words(tmp_path / "templates"), pdf).docx(BEFORE)

    assert failed.value.facts == {
        "document": BEFORE.dossier,
        "reason": "mẫu layout_a4.docx dùng tên “seal” không có",
    }


def damage(layout: Path, *, part: str, content: bytes) -> None:
    """Put another content in the place of a part of a Word file."""
    with ZipFile(layout) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with ZipFile(layout, "w") as packed:
        for name, kept in {**parts, part: content}.items():
            packed.writestr(name, kept)


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(Path.unlink, id="missing"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(b"PK" + b"x" * 999), id="no zip"),
        pytest.param(partial(damage, part="word/document.xml", content=b"<a"), id="no XML"),
        pytest.param(partial(damage, part="word/document.xml", content=b"<a/>"), id="not Word"),
        pytest.param(partial(damage, part="docProps/core.xml", content=b"<"), id="properties"),
    ],
)
def test_a_layout_that_is_missing_or_damaged_is_named(
    pdf: PdfRenderer, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    copytree(TEMPLATES, tmp_path / "templates")
    harm(tmp_path / "templates" / "letters" / "layout_a5.docx")

    with pytest.raises(RenderError) as failed:
        LetterRenderer(Words(tmp_path / "templates"), pdf).docx(SHEET_A5)

    assert failed.value.facts == {
        "document": SHEET_A5.dossier,
        "reason": "tệp trình bày bản Word layout_a5.docx bị thiếu hoặc hỏng; "
        "đề nghị chép lại tệp gốc của chương trình",
    }
