"""A PDF is held against what it has to be; each thing that is wrong has its code."""

from dataclasses import replace

import pytest

from monitor.catalogues.told import sentence
from monitor.domain.errors import RenderError
from monitor.render.paper_check import A4, A5, Margins, PaperCheck
from monitor.render.pdf import PdfRenderer
from tests.render.paper import pages

STYLE = """
@page {
  size: A4; margin: 20mm 15mm 20mm 30mm;
  @top-left { content: element(mark); vertical-align: middle }
  @top-center { content: counter(page); font: 13pt "Liberation Serif"; vertical-align: middle }
}
@page :first { @top-center { content: none } }
html { font: 14pt "Liberation Serif" }
body, p { margin: 0 }
.body { text-align: justify; overflow-wrap: anywhere }
.mark { position: running(mark); font-size: 11pt }
"""
LETTER = (
    "<html lang=vi><title>Văn bản xin lỗi</title><style>{style}</style>{mark}"
    "<h1><i>Ủy ban</i> <b>nhân dân</b></h1><div class=body>{body}</div>"
)
SENTENCE = "Ủy ban nhân dân xã chân thành xin lỗi Ông/Bà ffi UBND-KT."
HEAD = "Ủy ban nhân dân"
MARK = "DỰ THẢO"
CHECK = PaperCheck(
    size=A4,
    margins=Margins(top=20, right=15, bottom=20, left=30),
    most_pages=1,
    words=(HEAD, SENTENCE),
    title="Văn bản xin lỗi",
)


def a_letter(body: str = SENTENCE, *, style: str = "", mark: str = "") -> str:
    shown = f"<p class=mark>{mark}</p>" if mark else ""
    return LETTER.format(style=STYLE + style, mark=shown, body=f"<p>{body}</p>")


def refused(pdf: PdfRenderer, html: str, check: PaperCheck = CHECK) -> str:
    """Return the reason for which a letter is refused."""
    with pytest.raises(RenderError) as failed:
        pdf.letter(html, check)
    return str(failed.value.facts["reason"])


def test_a_letter_as_it_has_to_be_is_what_rendering_makes_of_it(pdf: PdfRenderer) -> None:
    assert pdf.letter(a_letter(), CHECK) == pdf.render(a_letter())


def test_words_are_found_wherever_lines_and_pages_break(pdf: PdfRenderer) -> None:
    long = " ".join([SENTENCE] * 130) + " " + "đường-làng-" * 40
    other = "Đ" * 80
    check = replace(CHECK, words=(other, long, HEAD), most_pages=3, mark=MARK)

    made = pdf.letter(a_letter(f"{long}<p>{other}", mark=MARK), check)

    assert len(pages(made)) == 3


def test_a_check_comes_whole_to_the_child() -> None:
    check = replace(CHECK, mark=MARK, fonts=("A", "B"), words=("Một\n", "hai"))
    line = check.dump()

    assert b"\n" not in line
    assert PaperCheck.load(line) == check


def test_too_many_pages(pdf: PdfRenderer) -> None:
    html = a_letter(f"{SENTENCE}<p style='break-before: page'>")

    assert refused(pdf, html) == "check_pages"


def test_another_paper(pdf: PdfRenderer) -> None:
    assert refused(pdf, a_letter(), replace(CHECK, size=A5)) == "check_size"
    assert refused(pdf, a_letter(style="@page { size: A4 landscape }")) == "check_size"


def test_one_page_of_another_size(pdf: PdfRenderer) -> None:
    style = "@page wide { size: A4 landscape } .wide { page: wide }"
    html = a_letter(f"{SENTENCE}<p class=wide>Hết", style=style)
    check = replace(CHECK, words=(*CHECK.words, "Hết"), most_pages=2)

    assert refused(pdf, html, check) == "check_size"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        pytest.param("lang=vi", "lang=en", id="language"),
        pytest.param("<title>Văn bản xin lỗi", "<title>Thư", id="title"),
    ],
)
def test_what_a_reader_aloud_needs_to_know(pdf: PdfRenderer, was: str, becomes: str) -> None:
    assert refused(pdf, a_letter().replace(was, becomes)) == "check_metadata"


