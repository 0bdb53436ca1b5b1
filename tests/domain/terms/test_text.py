"""A time-limit text is a term only where every word of it is understood."""

import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.errors import TermConflictError, TermError
from monitor.domain.term import MAX_AMOUNT, Term, TermUnit
from monitor.domain.terms.letters import NUMBERS
from monitor.domain.terms.reading import (
    ReadTerm,
    Role,
    TermOption,
    UnreadTerm,
    WhyNot,
    agree,
    in_days,
    to_term,
)
from monitor.domain.terms.text import LONGEST, parse_term, read_term
from tests.domain.strategies import thoroughly

WORKING = TermUnit.WORKING_DAYS
HOURS = TermUnit.WORKING_HOURS
DAYS = TermUnit.CALENDAR_DAYS
MONTHS = TermUnit.MONTHS
HALVES = TermUnit.HALF_DAYS
SAME_DAY = Term(1, TermUnit.SAME_DAY)


def option(
    low: int,
    high: int | None = None,
    unit: TermUnit | None = DAYS,
    condition: str = "",
    role: Role = Role.WHOLE,
) -> TermOption:
    return TermOption(
        low=Fraction(low), high=Fraction(high or low), unit=unit, condition=condition, role=role
    )


def refused(text: str, *, unit: TermUnit | None = None) -> UnreadTerm:
    reading = read_term(text, unit=unit)
    assert isinstance(reading, UnreadTerm), reading
    return reading


