"""What a reason has to state, and what may not be said in one."""

from dataclasses import replace
from datetime import date, datetime
from time import perf_counter
from unicodedata import normalize

import pytest

from monitor.domain.errors import CalendarGapError, LetterError, NaiveTimeError
from monitor.domain.reason import (
    REASON_WORDS,
    AnswerTerms,
    Cause,
    Particular,
    ReasonWords,
    check_answer,
    check_reason,
    count_words,
)
from monitor.settings import load_causes
from tests.builders import CALENDAR_2026, vn

CODE = "H99.01-261102-0001"
CAUSES = load_causes()
WAITING, SLOW, DATA = CAUSES["B2"], CAUSES["A1"], CAUSES["C2"]
REASON = (
    "Chi nhánh Văn phòng đăng ký đất đai khu vực chưa gửi kết quả trích đo đã đề nghị tại "
    "văn bản số 12/UBND-KT ngày 24 tháng 9 năm 2026"
)
LATER = vn("2026-11-20 17:00")
PEOPLE = ("Nguyễn Thị Minh Hoa", "Lê Quang Thạnh", "Hà", "Phạm Hữu Tường")
APPLICANT = "Phạm Hữu Tường"
TERMS = AnswerTerms(
    calendar=CALENDAR_2026,
    old_due_at=vn("2026-11-13 17:00"),
    is_promised_again=False,
    at=vn("2026-11-12 09:00"),
    people=PEOPLE,
    applicant=APPLICANT,
)
STARTED = "Việc thẩm định hồ sơ của Phòng chưa hoàn thành"


def refusal(
    *,
    cause: Cause = WAITING,
    reason: str = REASON,
    new_due_at: datetime = LATER,
    terms: AnswerTerms = TERMS,
) -> dict[str, object]:
    """Return the facts of the refusal that an answer meets."""
    with pytest.raises(LetterError) as raised:
        check_answer(
            dossier=CODE, cause=cause, reason=reason, new_due_at=new_due_at, terms=terms
        )
    return raised.value.facts


def check(text: str, cause: Cause = SLOW, *, applicant: str = APPLICANT) -> None:
    check_reason(text, cause, dossier=CODE, people=PEOPLE, applicant=applicant)


def fault(text: str, cause: Cause = SLOW, *, applicant: str = APPLICANT) -> str:
    """Return why a reason is refused; empty where it may stand."""
    try:
        check(text, cause, applicant=applicant)
    except LetterError as error:
        return str(error.facts["reason"])
    return ""


def lacks(text: str, *states: Particular) -> tuple[Particular, ...]:
    """Return what a text lacks of what it has to state."""
    cause = replace(SLOW, states=states)
    try:
        check(f"{STARTED} vì còn phải chờ: {text}", cause)
    except LetterError as error:
        missing = error.facts["missing"]
        assert isinstance(missing, tuple)
        return missing
    return ()


# An answer as a whole


def test_an_answer_with_cause_reason_and_a_later_working_day_stands() -> None:
    check_answer(dossier=CODE, cause=WAITING, reason=REASON, new_due_at=LATER, terms=TERMS)


def test_a_cause_that_may_not_stand_in_a_letter_is_refused() -> None:
    assert refusal(cause=DATA) == {"reason": "cause", "dossier": CODE, "cause": "C2"}


@pytest.mark.parametrize(
    "reason",
    [
        pytest.param("", id="empty"),
        pytest.param(" . ", id="dots"),
        pytest.param("…", id="a blank and nothing else"),
        pytest.param("do khách quan", id="hollow"),
        pytest.param("Vì lý do công việc.", id="hollow with a dot"),
        pytest.param("thẩm định hồ sơ chưa hoàn thành", id="seven words"),
        pytest.param("- " * 20, id="dashes are no words"),
        pytest.param(
            "Do lý do khách quan nên hồ sơ của Ông bị chậm", id="a hollow phrase says nothing"
        ),
        pytest.param(
            "vì lý do khách quan nên hồ sơ bị chậm trễ rất nhiều", id="a hollow phrase, padded"
        ),
        pytest.param("chờ ký " * 10, id="two words over and over"),
    ],
)
def test_a_reason_that_says_nothing_is_refused(reason: str) -> None:
    assert refusal(reason=reason) == {
        "reason": "hollow",
        "dossier": CODE,
        "words": REASON_WORDS,
    }


def test_words_that_only_contain_a_hollow_one_count() -> None:
    assert count_words("Đã làm xong công việc đo đạc, chờ Chi nhánh ký") == 11


def test_a_second_re_appointment_is_refused() -> None:
    terms = replace(TERMS, is_promised_again=True)

    assert refusal(terms=terms) == {"reason": "second", "dossier": CODE}


