"""Dates, hours and numbers are written as a careful clerk writes them."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from jinja2.filters import FILTERS as JINJA_FILTERS

from monitor.domain.errors import NaiveTimeError
from monitor.render.filters import Filters, load_wordbook
from tests.builders import vn

FILTERS = Filters(load_wordbook()).by_name()


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        pytest.param("ngay", date(2026, 10, 9), "ngày 09 tháng 10 năm 2026", id="day below 10"),
        pytest.param("ngay", date(2026, 1, 31), "ngày 31 tháng 01 năm 2026", id="January"),
        pytest.param("ngay", date(2026, 2, 1), "ngày 01 tháng 02 năm 2026", id="February"),
        pytest.param("ngay", date(2026, 3, 10), "ngày 10 tháng 3 năm 2026", id="March"),
        pytest.param("ngay", vn("2026-09-15 17:00"), "ngày 15 tháng 9 năm 2026", id="instant"),
        pytest.param("ngay_so", date(2026, 10, 9), "09/10/2026", id="day in figures"),
        pytest.param("ngay_ngan", date(2026, 1, 9), "09/01", id="short day in figures"),
        pytest.param("gio", vn("2026-10-09 17:00"), "17 giờ 00", id="hour"),
        pytest.param("gio", vn("2026-10-09 07:05"), "07 giờ 05", id="hour below 10"),
        pytest.param("gio_so", vn("2026-10-09 07:10"), "07:10", id="hour in figures"),
        pytest.param(
            "gio_ngay",
            vn("2026-10-27 17:00"),
            "17 giờ 00 phút, ngày 27 tháng 10 năm 2026",
            id="hour of a day",
        ),
        pytest.param(
            "gio_ngay", vn("2026-10-27"), "ngày 27 tháng 10 năm 2026", id="midnight is the day"
        ),
        pytest.param("diem", -36, "-0,36", id="points below"),
        pytest.param("diem", 0, "0,00", id="no points"),
        pytest.param("diem", 123_456, "+1.234,56", id="points above"),
        pytest.param("thu", date(2026, 10, 26), "thứ Hai", id="Monday"),
        pytest.param("thu", date(2026, 10, 27), "thứ Ba", id="Tuesday"),
        pytest.param("thu", date(2026, 10, 31), "thứ Bảy", id="Saturday"),
        pytest.param("thu", date(2026, 11, 1), "Chủ nhật", id="Sunday"),
        pytest.param("so", 0, "0", id="zero"),
        pytest.param("so", 999, "999", id="below a thousand"),
        pytest.param("so", 10_776, "10.776", id="thousands"),
        pytest.param("so", -1_234_567, "-1.234.567", id="negative"),
        pytest.param("so_chu", 0, "00", id="zero in prose"),
        pytest.param("so_chu", 6, "06", id="below ten in prose"),
        pytest.param("so_chu", -9, "-09", id="negative below ten in prose"),
        pytest.param("so_chu", 10, "10", id="ten in prose"),
        pytest.param("so_chu", 10_776, "10.776", id="thousands in prose"),
        pytest.param("so_nua", 1, "½", id="a half"),
        pytest.param("so_nua", 2, "01", id="two halves"),
        pytest.param("so_nua", 3, "1½", id="one and a half"),
        pytest.param("so_le", 123_405, "1.234,05", id="hundredths"),
        pytest.param("so_le", -5, "-0,05", id="negative hundredths"),
        pytest.param("dong", 38_520_000, "38.520.000 đồng", id="money"),
        pytest.param("hoa", "đường Nguyễn Huệ", "ĐƯỜNG NGUYỄN HUỆ", id="capitals"),
        pytest.param("hoa", "Nguye\u0302\u0303n", "NGUYỄN", id="capitals from loose marks"),
    ],
)
def test_a_value_is_written(name: str, value: object, written: str) -> None:
    assert FILTERS[name](value) == written


@pytest.mark.parametrize(
    ("numerator", "denominator", "written"),
    [
        pytest.param(9, 10, "90,00%", id="nine of ten"),
        pytest.param(999, 1_000, "99,90%", id="999 of 1,000"),
        pytest.param(1_661, 1_688, "98,40%", id="headline of the reference page"),
        pytest.param(1, 3, "33,33%", id="rounded down"),
        pytest.param(2, 3, "66,67%", id="rounded up"),
        pytest.param(1, 20_000, "0,01%", id="half goes up"),
        pytest.param(49, 1_000_000, "0,00%", id="below half goes down"),
        pytest.param(10_045, 1_000_000, "1,00%", id="1.0045 % goes down"),
        pytest.param(10_050, 1_000_000, "1,01%", id="1.0050 % goes up, which floats get wrong"),
        pytest.param(99_994, 100_000, "99,99%", id="nearly all"),
        pytest.param(0, 7, "0,00%", id="none"),
        pytest.param(7, 7, "100,00%", id="all"),
        pytest.param(123, 10, "1.230,00%", id="thousands of percent"),
        pytest.param(-1, 8, "-12,50%", id="negative"),
        pytest.param(-1, 20_000, "-0,01%", id="negative half goes away from zero"),
        pytest.param(-49, 1_000_000, "0,00%", id="no negative zero"),
        pytest.param(0, 0, "không phát sinh", id="nothing of nothing"),
        pytest.param(5, 0, "không phát sinh", id="something of nothing"),
    ],
)
def test_a_share_is_written(numerator: int, denominator: int, written: str) -> None:
    assert FILTERS["ti_le"](numerator, denominator) == written


def test_a_negative_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="-3"):
        FILTERS["ti_le"](1, -3)


@pytest.mark.parametrize("name", ["so", "so_chu", "dong"])
@pytest.mark.parametrize("value", [1234.5, 1.0, "12"])
def test_what_is_not_a_whole_number_is_refused(name: str, value: object) -> None:
    with pytest.raises(TypeError):
        FILTERS[name](value)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        pytest.param("ngay", "ngày 01 tháng 11 năm 2026", id="day"),
        pytest.param("ngay_so", "01/11/2026", id="day in figures"),
        pytest.param("ngay_ngan", "01/11", id="short day"),
        pytest.param("thu", "Chủ nhật", id="weekday"),
        pytest.param("gio", "00 giờ 30", id="hour"),
        pytest.param("gio_so", "00:30", id="hour in figures"),
        pytest.param("gio_ngay", "00 giờ 30 phút, ngày 01 tháng 11 năm 2026", id="both"),
    ],
)
def test_an_instant_is_written_on_the_vietnam_clock(name: str, written: str) -> None:
    half_past_midnight = datetime(2026, 10, 31, 17, 30, tzinfo=UTC)

    assert FILTERS[name](half_past_midnight) == written


@pytest.mark.parametrize(
    "name", ["ngay", "ngay_so", "ngay_ngan", "thu", "gio", "gio_so", "gio_ngay"]
)
def test_an_instant_without_a_zone_is_refused(name: str) -> None:
    with pytest.raises(NaiveTimeError):
        FILTERS[name](datetime(2026, 10, 31, 17, 30))  # noqa: DTZ001 - the point of the test


def test_every_word_is_composed() -> None:
    words = load_wordbook()

    spoken = [*words.weekdays, words.day, words.hour, words.hour_of_day, words.nothing]

    assert [unicodedata.normalize("NFC", word) for word in spoken] == spoken


def test_filters_share_no_name_with_those_of_jinja() -> None:
    assert not FILTERS.keys() & JINJA_FILTERS.keys()
