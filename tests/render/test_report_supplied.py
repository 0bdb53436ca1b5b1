"""The pages of what people supplied: what nobody gave is never 0, shares are explained."""

import re
from datetime import date

import pytest
from lxml import html

from monitor.catalogues import load_catalogue
from monitor.domain.dossier import Channel
from monitor.domain.figures import Snapshot
from monitor.domain.still_units import StillUnit
from monitor.domain.supplied import FIGURES
from monitor.domain.supplied_sums import Account, Portal, Supplied
from monitor.render.sections import SHOWN
from monitor.render.sheet import Cell
from monitor.render.words import Words
from reports.month import MonthReport
from tests.reports.sections.supplying import NOVEMBER, a_supply
from tests.reports.snapshots import ECONOMY, OFFICE_NOVEMBER, a_report, a_snapshot

LABELS = load_catalogue("report")
SECTIONS = ("online", "digital", "payments", "linked", "satisfaction", "upkeep")
RATINGS = {
    "ratings": 143,
    "ratings_very_satisfied": 121,
    "ratings_satisfied": 20,
    "ratings_dissatisfied": 2,
}


def page(words: Words, report: MonthReport, code: str) -> str:
    """Return the text of one section."""
    figures = {part.code: part.figures for part in report.parts}
    told = words.render(
        f"reports/sections/{code}.html",
        figures=figures[code],
        parts=figures,
        report=report,
        labels=LABELS,
    )
    cells = html.fromstring(f"<div>{told}</div>").itertext()
    return re.sub(r"\s+", " ", " | ".join(text.strip() for text in cells if text.strip()))


def rows(report: MonthReport, code: str) -> list[tuple[Cell, ...]]:
    """Return what the sheets of one section hold."""
    figures = next(part.figures for part in report.parts if part.code == code)
    return [tuple(row) for one in SHOWN[code].sheets(figures, LABELS) for row in one.rows]


@pytest.mark.parametrize("code", SECTIONS)
def test_what_nobody_gave_is_said_and_never_0(words: Words, code: str) -> None:
    report = a_report(*OFFICE_NOVEMBER)

    assert "(số do đơn vị cung cấp): chưa có số liệu." in page(words, report, code)
    supplied = {LABELS["supplied"][name] for name in FIGURES if name in LABELS["supplied"]}
    values = [row[1] for row in rows(report, code) if row[0] in supplied]
    assert values == ["chưa có số liệu"] * len(values)
    assert values


def test_every_figure_that_is_shown_has_words() -> None:
    stated = set(FIGURES) - {"portal_on_time", "portal_reason"}

    assert set(LABELS["supplied"]) == stated


def test_money_is_written_as_money(words: Words) -> None:
    given = a_supply(payments=642, payment_amount=38_520_000, post_results=2)
    report = a_report(*OFFICE_NOVEMBER, supplied=given)
    told = page(words, report, "payments")

    assert "Số tiền thanh toán trực tuyến | 38.520.000 đồng" in told
    assert "| 2 | 18,18% | trên 11 hồ sơ đã giải quyết trong kỳ" in told
    assert ("Số tiền thanh toán trực tuyến", 38_520_000, "đồng") in [
        row[:3] for row in rows(report, "payments")
    ]


def test_time_saved_is_told_in_days(words: Words) -> None:
    given = a_supply(on_the_spot=188, spot_least=1, spot_most=2)
    told = page(words, a_report(supplied=given), "linked")

    assert "ít nhất | ½ ngày" in told
    assert "nhiều nhất | 01 ngày" in told
    assert "ít nhất | 0 ngày" in page(
        words, a_report(supplied=a_supply(spot_least=0)), "linked"
    )


def test_shares_that_do_not_come_to_a_hundred_are_explained(words: Words) -> None:
    told = page(words, a_report(supplied=a_supply(RATINGS)), "satisfaction")

    assert "| 121 | 84,62% | trên 143 phiếu đánh giá" in told
    assert "Tổng các tỷ lệ khác 100% do làm tròn." in told


def test_ratings_without_a_result_are_told(words: Words) -> None:
    given = a_supply({**RATINGS, "ratings": 150})
    told = page(words, a_report(supplied=given), "satisfaction")

    assert "Còn 07 lượt chưa rõ kết quả." in told
    assert "làm tròn" not in told