@pytest.mark.parametrize(
    ("text", "term"),
    [
        pytest.param("05 ngày làm việc", Term(5, WORKING), id="working days"),
        pytest.param("  05  NGÀY Làm việc... ", Term(5, WORKING), id="as typed"),
        pytest.param("05 ngày (làm việc)", Term(5, WORKING), id="working in brackets"),
        pytest.param("05ngày làm việc", Term(5, WORKING), id="no space"),
        pytest.param("05 ngày LV", Term(5, WORKING), id="cut short"),
        pytest.param("60 ngày", Term(60, DAYS), id="a day is a calendar day"),
        pytest.param("60 ngày lịch", Term(60, DAYS), id="called a calendar day"),
        pytest.param("15 ngày tự nhiên", Term(15, DAYS), id="called a natural day"),
        pytest.param("02 tuần", Term(14, DAYS), id="weeks"),
        pytest.param("02 tháng", Term(2, MONTHS), id="months"),
        pytest.param("01 năm", Term(12, MONTHS), id="a year"),
        pytest.param("1,5 năm", Term(18, MONTHS), id="a year and a half"),
        pytest.param("03 giờ làm việc", Term(3, HOURS), id="working hours"),
        pytest.param("8 giờ", Term(8, HOURS), id="hours of one working day"),
        pytest.param("4h", Term(4, HOURS), id="h"),
        pytest.param("24 giờ làm việc", Term(24, HOURS), id="many working hours"),
        pytest.param("½ ngày", Term(1, HALVES), id="half"),
        pytest.param("1/2 ngày", Term(1, HALVES), id="half with a slash"),
        pytest.param("0,5 ngày làm việc", Term(1, HALVES), id="half with a comma"),
        pytest.param("0.50 ngày", Term(1, HALVES), id="half with a dot"),
        pytest.param("nửa ngày", Term(1, HALVES), id="half in words"),
        pytest.param("1,5 ngày làm việc", Term(3, HALVES), id="one and a half"),
        pytest.param("01½ ngày", Term(3, HALVES), id="one and a half, one sign"),
        pytest.param("1 1/2 ngày làm việc", Term(3, HALVES), id="one and a half, slash"),
        pytest.param("trong ngày làm việc", SAME_DAY, id="within the working day"),
        pytest.param("Trong ngày", SAME_DAY, id="within the day"),
        pytest.param("Ngay trong ngày làm việc.", SAME_DAY, id="right within the day"),
        pytest.param("trong ngày tiếp nhận hồ sơ", SAME_DAY, id="within the day of receipt"),
        pytest.param(
            "Ngay trong ngày tiếp nhận hồ sơ; trường hợp nhận hồ sơ sau 15 giờ mà không giải "
            "quyết được ngay thì trả kết quả trong ngày làm việc tiếp theo.",
            SAME_DAY,
            id="within the day, and what the cut-off rule says anyway",
        ),
        pytest.param("trong ngày làm việc tiếp theo", Term(1, WORKING), id="the next day"),
        pytest.param("trong 01 ngày làm việc", Term(1, WORKING), id="within one working day"),
        pytest.param("không quá 05 ngày làm việc", Term(5, WORKING), id="not over"),
        pytest.param("tối đa 10 ngày", Term(10, DAYS), id="at most"),
        pytest.param("Thời hạn giải quyết: 05 ngày làm việc", Term(5, WORKING), id="a title"),
        pytest.param("- 05 ngày làm việc;", Term(5, WORKING), id="an item of a list"),
        pytest.param(
            "Trong thời hạn 05 (năm) ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ (theo quy "
            "định)",
            Term(5, WORKING),
            id="as decrees write",
        ),
        pytest.param(
            "15 ngày, tính từ khi Sở nhận được đầy đủ giấy tờ theo quy định của pháp luật",
            Term(15, DAYS),
            id="counted from receipt",
        ),
        pytest.param("15 ngày kể từ ngày tiếp nhận", Term(15, DAYS), id="from the receipt"),
        pytest.param(
            "15 ngày (tính từ khi tiếp nhận theo quy định).", Term(15, DAYS), id="as received"
        ),
        pytest.param("05 ngày làm việc theo đúng quy định", Term(5, WORKING), id="as ruled"),
        pytest.param("05 ngày làm việc/hồ sơ", Term(5, WORKING), id="each dossier"),
        pytest.param("05 ngày làm việc/01 hồ sơ.", Term(5, WORKING), id="one dossier"),
        pytest.param("05+07 ngày làm việc", Term(12, WORKING), id="a sum"),
        pytest.param("3 + 5 + 2 ngày", Term(10, DAYS), id="a sum of three"),
        pytest.param(
            "05 ngày làm việc + 07 ngày làm việc", Term(12, WORKING), id="a sum, each unit"
        ),
        pytest.param(
            "05 ngày làm việc (UBND xã) + 07 ngày làm việc (Sở)",
            Term(12, WORKING),
            id="a sum, each agency",
        ),
        pytest.param("05 (xã) + 07 ngày", Term(12, DAYS), id="a sum, the first agency"),
        pytest.param(
            "05 (xã) + 07 (tỉnh) ngày làm việc", Term(12, WORKING), id="agencies first"
        ),
        pytest.param("05 + 07 = 12 ngày làm việc", Term(12, WORKING), id="a sum told"),
        pytest.param(
            "05 ngày (xã) + 07 ngày (tỉnh) = 12 ngày", Term(12, DAYS), id="a sum with all told"
        ),
        pytest.param("½ ngày + 1 ngày làm việc", Term(3, HALVES), id="a sum with a half"),
        pytest.param("½ ngày + 10 ngày", Term(21, HALVES), id="a sum with half a day"),
        pytest.param("½ ngày + ½ ngày", Term(1, WORKING), id="two halves are a working day"),
        pytest.param("năm ngày làm việc", Term(5, WORKING), id="in words"),
        pytest.param("Hai mươi tư ngày", Term(24, DAYS), id="in more words"),
        pytest.param("hai năm", Term(24, MONTHS), id="a word that is a unit, too"),
        pytest.param("một trăm hai mươi ngày", Term(120, DAYS), id="hundreds in words"),
        pytest.param("một trăm lẻ năm ngày", Term(105, DAYS), id="a hundred and five"),
        pytest.param("25 (hai lăm) ngày", Term(25, DAYS), id="words cut short"),
        pytest.param("07 (bẩy) ngày", Term(7, DAYS), id="a word of the north"),
        pytest.param("120 (một trăm hai mươi) ngày", Term(120, DAYS), id="words repeat it"),
        pytest.param("10 (10) ngày", Term(10, DAYS), id="figures repeat it"),
        pytest.param("mười lăm (15) ngày", Term(15, DAYS), id="figures repeat words"),
        pytest.param("½ (nửa) ngày", Term(1, HALVES), id="half in words repeats it"),
        pytest.param("\uff15\u3000ngày\u3000làm việc", Term(5, WORKING), id="wide"),
        pytest.param("05\u00a0ngày\u200b làm việc", Term(5, WORKING), id="odd spaces"),
        pytest.param(
            unicodedata.normalize("NFD", "Trong thời hạn 03 (ba) ngày làm việc"),
            Term(3, WORKING),
            id="decomposed letters",
        ),
        pytest.param(
            "15 ngày làm việc (không kể thứ Bảy, Chủ nhật và ngày lễ)",
            Term(15, WORKING),
            id="days of rest, which working days leave out anyway",
        ),
    ],
)
def test_texts_that_say_one_term_are_read(text: str, term: Term) -> None:
    assert read_term(text) == ReadTerm(term=term)
    assert parse_term(text) == term


