"""Dates are read on the Vietnam clock, whatever shape an export gives them."""

from datetime import date, datetime, time

import pytest

from monitor.domain.instants import is_date_only
from monitor.sources.cells import Cell
from monitor.sources.dates import read_instant
from monitor.sources.reasons import Reason
from tests.builders import vn


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("02/11/2026", "2026-11-02", id="day first"),
        pytest.param("02/11/2026 07:10", "2026-11-02 07:10", id="with minutes"),
        pytest.param("02/11/2026 07:10:33", "2026-11-02 07:10:33", id="with seconds"),
        pytest.param(" 02/11/2026 07:10 ", "2026-11-02 07:10", id="spaces around"),
        pytest.param("2/11/2026", "2026-11-02", id="one digit"),
        pytest.param("2/1/2026 7:05", "2026-01-02 07:05", id="one digit each"),
        pytest.param("02-11-2026 07:10", "2026-11-02 07:10", id="dashes"),
        pytest.param("02.11.2026", "2026-11-02", id="dots"),
        pytest.param("07:10 02/11/2026", "2026-11-02 07:10", id="clock first"),
        pytest.param("07h10 02/11/2026", "2026-11-02 07:10", id="clock as it is spoken"),
        pytest.param(
            "02/11/2026 3:05:00 CH", "2026-11-02 15:05", id="afternoon of twelve hours"
        ),
        pytest.param(
            "02/11/2026 12:05 SA", "2026-11-02 00:05", id="after midnight, twelve hours"
        ),
        pytest.param("20261102071033", "2026-11-02 07:10:33", id="portal"),
        pytest.param("20261102", "2026-11-02", id="portal, day alone"),
        pytest.param("2026-11-02", "2026-11-02", id="iso day"),
        pytest.param("2026-11-02T07:10:33.329", "2026-11-02 07:10:33", id="iso with fraction"),
        pytest.param("2026-11-02 07:10:33", "2026-11-02 07:10:33", id="iso with a space"),
        pytest.param("2026-11-02T00:10:33Z", "2026-11-02 07:10:33", id="iso in UTC"),
        pytest.param("2026-11-02T09:10:33+09:00", "2026-11-02 07:10:33", id="iso with a zone"),
        pytest.param(
            datetime.fromisoformat("2026-11-02 07:10"), "2026-11-02 07:10", id="Excel"
        ),
        pytest.param(
            datetime.fromisoformat("2026-11-02 07:09:59.999"),
            "2026-11-02 07:10",
            id="Excel, short",
        ),
        pytest.param(date(2026, 11, 2), "2026-11-02", id="Excel day"),
        pytest.param(46_328, "2026-11-02", id="Excel serial shown as a number"),
        pytest.param(46_328.5, "2026-11-02 12:00", id="Excel serial with half a day"),
        pytest.param(20_261_102, "2026-11-02", id="portal day as a number"),
        pytest.param("01/01/1990", "1990-01-01", id="first year"),
        pytest.param("31/12/2099", "2099-12-31", id="last year"),
    ],
)
def test_a_date_is_read(cell: Cell, expected: str) -> None:
    assert read_instant(cell) == vn(expected)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        pytest.param("31/02/2026", Reason.BAD_DATE, id="no such day"),
        pytest.param("11/30/2026", Reason.BAD_DATE, id="month first"),
        pytest.param("02/11/2026 25:00", Reason.BAD_DATE, id="no such hour"),
        pytest.param("02/11/2026 07:10 abc", Reason.BAD_DATE, id="words after"),
        pytest.param("02/11/2026 07-10", Reason.BAD_DATE, id="a clock of dashes"),
        pytest.param("+2/11/2026", Reason.BAD_DATE, id="sign"),
        pytest.param("02/11/26", Reason.BAD_DATE, id="two-digit year"),
        pytest.param("\u0660\u0662/11/2026", Reason.BAD_DATE, id="digits of another script"),
        pytest.param("chưa hẹn", Reason.BAD_DATE, id="words"),
        pytest.param("2026-13-02", Reason.BAD_DATE, id="iso without such a month"),
        pytest.param("#VALUE!", Reason.BAD_DATE, id="error of a spreadsheet"),
        pytest.param("123", Reason.BAD_DATE, id="too few digits"),
        pytest.param(12.5, Reason.BAD_DATE, id="number"),
        pytest.param(float("inf"), Reason.BAD_DATE, id="no number"),
        pytest.param(time(7, 10), Reason.BAD_DATE, id="clock without a day"),
        pytest.param(True, Reason.BAD_DATE, id="yes"),
        pytest.param("01/01/1900", Reason.DATE_OUT_OF_RANGE, id="1900"),
        pytest.param("01/01/2100 08:00", Reason.DATE_OUT_OF_RANGE, id="2100"),
        pytest.param("0001-01-01T00:00:00", Reason.DATE_OUT_OF_RANGE, id="year one"),
        pytest.param(
            datetime.fromisoformat("1900-01-05"), Reason.DATE_OUT_OF_RANGE, id="Excel 1900"
        ),
    ],
)
def test_what_is_no_date_says_why(cell: Cell, reason: Reason) -> None:
    assert read_instant(cell) is reason


def test_a_day_without_a_clock_stands_for_the_whole_day() -> None:
    found = read_instant("02/11/2026")

    assert isinstance(found, datetime)
    assert is_date_only(found)