def test_no_complaint_is_said_as_none(words: Words) -> None:
    given = a_supply(complaints=0, complaints_answered=0)
    told = page(words, a_report(supplied=given), "satisfaction")

    assert "đã trả lời | 0 | không phát sinh" in told


def test_a_partial_figure_tells_how_many_gave_theirs(words: Words) -> None:
    account = Account(value=7, given=frozenset({("A", NOVEMBER)}), asked=3)
    given = Supplied(unit="UBND", accounts={"UBND": {"digitised": account}})
    report = a_report(*OFFICE_NOVEMBER, supplied=given)

    told = page(words, report, "digital")
    assert "Hồ sơ được số hóa | 7 (1/3) |" in told
    assert "Số trong ngoặc" in told
    assert rows(report, "digital")[0][-2:] == (1, 3)
    assert "Số trong ngoặc" not in page(words, a_report(supplied=a_supply(reused=1)), "digital")


def test_units_below_their_target_are_named(words: Words) -> None:
    targets = {"UBND": 5000, "KT": 8000, "VHXH": 5000, "VP": 2000}
    given = a_supply(online_eligible=17, online_of_eligible=9)
    report = a_report(*OFFICE_NOVEMBER, supplied=given, online_targets=targets)
    told = page(words, report, "online")

    assert "| 8/13 | 61,54% | 9/17 | 52,94% | 50,00% | đạt" in told
    assert "Đơn vị chưa đạt chỉ tiêu: 1/3 |" in told
    assert "Phòng Kinh tế | 3/4 | 75,00% | chưa có số liệu | 80,00% | chưa đạt" in told
    met = a_report(*OFFICE_NOVEMBER, online_targets=dict.fromkeys(targets, 1000))
    assert "Đơn vị chưa đạt chỉ tiêu: không phát sinh." in page(words, met, "online")
    assert "Đơn vị chưa đạt" not in page(words, a_report(), "online")


@pytest.mark.parametrize(
    ("channel", "target", "told"),
    [
        pytest.param(
            None, 0, "chưa xét được đơn vị nào (chưa có số liệu hoặc chỉ tiêu).", id="none"
        ),
        pytest.param(
            Channel.ONLINE,
            10_000,
            "đạt chỉ tiêu: không phát sinh (1/2 đơn vị xét được, còn lại chưa có số liệu).",
            id="one of two",
        ),
        pytest.param(
            Channel.IN_PERSON, 1, "chưa đạt chỉ tiêu: 1/1 đơn vị xét được |", id="and missed"
        ),
    ],
)
def test_units_that_nobody_could_judge_are_not_good(
    words: Words, channel: Channel | None, target: int, told: str
) -> None:
    targets = {"UBND": target, "KT": target, "VHXH": target}
    came = (a_snapshot("a", unit=ECONOMY, channel=None), a_snapshot("b", channel=channel))

    assert told in page(words, a_report(*came, online_targets=targets), "online")


@pytest.mark.parametrize(
    ("code", "name", "told", "of"),
    [
        pytest.param(
            "digital",
            "digitised",
            "lớn hơn số hồ sơ tiếp nhận trong kỳ của Hệ thống, đề nghị kiểm tra",
            1,
            id="of dossiers",
        ),
        pytest.param(
            "upkeep",
            "slips_printed",
            "lớn hơn số hồ sơ tiếp nhận trong kỳ của Hệ thống, đề nghị kiểm tra",
            1,
            id="slips",
        ),
        pytest.param(
            "linked",
            "linked_on_time",
            "lớn hơn số hồ sơ liên thông, đề nghị kiểm tra",
            4,
            id="of another figure",
        ),
    ],
)
def test_more_than_its_whole_is_told_and_no_percentage(
    words: Words, code: str, name: str, told: str, of: int
) -> None:
    report = a_report(a_snapshot(), supplied=a_supply({name: 500, "linked": 4}))

    text = page(words, report, code)
    row = next(row for row in rows(report, code) if row[0] == LABELS["supplied"][name])
    assert f"| 500 | {told} (500 so với {of})" in text
    assert row[1:6] == (500, "số lượng", None, told, of)