@pytest.mark.parametrize(
    ("text", "term", "not_counted"),
    [
        pytest.param(
            "8 ngày làm việc | (Không tính thời gian 30 ngày niêm yết công khai).",
            Term(8, WORKING),
            "Không tính thời gian 30 ngày niêm yết công khai",
            id="in brackets",
        ),
        pytest.param(
            "10 ngày, không kể thời gian bổ sung hồ sơ (nếu có)",
            Term(10, DAYS),
            "không kể thời gian bổ sung hồ sơ (nếu có)",
            id="if there is any",
        ),
        pytest.param(
            "10 ngày (thời gian niêm yết 15 ngày không tính vào thời hạn giải quyết",
            Term(10, DAYS),
            "thời gian niêm yết 15 ngày không tính vào thời hạn giải quyết",
            id="said afterwards, bracket open",
        ),
        pytest.param(
            "Không quá 30 ngày làm việc. Thời gian này không tính các ngày nghỉ, ngày lễ theo "
            "quy định của pháp luật; không tính thời gian thực hiện nghĩa vụ tài chính, thời "
            "gian xem xét đối với trường hợp sử dụng đất có vi phạm.",
            Term(30, WORKING),
            "không tính thời gian thực hiện nghĩa vụ tài chính, thời gian xem xét đối với "
            "trường hợp sử dụng đất có vi phạm",
            id="as land decrees write",
        ),
        pytest.param(
            "10 ngày làm việc, trừ thời gian ngày nghỉ, thời gian giám định",
            Term(10, WORKING),
            "trừ thời gian ngày nghỉ, thời gian giám định",
            id="days of rest and more",
        ),
    ],
)
def test_what_does_not_count_is_told(text: str, term: Term, not_counted: str) -> None:
    assert read_term(text) == ReadTerm(term=term, not_counted=not_counted)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("", WhyNot.EMPTY, id="nothing"),
        pytest.param(" - | ... ", WhyNot.EMPTY, id="signs only"),
        pytest.param("không quy định", WhyNot.NONE, id="not set"),
        pytest.param("Không có.", WhyNot.NONE, id="there is none"),
        pytest.param(
            "Pháp luật không quy định cụ thể về thời hạn giải quyết", WhyNot.NONE, id="the law"
        ),
        pytest.param("chưa có quy định", WhyNot.NONE, id="not yet set"),
        pytest.param("x" * (LONGEST + 1), WhyNot.TOO_LONG, id="long"),
        pytest.param("x" * 100_000, WhyNot.TOO_LONG, id="endless"),
        pytest.param("ngày làm việc", WhyNot.NO_NUMBER, id="no number"),
        pytest.param("hai ba ngày", WhyNot.NO_NUMBER, id="words that are no number"),
        pytest.param("Ngay khi nhận hồ sơ", WhyNot.NO_NUMBER, id="at once"),
        pytest.param("sau ngày làm việc", WhyNot.NO_NUMBER, id="after is not six"),
        pytest.param("không tính 15 ngày niêm yết", WhyNot.UNREADABLE, id="an exclusion alone"),
        pytest.param("05", WhyNot.NO_UNIT, id="no unit"),
        pytest.param("05+07", WhyNot.NO_UNIT, id="a sum without unit"),
        pytest.param("05 ngày làm việc + 07", WhyNot.NO_UNIT, id="a last part without unit"),
        pytest.param("30 phút", WhyNot.NO_UNIT, id="a unit unknown to us"),
        pytest.param("theo Nghị định 118/2025/NĐ-CP", WhyNot.NO_UNIT, id="a decree"),
        pytest.param("1,25 ngày", WhyNot.BAD_NUMBER, id="a quarter"),
        pytest.param("1.000 ngày", WhyNot.BAD_NUMBER, id="a dot of thousands or of parts"),
        pytest.param("10/15 ngày", WhyNot.BAD_NUMBER, id="a slash"),
        pytest.param("nửa tháng", WhyNot.BAD_NUMBER, id="half a month"),
        pytest.param("1,5 tuần", WhyNot.BAD_NUMBER, id="a week and a half"),
        pytest.param("1,5 giờ", WhyNot.BAD_NUMBER, id="an hour and a half"),
        pytest.param("-5 ngày", WhyNot.BAD_NUMBER, id="negative"),
        pytest.param("9" * 400 + " ngày", WhyNot.BAD_NUMBER, id="a number nobody can read"),
        pytest.param("05 (bảy) ngày", WhyNot.WORDS_DIFFER, id="five is not seven"),
        pytest.param("10 (12) ngày", WhyNot.WORDS_DIFFER, id="ten is not twelve"),
        pytest.param("mười (12) ngày", WhyNot.WORDS_DIFFER, id="nor in words"),
        pytest.param("5 + 7 = 12 (mười) ngày", WhyNot.WORDS_DIFFER, id="nor after a sum"),
        pytest.param("05 (bảy)", WhyNot.WORDS_DIFFER, id="before the unit is asked for"),
        pytest.param("một nghìn hai mươi ngày", WhyNot.NO_NUMBER, id="thousands in words"),
        pytest.param("một trăm năm ngày", WhyNot.NO_NUMBER, id="105 or 150"),
        pytest.param("05 + 07 = 13 ngày", WhyNot.CONDITIONAL, id="a sum that is wrong"),
        pytest.param("5 + 7 = 12 (xã) ngày", WhyNot.CONDITIONAL, id="a sum with a note"),
        pytest.param("5 ngày + 7 ngày = 12 tháng", WhyNot.SEVERAL, id="a sum of other units"),
        pytest.param("05 (xã) + 03 + 07 (tỉnh) ngày", WhyNot.CONDITIONAL, id="not each named"),
        pytest.param("05 (nếu có) ngày + 07 ngày", WhyNot.CONDITIONAL, id="a part if there"),
        pytest.param("15 ngày tự nộp hồ sơ", WhyNot.CONDITIONAL, id="self is not since"),
        pytest.param(
            "15 ngày kể từ ngày tiếp nhận kết quả", WhyNot.OTHER_START, id="a result received"
        ),
        pytest.param(
            "15 ngày kể từ ngày cơ quan thuế tiếp nhận", WhyNot.OTHER_START, id="by another"
        ),
        pytest.param("0 ngày làm việc", WhyNot.OUT_OF_RANGE, id="zero"),
        pytest.param("9999 ngày", WhyNot.OUT_OF_RANGE, id="more than ten years"),
        pytest.param("400 năm", WhyNot.OUT_OF_RANGE, id="too many months"),
        pytest.param("theo dự án được duyệt", WhyNot.UNREADABLE, id="no term at all"),
        pytest.param("\x00\ud800\u0301~", WhyNot.UNREADABLE, id="no letters at all"),
    ],
)
def test_texts_without_a_term_say_why(text: str, why: WhyNot) -> None:
    assert refused(text).why is why


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("10-25 ngày", id="dash"),
        pytest.param("10 \u2013 25 ngày.", id="en dash"),
        pytest.param("từ 10 đến 25 ngày", id="from to"),
        pytest.param("từ 10 ngày tới 25 ngày", id="each with its unit"),
        pytest.param("25 - 10 ngày", id="reversed"),
    ],
)
def test_a_range_is_never_guessed(text: str) -> None:
    assert refused(text) == UnreadTerm(why=WhyNot.RANGE, options=(option(10, 25),))


