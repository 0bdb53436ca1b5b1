"""The page's parts are found, in reading order, and no word is lost on the way."""

import pytest

from monitor.domain.errors import RenderError
from monitor.render.letter_page import read_page
from monitor.render.letters import LetterRenderer
from tests.render.sample_letters import AFTER, BEFORE, ORGANISATION, SHEET_A4


def test_every_part_is_found(letters: LetterRenderer) -> None:
    page = read_page(letters.html(ORGANISATION))

    assert page.parent == ("ỦY BAN NHÂN DÂN", "TỈNH TÂN BÌNH")
    assert page.agency == ("SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG")
    assert page.state == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert page.motto == "Độc lập - Tự do - Hạnh phúc"
    assert page.number == "Số: 07/SNNMT-ĐĐ"
    assert page.issued == "Tân Bình, ngày 09 tháng 10 năm 2026"
    assert page.title == ("VĂN BẢN XIN LỖI", "VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT")
    assert page.has_title_rule
    assert page.addressed == "Kính gửi:"
    assert len(page.addressees) == 2
    assert [line.is_last for line in page.body] == [False] * 5 + [True] * 2
    assert page.recipients == ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")
    assert page.signer_title == ("GIÁM ĐỐC",)
    assert page.signer == "Lê Quang Thạnh"
    assert (page.draft, page.qr) == ("", "")


def test_a_new_date_on_a_line_of_its_own_is_known(letters: LetterRenderer) -> None:
    page = read_page(letters.html(SHEET_A4))

    assert [line.text for line in page.body if line.is_centred] == [
        "17 giờ 00 phút, ngày 27 tháng 10 năm 2026 (thứ Ba)"
    ]
    assert not page.has_title_rule


def test_the_mark_of_a_draft_is_no_word_of_the_letter(letters: LetterRenderer) -> None:
    page = read_page(letters.html(AFTER))

    assert page.draft == "DỰ THẢO"
    assert "DỰ THẢO" not in page.words


def test_blanks_are_single_in_words_and_kept_on_the_page(letters: LetterRenderer) -> None:
    page = read_page(letters.html(BEFORE))

    assert page.number == "Số: " + 10 * "\N{NO-BREAK SPACE}" + "/UBND-KT"
    assert "Số: /UBND-KT" in page.words


def test_lines_of_a_title_stay_apart() -> None:
    page = read_page(
        '<html><body><h1> A <br>B\n C</h1><div class="signer"><p class="title">Q.\nD</p></div>'
    )

    assert page.title == ("A", "B C")
    assert page.signer_title == ("Q.", "D")
    assert page.words == ("A", "B C", "Q.", "D")


def test_words_that_stand_in_no_part_are_refused() -> None:
    with pytest.raises(RenderError) as failed:
        read_page("<html><body><h1>A</h1><p>B</p></body></html>")

    assert failed.value.facts["reason"] == "stray_words"
