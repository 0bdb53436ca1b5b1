"""The apology on paper: its words whole, its layout measured from the PDF itself."""

import unicodedata
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from monitor.domain.dossier import Applicant
from monitor.domain.errors import RenderError
from monitor.domain.paper import ApologyLetter, DueBasis
from monitor.render.letters import LetterRenderer
from monitor.render.pdf import PdfRenderer
from monitor.render.words import Words
from tests.builders import vn
from tests.render.conftest import TEMPLATES
from tests.render.paper import Mark, flow, marks, pages, read, rules, texts, the
from tests.render.sample_letters import AFTER, BEFORE, ORGANISATION

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "letters"
SERIF = "Liberation-Serif"
LEFT, RIGHT, TOP, BOTTOM = 30, 195, 20, 277  # mm: what the margins leave of A4
TWO_PAGES = replace(BEFORE, reason="Chi nhánh chưa gửi kết quả trích đo địa chính. " * 20)


def for_applicant(name: str, *, address: str = "") -> ApologyLetter:
    return replace(BEFORE, applicant=Applicant(name=name, address=address))


# Words


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        pytest.param("before", BEFORE, id="before the deadline"),
        pytest.param("after", AFTER, id="after the deadline, a draft"),
        pytest.param("organisation", ORGANISATION, id="to an organisation, numbered"),
    ],
)
def test_the_letter_reads_as_approved(
    letters: LetterRenderer, name: str, letter: ApologyLetter
) -> None:
    expected = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")

    assert read(letters.pdf(letter)) == expected


def test_an_organisation_is_never_called_ong_ba(letters: LetterRenderer) -> None:
    assert "Ông" not in letters.html(ORGANISATION)
    assert "Bà" not in letters.html(ORGANISATION)


def test_an_applicant_of_unknown_kind_is_called_ong_ba(letters: LetterRenderer) -> None:
    html = letters.html(for_applicant("Phạm Hữu Tường"))

    assert "Kính gửi" in html
    assert "- Ông/Bà Phạm Hữu Tường;" in html


def test_an_issuer_that_receives_itself_does_not_write_to_itself(
    letters: LetterRenderer,
) -> None:
    made = flow(letters.pdf(replace(BEFORE, one_stop=BEFORE.issuer)))

    assert "(địa chỉ: Thôn 4, xã Tân Bình An). Ủy ban nhân dân xã" in made
    assert "Đề nghị Ủy ban" not in made


def test_phone_and_mailbox_stay_out_of_the_letter(letters: LetterRenderer) -> None:
    html = letters.html(BEFORE)

    assert BEFORE.applicant.phone not in html
    assert BEFORE.applicant.mailbox not in html


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param(
            {"step": ""},
            "1. Tình trạng giải quyết: hồ sơ đang được Ủy ban nhân dân xã xem xét, giải quyết.",
            id="no step known",
        ),
        pytest.param(
            {"basis": DueBasis.COUNTED},
            "tiếp nhận ngày 15 tháng 9 năm 2026, thời hạn giải quyết theo quy định đến "
            "ngày 13 tháng 10 năm 2026. 1.",
            id="nothing promised",
        ),
        pytest.param(
            {"basis": DueBasis.SUPPLEMENTED},
            "hạn trả kết quả là ngày 13 tháng 10 năm 2026 (sau khi trừ thời gian chờ bổ sung "
            "hồ sơ). 1.",
            id="moved by a supplement",
        ),
        pytest.param(
            {"basis": DueBasis.WAITED},
            "là ngày 13 tháng 10 năm 2026 (sau khi trừ thời gian chờ bổ sung hồ sơ, thực hiện "
            "nghĩa vụ tài chính). 1.",
            id="moved by dues",
        ),
        pytest.param(
            {"basis": DueBasis.REST_DAY},
            "là ngày 13 tháng 10 năm 2026 (ngày làm việc liền trước ngày nghỉ ghi trên Giấy "
            "tiếp nhận hồ sơ và hẹn trả kết quả). 1.",
            id="a day of rest on the slip",
        ),
        pytest.param(
            {"is_before_deadline": False, "days_late": 0, "stated_on": BEFORE.due_at.date()},
            "Đến ngày 13 tháng 10 năm 2026, Ủy ban nhân dân xã chưa trả được kết quả hồ sơ "
            "của Ông/Bà theo ngày đã hẹn. 1.",
            id="late by less than a day",
        ),
        pytest.param(
            {"new_due_at": vn("2026-10-27")},
            "Ngày hẹn trả kết quả mới: ngày 27 tháng 10 năm 2026 (thứ Ba).",
            id="new date without an hour",
        ),
        pytest.param(
            {"extension_days": 6},
            "Thời gian đề nghị gia hạn: 06 ngày làm việc.",
            id="extension below ten days",
        ),
        pytest.param(
            {"reason": "chưa có kết quả trích đo.\n"},
            "đúng hẹn: chưa có kết quả trích đo. 3.",
            id="reason with its own full stop",
        ),
        pytest.param(
            {"contact": ""},
            "xin liên hệ Trung tâm Phục vụ hành chính công xã Tân Bình An.",
            id="no person to contact",
        ),
        pytest.param(
            {"one_stop": BEFORE.issuer},
            "Ủy ban nhân dân xã Tân Bình An sẽ điều chỉnh ngày hẹn",
            id="an issuer that receives itself",
        ),
    ],
)
def test_a_sentence_follows_its_facts(
    letters: LetterRenderer, changes: dict[str, object], sentence: str
) -> None:
    letter = replace(BEFORE, **changes)  # type: ignore[arg-type]  # one field a case

    assert sentence in flow(letters.pdf(letter))