def test_a_range_keeps_what_is_said_beside_it() -> None:
    reading = refused("20 - 25 ngày làm việc. | (Tùy thuộc vào Giấy chứng nhận).")

    assert reading.why is WhyNot.RANGE
    assert reading.options == (option(20, 25, WORKING),)
    assert reading.conditions == ("Tùy thuộc vào Giấy chứng nhận",)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        pytest.param(
            "10 ngày: nếu A. | 20 ngày: nếu B.",
            (option(10, condition="nếu A"), option(20, condition="nếu B")),
            id="cases",
        ),
        pytest.param(
            "10 ngày: nếu A\n20 ngày: nếu B",
            (option(10, condition="nếu A"), option(20, condition="nếu B")),
            id="lines",
        ),
        pytest.param(
            "10 ngày: nếu A 20 ngày: nếu B",
            (option(10, condition="nếu A"), option(20, condition="nếu B")),
            id="nothing between",
        ),
        pytest.param(
            "Trong ngày làm việc hoặc không quá 03 ngày nếu có lý do",
            (option(1, unit=TermUnit.SAME_DAY), option(3, condition="nếu có lý do")),
            id="the same day or later",
        ),
        pytest.param(
            "10 ngày (Trường hợp cần xác minh thì không quá 20 ngày)",
            (option(10), option(20, condition="Trường hợp cần xác minh")),
            id="a case in brackets",
        ),
        pytest.param(
            "10 ngày, trường hợp phức tạp có thể kéo dài nhưng không quá 20 ngày",
            (
                option(10),
                option(20, condition="trường hợp phức tạp có thể kéo dài", role=Role.BESIDE),
            ),
            id="a case after a comma",
        ),
        pytest.param(
            "Xã: 05 ngày; Sở: 07 ngày làm việc",
            (
                option(5, condition="Xã", role=Role.UNCLEAR),
                option(7, unit=WORKING, condition="Sở", role=Role.UNCLEAR),
            ),
            id="agencies",
        ),
        pytest.param(
            "08 ngày, không tính niêm yết, trường hợp vùng khó khăn thì 20 ngày",
            (
                option(8, condition="không tính niêm yết", role=Role.UNCLEAR),
                option(20, condition="trường hợp vùng khó khăn", role=Role.UNCLEAR),
            ),
            id="an exclusion that goes on to another term",
        ),
    ],
)
def test_several_terms_are_told_with_their_conditions(
    text: str, options: tuple[TermOption, ...]
) -> None:
    reading = refused(text)

    assert reading.why is WhyNot.SEVERAL
    assert reading.options == options


