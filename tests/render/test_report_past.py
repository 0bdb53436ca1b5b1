"""The past on paper and in the workbook: what is drawn, from where, and what is not known."""

import json
from datetime import date

import pytest

from monitor.catalogues import load_catalogue
from monitor.domain.past import Past
from monitor.render.charts import draw
from monitor.render.sections import SHOWN
from monitor.render.sheet import Percent
from monitor.render.words import Words
from reports.month import MonthReport
from tests.reports.past import ASKED, a_past, a_past_period
from tests.reports.snapshots import CULTURE, NOVEMBER, OFFICE_NOVEMBER, a_report, a_snapshot

LABELS = load_catalogue("report")
PAST = ("channels", "trend", "units", "returned")
OFFICE = a_report(*OFFICE_NOVEMBER, past=a_past(), asked=ASKED, least=3)
WHOLE = a_report(*OFFICE_NOVEMBER, past=a_past(since="2026-07-01"), asked=ASKED, least=3)
EMPTY = a_report()
FEW = a_report(a_snapshot(), least=3)
KEPT = a_report(
    *(
        a_snapshot(f"d{day}", unit=CULTURE, ended=f"2026-11-{day} 09:00", channel=None)
        for day in (10, 11, 12)
    ),
    past=a_past(known_from=date(2026, 10, 1)),
    least=3,
)


def charts(report: MonthReport, code: str) -> dict[str, dict[str, object]]:
    figures = next(part.figures for part in report.parts if part.code == code)
    return {name: dict(one) for name, one in SHOWN[code].charts(figures, LABELS).items()}


def page(report: MonthReport, code: str, words: Words) -> str:
    figures = next(part.figures for part in report.parts if part.code == code)
    text = words.render(
        f"reports/sections/{code}.html",
        figures=figures,
        labels=LABELS,
        charts={one: dict.fromkeys(charts(report, one), "<svg/>") for one in PAST},
    )
    return " ".join(text.split())


def test_the_axis_of_the_rate_says_where_it_starts() -> None:
    cut, whole = charts(KEPT, "trend")["rate"], charts(OFFICE, "trend")["rate"]

    assert cut["floor"] == 30
    assert cut["axis"] == "Tỷ lệ đúng hạn, %; trục đứng bắt đầu từ 30%, không từ 0"
    assert cut["series"] == [
        ("Tỷ lệ đúng hạn", [None] * 10 + [(33.33, "33,33"), (36.36, "36,36")])
    ]
    assert (whole["floor"], whole["axis"]) == (0, "Tỷ lệ đúng hạn, %")
    assert whole["months"] == [
        *("T12 2025", "T1 2026", "T2", "T3", "T4", "T5"),
        *("T6", "T7", "T8", "T9", "T10", "T11"),
    ]


def test_charts_are_drawn_of_what_is_known_alone() -> None:
    assert [len(charts(EMPTY, code)) for code in PAST] == [0, 0, 0, 0]
    assert [len(charts(OFFICE, code)) for code in PAST] == [1, 2, 1, 0]
    assert len(charts(WHOLE, "returned")) == 1
    for code in PAST:
        for question in charts(WHOLE, code).values():
            assert draw(json.dumps(question)).startswith("<svg")
    assert len(charts(OFFICE, "trend")["counts"]["groups"]) == 5  # type: ignore[arg-type]


def test_of_one_known_month_no_line_is_drawn() -> None:
    month = a_past_period(NOVEMBER, a_snapshot(ended="2026-11-10 09:00"))

    assert set(charts(a_report(past=Past(months=(month,))), "trend")) == {"counts"}


def test_a_rate_of_all_still_shows_where_it_stands() -> None:
    month = a_past_period(NOVEMBER, a_snapshot(ended="2026-11-10 09:00"))

    rate = charts(a_report(past=Past(months=(month, month))), "trend")["rate"]

    assert rate["floor"] == 90
    assert draw(json.dumps(rate)).count("100,00") == 2


