"""Each form on A4 is laid out as the decree asks: measured from the PDF itself."""

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest

from monitor.domain.paper import Paper, UrgingSlip
from monitor.render.letters import LetterRenderer
from tests.render.paper import Mark, marks, pages, rules, texts, the
from tests.render.sample_letters import (
    BEFORE,
    ORGANISATION,
    SHEET_A4,
    SHEET_A5,
    TO_COUNTER,
    URGING,
    after,
)

SERIF = "Liberation-Serif"
LEFT, RIGHT, TOP, BOTTOM = 30, 195, 20, 277  # mm: what the margins leave of A4
LINE = 5.5  # mm from line to line, about
A5 = (18, 138, 12, 200)
FORMS: dict[str, Paper] = {
    "form04": BEFORE,
    "phieu": SHEET_A4,
    "don_doc": URGING,
    "thong_bao": TO_COUNTER,
}
LONG = "Chi nhánh chưa gửi kết quả trích đo địa chính. "

every_form = pytest.mark.parametrize("paper", FORMS.values(), ids=FORMS)


def with_text(paper: Paper, text: str) -> Paper:
    """Return the paper with a long text where its kind has room for one."""
    name = "step" if isinstance(paper, UrgingSlip) else "reason"
    return replace(paper, **{name: text})  # type: ignore[arg-type]  # both are text


@every_form
@pytest.mark.parametrize("is_late", [False, True], ids=["before", "after"])
def test_a_usual_letter_is_one_page_of_a4(
    letters: LetterRenderer, paper: Paper, *, is_late: bool
) -> None:
    [(width, height)] = pages(letters.pdf(after(paper) if is_late else paper))

    assert (round(width), round(height)) == (210, 297)


TITLES = {
    "form04": ("VĂN BẢN XIN LỖI", "VÀ ĐỀ NGHỊ"),
    "phieu": ("PHIẾU XIN LỖI",),
    "don_doc": ("PHIẾU ĐÔN ĐỐC", "Giải quyết hồ sơ"),
    "thong_bao": ("THÔNG BÁO", "Gia hạn thời gian"),
}


@pytest.mark.parametrize("name", FORMS)
def test_type_sizes_are_those_of_the_decree(letters: LetterRenderer, name: str) -> None:
    made = letters.pdf(replace(FORMS[name], letterhead=ORGANISATION.letterhead, number="7"))

    sizes = {
        start: (the(made, start).size, the(made, start).font)
        for start in (
            "CỘNG HÒA",
            "Độc lập",
            "TỈNH TÂN BÌNH",
            "SỞ NÔNG NGHIỆP",
            "Số: 07/",
            "Tân Bình An, ngày",
            *TITLES[name],
            "Kính gửi:",
            "Trân trọng",
            "Nơi nhận:",
            "- Như trên",
            "- Lưu: VT",
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "Lê Quang Thạnh",
        )
    }

    bold = f"{SERIF}-Bold"
    assert sizes == {
        "CỘNG HÒA": (13, bold),
        "Độc lập": (14, bold),
        "TỈNH TÂN BÌNH": (13, SERIF),
        "SỞ NÔNG NGHIỆP": (13, bold),
        "Số: 07/": (13, SERIF),
        "Tân Bình An, ngày": (14, f"{SERIF}-Italic"),
        **dict.fromkeys(TITLES[name], (14, bold)),
        "Kính gửi:": (14, SERIF),
        "Trân trọng": (14, SERIF),
        "Nơi nhận:": (12, f"{SERIF}-Bold-Italic"),
        "- Như trên": (11, SERIF),
        "- Lưu: VT": (11, SERIF),
        "KT. CHỦ TỊCH": (14, bold),
        "PHÓ CHỦ TỊCH": (14, bold),
        "Lê Quang Thạnh": (14, bold),
    }


@pytest.mark.parametrize("name", FORMS)
def test_the_lines_are_as_long_as_the_decree_asks(letters: LetterRenderer, name: str) -> None:
    made = letters.pdf(FORMS[name])
    motto = the(made, "Độc lập")
    under = [(the(made, "XÃ TÂN"), the(made, "ỦY BAN NHÂN DÂN"))]
    under += [(the(made, start), the(made, start)) for start in TITLES[name][1:]]

    [line] = lines_below(made, motto)
    assert line.width == pytest.approx(motto.width, abs=1)
    assert line.middle == pytest.approx(motto.middle, abs=0.5)
    for last, widest in under:
        [line] = lines_below(made, last)
        assert 1 / 3 <= line.width / widest.width <= 1 / 2
        assert line.middle == pytest.approx(last.middle, abs=1)
    assert len(rules(made)) == 1 + len(under)


@pytest.mark.parametrize("paper", [BEFORE, SHEET_A5], ids=["a4", "a5"])
@pytest.mark.parametrize(
    "name",
    [
        "Sở Y tế",
        "Sở Khoa học và",
        "Trung tâm Ví Dụ",
        "Ủy ban nhân dân xã A",
        "XA\u0303 Vi\u0301",
    ],
)
def test_the_line_under_the_agency_follows_its_name(
    letters: LetterRenderer, paper: Paper, name: str
) -> None:
    made = letters.pdf(replace(paper, letterhead=(name,)))
    agency = the(made, unicodedata.normalize("NFC", name).upper())

    [line] = lines_below(made, agency)

    assert 1 / 3 <= line.width / agency.width <= 1 / 2
    assert line.middle == pytest.approx(agency.middle, abs=0.5)