def test_an_estimate_of_more_than_there_is_is_none(words: Words) -> None:
    report = a_report(a_snapshot(channel=None), supplied=a_supply(digitised=500))

    text = page(words, report, "estimates")
    assert "| 500 / 1 | lớn hơn số của Hệ thống, đề nghị kiểm tra | 80%" in text
    assert "không tính 01 hồ sơ không rõ kênh" in text
    assert "nên chỉ số thật không cao hơn" not in text
    assert "nên chỉ số thật không cao hơn" in page(words, a_report(), "estimates")
    assert (500, 1, "lớn hơn số của Hệ thống, đề nghị kiểm tra", 80) in [
        row[1:] for row in rows(report, "estimates")
    ]


@pytest.mark.parametrize(
    ("snapshot", "told"),
    [
        pytest.param(
            a_snapshot(about=("", "lạ")),
            "danh mục không có: lĩnh vực của 01 hồ sơ.",
            id="a field",
        ),
        pytest.param(
            a_snapshot(unit=("", ""), channel=None),
            "danh mục không có: đơn vị của 01 hồ sơ, "
            "kênh tiếp nhận của 01 hồ sơ mới (ở Biểu 06a ghi cột (5)).",
            id="a unit and a channel",
        ),
    ],
)
def test_only_what_is_missing_is_told(words: Words, snapshot: Snapshot, told: str) -> None:
    assert told in page(words, a_report(snapshot), "freshness")


def test_units_that_lag_are_named(words: Words) -> None:
    since, until = date(2026, 11, 2), date(2026, 11, 20)
    still = (
        StillUnit(unit="KT", since=since, until=until, limit_days=5),
        StillUnit(unit="VP", since=since, until=None, limit_days=5),
    )
    at_counter = a_snapshot(unit=ECONOMY, channel=Channel.IN_PERSON)
    report = a_report(at_counter, still=still)
    told = page(words, report, "upkeep")

    assert "Phòng Kinh tế | 02/11/2026 | 20/11/2026 | 5" in told
    assert "02/11/2026 | chưa, đến cuối kỳ | 5" in told
    assert "Đơn vị không có hồ sơ trực tuyến trong kỳ: 1/1 đơn vị có tiếp nhận" in told
    named = [row[0] for row in rows(report, "upkeep")[:3]]
    assert named == ["Phòng Kinh tế", "Văn phòng HĐND và UBND", "Phòng Kinh tế"]


def test_where_no_channel_is_known_nobody_is_named(words: Words) -> None:
    report = a_report(a_snapshot(channel=None))

    assert "nguồn số liệu không ghi kênh tiếp nhận" in page(words, report, "upkeep")
    assert ("chưa có số liệu", LABELS["upkeep"]["none_online"]) in rows(report, "upkeep")
    assert "cập nhật Hệ thống: không phát sinh." in page(words, a_report(), "upkeep")


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        pytest.param("tính theo giờ", "Giải thích chênh lệch: tính theo giờ.", id="explained"),
        pytest.param("", "Giải thích chênh lệch: chưa nêu.", id="unexplained"),
    ],
)
def test_the_portals_rate_stands_beside_ours(words: Words, reason: str, told: str) -> None:
    given = Supplied(portal=Portal(hundredths=3600, reason=reason))
    report = a_report(*OFFICE_NOVEMBER, supplied=given)
    text = page(words, report, "rates")

    assert "36,00%, chênh -0,36 điểm phần trăm so với cách tính thứ nhất." in text
    assert told in text
    assert rows(report, "rates")[-1][-1] == (reason or "chưa nêu")
    assert rows(report, "rates")[-2][-1] == "-0,36"


def test_a_portals_rate_without_ours_has_no_difference(words: Words) -> None:
    report = a_report(supplied=Supplied(portal=Portal(hundredths=3600, reason="")))

    assert "chênh" not in page(words, report, "rates").replace("chênh lệch", "")
    assert len(rows(report, "rates")) == len(rows(a_report(), "rates")) + 1
    assert "(nhập tay): chưa có số liệu." in page(words, a_report(), "rates")