def test_time_on_top_is_told_apart() -> None:
    reading = refused("08 - 10 ngày | (Thời gian tăng thêm 10 ngày đối với hải đảo)")

    assert [one.adds for one in reading.options] == [False, True]
    assert reading.options[1].condition == "Thời gian tăng thêm đối với hải đảo"


@pytest.mark.parametrize(
    ("text", "condition", "role"),
    [
        pytest.param("50 ngày (khu vực TP. Huế)", "khu vực TP. Huế", Role.WHOLE, id="a place"),
        pytest.param("ít nhất 50 ngày", "ít nhất", Role.UNCLEAR, id="at least"),
        pytest.param(
            "khoảng 50 ngày nếu A", "khoảng nếu A", Role.UNCLEAR, id="before and after"
        ),
        pytest.param(
            "50 ngày kể từ ngày nhận đủ hồ sơ trừ trường hợp khác",
            "kể từ ngày nhận đủ hồ sơ trừ trường hợp khác",
            Role.WHOLE,
            id="an exception",
        ),
    ],
)
def test_a_term_on_condition_is_asked_about(text: str, condition: str, role: Role) -> None:
    reading = refused(text)

    assert reading.why is WhyNot.CONDITIONAL
    assert reading.options == (option(50, condition=condition, role=role),)