@pytest.mark.parametrize(
    "day",
    [
        pytest.param("2026-11-21", id="a Saturday"),
        pytest.param("2026-11-24", id="a day off"),
    ],
)
def test_a_new_date_on_a_day_of_rest_is_refused(day: str) -> None:
    assert refusal(new_due_at=vn(f"{day} 17:00")) == {
        "reason": "rest_day",
        "dossier": CODE,
        "day": date.fromisoformat(day),
    }


@pytest.mark.parametrize(
    ("new_due", "terms"),
    [
        pytest.param("2026-11-12 17:00", TERMS, id="before the old date"),
        pytest.param("2026-11-13 17:00", TERMS, id="the old date itself"),
        pytest.param("2026-11-13 18:00", TERMS, id="a later hour of the old date"),
        pytest.param(
            "2026-11-18 17:00", replace(TERMS, at=vn("2026-11-18 17:00")), id="not after today"
        ),
    ],
)
def test_a_new_date_that_is_not_later_is_refused(new_due: str, terms: AnswerTerms) -> None:
    facts = refusal(new_due_at=vn(new_due), terms=terms)

    assert facts == {"reason": "not_after", "dossier": CODE, "day": vn(new_due).date()}


def test_a_new_date_beyond_the_loaded_years_is_a_gap() -> None:
    with pytest.raises(CalendarGapError):
        check_answer(
            dossier=CODE,
            cause=WAITING,
            reason=REASON,
            new_due_at=vn("2027-01-04 17:00"),
            terms=TERMS,
        )


def test_a_new_date_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTimeError):
        check_answer(
            dossier=CODE,
            cause=WAITING,
            reason=REASON,
            new_due_at=datetime(2026, 11, 20, 17),  # noqa: DTZ001 - what is refused
            terms=TERMS,
        )


# Blanks


@pytest.mark.parametrize("blank", ["…", "...", "....", "___"])
def test_a_blank_that_nobody_filled_in_is_refused(blank: str) -> None:
    assert fault(f"{STARTED}, đang chờ ý kiến của {blank}") == "unfilled"


def test_one_dot_or_two_are_no_blank() -> None:
    assert fault(f"{STARTED}.. Đang chờ ký.") == ""


# Persons


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("do Nguyễn Thị Minh Hoa chưa trình", id="as the directory has it"),
        pytest.param("do nguyen thi minh hoa chưa trình", id="without marks"),
        pytest.param("do LÊ QUANG THẠNH chưa ký", id="in capitals"),
        pytest.param("do Lê  Quang\nThạnh chưa ký", id="over two lines"),
        pytest.param(normalize("NFD", "do Lê Quang Thạnh chưa ký"), id="decomposed"),
        pytest.param("do bà Nguyễn Thị Minh Hoa chưa trình", id="with a title"),
    ],
)
def test_an_official_is_not_blamed_by_name(text: str) -> None:
    assert fault(f"{STARTED} {text}") == "official_named"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("do Lê Quang Thạnhh ký", id="a longer word"),
        pytest.param("tại Hà Nội và các nơi khác", id="a name of one word is any word"),
        pytest.param("của Phạm Hữu Tường", id="an official of the applicant's own name"),
    ],
)
def test_what_is_no_officials_name_may_stand(text: str) -> None:
    assert fault(f"{STARTED} {text}") == ""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("do ông Trần Văn Mẫu chưa ký giáp ranh", id="a neighbour"),
        pytest.param("do Bà Trần Thị Mẫu có đơn", id="a capital title"),
        pytest.param("do đồng chí Vũ Văn Mẫu Bình đi vắng", id="an official nobody knows"),
        pytest.param("do đ/c Vũ Bình đi vắng", id="a short title, two words"),
        pytest.param("do ông/bà Trần Văn Mẫu có đơn", id="two titles"),
        pytest.param("do ông (bà) Trần Văn Mẫu có đơn", id="a title in brackets"),
        pytest.param("của ông Phạm Hữu Tường và bà Trần Thị Mẫu", id="the second of two"),
        pytest.param("của anh trai và chị TRẦN THỊ MẪU", id="in capitals"),
        pytest.param(normalize("NFD", "do bà Trần Thị Mẫu có đơn"), id="decomposed"),
    ],
)
def test_no_other_person_is_named(text: str) -> None:
    assert fault(f"{STARTED} {text}") == "person_named"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("của ông Phạm Hữu Tường", id="the applicant"),
        pytest.param("của ông PHAM HUU TUONG", id="without marks, in capitals"),
        pytest.param("của ông Hữu Tường", id="by a part of the name"),
        pytest.param("của Ông và của Bà trong hồ sơ", id="no name"),
        pytest.param("của chị em, cô chú trong gia đình", id="no capitals"),
        pytest.param("của ông Tường", id="one word"),
        pytest.param("tại Chi nhánh Đất Đai", id="a word like a title, but for its mark"),
    ],
)
def test_the_applicant_may_be_named(text: str) -> None:
    assert fault(f"{STARTED} {text}") == ""


