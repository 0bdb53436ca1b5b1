"""Every form of letter reads as approved, whole, and states each fact it is given."""

import unicodedata
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from monitor.domain.dossier import Applicant, ApplicantKind
from monitor.domain.paper import ApologyLetter, DueBasis, Paper, PaperSize, UrgingSlip
from monitor.render.letters import LetterRenderer
from tests.builders import vn
from tests.render.conftest import TEMPLATES
from tests.render.paper import pages, read
from tests.render.sample_letters import (
    BEFORE,
    FORMS,
    SHEET_A4,
    SHEET_A5,
    TO_COUNTER,
    URGING,
    after,
    as_organisation,
)

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "letters"
APOLOGIES = {"form04": BEFORE, "phieu_a4": SHEET_A4, "phieu_a5": SHEET_A5}
PAPERS: dict[str, Paper] = APOLOGIES | {"don_doc": URGING, "thong_bao": TO_COUNTER}


def golden() -> Iterable[tuple[str, Paper]]:
    for name, paper in PAPERS.items():
        yield f"{name}_before", paper
        yield f"{name}_after", after(paper)
    for name, letter in APOLOGIES.items():
        yield f"{name}_organisation", as_organisation(letter)


@pytest.mark.parametrize(
    ("name", "paper"), [pytest.param(*case, id=case[0]) for case in golden()]
)
def test_a_form_reads_as_approved(letters: LetterRenderer, name: str, paper: Paper) -> None:
    expected = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")

    assert "".join(f"{line}\n" for line in letters.words(paper)) == expected


@pytest.mark.parametrize("paper", [pytest.param(paper, id=name) for name, paper in golden()])
def test_the_pdf_has_the_same_words(letters: LetterRenderer, paper: Paper) -> None:
    printed = read(letters.pdf(paper)).split()

    assert sorted(printed) == sorted(" ".join(letters.words(paper)).split())


def test_no_golden_text_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*_*.txt")} == {name for name, _ in golden()}


def test_every_form_of_the_catalogue_has_its_template_and_a_case() -> None:
    assert set(PAPERS) == set(FORMS)
    for name, paper in PAPERS.items():
        assert paper.form == FORMS[name]
    found = {str(path.relative_to(TEMPLATES / "letters")) for path in kind_templates()}
    assert found == {form.template for form in FORMS.values()}


def kind_templates() -> list[Path]:
    return list((TEMPLATES / "letters").glob("*/*.html"))


@pytest.mark.parametrize("paper", [SHEET_A5, after(SHEET_A5), as_organisation(SHEET_A5)])
def test_the_usual_letter_fits_on_one_sheet_of_a5(
    letters: LetterRenderer, paper: Paper
) -> None:
    assert paper.form.size is PaperSize.A5

    [(width, height)] = pages(letters.pdf(paper))

    assert (round(width), round(height)) == (148, 210)


# How a letter addresses people


@pytest.mark.parametrize("letter", APOLOGIES.values(), ids=APOLOGIES)
@pytest.mark.parametrize(
    ("name", "addressed", "you"),
    [
        pytest.param("Phạm Hữu Tường", "Ông/Bà Phạm Hữu Tường", "Ông/Bà", id="no title"),
        pytest.param("Ông Phạm Hữu Tường", "Ông Phạm Hữu Tường", "Ông", id="Mr"),
        pytest.param("BÀ Lê Thị Ví Dụ", "Bà Lê Thị Ví Dụ", "Bà", id="Mrs, in capitals"),
        pytest.param("  ông  Lê Ví Dụ", "Ông Lê Ví Dụ", "Ông", id="small, more blanks"),
        pytest.param("O\u0302ng Lê Ví Dụ", "Ông Lê Ví Dụ", "Ông", id="loose mark"),
        pytest.param("ông/bà Lê Ví Dụ", "Ông/Bà Lê Ví Dụ", "Ông/Bà", id="both already"),
        pytest.param(
            "Ông Lê Ví Dụ và bà Trần Ví Dụ",
            "Ông Lê Ví Dụ và bà Trần Ví Dụ",
            "Ông/Bà",
            id="a couple",
        ),
        pytest.param("Bàng Văn Ví Dụ", "Ông/Bà Bàng Văn Ví Dụ", "Ông/Bà", id="a like name"),
        pytest.param("Ông Thị Mai", "Ông/Bà Ông Thị Mai", "Ông/Bà", id="family name, she"),
        pytest.param("Ông Văn Mẫu", "Ông/Bà Ông Văn Mẫu", "Ông/Bà", id="family name, he"),
        pytest.param("Ông", "Ông/Bà Ông", "Ông/Bà", id="alone"),
        pytest.param("Ông Mẫu", "Ông/Bà Ông Mẫu", "Ông/Bà", id="too short to tell"),
        pytest.param("(Ông) Trần Mẫu", "Ông Trần Mẫu", "Ông", id="in brackets"),
        pytest.param("Ông: Trần Mẫu", "Ông Trần Mẫu", "Ông", id="with a colon"),
        pytest.param("Ông:Trần Văn Mẫu", "Ông Trần Văn Mẫu", "Ông", id="without a blank"),
        pytest.param("Bà : Trần Thị Mẫu", "Bà Trần Thị Mẫu", "Bà", id="a colon apart"),
        pytest.param("Bà: Mẫu", "Bà Mẫu", "Bà", id="a colon before one word"),
        pytest.param("Anh Trần Mẫu", "Ông Trần Mẫu", "Ông", id="anh"),
        pytest.param("Chị Trần Thị Mẫu", "Bà Trần Thị Mẫu", "Bà", id="chi"),
        pytest.param("Anh Thị Mẫu", "Ông/Bà Anh Thị Mẫu", "Ông/Bà", id="a name like anh"),
        pytest.param("Hộ ông Trần Mẫu", "Hộ ông Trần Mẫu", "Ông", id="his household"),
        pytest.param("HỘ BÀ LÊ THỊ MẪU", "HỘ BÀ LÊ THỊ MẪU", "Bà", id="her household"),
        pytest.param(
            "Hộ gia đình ông Trần Mẫu", "Hộ gia đình ông Trần Mẫu", "Ông", id="his family"
        ),
        pytest.param(
            "Hộ ông Trần Mẫu và bà Lê Ví Dụ",
            "Hộ ông Trần Mẫu và bà Lê Ví Dụ",
            "Ông/Bà",
            id="household of a couple",
        ),
        pytest.param("Hộ Trần Mẫu", "Hộ Trần Mẫu", "Ông/Bà", id="household, no title"),
    ],
)
def test_a_title_is_kept_and_never_doubled(
    letters: LetterRenderer, letter: ApologyLetter, name: str, addressed: str, you: str
) -> None:
    person = Applicant(name=name, kind=ApplicantKind.PERSON)

    lines = letters.words(replace(letter, applicant=person))

    assert sum(line.strip("- ;") == addressed for line in lines) == 1
    assert any(f"chân thành xin lỗi {you} vì" in line for line in lines)