@pytest.mark.parametrize(
    ("body", "reads"),
    [
        pytest.param("Trần \N{GRINNING FACE}", True, id="from another font"),
        pytest.param("Trần \N{CJK UNIFIED IDEOGRAPH-5B57}", True, id="in no font"),
        pytest.param(
            "<span style='font-family: Liberation Sans'>Trần</span>", False, id="sans"
        ),
    ],
)
def test_letters_that_the_font_does_not_have(pdf: PdfRenderer, body: str, reads: bool) -> None:
    check = replace(CHECK, words=(HEAD, body if reads else "Trần"))

    assert refused(pdf, a_letter(body), check) == "check_fonts"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param((HEAD,), id="more is printed"),
        pytest.param((*CHECK.words, "Trân trọng./."), id="less is printed"),
        pytest.param((*CHECK.words, SENTENCE), id="printed once instead of twice"),
        pytest.param((HEAD, SENTENCE.replace("chân thành ", "")), id="another sentence"),
        pytest.param((HEAD, SENTENCE.replace("UBND-KT", "UBNDKT")), id="without a hyphen"),
    ],
)
def test_other_words(pdf: PdfRenderer, words: tuple[str, ...]) -> None:
    assert refused(pdf, a_letter(), replace(CHECK, words=words)) == "check_text"


def test_a_mark_that_has_to_stand_on_the_page_or_must_not(pdf: PdfRenderer) -> None:
    marked = replace(CHECK, mark=MARK)

    assert pdf.letter(a_letter(mark=MARK), marked)
    assert refused(pdf, a_letter(mark=MARK)) == "check_text"
    assert refused(pdf, a_letter(), marked) == "check_text"


def test_a_second_page_needs_its_number(pdf: PdfRenderer) -> None:
    html = a_letter(f"{SENTENCE}<p style='break-before: page'>Hết")
    check = replace(CHECK, words=(*CHECK.words, "Hết"), most_pages=2)

    assert pdf.letter(html, check)
    bare = html.replace("counter(page)", "none")
    assert refused(pdf, bare, check) == "check_text"


@pytest.mark.parametrize(
    "style",
    [
        pytest.param("@page { margin-left: 28mm }", id="left"),
        pytest.param("@page { margin-right: 13mm } p { text-align: right }", id="right"),
        pytest.param("p { position: absolute; bottom: -2mm }", id="bottom"),
        pytest.param("h1 { position: absolute; top: -15mm; margin: 0 }", id="top"),
        pytest.param(".body { margin-top: -30mm }", id="where the mark would be"),
        pytest.param("p { white-space: nowrap; font-size: 24pt }", id="too wide a line"),
        pytest.param(".body { border-left: 0.2pt solid #ccc; margin-left: -5mm }", id="thin"),
    ],
)
def test_what_stands_in_a_margin(pdf: PdfRenderer, style: str) -> None:
    assert refused(pdf, a_letter(style=style)) == "check_margins"


def test_a_number_out_of_its_place(pdf: PdfRenderer) -> None:
    html = a_letter(f"{SENTENCE}<p style='break-before: page'>Hết")
    check = replace(CHECK, words=(*CHECK.words, "Hết"), most_pages=2)

    moved = html.replace("@top-center", "@top-right")

    assert refused(pdf, moved, check) == "check_margins"


def test_a_reason_never_tells_a_word(pdf: PdfRenderer) -> None:
    with pytest.raises(RenderError) as failed:
        pdf.letter(a_letter("Phạm Hữu Tường"), CHECK)

    assert failed.value.facts == {"document": "letter", "reason": "check_text"}


@pytest.mark.parametrize(
    "reason",
    ["pages", "size", "metadata", "fonts", "text", "margins"],
)
def test_an_operator_is_told_in_words_what_is_wrong(reason: str) -> None:
    assert "check" not in sentence(RenderError(document="H99", reason=f"check_{reason}"))