def test_a_clause_that_changes_the_term_is_told() -> None:
    reading = refused("05 ngày. | Thời gian có thể kéo dài đối với hải đảo")

    assert reading.why is WhyNot.CONDITIONAL
    assert reading.options == (option(5),)
    assert reading.conditions == ("Thời gian có thể kéo dài đối với hải đảo",)


def test_an_hour_of_the_clock_is_no_term() -> None:
    reading = refused("Trong ngày làm việc (đối với hồ sơ nhận trước 15 giờ)")

    assert reading.why is WhyNot.CONDITIONAL
    assert [one.unit for one in reading.options] == [TermUnit.SAME_DAY]


def test_a_sum_over_agencies_with_a_condition_is_not_taken() -> None:
    assert refused("05 + 07 ngày (khu vực thường)").why is WhyNot.CONDITIONAL
    assert refused("05 ngày (nếu có) + 07 ngày").why is WhyNot.SEVERAL


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("05 ngày làm việc + 07 ngày", id="working and calendar days"),
        pytest.param("05 ngày làm việc - 07 ngày", id="a range"),
    ],
)
def test_units_are_not_mixed(text: str) -> None:
    reading = refused(text)

    assert reading.why is WhyNot.MIXED_UNITS
    assert reading.options == (
        option(5, unit=WORKING, role=Role.UNCLEAR),
        option(7, role=Role.UNCLEAR),
    )


@pytest.mark.parametrize("text", ["24 giờ", "48h", "5 giờ + 5 giờ"])
def test_hours_beyond_a_working_day_are_asked_about(text: str) -> None:
    reading = refused(text)

    assert reading.why is WhyNot.CLOCK_HOURS
    assert [one.unit for one in reading.options] == [HOURS]


@pytest.mark.parametrize(
    ("text", "unit", "role"),
    [
        pytest.param("15 ngày (không kể thứ Bảy, Chủ nhật)", WORKING, Role.WHOLE, id="days"),
        pytest.param("15 tháng, trừ ngày nghỉ", MONTHS, Role.UNCLEAR, id="months"),
    ],
)
def test_calendar_terms_that_leave_days_of_rest_out_are_asked_about(
    text: str, unit: TermUnit, role: Role
) -> None:
    reading = refused(text)

    assert reading.why is WhyNot.REST_DAYS
    assert reading.options == (option(15, unit=unit, role=role),)


@pytest.mark.parametrize(
    "start",
    [
        pytest.param("kể từ ngày kết thúc niêm yết", id="the end of posting"),
        pytest.param("kể từ ngày thụ lý", id="acceptance"),
        pytest.param("sau khi nhận được kết quả thẩm tra hồ sơ", id="a result"),
        pytest.param("kể từ ngày 15 tháng 7 năm 2026", id="a date"),
    ],
)
def test_another_start_than_receipt_is_asked_about(start: str) -> None:
    reading = refused(f"15 ngày {start}")

    assert reading.why is WhyNot.OTHER_START
    assert reading.options == (option(15, condition=start, role=Role.UNCLEAR),)


@pytest.mark.parametrize(
    ("text", "unit", "term"),
    [
        pytest.param("05", WORKING, Term(5, WORKING), id="a number"),
        pytest.param("05+07", WORKING, Term(12, WORKING), id="a sum"),
        pytest.param("0,5", WORKING, Term(1, HALVES), id="half a working day"),
        pytest.param("0,5", DAYS, Term(1, HALVES), id="half a day"),
        pytest.param("24", HOURS, Term(24, HOURS), id="hours said to be working hours"),
        pytest.param("3", HALVES, Term(3, HALVES), id="halves"),
        pytest.param("03 giờ", WORKING, Term(3, HOURS), id="the text's own unit comes first"),
        pytest.param(
            "05 kể từ ngày nhận đủ hồ sơ", MONTHS, Term(5, MONTHS), id="with words after it"
        ),
    ],
)
def test_the_unit_of_the_column_serves_numbers_without_one(
    text: str, unit: TermUnit, term: Term
) -> None:
    assert read_term(text, unit=unit) == ReadTerm(term=term)