@pytest.mark.parametrize("letter", APOLOGIES.values(), ids=APOLOGIES)
def test_an_organisation_is_its_name_alone(
    letters: LetterRenderer, letter: ApologyLetter
) -> None:
    lines = letters.words(as_organisation(letter))

    assert not [line for line in lines if "Ông" in line or "Bà " in line]


@pytest.mark.parametrize("paper", [URGING, TO_COUNTER], ids=["don_doc", "thong_bao"])
def test_letters_between_agencies_name_no_citizen(
    letters: LetterRenderer, paper: Paper
) -> None:
    html = letters.html(paper)

    assert paper.dossier in html
    assert BEFORE.applicant.name not in html
    assert BEFORE.applicant.address not in html


# Sentences that follow their facts


@pytest.mark.parametrize(
    ("paper", "changes", "sentence"),
    [
        pytest.param(
            SHEET_A4,
            {"basis": DueBasis.COUNTED},
            "Thời hạn giải quyết theo quy định: đến 17 giờ 00 phút, ngày 13 tháng 10 năm 2026",
            id="sheet: nothing promised",
        ),
        pytest.param(
            SHEET_A4,
            {"basis": DueBasis.WAITED},
            "Hạn trả kết quả: 17 giờ 00 phút, ngày 13 tháng 10 năm 2026 (sau khi trừ thời gian "
            "chờ bổ sung hồ sơ, thực hiện nghĩa vụ tài chính)",
            id="sheet: moved",
        ),
        pytest.param(
            after(SHEET_A4),
            {"days_late": 0},
            "chưa trả được kết quả hồ sơ của Ông/Bà đúng ngày đã hẹn. Lý do",
            id="sheet: late by less than a day",
        ),
        pytest.param(
            SHEET_A4,
            {"contact": ""},
            "xin liên hệ Trung tâm Phục vụ hành chính công xã Tân Bình An, hoặc gửi",
            id="sheet: no contact",
        ),
        pytest.param(
            SHEET_A4,
            {"one_stop": BEFORE.issuer},
            "- Như trên; - Lưu: VT, KT.",
            id="sheet: an issuer that receives itself",
        ),
        pytest.param(
            SHEET_A4,
            {"replaces": "12/PXL-UBND", "replaces_on": BEFORE.received_on},
            "Văn bản này thay thế văn bản số 12/PXL-UBND ngày 15 tháng 9 năm 2026. Trân trọng",
            id="sheet: in the place of another",
        ),
        pytest.param(
            BEFORE,
            {"replaces": "12/UBND"},
            "Văn bản này thay thế văn bản số 12/UBND. Đề nghị",
            id="form 04: in the place of an undated one",
        ),
        pytest.param(
            URGING,
            {"step": "", "contact": ""},
            "Đến ngày 09 tháng 10 năm 2026, hồ sơ chưa có kết quả, còn 03 ngày làm việc",
            id="slip: no step known",
        ),
        pytest.param(
            URGING,
            {"days_left": 0},
            "“Thẩm tra hồ sơ”, đã hết thời hạn trả kết quả.",
            id="slip: neither left nor late",
        ),
        pytest.param(
            TO_COUNTER,
            {"basis": DueBasis.COUNTED},
            "cập nhật ngày hẹn trả kết quả trên Hệ thống",
            id="notice: nothing promised",
        ),
        pytest.param(
            after(TO_COUNTER),
            {"days_late": 0},
            "hồ sơ chưa có kết quả. Ủy ban nhân dân",
            id="notice: late by less than a day",
        ),
        pytest.param(
            BEFORE,
            {"recipients": ("Chủ tịch UBND xã (để b/c)", "- Lưu trữ;")},
            "- Như trên; - Chủ tịch UBND xã (để b/c); - Lưu trữ; - Lưu: VT, KT.",
            id="further recipients",
        ),
        pytest.param(BEFORE, {"number": "7"}, "Số: 07/UBND-KT", id="number below ten"),
        pytest.param(BEFORE, {"number": "118"}, "Số: 118/UBND-KT", id="number above ten"),
        pytest.param(
            BEFORE,
            {"dated_on": vn("2026-02-03").date()},
            "Tân Bình An, ngày 03 tháng 02 năm 2026",
            id="leading zeros in a date",
        ),
        pytest.param(
            BEFORE,
            {"dated_on": vn("2026-11-30").date()},
            "Tân Bình An, ngày 30 tháng 11 năm 2026",
            id="no leading zeros",
        ),
    ],
)
def test_a_sentence_follows_its_facts(
    letters: LetterRenderer, paper: Paper, changes: dict[str, object], sentence: str
) -> None:
    changed = replace(paper, **changes)  # type: ignore[arg-type]  # one field a case

    assert sentence in " ".join(letters.words(changed))


