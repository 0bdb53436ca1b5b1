"""A value beside a text chooses among the whole terms that the text offers, never else."""

from fractions import Fraction

import pytest

from monitor.domain.errors import TermConflictError
from monitor.domain.term import Term, TermUnit
from monitor.domain.terms.reading import ReadTerm, UnreadTerm, agree
from monitor.domain.terms.text import read_term

WORKING = TermUnit.WORKING_DAYS
HOURS = TermUnit.WORKING_HOURS
DAYS = TermUnit.CALENDAR_DAYS
MONTHS = TermUnit.MONTHS
SAME_DAY = Term(1, TermUnit.SAME_DAY)


def is_accepted(text: str, term: Term) -> bool:
    """Tell whether the value stands; a conflict and a text still refused are the same here."""
    try:
        reading = agree(read_term(text), term, text=text)
    except TermConflictError:
        return False
    assert not isinstance(reading, ReadTerm) or reading.term == term
    return isinstance(reading, ReadTerm)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        pytest.param("30 phút", Term(30, WORKING), id="minutes"),
        pytest.param("8 tiếng", Term(8, MONTHS), id="hours as people call them"),
        pytest.param("01 buổi", Term(1, MONTHS), id="half days as people call them"),
        pytest.param("2 quý", Term(2, MONTHS), id="quarters"),
        pytest.param("1 ca", Term(1, WORKING), id="shifts"),
        pytest.param("3 mươi ngày", Term(3, DAYS), id="half in words"),
        pytest.param("Ngày 15 hàng tháng", Term(15, WORKING), id="a day of the month"),
        pytest.param("ngày 5 tháng sau", Term(5, MONTHS), id="a day of the next month"),
        pytest.param("05-07", Term(6, DAYS), id="perhaps a date"),
        pytest.param("05 (bảy)", Term(5, DAYS), id="figure and words differ, no unit"),
        pytest.param("05 (khu vực thường)", Term(5, DAYS), id="no unit, and a condition"),
        pytest.param("05 ngày làm việc + 07", Term(5, WORKING), id="a part of a sum"),
        pytest.param("05 ngày (nếu có) + 07 ngày", Term(7, DAYS), id="a part on condition"),
        pytest.param("05 (nếu có) ngày + 07 ngày", Term(5, DAYS), id="a part with a note"),
        pytest.param("05 + 07 = 13 ngày", Term(13, DAYS), id="a sum that is wrong"),
        pytest.param("một trăm hai mươi ngày", Term(20, DAYS), id="the end of a number"),
        pytest.param("một nghìn hai mươi ngày", Term(20, DAYS), id="of a larger one"),
        pytest.param("100 hai mươi ngày", Term(20, DAYS), id="after figures"),
        pytest.param("03 tháng 15 ngày", Term(15, DAYS), id="months and days"),
        pytest.param("01 giờ 15 ngày", Term(15, DAYS), id="two in a row"),
        pytest.param("10 ngày làm việc 30 phút", Term(10, WORKING), id="and minutes"),
        pytest.param("10 ngày làm việc; 30 phút", Term(10, WORKING), id="minutes apart"),
        pytest.param("10 ngày rưỡi", Term(10, DAYS), id="and a half"),
        pytest.param("ít nhất 10 ngày", Term(10, DAYS), id="at least"),
        pytest.param(
            "10 ngày làm việc (đã cắt giảm 3 ngày)", Term(3, DAYS), id="what was saved"
        ),
        pytest.param("10 ngày làm việc, giảm 3 ngày", Term(10, WORKING), id="is it saved?"),
        pytest.param("10 ngày làm việc (cắt giảm 30%)", Term(10, WORKING), id="or a share?"),
        pytest.param("10 ngày làm việc | Rút ngắn 30%", Term(10, WORKING), id="a share apart"),
        pytest.param("10 ngày làm việc | giảm một nửa", Term(10, WORKING), id="half of it"),
        pytest.param("giảm từ 15 ngày xuống 10 ngày", Term(15, DAYS), id="what was before"),
        pytest.param("15 ngày (nay còn 10 ngày)", Term(15, DAYS), id="no longer"),
        pytest.param("10 ngày thay vì 15 ngày", Term(15, DAYS), id="instead of"),
        pytest.param(
            "05 ngày làm việc (bao gồm 02 ngày thẩm định)", Term(2, DAYS), id="included"
        ),
        pytest.param(
            "10 ngày làm việc, trong đó UBND xã 04 ngày làm việc, Sở 06 ngày làm việc",
            Term(4, WORKING),
            id="the share of the commune",
        ),
        pytest.param(
            "10 ngày, trong đó: UBND xã 04 ngày; Sở 06 ngày", Term(6, DAYS), id="of the rest"
        ),
        pytest.param("Tổng 12 ngày (xã 5 ngày, tỉnh 7 ngày)", Term(7, DAYS), id="in brackets"),
        pytest.param("Tổng 13 ngày (xã 5 ngày, tỉnh 7 ngày)", Term(13, DAYS), id="a day off"),
        pytest.param("12 tháng (xã 5 ngày, tỉnh 7 ngày)", Term(12, MONTHS), id="other unit"),
        pytest.param("Xã: 05 ngày; Sở: 07 ngày", Term(5, DAYS), id="agencies before"),
        pytest.param("05 ngày (xã), 07 ngày (tỉnh)", Term(5, DAYS), id="agencies after"),
        pytest.param("02 ngày: thẩm định | 05 ngày: ký", Term(5, DAYS), id="steps"),
        pytest.param("10 ngày; 15 ngày làm việc", Term(15, WORKING), id="no words at all"),
        pytest.param("10 ngày và 5 ngày", Term(10, DAYS), id="and"),
        pytest.param("10 ngày và 5 ngày nếu có niêm yết", Term(10, DAYS), id="and, if"),
        pytest.param("10 ngày và đối với A là 5 ngày", Term(10, DAYS), id="and, led up to"),
        pytest.param(
            "05 ngày đối với cấp xã, 10 ngày đối với cấp tỉnh", Term(5, DAYS), id="for agencies"
        ),
        pytest.param("10 ngày (áp dụng giảm một nửa)", Term(10, DAYS), id="less in brackets"),
        pytest.param("10 ngày gồm ký; 5 ngày gồm in", Term(5, DAYS), id="includes, twice"),
        pytest.param("10 ngày, sau đó 5 ngày", Term(10, DAYS), id="then"),
        pytest.param("10 ngày thẩm định và 5 ngày ký", Term(5, DAYS), id="words after each"),
        pytest.param(
            "10 ngày, đối với vùng sâu vùng xa tăng thêm 10 ngày",
            Term(10, WORKING),
            id="on top",
        ),
        pytest.param(
            "10 ngày làm việc, trường hợp vùng sâu vùng xa tăng thêm 10 ngày",
            Term(10, DAYS),
            id="on top of working days",
        ),
        pytest.param(
            "10 ngày làm việc, trường hợp phức tạp được kéo dài 10 ngày",
            Term(10, DAYS),
            id="longer by",
        ),
        pytest.param("10 ngày làm việc, gia hạn 5 ngày", Term(5, DAYS), id="renewed"),
        pytest.param("10 ngày làm việc, cộng thêm 5 ngày", Term(5, DAYS), id="added"),
        pytest.param("10 ngày làm việc cộng 5 ngày", Term(5, DAYS), id="added, no comma"),
        pytest.param("05 ngày. | 10 ngày (nếu gia hạn)", Term(10, DAYS), id="if renewed"),
        pytest.param("05 ngày. | 10 ngày: thời gian tăng thêm", Term(10, DAYS), id="a label"),
        pytest.param(
            "05 ngày: nếu A, tăng thêm không quá 10 ngày: nếu B", Term(10, DAYS), id="at most"
        ),
        pytest.param(
            "05 ngày, trường hợp B thì giảm không quá 3 ngày", Term(3, DAYS), id="less by"
        ),
        pytest.param("05 ngày, trường hợp B giảm 3 ngày", Term(3, DAYS), id="a verb unknown"),
        pytest.param(
            "10 ngày, trường hợp phức tạp có thể kéo dài nhưng không quá 20 ngày",
            Term(20, DAYS),
            id="in all or on top",
        ),
        pytest.param(
            "05 ngày: nếu A | 07 ngày làm việc + 02 ngày: nếu B", Term(7, WORKING), id="mixed"
        ),
        pytest.param("03-07 ngày kể từ ngày thụ lý", Term(5, DAYS), id="a range from a start"),
        pytest.param(
            "05 ngày: nếu A | 07 ngày: nếu B, kể từ ngày thụ lý", Term(7, DAYS), id="a start"
        ),
        pytest.param(
            "05 ngày (khu vực thường). | Kể từ ngày thụ lý", Term(5, DAYS), id="a start apart"
        ),
        pytest.param(
            "05 ngày kể từ ngày thụ lý trừ trường hợp khác", Term(5, DAYS), id="a start with if"
        ),
        pytest.param("15 tháng, trừ ngày nghỉ", Term(15, MONTHS), id="months at work"),
        pytest.param(
            "5 ngày: A | 7 ngày: B (không kể ngày nghỉ)", Term(7, DAYS), id="days of rest"
        ),
        pytest.param("07 (bẩy hoặc tám) ngày", Term(7, DAYS), id="a note before the unit"),
        pytest.param("03 ngày làm việc cho mỗi cơ quan", Term(3, WORKING), id="each agency"),
        pytest.param("03 ngày làm việc (mỗi cơ quan)", Term(3, WORKING), id="each, aside"),
        pytest.param("05 ngày làm việc/02 hồ sơ", Term(5, WORKING), id="for two dossiers"),
        pytest.param("12 (05+07) ngày làm việc", Term(12, WORKING), id="a sum in brackets"),
    ],
)
def test_what_is_no_whole_term_is_not_chosen(text: str, term: Term) -> None:
    assert not is_accepted(text, term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        pytest.param("một trăm hai mươi ngày", Term(120, DAYS), id="a hundred and more"),
        pytest.param("Thời hạn: 05", Term(5, HOURS), id="a bare number"),
        pytest.param("05+07", Term(12, WORKING), id="a bare sum"),
        pytest.param("10 ngày làm việc (đã cắt giảm 3 ngày)", Term(10, WORKING), id="saved"),
        pytest.param(
            "05 ngày làm việc (bao gồm 02 ngày thẩm định)", Term(5, WORKING), id="included"
        ),
        pytest.param(
            "10 ngày làm việc, trong đó UBND xã 04 ngày, Sở 06 ngày",
            Term(10, WORKING),
            id="its shares",
        ),
        pytest.param("Tổng 12 ngày (xã 5 ngày, tỉnh 7 ngày)", Term(12, DAYS), id="brackets"),
        pytest.param(
            "12 ngày làm việc (UBND xã: 05 ngày; Sở: 07 ngày làm việc)",
            Term(12, WORKING),
            id="shares of working days",
        ),
        pytest.param(
            "10 ngày làm việc, đối với vùng sâu tăng thêm 5 ngày", Term(10, WORKING), id="base"
        ),
        pytest.param(
            "10 ngày, trường hợp phức tạp 15 ngày", Term(10, DAYS), id="the usual one"
        ),
        pytest.param("10 ngày, trường hợp phức tạp: 15 ngày", Term(15, DAYS), id="the other"),
        pytest.param(
            "10 ngày (Trường hợp cần xác minh thì không quá 20 ngày)",
            Term(20, DAYS),
            id="a case in brackets",
        ),
        pytest.param("Trường hợp A: 10 ngày; trường hợp B là 20 ngày", Term(20, DAYS), id="if"),
        pytest.param("10 ngày nếu A, 20 ngày nếu B", Term(10, DAYS), id="if, after"),
        pytest.param("10 ngày nếu A, 20 ngày", Term(20, DAYS), id="if, else"),
        pytest.param("10 ngày nếu A và 20 ngày nếu B", Term(20, DAYS), id="and, both if"),
        pytest.param("10 ngày hoặc 15 ngày", Term(15, DAYS), id="or"),
        pytest.param("10 ngày (hoặc 15 ngày)", Term(15, DAYS), id="or, in brackets"),
        pytest.param("10 ngày (đã cắt giảm 30%)", Term(10, DAYS), id="less already"),
        pytest.param(
            "04 ngày: Đổi tên | 10 ngày: Giảm diện tích do sạt lở",
            Term(10, DAYS),
            id="less land",
        ),
        pytest.param("04 ngày: Cho thuê | 08 ngày (Chuyển đổi)", Term(8, DAYS), id="labels"),
        pytest.param("Trong ngày làm việc, nếu A thì 03 ngày", SAME_DAY, id="the same day"),
        pytest.param(
            "10 ngày: nếu phần tăng thêm đã có GCN | 20 ngày: nếu chưa có",
            Term(10, DAYS),
            id="a condition that only sounds like time on top",
        ),
        pytest.param(
            "10 ngày làm việc (theo Nghị định số 101/2024/NĐ-CP)", Term(10, WORKING), id="cited"
        ),
        pytest.param("10 ngày làm việc tại Trung tâm", Term(10, WORKING), id="a place"),
        pytest.param(
            "10 ngày kể từ ngày nhận đủ hồ sơ trừ trường hợp khác", Term(10, DAYS), id="usually"
        ),
        pytest.param("10 ngày. | Riêng hải đảo 500 m2 thì lâu hơn", Term(10, DAYS), id="apart"),
        pytest.param(
            "5 ngày: A | 7 ngày: B (không kể ngày nghỉ)", Term(7, WORKING), id="days at work"
        ),
    ],
)
def test_a_whole_term_that_the_text_offers_may_be_chosen(text: str, term: Term) -> None:
    assert is_accepted(text, term)


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        pytest.param(
            "10 ngày, trong đó UBND xã 04 ngày, Sở 06 ngày",
            {10: "", 4: "trong đó UBND xã", 6: "Sở"},
            id="shares",
        ),
        pytest.param(
            "Tổng 12 ngày (xã 5 ngày, tỉnh 7 ngày)", {12: "", 5: "xã", 7: "tỉnh"}, id="brackets"
        ),
        pytest.param(
            "10 ngày, bao gồm 02 ngày thẩm định, 01 ngày ký",
            {10: "", 2: "bao gồm thẩm định", 1: "ký"},
            id="words after each",
        ),
        pytest.param(
            "Trường hợp A 10 ngày, trường hợp B 20 ngày",
            {10: "Trường hợp A", 20: "trường hợp B"},
            id="words before each",
        ),
        pytest.param(
            "xã 10 ngày tỉnh 20 ngày", {10: "xã", 20: "tỉnh"}, id="words before each, no comma"
        ),
        pytest.param(
            "10 ngày, trong trường hợp phức tạp không quá 15 ngày",
            {10: "", 15: "trong trường hợp phức tạp"},
            id="words before the last",
        ),
        pytest.param(
            "Trong ngày; hồ sơ nhận sau 15 giờ thì trả kết quả ngày làm việc tiếp theo. "
            "Trường hợp A: 03 ngày",
            {1: "", 3: "Trường hợp A"},
            id="after the cut-off",
        ),
        pytest.param(
            "10 ngày đối với A, 20 ngày", {10: "đối với A", 20: ""}, id="words after the first"
        ),
        pytest.param(
            "10 ngày, trường hợp vùng sâu tăng thêm 5 ngày đối với A",
            {10: "", 5: "trường hợp vùng sâu tăng thêm đối với A"},
            id="on top",
        ),
    ],
)
def test_each_option_is_told_with_its_own_words(text: str, conditions: dict[int, str]) -> None:
    reading = read_term(text)

    assert isinstance(reading, UnreadTerm)
    assert {one.low: one.condition for one in reading.options} == {
        Fraction(amount): condition for amount, condition in conditions.items()
    }