@pytest.mark.parametrize("report", [WHOLE, EMPTY, KEPT], ids=["office", "empty", "kept"])
def test_sheets_tell_what_is_not_known_and_draw_what_is(report: MonthReport) -> None:
    found = {
        part.code: list(SHOWN[part.code].sheets(part.figures, LABELS))
        for part in report.parts
        if part.code in PAST
    }

    told = {code: [list(sheet.rows) for sheet in sheets] for code, sheets in found.items()}
    assert [len(sheets) for sheets in found.values()] == [1, 1, 1, 3]
    if report is WHOLE:
        assert told["channels"][0][0] == ("Trực tuyến", 8, Percent(6154), 3, 6)
        assert told["trend"][0][0][3:] == ("chưa có số liệu",) * 10
        assert told["trend"][0][11][0] == "11/2026"
        assert told["trend"][0][11][-3:] == (4, 11, Percent(3636))
        assert len(found["trend"][0].charts) == 2
        assert told["returned"][0][3] == ("Hồ sơ cơ quan trả lại", 2, 4, "chưa đạt")
        assert told["returned"][2][0] == ("Đăng ký lại khai sinh", 2, 2)
    else:
        assert told["returned"][0][0][1:] == ("chưa có số liệu", "chưa có số liệu", "chưa xét")
        assert told["returned"][2] == [("không phát sinh",)]
        assert len(found["trend"][0].charts) == (0 if report is EMPTY else 2)


def test_the_trend_compares_in_points(words: Words) -> None:
    text = page(OFFICE, "trend", words)

    assert "Tỷ lệ đúng hạn kỳ này: 36,36%." in text
    assert "từ 01/10/2026 đến hết 31/10/2026" in text
    assert "1/3, 33,33%; kỳ này tăng 3,03 điểm phần trăm." in text
    assert "Cùng kỳ năm trước: chưa có số liệu." in text
    assert "Tháng 9/2026*" in text
    assert "Kỳ trước: chưa có số liệu" in page(EMPTY, "trend", words)


def test_a_month_that_nobody_knows_is_told_in_every_table(words: Words) -> None:
    report = a_report(is_known=False)

    sheets = {
        part.code: next(iter(SHOWN[part.code].sheets(part.figures, LABELS)))
        for part in report.parts
        if part.code in {"table06a", "rates", "freshness"}
    }
    told = {code: list(sheet.rows) for code, sheet in sheets.items()}
    assert set(told["table06a"][-1][2:]) == {"chưa có số liệu"}
    assert {row[3] for row in told["rates"]} == {"chưa có số liệu"}
    assert told["freshness"][0][1] == "chưa có số liệu"
    assert "kỳ này: chưa có số liệu." in page(report, "trend", words)


def test_units_are_told_from_the_lowest(words: Words) -> None:
    text = page(OFFICE, "units", words)

    assert text.index("Văn phòng HĐND") < text.index("Phòng Kinh tế") < text.index("Phòng Văn")
    assert "Đơn vị có dưới 03 hồ sơ đến hạn" in text
    assert "(ít hồ sơ)" in page(FEW, "units", words)
    [sheet] = SHOWN["units"].sheets(
        next(part.figures for part in OFFICE.parts if part.code == "units"), LABELS
    )
    rows = list(sheet.rows)
    assert rows[0][:2] == (1, "Văn phòng HĐND và UBND")
    assert rows[2][-2] == Percent(6000)
    assert [len(chart.rows or ()) for chart in sheet.charts] == [3]


@pytest.mark.parametrize("report", [WHOLE, EMPTY, KEPT], ids=["office", "empty", "kept"])
def test_returned_says_whether_the_target_was_reached(
    report: MonthReport, words: Words
) -> None:
    text = page(report, "returned", words)

    if report is WHOLE:
        assert "2/11 hồ sơ đã giải quyết (18,18%)" in text
        assert '<td class="t">Lượt yêu cầu bổ sung<td>13<td>79<td class="c">đạt' in text
        assert (
            '<td class="t">Hồ sơ cơ quan trả lại<td>2<td>4<td class="c late">chưa đạt' in text
        )
        assert "Còn 02 thủ tục khác" in text
    else:
        assert "<td>chưa có số liệu<td>chưa có số liệu<td" in text
        assert "chưa xét" in text


def test_channels_of_which_nobody_tells_have_no_share(words: Words) -> None:
    assert "Phải giải quyết 17 hồ sơ = tiếp nhận mới 14 + kỳ trước chuyển sang 03." in page(
        OFFICE, "channels", words
    )
    text = page(KEPT, "channels", words)
    assert '<td class="t">Trực tuyến<td>chưa có số liệu<td>chưa có số liệu' in text
    assert '<td class="t">Không rõ kênh<td>3<td>' in text