def test_a_code_is_whole_unless_it_is_longer_than_a_line(letters: LetterRenderer) -> None:
    code = "H99.10.27-TTHC-260915-VIDU"

    for blanks in range(8):  # wherever the line would have ended
        issuer = BEFORE.issuer + " Ví" * blanks
        made = letters.pdf(replace(BEFORE, dossier=code, issuer=issuer))
        assert any(code in mark.text for mark in texts(made))


def lines_below(pdf: bytes, text: Mark) -> list[Mark]:
    return [
        rule
        for rule in rules(pdf)
        if 0 < rule.bottom - text.bottom < 3 and text.left < rule.middle < text.right
    ]


@every_form
def test_the_body_is_indented_and_justified(letters: LetterRenderer, paper: Paper) -> None:
    made = letters.pdf(with_text(paper, LONG * 6))
    body = body_lines(made)
    first = [line for line in body if line.left > LEFT + 1]

    assert all(line.left - LEFT == pytest.approx(12.7, abs=0.5) for line in first)
    assert len(first) >= 5
    full = [
        line
        for line, below in pairwise(body)
        if below.left < LEFT + 1  # the paragraph goes on
    ]
    assert len(full) > 8
    assert all(line.right == pytest.approx(RIGHT, abs=0.6) for line in full)


def body_lines(pdf: bytes) -> list[Mark]:
    """Return the lines between addressees and signature, each joined from its pieces."""
    found = texts(pdf)
    top = max(mark.bottom for mark in found if mark.text.startswith("Kính gửi")) + 8
    end = the(pdf, "Trân trọng").bottom
    rows: list[list[Mark]] = []
    for mark in sorted(found, key=lambda mark: mark.bottom):
        if not (top < mark.bottom <= end and mark.font == SERIF):
            continue
        if rows and mark.bottom - rows[-1][0].bottom < LINE / 2:
            rows[-1].append(mark)
        else:
            rows.append([mark])
    return [
        replace(
            row[0],
            left=min(mark.left for mark in row),
            right=max(mark.right for mark in row),
        )
        for row in rows
    ]


@every_form
def test_pages_are_numbered_from_the_second_on(letters: LetterRenderer, paper: Paper) -> None:
    made = letters.pdf(with_text(paper, LONG * 45))
    numbers = [mark for mark in texts(made) if mark.bottom < TOP]

    assert len(pages(made)) == 2
    assert [(mark.text, mark.page, mark.size) for mark in numbers] == [("2", 2, 13)]
    assert numbers[0].middle == pytest.approx((LEFT + RIGHT) / 2, abs=1)


@pytest.mark.parametrize("paper", [*FORMS.values(), SHEET_A5], ids=[*FORMS, "phieu_a5"])
@pytest.mark.parametrize("sentences", range(2, 40, 3))
def test_the_signature_is_whole_and_never_alone(
    letters: LetterRenderer, paper: Paper, sentences: int
) -> None:
    made = letters.pdf(with_text(replace(paper, has_qr=True), LONG * sentences))

    block = ("Trân trọng", "Nơi nhận", "- Lưu", "KT. CHỦ TỊCH", "Lê Quang Thạnh")
    [page] = {the(made, start).page for start in block}
    assert page == len(pages(made))
    above = [mark for mark in texts(made) if mark.page == page and mark.size in (11, 14)]
    assert min(mark.top for mark in above) < the(made, "Trân trọng").top - 3


@pytest.mark.parametrize(
    ("paper", "sheet"),
    [
        *(pytest.param(paper, (LEFT, RIGHT, TOP, BOTTOM), id=n) for n, paper in FORMS.items()),
        pytest.param(SHEET_A5, A5, id="phieu_a5"),
    ],
)
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="usual"),
        pytest.param({"procedure": ("Đăng ký đất đai " * 19)[:300]}, id="procedure of 300"),
        pytest.param({"procedure": "Đ" * 300}, id="word without an end"),
        pytest.param({"dossier": "H99." * 60}, id="code without a blank"),
        pytest.param(
            {"signer_name": "Nguyễn Phước Bảo Quỳnh Trâm Anh Thục Đoan Trang Hoàng Minh Châu"},
            id="signer of sixty letters",
        ),
        pytest.param({"place": "Thành phố Ví Dụ Ngọc Linh Trường Sơn"}, id="long place"),
        pytest.param({"letterhead": ORGANISATION.letterhead}, id="long letterhead"),
        pytest.param({"recipients": ("Văn phòng Ví Dụ " * 8,) * 4}, id="many recipients"),
    ],
)
def test_nothing_stands_in_a_margin(
    letters: LetterRenderer,
    paper: Paper,
    sheet: tuple[float, float, float, float],
    changes: dict[str, object],
) -> None:
    left, right, top, bottom = sheet
    made = letters.pdf(replace(paper, has_qr=True, **changes))  # type: ignore[arg-type]

    found = [mark for mark in marks(made) if mark.bottom > top]

    assert min(mark.left for mark in found) > left - 0.5
    assert max(mark.right for mark in found) < right + 0.5
    assert min(mark.top for mark in found) > top - 0.5
    assert max(mark.bottom for mark in found) < bottom + 0.5


@every_form
def test_a_qr_code_moves_nothing(letters: LetterRenderer, paper: Paper) -> None:
    plain, coded = letters.pdf(paper), letters.pdf(replace(paper, has_qr=True))

    assert texts(coded) == texts(plain)
    code = [mark for mark in rules(coded) if mark not in rules(plain)]
    assert min(mark.top for mark in code) > the(coded, "- Lưu").bottom
    assert max(mark.right for mark in code) < LEFT + 17