def test_nobody_is_the_applicant_of_a_dossier_without_one() -> None:
    assert fault(f"{STARTED} của ông Trần Văn Mẫu", applicant="") == "person_named"


def test_without_titles_no_stranger_is_known() -> None:
    cause = replace(SLOW, words=ReasonWords())

    assert fault(f"{STARTED} của ông Trần Văn Mẫu", cause) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("xin gọi 0000 123 456", "phone", id="a phone number"),
        pytest.param("xin gọi 0000.123.456 để biết", "phone", id="with dots"),
        pytest.param("xin gọi 0000-123-456.", "phone", id="with dashes, before a dot"),
        pytest.param("xin gọi 00000123456", "phone", id="of eleven digits"),
        pytest.param("xin gọi +84 000 123 456", "phone", id="from abroad"),
        pytest.param("của người có căn cước 012345678901", "identity", id="twelve digits"),
        pytest.param("của người có căn cước 112 345 678 901", "identity", id="in groups"),
        pytest.param("của người có chứng minh 112345678.", "identity", id="nine digits"),
        pytest.param("xin gửi về mau@dancu.example", "mailbox", id="a mailbox"),
    ],
)
def test_data_of_a_person_have_no_place_in_a_reason(text: str, why: str) -> None:
    assert fault(f"{STARTED} {text}") == why


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("số tiền 1.500.000.000 đồng", id="money"),
        pytest.param("hồ sơ H99.10.27-260915-0042", id="a dossier's code"),
        pytest.param("hồ sơ 000.00.27.H99-260915-0042", id="a code of digits"),
        pytest.param("ngày 05/10/2026, 06/10/2026", id="dates"),
        pytest.param("từ 07 giờ 30 đến 11 giờ 30", id="hours"),
        pytest.param("10 776 hồ sơ", id="a number in groups"),
        pytest.param("số 1234567890123", id="more digits than anybody has"),
    ],
)
def test_other_numbers_may_stand(text: str) -> None:
    assert fault(f"{STARTED} {text}") == ""


# Particulars


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ngày 24 tháng 9 năm 2026", id="in words"),
        pytest.param("ngày 05 tháng 01", id="without a year"),
        pytest.param("Ngày hai mươi bốn tháng chín", id="spelt"),
        pytest.param("24/9/2026", id="in figures"),
        pytest.param("24/09/26.", id="a short year, before a dot"),
        pytest.param("24-09-2026", id="with dashes"),
        pytest.param("24.09.2026", id="with dots"),
        pytest.param("từ ngày 24/9, chưa xong", id="day and month"),
        pytest.param(normalize("NFD", "ngày 24 tháng 9"), id="decomposed"),
    ],
)
def test_a_date_is_seen(text: str) -> None:
    assert lacks(text, Particular.DATE) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("tuần trước", id="no date"),
        pytest.param("ngày mai", id="tomorrow"),
        pytest.param("tháng 9 năm 2026", id="a month"),
        pytest.param("32/13/2026", id="no such day"),
        pytest.param("từ 3-5 ngày", id="a number of days"),
        pytest.param("1/2 khối lượng", id="a fraction"),
        pytest.param("3.5 ha", id="a decimal"),
        pytest.param("văn bản 12/10/UBND", id="part of a number"),
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert lacks(text, Particular.DATE) == (Particular.DATE,)


@pytest.mark.parametrize(
    "text",
    [
        "văn bản 12/CV-UBND",
        "12/KT",
        "45/2026/QĐ-UBND",
        "văn bản 12/cv-ubnd",
        "12a/ĐĐ-TB",
        "công văn số 12",
        "Phiếu yêu cầu bổ sung số: 3",
    ],
)
def test_a_document_is_seen_by_its_number(text: str) -> None:
    assert lacks(text, Particular.DOCUMENT) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("văn bản của Phòng", id="no number"),
        pytest.param("tiếp nhận 120/ngày", id="so many a day"),
        pytest.param("24/9/2026", id="a date"),
        pytest.param("văn bản đã gửi, hồ sơ 12 trang", id="a word like the sign of a number"),
        pytest.param("văn bản đã gửi. Nhà số 12", id="another sentence"),
        pytest.param("nhà số 12", id="no document"),
    ],
)
def test_what_is_no_document_is_not_taken_for_one(text: str) -> None:
    assert lacks(text, Particular.DOCUMENT) == (Particular.DOCUMENT,)


