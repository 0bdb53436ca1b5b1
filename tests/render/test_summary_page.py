"""The page that is read first: items 1 to 6, on one page, and no zero that nobody counted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.catalogues import load_catalogue
from monitor.domain.past import Past, PastPeriod
from monitor.domain.period import Period
from monitor.domain.supplied_sums import Account, Portal, Supplied
from monitor.render.cover_page import read_cover
from monitor.render.pdf import PdfRenderer
from monitor.render.report import ReportRenderer
from monitor.render.words import Words
from reports.month import MonthReport
from tests.builders import vn
from tests.render.paper import flow, pages
from tests.reports.snapshots import (
    NOVEMBER,
    OFFICE_NOVEMBER,
    SCOPE,
    a_month,
    a_report,
    a_snapshot,
)

STATED = {  # what the page is made of
    *("summary", "table06a", "rates", "trend", "agencies", "causes", "letters"),
    *("digital", "payments", "satisfaction"),
}
OCTOBER = Period(first=date(2026, 10, 1), last=date(2026, 10, 31))
BEFORE = PastPeriod(
    period=OCTOBER,
    tallies=a_month(
        a_snapshot("d1", due="2026-10-12 17:00", received="2026-10-02 08:00"),
        a_snapshot(
            "d2",
            due="2026-10-12 17:00",
            received="2026-10-02 08:00",
            ended="2026-10-12 09:00",
        ),
        period=OCTOBER,
    ).tallies,
)
PAST = Past(
    months=(BEFORE,),
    before=BEFORE,
    year_before=PastPeriod(period=Period(first=date(2025, 11, 1), last=date(2025, 11, 30))),
    known_since=vn("2026-11-01 07:10"),
)
GIVEN = {
    "digitised": 12,
    "payments": 642,
    "payment_amount": 38_520_000,
    "post_results": 3,
    "ratings": 143,
    "ratings_very_satisfied": 121,
    "ratings_satisfied": 20,
    "ratings_dissatisfied": 2,
    "complaints": 1,
    "complaints_answered": 1,
}


def supplied(
    given: Mapping[str, int], *, asked: int = 1, portal: Portal | None = None
) -> Supplied:
    """Return figures of the commune; `asked` beyond 1 are missing."""
    source = frozenset({("UBND", NOVEMBER.first)})
    accounts = {
        name: Account(value=value, given=source, asked=asked) for name, value in given.items()
    }
    return Supplied(unit="UBND", accounts={"UBND": accounts}, portal=portal)


def facts_of(report: MonthReport) -> dict[str, Any]:
    return {
        "report": report,
        "parts": {part.code: part.figures for part in report.parts},
        "labels": load_catalogue("report"),
    }


def told(words: Words, report: MonthReport) -> str:
    page = words.render("reports/sections/summary.html", **facts_of(report))
    return "\n".join(read_cover(f'<div class="body">{page}</div>').words)


def test_what_people_supplied_is_told_in_item_6(words: Words) -> None:
    report = a_report(*OFFICE_NOVEMBER, supplied=supplied(GIVEN))

    assert told(words, report).endswith(
        "6. Chỉ tiêu khác: số hóa hồ sơ 12/14 (85,71%); "
        "thanh toán trực tuyến 642 giao dịch, 38.520.000 đồng; "
        "trả kết quả qua bưu chính 03 (27,27%); hài lòng 143 phiếu: "
        "rất hài lòng 121 (84,62%), hài lòng 20 (13,99%), không hài lòng 02 (1,40%) "
        "(tổng khác 100% do làm tròn); phản ánh, kiến nghị 01, đã trả lời 01."
    )


@pytest.mark.parametrize(
    ("given", "asked", "said"),
    [
        pytest.param(
            {},
            1,
            "6. Chỉ tiêu khác (số hóa hồ sơ, thanh toán trực tuyến, trả kết quả qua bưu chính, "
            "mức độ hài lòng, phản ánh, kiến nghị): chưa có số liệu.",
            id="nothing",
        ),
        pytest.param(
            {"digitised": 12, "ratings": 0},
            2,
            "6. Chỉ tiêu khác: số hóa hồ sơ 12; thanh toán trực tuyến chưa có số liệu, "
            "số tiền chưa có số liệu; trả kết quả qua bưu chính chưa có số liệu; "
            "hài lòng 0 phiếu; phản ánh, kiến nghị chưa có số liệu. "
            "Số liệu mục này chưa đủ của mọi đơn vị, mọi tháng trong kỳ.",
            id="in part",
        ),
    ],
)
def test_what_nobody_supplied_is_not_zero(
    words: Words, given: dict[str, int], asked: int, said: str
) -> None:
    report = a_report(*OFFICE_NOVEMBER, supplied=supplied(given, asked=asked))

    assert told(words, report).endswith(said)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("Cổng tính theo ngày giờ", "lý do: Cổng tính theo ngày giờ."),
        ("", "lý do: chưa nêu."),
    ],
)
def test_the_portals_rate_stands_beside_ours(words: Words, reason: str, said: str) -> None:
    portal = Portal(hundredths=3_566, reason=reason)

    text = told(words, a_report(*OFFICE_NOVEMBER, supplied=supplied({}, portal=portal)))

    assert "Cổng Dịch vụ công quốc gia công bố (nhập tay)\nchưa có số liệu\n35,66%" in text
    assert "Chênh lệch giữa Cổng và cách tính thứ nhất: -0,70 điểm phần trăm" in text
    assert said in text


def test_a_month_that_nobody_knows_is_not_0(words: Words) -> None:
    text = told(words, a_report(is_known=False))

    assert text.startswith("Lưu ý: kỳ báo cáo nằm trước bản kết xuất đầu tiên")
    for said in (
        "1. Tổng số hồ sơ phải giải quyết: chưa có số liệu.",
        "2. Đã giải quyết: chưa có số liệu.",
        "3. Đang giải quyết: chưa có số liệu.",
        "tồn quá hạn\nchưa có số liệu\nTrên số",
        "5. Hồ sơ quá hạn: chưa có số liệu.",
    ):
        assert said in text


def test_more_digitised_than_came_is_no_share(words: Words) -> None:
    text = told(words, a_report(a_snapshot(), supplied=supplied({"digitised": 500})))

    assert (
        "số hóa hồ sơ 500 (lớn hơn số hồ sơ tiếp nhận trong kỳ của Hệ thống, đề nghị kiểm tra);"
    ) in text


def test_the_headline_is_held_against_what_was_before(words: Words) -> None:
    text = told(words, a_report(*OFFICE_NOVEMBER, past=PAST))

    assert "Tử số / mẫu số\nTháng 11\nTháng 10\nCùng kỳ 2025\n" in text
    assert "tồn quá hạn\n4 / 11\n36,36%\n50,00% *\nchưa có số liệu\n" in text
    assert "Trên số đã giải quyết\n6 / 9\n66,67%\nTrên số" in text
    assert "* Kỳ đã qua trước bản kết xuất đầu tiên" in text


def test_what_is_no_month_is_called_a_period(words: Words) -> None:
    span = Period(first=date(2026, 11, 3), last=date(2026, 11, 30))
    before = replace(BEFORE, period=Period(first=date(2026, 10, 6), last=date(2026, 11, 2)))

    text = told(words, a_report(period=span, past=replace(PAST, before=before)))

    assert "Tử số / mẫu số\nKỳ này\nKỳ trước\nCùng kỳ 2025\n" in text


def test_the_first_days_of_a_month_are_held_against_whole_ones(words: Words) -> None:
    days = Period(first=date(2026, 11, 1), last=date(2026, 11, 19))
    report = a_report(period=days, scope=replace(SCOPE, whole=NOVEMBER), past=PAST)

    text = told(words, replace(report, is_provisional=True))

    assert "Tử số / mẫu số\nTháng 11\nTháng 10\nCùng kỳ 2025\n" in text
    assert "số liệu đến hết ngày 19/11/2026; các kỳ để so là trọn kỳ." in text


def test_the_portals_rate_bears_the_day_on_which_it_was_typed_in(words: Words) -> None:
    portal = Portal(hundredths=9_870, reason="", entered_at=vn("2026-12-02 09:00"))

    text = told(words, a_report(*OFFICE_NOVEMBER, supplied=supplied({}, portal=portal)))

    assert "công bố (nhập tay ngày 02/12)\n" in text


def test_it_takes_one_page_even_where_much_is_to_be_said(
    words: Words, pdf: PdfRenderer
) -> None:
    many = [
        a_snapshot(
            f"d{n}",
            unit=(f"u{n}", f"Phòng Nông nghiệp và Phát triển nông thôn số {n}"),
            cause=(f"A{n}", f"Công chức thụ lý chậm thẩm định, chậm tham mưu lần {n}", "CQ"),
        )
        for n in range(9)
    ]
    portal = Portal(hundredths=3_566, reason="Cổng tính theo ngày giờ; 14 hồ sơ chưa đồng bộ")
    given = supplied(GIVEN, portal=portal)
    report = a_report(*OFFICE_NOVEMBER, *many, supplied=given, past=PAST)
    stated = tuple(part for part in report.parts if part.code in STATED)
    page = ReportRenderer(words, pdf).html(replace(report, parts=stated), code="3f9c" * 16)
    first, _, _ = page.partition('<div class="onward">')

    made = pdf.render(first + "</body></html>")

    assert len(pages(made)) == 1
    assert "cơ quan, đơn vị khác" in flow(made)
    assert "nguyên nhân khác" in flow(made)