@pytest.mark.parametrize("letter", [BEFORE, AFTER], ids=["before", "after"])
def test_nothing_is_said_to_be_promised_where_nothing_was(
    letters: LetterRenderer, letter: ApologyLetter
) -> None:
    made = flow(letters.pdf(replace(letter, basis=DueBasis.COUNTED)))

    assert "đúng thời hạn" in made
    assert not [said for said in ("đã hẹn", "đúng hẹn", "hẹn lại", "Giấy tiếp") if said in made]


# Number, date, signature, draft


def test_number_and_date_stay_blank_for_the_clerk(letters: LetterRenderer) -> None:
    made = letters.pdf(BEFORE)

    assert "\nSố:           /UBND-KT " in read(made)
    assert "Tân Bình An, ngày      tháng      năm 2026\n" in read(made)


def test_a_number_and_a_date_are_set_when_known(letters: LetterRenderer) -> None:
    made = letters.pdf(ORGANISATION)

    assert the(made, "Số").text == "Số: 07/SNNMT-ĐĐ"
    assert the(made, "Tân Bình,").text == "Tân Bình, ngày 09 tháng 10 năm 2026"


def test_only_a_draft_is_marked(letters: LetterRenderer) -> None:
    assert "DỰ THẢO" not in read(letters.pdf(BEFORE))

    mark = the(letters.pdf(AFTER), "DỰ THẢO")

    assert mark.bottom < TOP
    assert mark.size == 11


def test_a_draft_is_marked_on_every_page(letters: LetterRenderer) -> None:
    made = letters.pdf(replace(TWO_PAGES, is_draft=True))

    assert [mark.page for mark in texts(made) if mark.text == "DỰ THẢO"] == [1, 2]


def test_the_place_of_the_signature_is_empty(letters: LetterRenderer) -> None:
    made = letters.pdf(BEFORE)
    title, name = the(made, "PHÓ CHỦ TỊCH"), the(made, "Lê Quang Thạnh")

    between = [
        mark
        for mark in marks(made)
        if mark.right > RIGHT - 80 and title.bottom < mark.top < name.top
    ]

    assert name.top - title.bottom > 25
    assert between == []


# Layout


def test_it_is_one_page_of_a4(letters: LetterRenderer) -> None:
    for letter in (BEFORE, AFTER, ORGANISATION):
        [(width, height)] = pages(letters.pdf(letter))

        assert (round(width), round(height)) == (210, 297)


@pytest.mark.parametrize(
    ("start", "size", "face"),
    [
        pytest.param("CỘNG HÒA", 13, "-Bold", id="name of the state"),
        pytest.param("Độc lập", 14, "-Bold", id="motto"),
        pytest.param("TỈNH TÂN BÌNH", 13, "", id="parent agency"),
        pytest.param("SỞ NÔNG NGHIỆP", 13, "-Bold", id="issuing agency"),
        pytest.param("Số:", 13, "", id="number"),
        pytest.param("Tân Bình, ngày", 14, "-Italic", id="place and date"),
        pytest.param("VĂN BẢN XIN LỖI", 14, "-Bold", id="title"),
        pytest.param("VÀ ĐỀ NGHỊ GIA HẠN", 14, "-Bold", id="title, second line"),
        pytest.param("Kính gửi:", 14, "", id="addressees"),
        pytest.param("1. Tình trạng", 14, "", id="body"),
        pytest.param("Nơi nhận:", 12, "-Bold-Italic", id="recipients"),
        pytest.param("- Lưu: VT", 11, "", id="list of recipients"),
        pytest.param("GIÁM ĐỐC", 14, "-Bold", id="signer's title"),
        pytest.param("Lê Quang Thạnh", 14, "-Bold", id="signer's name"),
    ],
)
def test_type_sizes_are_those_of_the_decree(
    letters: LetterRenderer, start: str, size: float, face: str
) -> None:
    mark = the(letters.pdf(ORGANISATION), start)

    assert (mark.size, mark.font) == (size, SERIF + face)