@pytest.mark.parametrize("paper", [SHEET_A4, TO_COUNTER], ids=["phieu", "thong_bao"])
@pytest.mark.parametrize("is_late", [False, True])
def test_nothing_is_said_to_be_promised_where_nothing_was(
    letters: LetterRenderer, paper: Paper, *, is_late: bool
) -> None:
    counted = replace(after(paper) if is_late else paper, basis=DueBasis.COUNTED)

    said = " ".join(line for line in letters.words(counted) if "PHIẾU" not in line)

    assert not [word for word in ("đã hẹn", "hẹn lại", "Giấy tiếp") if word in said]


# What is no word of the letter


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_the_file_tells_title_issuer_language_and_mark(
    letters: LetterRenderer, paper: Paper
) -> None:
    html = letters.html(paper)

    assert '<html lang="vi">' in html
    assert f'<meta name="author" content="{paper.issuer}">' in html
    assert f'<meta name="keywords" content="{paper.mark}">' in html
    assert f"{paper.dossier}</title>\n<meta" in html


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_a_qr_code_holds_the_dossier_and_adds_no_word(
    letters: LetterRenderer, paper: Paper
) -> None:
    with_qr = replace(paper, has_qr=True)

    html = letters.html(with_qr)

    assert f"<title>Mã hồ sơ {paper.dossier}</title>" in html
    assert "<svg" not in letters.html(paper)
    assert letters.words(with_qr) == letters.words(paper)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_what_is_fed_in_appears_as_text(letters: LetterRenderer, paper: Paper) -> None:
    bad = '<img src="file:///etc/passwd"> {{7*7}} {% raw %} </p> &amp; {_{1}_}'
    changes: dict[str, object] = {"procedure": bad, "step": bad, "recipients": (bad,)}
    if isinstance(paper, UrgingSlip):
        changes["agency"] = bad
    else:
        changes |= {"reason": bad, "applicant": Applicant(name=bad, address=bad)}

    made = replace(paper, has_qr=True, dossier=bad, **changes)  # type: ignore[arg-type]
    words = letters.words(made)

    assert sum(line.count(bad) for line in words) >= 4
    assert letters.html(made).count("<img") == 0
    assert letters_of(*words) == letters_of(read(letters.pdf(made)))


def letters_of(*texts: str) -> list[str]:
    """Return every letter, sorted: long words break anywhere, and cells stand side by side."""
    return sorted("".join("".join(texts).split()))


DIACRITICS = "".join(
    chr(number)
    for first, last in ((0xC0, 0x17F), (0x1A0, 0x1B1), (0x1EA0, 0x1EFA))
    for number in range(first, last)
    if (chr(number).isalpha() and chr(number).lower() in "àáâãèéêìíòóôõùúýăđĩũơư")
    or 0x1EA0 <= number < 0x1EFA
)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_loose_marks_give_the_same_bytes(letters: LetterRenderer, paper: Paper) -> None:
    lines = " ".join(DIACRITICS[start : start + 7] for start in range(0, len(DIACRITICS), 7))
    full = replace(paper, procedure=lines, is_draft=False)
    loose = replace(
        full,
        **{  # type: ignore[arg-type]  # every text of the letter
            field.name: unicodedata.normalize("NFD", getattr(full, field.name))
            for field in fields(full)
            if isinstance(getattr(full, field.name), str)
        },
    )

    made = letters.pdf(full)

    assert len(DIACRITICS) == 134
    assert set(DIACRITICS) <= set(read(made))
    assert letters.pdf(loose) == made
    assert letters.docx(loose) == letters.docx(full)