def test_a_number_without_unit_offers_any() -> None:
    assert refused("05").options == (option(5, unit=None),)
    assert refused("05 - 07").options == (option(5, 7, None, role=Role.UNCLEAR),)
    assert refused("-5", unit=DAYS).why is WhyNot.BAD_NUMBER
    assert refused("không có số", unit=DAYS).why is WhyNot.UNREADABLE


def test_a_caller_that_needs_a_term_is_told_why_there_is_none() -> None:
    with pytest.raises(TermError) as raised:
        parse_term("x" * 100_000)

    assert raised.value.facts == {"text": "x" * 100, "why": "too_long"}
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize(
    ("text", "term"),
    [
        pytest.param("05 ngày làm việc", Term(5, WORKING), id="the same"),
        pytest.param("", Term(5, WORKING), id="no text"),
        pytest.param("05", Term(5, WORKING), id="the unit that was missing"),
        pytest.param("03-07 ngày làm việc", Term(5, WORKING), id="within the range"),
        pytest.param("04 ngày: A | 05 ngày: B", Term(5, DAYS), id="one of several"),
        pytest.param("05 ngày (khu vực thường)", Term(5, DAYS), id="whatever the condition"),
        pytest.param("0,5 - 1 ngày", Term(1, HALVES), id="half a day within a range"),
        pytest.param("24 giờ", Term(24, HOURS), id="working hours after all"),
        pytest.param("5 ngày, trừ ngày nghỉ", Term(5, WORKING), id="working days after all"),
    ],
)
def test_a_value_agrees_with_the_text_or_chooses_what_it_leaves_open(
    text: str, term: Term
) -> None:
    assert agree(read_term(text), term, text=text) == ReadTerm(term=term)


def test_a_value_that_chooses_keeps_what_does_not_count() -> None:
    text = "03-07 ngày (không tính thời gian niêm yết)"

    reading = agree(read_term(text), Term(5, DAYS), text=text)

    assert reading == ReadTerm(term=Term(5, DAYS), not_counted="không tính thời gian niêm yết")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        pytest.param("05 ngày làm việc", Term(7, WORKING), id="another number"),
        pytest.param("05 ngày làm việc", Term(5, DAYS), id="another unit"),
        pytest.param("không quy định", Term(5, DAYS), id="no term"),
        pytest.param("03-07 ngày", Term(8, DAYS), id="outside the range"),
        pytest.param("03-07 ngày", Term(5, WORKING), id="a range of another unit"),
        pytest.param(
            "05 ngày | tăng thêm 10 ngày: hải đảo", Term(10, DAYS), id="only what is on top"
        ),
    ],
)
def test_a_value_that_disagrees_with_the_text_is_refused(text: str, term: Term) -> None:
    with pytest.raises(TermConflictError) as raised:
        agree(read_term(text), term, text=text)

    assert raised.value.facts == {"text": text, "term": term}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("theo dự án được duyệt", id="unreadable"),
        pytest.param("05 ngày làm việc + 07 ngày", id="mixed units"),
        pytest.param("05 ngày làm việc kể từ ngày thụ lý", id="another start"),
    ],
)
def test_a_value_does_not_settle_a_text_that_nobody_understands(text: str) -> None:
    reading = read_term(text)

    assert agree(reading, Term(5, WORKING), text=text) is reading


def test_a_number_needs_a_unit_to_be_a_term() -> None:
    assert to_term(Fraction(5), None) is WhyNot.NO_UNIT


def test_only_silence_is_silent() -> None:
    silent = {why for why in WhyNot if UnreadTerm(why=why).is_silent}

    assert silent == {WhyNot.EMPTY, WhyNot.NONE}