@pytest.mark.parametrize(
    "text",
    [
        "Chi nhánh Văn phòng đăng ký đất đai khu vực",
        "chi nhánh văn phòng đăng ký đất đai",
        "UBND xã Phước Hòa Hạ",
        "Ủy ban nhân dân xã Phước Hòa Hạ",
        "Công an xã",
        "cơ quan thuế khu vực",
        "Sở Xây dựng",
        "phòng Kinh tế",
        "PHÒNG KINH TẾ",
        normalize("NFD", "Sở Tư pháp"),
    ],
)
def test_an_agency_is_seen(text: str) -> None:
    assert lacks(text, Particular.AGENCY) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("cơ sở dữ liệu", id="a word like an agency"),
        pytest.param("cán bộ phụ trách", id="another"),
        pytest.param("bộ hồ sơ, sổ sách", id="by their marks"),
        pytest.param("cơ quan phối hợp", id="no name"),
        pytest.param("chi nhanh dat dai", id="a letter has its marks"),
        pytest.param("nơi được hỏi", id="nobody"),
    ],
)
def test_what_is_no_agency_is_not_taken_for_one(text: str) -> None:
    assert lacks(text, Particular.AGENCY) == (Particular.AGENCY,)


@pytest.mark.parametrize("text", ["tăng 40%", "tăng lên 1.846 hồ sơ", "thêm 60 ngày 24/9/2026"])
def test_a_figure_is_seen(text: str) -> None:
    assert lacks(text, Particular.FIGURE) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("tăng đột biến", id="no figure"),
        pytest.param("tăng từ ngày 24/9/2026", id="a date"),
        pytest.param("tăng trong tháng 9 năm 2026", id="a month"),
        pytest.param("tăng, theo văn bản 12/KT", id="a document's number"),
    ],
)
def test_what_is_no_figure_is_not_taken_for_one(text: str) -> None:
    assert lacks(text, Particular.FIGURE) == (Particular.FIGURE,)


@pytest.mark.parametrize(
    "text",
    [
        "từ ngày 05/10/2026 đến ngày 07/10/2026",
        "từ ngày 05 đến ngày 07 tháng 10 năm 2026",
        "từ 05 đến 07/10",
        "từ 08 giờ 00 đến 16 giờ 30 cùng ngày",
        "từ 08:00 - 11:30",
        "từ 8h30 tới 11h",
        "chuyển từ Trung tâm ngày 20/9/2026 đến Phòng Kinh tế ngày 24/9/2026",
    ],
)
def test_a_span_is_seen(text: str) -> None:
    assert lacks(text, Particular.SPAN) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("từ ngày 05/10/2026", id="no end"),
        pytest.param("đến ngày 05/10/2026", id="no beginning"),
        pytest.param("từ ngày 05/10/2026 và ngày 07/10/2026", id="two days"),
        pytest.param("05/10/2026 đến 07/10/2026", id="not said from when"),
        pytest.param("từ khi nhận đến khi trả", id="no days"),
    ],
)
def test_what_is_no_span_is_not_taken_for_one(text: str) -> None:
    assert lacks(text, Particular.SPAN) == (Particular.SPAN,)


def test_all_that_is_missing_is_told_in_the_order_of_the_cause() -> None:
    with pytest.raises(LetterError) as raised:
        check(f"{STARTED}, đã đề nghị ngày 24 tháng 9 năm 2026".replace("Phòng", "xã"), WAITING)

    assert raised.value.facts == {
        "reason": "unstated",
        "dossier": CODE,
        "missing": (Particular.AGENCY, Particular.DOCUMENT),
    }


def test_without_words_an_agency_and_a_document_are_not_seen() -> None:
    cause = replace(WAITING, words=ReasonWords())

    with pytest.raises(LetterError) as raised:
        check(REASON.replace("12/UBND-KT", "12"), cause)

    assert raised.value.facts["missing"] == (Particular.AGENCY, Particular.DOCUMENT)


@pytest.mark.parametrize("cause", [WAITING, CAUSES["C1"], CAUSES["D2"]])
@pytest.mark.parametrize("part", ["ông A ", "từ ngày 5 ", "a", "0 ", "1/1/", "văn bản ", "a@b"])
def test_the_longest_text_of_a_cell_is_read_at_once(part: str, cause: Cause) -> None:
    text = (part * 32_767)[:32_767] + " không có gì ở đây để nói thêm"

    begun = perf_counter()
    fault(text, cause)

    assert perf_counter() - begun < 1