def test_every_letter_comes_from_one_family(letters: LetterRenderer) -> None:
    fonts = {mark.font for letter in (BEFORE, AFTER) for mark in texts(letters.pdf(letter))}

    assert fonts == {SERIF, f"{SERIF}-Bold", f"{SERIF}-Italic", f"{SERIF}-Bold-Italic"}


@pytest.mark.parametrize(
    "letter",
    [
        pytest.param(BEFORE, id="usual"),
        pytest.param(ORGANISATION, id="long letterhead"),
        pytest.param(TWO_PAGES, id="two pages"),
        pytest.param(
            for_applicant("Công Tằng Tôn Nữ " * 4, address="Thôn 4, " * 20), id="name"
        ),
        pytest.param(replace(BEFORE, procedure="Đăng ký đất đai " * 19), id="procedure"),
        pytest.param(replace(BEFORE, dossier="H99." * 60), id="code without a blank"),
        pytest.param(replace(BEFORE, procedure="Đ" * 300), id="word without an end"),
    ],
)
def test_nothing_stands_in_a_margin(letters: LetterRenderer, letter: ApologyLetter) -> None:
    found = [mark for mark in marks(letters.pdf(letter)) if mark.bottom > TOP - 2]

    assert min(mark.left for mark in found) > LEFT - 0.5
    assert max(mark.right for mark in found) < RIGHT + 0.5
    assert min(mark.top for mark in found) > TOP - 0.5
    assert max(mark.bottom for mark in found) < BOTTOM + 0.5


def test_state_and_motto_stand_centred_at_the_right(letters: LetterRenderer) -> None:
    made = letters.pdf(BEFORE)
    state, motto, date = (the(made, start) for start in ("CỘNG HÒA", "Độc lập", "Tân Bình An,"))

    assert state.left > 105 - 10
    assert state.top == pytest.approx(the(made, "ỦY BAN NHÂN DÂN").top, abs=0.5)
    assert motto.middle == pytest.approx(state.middle, abs=1)
    assert date.middle == pytest.approx(state.middle, abs=1)
    assert state.bottom < motto.bottom < date.top


def test_the_line_under_the_motto_is_as_long_as_the_motto(letters: LetterRenderer) -> None:
    made = letters.pdf(BEFORE)
    motto = the(made, "Độc lập")

    line = line_under(made, motto)

    assert line.width == pytest.approx(motto.width, abs=1)
    assert line.middle == pytest.approx(motto.middle, abs=0.5)


@pytest.mark.parametrize(
    ("last_line", "widest"),
    [
        pytest.param("XÃ TÂN BÌNH AN", "ỦY BAN NHÂN DÂN", id="issuing agency"),
        pytest.param("VÀ ĐỀ NGHỊ", "VÀ ĐỀ NGHỊ", id="title"),
    ],
)
def test_a_line_of_a_third_to_half_the_text_stands_under(
    letters: LetterRenderer, last_line: str, widest: str
) -> None:
    made = letters.pdf(BEFORE)

    line = line_under(made, the(made, last_line))

    assert 1 / 3 <= line.width / the(made, widest).width <= 1 / 2
    assert line.middle == pytest.approx(the(made, last_line).middle, abs=1)


def test_there_are_no_other_lines(letters: LetterRenderer) -> None:
    assert len(rules(letters.pdf(BEFORE))) == 3


def line_under(pdf: bytes, text: Mark) -> Mark:
    [line] = [
        rule
        for rule in rules(pdf)
        if 0 < rule.bottom - text.bottom < 3 and text.left < rule.middle < text.right
    ]
    assert line.bottom - line.top < 0.5
    return line


def test_the_body_is_indented_and_justified(letters: LetterRenderer) -> None:
    made = letters.pdf(BEFORE)
    body = [mark for mark in texts(made) if mark.size == 14 and mark.font == SERIF]

    assert the(made, "1. Tình trạng").left - LEFT == pytest.approx(12.7, abs=0.5)
    assert the(made, "đai khu vực").left == pytest.approx(LEFT, abs=0.5)
    assert the(made, "đai khu vực").right == pytest.approx(RIGHT, abs=0.5)
    assert sum(mark.right > RIGHT - 0.5 for mark in body) > len(body) / 2