LETTERS = st.text(st.sampled_from("0123456789½ ,.-\u2013+/()|;\nđngàylmvệcgiờtháuầtừĐế"))
WORDS = st.lists(
    st.sampled_from(
        [
            *("05", "1,5", "½", "10-25", "+", "-", "(", ")", "|", ";", ".", "1/2", "năm"),
            *("ngày", "làm việc", "giờ", "tháng", "tuần", "trong ngày", "từ", "đến", "nếu"),
            *("không tính", "thời gian", "niêm yết", "trường hợp", "không quá", "kể từ ngày"),
            *("nhận", "hồ sơ", "sau 15 giờ", "ngày làm việc tiếp theo", "tăng thêm", "mười"),
        ]
    )
).map(" ".join)


@thoroughly
@given(st.one_of(st.text(), LETTERS, WORDS), st.sampled_from([None, *TermUnit]))
def test_any_text_gives_a_reading(text: str, unit: TermUnit | None) -> None:
    reading = read_term(text, unit=unit)

    assert isinstance(reading, (ReadTerm, UnreadTerm))
    if isinstance(reading, UnreadTerm):
        assert all(len(one.condition) <= 2 * LONGEST for one in reading.options)


SPELT = {
    WORKING: ("ngày làm việc", "Ngày (làm việc)", "NGÀY LÀM VIỆC"),
    DAYS: ("ngày", "ngày lịch"),
    HOURS: ("giờ làm việc",),
    MONTHS: ("tháng",),
}
AMOUNTS = st.integers(1, MAX_AMOUNT)
UNITS = st.sampled_from(sorted(SPELT)).flatmap(
    lambda unit: st.tuples(st.just(unit), st.sampled_from(SPELT[unit]))
)
BEFORE = st.sampled_from(["", "không quá ", "Trong thời hạn ", "Tối đa: ", "Thời hạn là "])
AFTER = st.sampled_from(["", ".", " kể từ ngày nhận đủ hồ sơ hợp lệ", " (theo quy định)"])


@thoroughly
@given(AMOUNTS, UNITS, BEFORE, AFTER)
def test_a_term_written_in_any_accepted_shape_reads_back(
    amount: int, unit: tuple[TermUnit, str], before: str, after: str
) -> None:
    text = f"{before}{amount:02d} {unit[1]}{after}"
    apart = unicodedata.normalize("NFD", text)

    assert read_term(text) == read_term(apart) == ReadTerm(term=Term(amount, unit[0]))


@thoroughly
@given(st.lists(st.integers(1, 600), min_size=1, max_size=6), UNITS)
def test_a_sum_reads_as_its_total(parts: list[int], unit: tuple[TermUnit, str]) -> None:
    short = " + ".join(map(str, parts)) + f" {unit[1]}"
    full = "+".join(f"{part} {unit[1]}" for part in parts)

    assert read_term(short) == read_term(full) == ReadTerm(term=Term(sum(parts), unit[0]))


@thoroughly
@given(st.integers(0, MAX_AMOUNT // 2 - 1))
def test_halves_read_back_in_each_spelling(whole: int) -> None:
    term = Term(2 * whole + 1, HALVES)

    for text in (f"{whole},5 ngày", f"{whole}½ ngày làm việc", f"{whole} 1/2 ngày"):
        assert read_term(text) == ReadTerm(term=term)
    assert in_days(term) == (whole + Fraction(1, 2), WORKING)


@thoroughly
@given(AMOUNTS, AMOUNTS, UNITS)
def test_a_range_reads_as_its_ends(one: int, other: int, unit: tuple[TermUnit, str]) -> None:
    reading = refused(f"từ {one} đến {other} {unit[1]}")

    assert reading.why is WhyNot.RANGE
    assert reading.options == (option(min(one, other), max(one, other), unit[0]),)


def test_every_number_in_words_is_read_and_held_against_figures() -> None:
    for words, number in NUMBERS.items():
        term = ReadTerm(term=Term(number, WORKING))

        assert read_term(f"{words} ngày làm việc") == term, words
        assert read_term(f"{words} ({number}) ngày làm việc") == term, words
        assert read_term(f"{number:02d} ({words}) ngày làm việc") == term, words
