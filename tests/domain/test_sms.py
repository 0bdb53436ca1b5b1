"""A text message is written in letters that every phone shows, and counted as charged."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.sms import BASIC, EXTENDED, mobile_number, segments, without_marks

ALPHABET = "".join(sorted(BASIC | EXTENDED))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        pytest.param("Ủy ban nhân dân xã Tân Bình", "Uy ban nhan dan xa Tan Binh", id="marks"),
        pytest.param("Đường đi", "Duong di", id="d with a stroke"),
        pytest.param("A\u0306n", "An", id="marks apart from their letters"),
        pytest.param("từ 1\u20133", "tu 1-3", id="a dash"),
        pytest.param("ĐT ☎ 1", "DT ? 1", id="a sign that phones lack"),
        pytest.param("“A” \u2018B\u2019", "\"A\" 'B'", id="quotes"),
        pytest.param("½ 5₫", "1/2 5d", id="a half, a currency"),
        pytest.param("xong…", "xong...", id="an ellipsis"),
        pytest.param("{a}", "{a}", id="letters of two places"),
    ],
)
def test_marks_go_and_letters_stay(text: str, bare: str) -> None:
    assert without_marks(text) == bare


@given(st.text())
def test_whatever_is_written_every_phone_can_show_it(text: str) -> None:
    assert set(without_marks(text)) <= BASIC | EXTENDED
    assert without_marks(without_marks(text)) == without_marks(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 1, id="nothing"),
        pytest.param("a" * 160, 1, id="a full one"),
        pytest.param("a" * 161, 2, id="one letter more: two joined ones"),
        pytest.param("a" * 306, 2, id="two full ones"),
        pytest.param("a" * 307, 3, id="three"),
        pytest.param("{" * 80, 1, id="letters of two places"),
        pytest.param("a" * 152 + "{" + "a" * 10, 2, id="a letter that would be cut in two"),
        pytest.param("a" * 152 + "{" + "a" * 152, 3, id="which leaves a place empty"),
    ],
)
def test_segments_are_counted_as_charged(text: str, count: int) -> None:
    assert segments(text) == count


@given(st.text(ALPHABET), st.text(ALPHABET, min_size=1))
def test_a_longer_text_never_costs_less(text: str, more: str) -> None:
    assert segments(text) <= segments(text + more)


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        pytest.param("0900 000 000", "0900000000", id="with blanks"),
        pytest.param("0900.000.000", "0900000000", id="with dots"),
        pytest.param("+84 900 000 000", "0900000000", id="from abroad"),
        pytest.param("84900000000", "0900000000", id="without the plus"),
        pytest.param("0084900000000", "0900000000", id="with noughts"),
        pytest.param("024 3000 0000", "", id="a fixed line"),
        pytest.param("0100 000 000", "", id="no prefix of mobiles"),
        pytest.param("0900 000 00", "", id="too short"),
        pytest.param("0900 000 000 / 0900 000 001", "0900000000", id="two numbers"),
        pytest.param("024 3000 0000; 0900.000.001", "0900000001", id="a mobile after another"),
        pytest.param("0900.000.000 (con)", "0900000000", id="a word beside"),
        pytest.param("(+84) 900 000 000", "", id="a prefix apart"),
        pytest.param("", "", id="none"),
    ],
)
def test_only_mobile_numbers_get_messages(phone: str, number: str) -> None:
    assert mobile_number(phone) == number


@given(st.text(string.digits, max_size=12))
def test_a_number_is_ten_digits_or_nothing(digits: str) -> None:
    assert len(mobile_number(digits)) in {0, 10}