def test_paragraphs_stand_at_least_six_points_apart(letters: LetterRenderer) -> None:
    made = letters.pdf(BEFORE)
    within = the(made, "tháng 9 năm 2026)").bottom - the(made, "đai khu vực").bottom

    between = the(made, "3. Thời gian").bottom - the(made, "tháng 9 năm 2026)").bottom

    assert (between - within) * 72 / 25.4 >= 6 - 0.1


# More than one page


def test_pages_are_numbered_from_the_second_on(letters: LetterRenderer) -> None:
    made = letters.pdf(TWO_PAGES)
    numbers = [mark for mark in texts(made) if mark.bottom < TOP]

    assert len(pages(made)) == 2
    assert [(mark.text, mark.page, mark.size) for mark in numbers] == [("2", 2, 13)]
    assert numbers[0].middle == pytest.approx((LEFT + RIGHT) / 2, abs=1)


@pytest.mark.parametrize("sentences", range(1, 30, 2))
def test_the_signature_is_whole_and_never_alone(
    letters: LetterRenderer, sentences: int
) -> None:
    reason = "Chi nhánh chưa gửi kết quả trích đo địa chính. " * sentences

    made = letters.pdf(replace(BEFORE, reason=reason))

    block = ("Đề nghị", "Trân trọng", "Nơi nhận", "KT. CHỦ TỊCH", "Lê Quang Thạnh")
    assert len({the(made, start).page for start in block}) == 1


# Bad input


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        pytest.param('<img src="file:///etc/passwd">', None, id="image"),
        pytest.param("</p></body><script>1</script>", None, id="markup"),
        pytest.param("{{7*7}} {% raw %}", None, id="template"),
        pytest.param("Tường &amp; <!-- An -->", None, id="entity and comment"),
        pytest.param("Nguye\u0302\u0303n A\u0302\u0301n", "Nguyễn Ấn", id="loose marks"),
        pytest.param("Tr\x00ần\x1b \x07An\x9f", "Trần An", id="control characters"),
        pytest.param("Trần\r\nVăn\tAn", "Trần Văn An", id="line ends"),
        pytest.param("An \u202eđảo\u2066", "An đảo", id="marks of direction"),
        pytest.param(
            "Nguyễn Phước Bảo Quỳnh Trâm Anh Thục Đoan Trang Hoàng Minh Châu",
            None,
            id="sixty letters",
        ),
    ],
)
def test_a_name_appears_as_text(
    letters: LetterRenderer, name: str, printed: str | None
) -> None:
    made = flow(letters.pdf(for_applicant(name)))

    assert f"- Ông/Bà {printed or name};" in made
    assert f"của Ông/Bà {printed or name} về thủ tục" in made


def test_a_long_procedure_name_appears_whole(letters: LetterRenderer) -> None:
    procedure = ("Xác định lại diện tích đất ở của hộ gia đình, cá nhân " * 6)[:299] + "Z"

    made = flow(letters.pdf(replace(BEFORE, procedure=procedure)))

    assert f"về thủ tục {procedure}, tiếp nhận" in made


def test_all_that_is_set_is_composed(letters: LetterRenderer) -> None:
    loose = replace(
        BEFORE,
        procedure=unicodedata.normalize("NFD", BEFORE.procedure),
        reason=unicodedata.normalize("NFD", BEFORE.reason),
        signer_authority=unicodedata.normalize("NFD", BEFORE.signer_authority),
    )

    assert letters.html(loose) == letters.html(BEFORE)


def test_words_that_stand_in_no_part_are_named_by_the_dossier(
    pdf: PdfRenderer, tmp_path: Path
) -> None:
    copytree(TEMPLATES, tmp_path / "templates")
    edited = tmp_path / "templates" / "letters" / "layout.html"
    edited.write_text(
        edited.read_text(encoding="utf-8").replace("</body>", "<p>SEAL</p></body>"),
        encoding="utf-8",
    )

    with pytest.raises(RenderError) as failed:
        LetterRenderer(Words(tmp_path / "templates"), pdf).words(BEFORE)

    assert failed.value.facts == {"document": BEFORE.dossier, "reason": "stray_words"}


def test_the_same_facts_give_the_same_bytes(letters: LetterRenderer) -> None:
    assert letters.pdf(BEFORE) == letters.pdf(BEFORE)


def test_a_letter_that_cannot_be_set_is_named_by_its_dossier(
    words: Words, tmp_path: Path
) -> None:
    with PdfRenderer(tmp_path) as without_styles, pytest.raises(RenderError) as failed:
        LetterRenderer(words, without_styles).pdf(BEFORE)

    assert failed.value.facts == {
        "document": BEFORE.dossier,
        "reason": 'Error fetching "asset:letter.css"',
    }
