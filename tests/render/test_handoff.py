"""What people pass on by hand reads well, is short, and holds no more than it must."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from monitor.domain.dossier import Applicant, ApplicantKind
from monitor.domain.errors import RenderError
from monitor.domain.handed import Subject
from monitor.domain.sms import segments
from monitor.notices.handoff import CitizenFacts, GroupFacts
from monitor.render.handoff import HandoffRenderer
from monitor.render.pdf import PdfRenderer
from monitor.render.words import Words
from tests.builders import vn
from tests.render.paper import pages, read

GROUP = GroupFacts(
    unit_code="TBA",
    scope="Ủy ban nhân dân xã Tân Bình An",
    at=vn("2026-10-14 07:30"),
    exported_at=vn("2026-10-14 07:10"),
    late=(("KT", 1), ("VHXH", 1), ("VP", 1)),
    today=(("KT", 5), ("VHXH", 6), ("VP", 6)),
)
PERSON = Applicant(name="Phạm Hữu Tường", kind=ApplicantKind.PERSON, phone="0900 000 000")
LETTER = CitizenFacts(
    dossier="H99.10.27-260915-0042",
    subject=Subject.LETTER,
    about="letter/2026-10-13",
    procedure="Đăng ký đất đai lần đầu",
    applicant=PERSON,
    issuer="Ủy ban nhân dân xã Tân Bình An",
    reach="0000 123 456",
    number="118/UBND-KT",
    due_on=date(2026, 10, 13),
    new_due_on=date(2026, 10, 27),
)
RESULT = CitizenFacts(
    dossier="H99.10.27-260915-0043",
    subject=Subject.RESULT,
    about="result",
    procedure="Cấp lại Giấy xác nhận khuyết tật",
    applicant=PERSON,
    issuer="Ủy ban nhân dân xã Tân Bình An",
    reach="",
)


@pytest.fixture(scope="module")
def texts(words: Words, pdf: PdfRenderer) -> HandoffRenderer:
    return HandoffRenderer(words, pdf)


def test_a_group_text_holds_counts_and_fits_a_chat(texts: HandoffRenderer) -> None:
    text = texts.group(GROUP)

    assert text == (
        "14/10, 07:30 - Hồ sơ TTHC xã Tân Bình An (số liệu lúc 07:10 ngày 14/10): quá hạn 03 "
        "(KT 01, VHXH 01, VP 01); đến hạn hôm nay 17 (KT 05, VHXH 06, VP 06). Chi tiết từng hồ "
        "sơ: xem thư công vụ hoặc Sổ việc ngày 14/10."
    )
    assert len(text) < 300


def test_a_group_text_without_anything_late_says_none(texts: HandoffRenderer) -> None:
    text = texts.group(replace(GROUP, late=(), exported_at=None))

    assert text.startswith("14/10, 07:30 - Hồ sơ TTHC xã Tân Bình An: quá hạn 00; đến hạn")


def test_a_message_about_a_letter_has_no_marks_and_no_name(texts: HandoffRenderer) -> None:
    text = texts.message(LETTER)

    assert text == (
        "UBND xa Tan Binh An xin loi Ong/Ba: ho so H99.10.27-260915-0042 chua kip tra "
        "ket qua ngay 13/10/2026, xin hen lai ngay 27/10/2026. Lien he 0000 123 456."
    )
    assert segments(text) == 1


def test_a_message_names_the_letter_where_that_costs_no_more(texts: HandoffRenderer) -> None:
    text = texts.message(replace(LETTER, issuer="UBND xã A", reach=""))

    assert "Van ban xin loi so 118/UBND-KT." in text
    assert segments(text) == 1


def test_an_organisation_is_named(texts: HandoffRenderer) -> None:
    company = Applicant(name="Công ty Ví Dụ", kind=ApplicantKind.ORGANISATION)

    text = texts.message(replace(LETTER, applicant=company))

    assert "xin loi Cong ty Vi Du: ho so" in text


def test_a_message_about_a_result_fits_one_segment(texts: HandoffRenderer) -> None:
    text = texts.message(RESULT)

    assert text == (
        "UBND xa Tan Binh An moi Ong/Ba den nhan ket qua ho so H99.10.27-260915-0043 da giai "
        "quyet xong. Khi den mang theo Giay tiep nhan ho so."
    )
    assert segments(text) == 1


def test_the_list_of_calls_names_whom_to_call_and_what_to_say(
    texts: HandoffRenderer,
) -> None:
    nobody = Applicant(name="Bà Ví Dụ", address="Thôn 4")

    calls = [LETTER, replace(RESULT, applicant=nobody)]
    paper = texts.call_list(calls, at=vn("2026-10-14 07:30"))

    text = " ".join(read(paper).split())
    assert "Ông/Bà Phạm Hữu Tường 0900 000 000" in text
    assert "xin hẹn lại ngày 27/10/2026 (văn bản số 118/UBND" in text
    assert "Kết quả đã có, mời đến nhận" in text
    assert "không có Thôn 4" in text


def test_a_long_list_repeats_its_heading_on_each_page(texts: HandoffRenderer) -> None:
    paper = texts.call_list([LETTER] * 60, at=vn("2026-10-14 07:30"))

    assert len(pages(paper)) > 1
    assert read(paper).count("Nội dung cần nói") == len(pages(paper))


def test_a_list_that_cannot_be_set_is_an_error(words: Words, tmp_path: Path) -> None:
    closed = PdfRenderer(tmp_path)
    texts = HandoffRenderer(words, closed)

    with closed, pytest.raises(RenderError):
        texts.call_list([LETTER], at=vn("2026-10-14 07:30"))
