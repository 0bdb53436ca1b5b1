"""What falls due next, and the estimates, as they read on paper and stand on sheets."""

import pytest

from monitor.catalogues import load_catalogue
from monitor.domain.index_facts import Handling, IndexFacts, InTime, Measure
from monitor.domain.outlook import Ahead, FallenDue, FellDue, Prospect, Windows
from monitor.domain.period import MonthScheme
from monitor.render.pdf import PdfRenderer
from monitor.render.report import ReportRenderer
from monitor.render.sections import estimates, outlook
from monitor.render.sheet import Percent
from monitor.render.words import Words
from reports.month import MonthReport
from reports.sections.estimates import Estimates
from reports.sections.outlook import Outlook
from tests.builders import vn
from tests.reports.snapshots import CIVIL, LAND, NOVEMBER, a_report, a_snapshot

LABELS = load_catalogue("report")
PAST = FellDue(unit="P3", procedure=CIVIL[1], due=8, late=3)
WINDOWS = Windows.of(NOVEMBER, MonthScheme())


def a_province(dossiers: int = 60) -> MonthReport:
    """Return a report of ten units that each have dossiers ahead, all at risk."""
    open_ = [
        a_snapshot(
            f"H-{number:03}",
            unit=(f"P{number % 10}", f"Phòng số {number % 10}"),
            due="2026-12-09 17:00",
        )
        for number in range(dossiers)
    ]
    ahead = tuple(
        Ahead(code=one.code, unit=one.unit, procedure=CIVIL[1], due_at=vn("2026-12-09 17:00"))
        for one in open_
    )
    past = (PAST,)
    return a_report(
        *open_,
        prospect=Prospect(
            windows=WINDOWS,
            ahead=ahead,
            fallen=FallenDue(past=past, before=past, tried=past),
        ),
        index=IndexFacts(
            in_time=InTime(kept=3, judged=4, unknown=1),
            handlings=(
                Handling(
                    procedure=LAND[1], measure=Measure.WORKING_DAYS, dossiers=3, amount=10
                ),
            ),
        ),
    )


@pytest.fixture(scope="module")
def page(words: Words, pdf: PdfRenderer) -> str:
    html = ReportRenderer(words, pdf).html(a_province(), code="1a2b")
    return " ".join(html.split())


@pytest.mark.parametrize(
    "said",
    [
        "còn 60 hồ sơ đang giải quyết: đã quá hạn 0; đến hạn trong kỳ tới",
        "(đến hết ngày 31/12/2026) 60",
        "mà từ 20% trở lên số hồ sơ cùng đơn vị, cùng thủ tục, đến hạn từ ngày 01/06/2026",
        "Kết quả: 60 hồ sơ có nguy cơ quá hạn, 0 hồ sơ chưa đủ căn cứ để xét.",
        "trong 08 hồ sơ đang giải quyết lúc đó và đến hạn trong kỳ, danh sách nêu 08 hồ sơ.",
        "(được nêu và sau đó quá hạn): 3/8 (37,50%)",
        "(hồ sơ quá hạn đã được nêu): 3/3 (100,00%)",
        "tỷ lệ chỉ để tham khảo",
        "3/8 (37,50%), chung các đơn vị",
        "Đủ 60 hồ sơ tại trang tính “Nguy cơ quá hạn”",
        "ước tính theo công thức 766, không phải điểm chính thức",
        "<td>3 / 4<td>75,00%",
        '5.4. Mức độ hài lòng<td colspan="2">chưa có số liệu<td>90%',
        '<td>3<td>3,33<td class="t">ngày làm việc',
    ],
)
def test_the_page_says_what_it_rests_on(page: str, said: str) -> None:
    assert said in page


def test_the_page_lists_fifty_and_the_sheet_all(page: str) -> None:
    report = a_province()
    units, risks, trial = outlook.sheets(report.part(Outlook), LABELS)

    assert "H-049" in page
    assert "H-050" not in page
    assert len(tuple(units.rows)) == 11
    rows = tuple(risks.rows)
    assert len(rows) == 60
    assert rows[0] == (
        *("H-000", "P0", CIVIL[1], vn("2026-12-09 17:00")),
        *(3, 8, Percent(3750), "chung các đơn vị"),
    )
    assert [row[1] for row in trial.rows] == [8, 8, 3, 3]


def test_few_units_are_drawn_and_many_as_some_and_the_others() -> None:
    question = outlook.charts(a_province().part(Outlook), LABELS)["ahead"]
    bars = question["bars"]

    assert isinstance(bars, list)
    assert len(bars) == 9
    assert bars[-1] == ("Các cơ quan còn lại (2)", [(12, "12"), (0, "0")])
    few = outlook.charts(a_province(3).part(Outlook), LABELS)["ahead"]["bars"]
    assert isinstance(few, list)
    assert few[0] == ("P0", [(1, "1"), (0, "0")])


def test_an_empty_month_has_nothing_ahead_and_an_empty_list(
    words: Words, pdf: PdfRenderer
) -> None:
    report = a_report()
    html = " ".join(ReportRenderer(words, pdf).html(report, code="1a2b").split())
    _, risks, _ = outlook.sheets(report.part(Outlook), LABELS)
    _, handlings = estimates.sheets(report.part(Estimates), LABELS)

    assert "đến hết ngày 30/11/2026: không phát sinh" in html
    assert "không có hồ sơ nào đang giải quyết đầu kỳ và đến hạn trong kỳ" in html
    assert "2.2. Thời gian giải quyết bình quân: không phát sinh." in html
    assert tuple(risks.rows) == (("không phát sinh",),)
    assert tuple(handlings.rows) == (("không phát sinh",),)


def test_estimates_stand_on_their_sheets() -> None:
    index, handlings = estimates.sheets(a_province().part(Estimates), LABELS)

    rows = tuple(index.rows)
    assert rows[0] == (LABELS["index"]["in_time"], 3, 4, Percent(7500), None)
    assert rows[-1] == (LABELS["index"]["satisfied"], "chưa có số liệu", None, None, 90)
    assert tuple(handlings.rows) == ((LAND[1], LAND[1], 3, "3,33", "ngày làm việc"),)


def test_every_index_and_measure_has_its_words() -> None:
    assert set(LABELS["index"]) == {line.index for line in a_report().part(Estimates).lines}
    assert set(LABELS["handling"]) == set(Measure)
