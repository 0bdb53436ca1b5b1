"""The list of numbers that our own register has given."""

from monitor.domain.numbering import Series
from tests.builders import vn
from tests.offices import FolderOffice

AT = vn("2026-11-12 08:00")
SERIES = Series(issuer="UB", year=2026, symbol="UBND-KT")


def test_every_number_of_the_year_is_listed_with_void_ones_and_why(
    office: FolderOffice,
) -> None:
    with office.app("2026-11-12 09:00") as app, app.outside.store.writing() as work:
        for mark in ("H1/xin_loi/202611161700/1", "H2/xin_loi/202611161700/1"):
            work.numbers.bind(SERIES, mark, at=AT)
        work.numbers.void("H1/xin_loi/202611161700/1", why="chưa nêu số văn bản")

    lines = office.done("letters", "numbers", "--year", "2026").splitlines()
    found = office.json("letters", "numbers", "--year", "2026")

    assert lines == [
        "01/UBND-KT  UB  12/11/2026  H1  số bỏ: chưa nêu số văn bản",
        "02/UBND-KT  UB  12/11/2026  H2",
    ]
    assert [(one["number"], one["void_for"]) for one in found] == [
        (1, "chưa nêu số văn bản"),
        (2, ""),
    ]


def test_a_year_without_numbers_says_so(office: FolderOffice) -> None:
    assert office.done("letters", "numbers") == "Không có gì để liệt kê.\n"
