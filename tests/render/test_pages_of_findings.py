"""The sections on letters, data to verify, data late and warnings: their words and sheets."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import html

from monitor.catalogues import load_catalogue
from monitor.domain.letter import Delivery
from monitor.domain.month_entries import DataDoubts, LateEntries
from monitor.domain.month_findings import Said, Verification
from monitor.domain.month_letters import LetterRegister
from monitor.domain.month_warned import Warned, WarnedTally
from monitor.domain.reckoning import Outcome
from monitor.render.sections import SHOWN
from monitor.render.sheet import Percent, Sheet
from monitor.render.words import Words
from reports.month import MonthReport
from tests.builders import vn
from tests.reports.snapshots import LAND_BRANCH, a_letter, a_report, a_snapshot

LABELS = load_catalogue("report")
ASKED = Verification(
    rule="due_moved",
    unit="VHXH",
    codes=("d1",),
    found_at=vn("2026-11-05 08:00"),
    explain_by=date(2026, 11, 9),
)
EXPLAINED = replace(
    ASKED,
    rule="bulk_edit",
    codes=("b1", "b2", "b3", "b4"),
    said=Said.EXPLAINED,
    said_at=vn("2026-11-10 08:00"),
    said_by="Trưởng phòng",
    text="Mất mạng ba ngày <&>",
)
UNCLOSED = ("C2", "Đã có kết quả, chưa kết thúc trên hệ thống", "DL")


def page(words: Words, report: MonthReport, code: str) -> str:
    """Return the text of a section's page, as one line."""
    parts = {part.code: part.figures for part in report.parts}
    charts = SHOWN[code].charts(parts[code], LABELS)
    text = words.render(
        f"reports/sections/{code}.html",
        figures=parts[code],
        report=report,
        labels=LABELS,
        charts={code: dict.fromkeys(charts, "chart")},
    )
    return " ".join(html.fromstring(f"<div>{text}</div>").text_content().split())


def rows(report: MonthReport, code: str) -> list[list[tuple[Any, ...]]]:
    figures = next(part.figures for part in report.parts if part.code == code)
    found: Iterable[Sheet] = SHOWN[code].sheets(figures, LABELS)
    return [list(sheet.rows) for sheet in found]


def test_letters_are_told_with_their_average_and_the_slips(words: Words) -> None:
    report = a_report(
        a_snapshot("b", letter=a_letter("2026-11-10 09:00", delivery=Delivery.MAIL)),
        a_snapshot("a", letter=a_letter("2026-11-13 09:00", delivery=Delivery.PRINT)),
        a_snapshot("o", agency=LAND_BRANCH, urged=True),
        a_snapshot("s", short=True),
        register=LetterRegister(issued=12, kept_after_all=3, replaced=2, recalled=1),
    )

    told = page(words, report, "letters")

    assert "gửi trước ngày hết hạn 1/3 (33,33%)" in told
    assert "trước ngày hẹn trả bình quân 2,0 ngày làm việc. Văn bản gửi từ" in told
    assert "sau ngày hẹn trả bình quân 1,0 ngày làm việc. Cách gửi 02 văn bản:" in told
    assert "đã gửi phiếu đôn đốc 01" in told
    assert "cho 12 hồ sơ, trong đó 03 hồ sơ" in told
    items, units, agencies = rows(report, "letters")
    assert (LABELS["rate"]["letters"], Percent(3333), Percent(5000), Percent(0)) in items
    assert (LABELS["letters"]["days_before"], "2,0") in items
    assert units == [("Phòng Văn hóa - Xã hội", 3, 1, 1, 1, 0, 1, 1)]
    assert agencies == [(LAND_BRANCH, 1, 1)]


def test_what_is_to_be_verified_is_told_with_the_answer_and_accuses_nobody(
    words: Words,
) -> None:
    withheld = replace(EXPLAINED, rule="finish_backdated", codes=("w1",), is_withheld=True)
    report = a_report(verified=(ASKED, EXPLAINED, replace(withheld, text="")))

    told = page(words, report, "integrity")

    assert "xác minh 03 nội dung, liên quan 06 hồ sơ; đã giải trình 02" in told
    assert "b1, b2, b3 và 01 hồ sơ khác" in told
    assert "Đã giải trình, 10/11/2026 (Trưởng phòng); sau thời hạn: “Mất mạng" in told
    assert "ba ngày <&>”" in told
    assert LABELS["integrity"]["withheld"] in told
    assert not any(word in told.lower() for word in ("vi phạm", "gian lận", "lỗi của"))
    lines, _ = rows(report, "integrity")
    assert [line[0] for line in lines] == ["d1", "b1", "b2", "b3", "b4", "w1"]


def test_a_long_list_ends_at_a_hundred_and_says_where_the_rest_is(words: Words) -> None:
    many = tuple(replace(ASKED, codes=(f"x{number:03}",)) for number in range(101))
    report = a_report(verified=many)

    told = page(words, report, "integrity")

    assert "x099" in told
    assert "x100" not in told
    assert "in tối đa 100 nội dung" in told
    assert len(rows(report, "integrity")[0]) == 101


def test_an_estimate_stands_beside_the_rate_as_the_data_say(words: Words) -> None:
    report = a_report(
        a_snapshot("kept", ended="2026-11-12 09:00"),
        a_snapshot("unclosed", ended="2026-11-16 09:00", cause=UNCLOSED),
        a_snapshot("stale"),
        doubts=DataDoubts(
            ended=1804,
            late=(LateEntries(unit="KT", days=6, count=12),),
            stale=frozenset({"stale"}),
        ),
    )

    told = page(words, report, "lateness_of_data")

    assert "nghi do dữ liệu: 02 hồ sơ" in told
    assert "12/1.804 hồ sơ (0,67%)" in told
    assert "bình quân 6,0 ngày làm việc" in told
    assert "1 / 333,33%" in told
    assert "3 / 3100,00%" in told
    items, _, lines = rows(report, "lateness_of_data")
    assert items[-2:] == [
        (LABELS["lateness_of_data"]["stated"], Percent(3333)),
        (LABELS["lateness_of_data"]["if_in_time"], Percent(10000)),
    ]
    assert [line[0] for line in lines] == ["unclosed", "stale"]


def test_warnings_are_told_with_what_became_of_the_rest(words: Words) -> None:
    def tally(outcome: Outcome, warned: Warned, count: int) -> WarnedTally:
        return WarnedTally(
            unit="KT", outcome=outcome, warned=warned, said_in_time=True, count=count
        )

    report = a_report(
        warned=(
            tally(Outcome.ON_TIME, Warned.TOLD, 6),
            tally(Outcome.LATE, Warned.TOLD, 2),
            tally(Outcome.OVERDUE, Warned.NOT_SEEN, 1),
            tally(Outcome.EARLY, Warned.ENDED_FIRST, 3),
        )
    )

    told = page(words, report, "warnings")

    assert "12 hồ sơ đến hạn; 08 hồ sơ (66,67%) đã được nhắc" in told
    assert "tỷ lệ được nhắc là 8/9 (88,89%)" in told
    assert "trả lời kịp 12, trong đó đúng hạn 09" in told
    assert "chart" in told
    groups, units = rows(report, "warnings")
    assert groups[0] == (LABELS["warnings"]["warned"], 8, 6, 2, 0)
    assert units == [("Phòng Kinh tế", 12, 6, 2, 0, 3, 0, 1)]


def test_what_did_not_occur_is_said_and_nothing_is_drawn(words: Words) -> None:
    report = a_report()

    for code in ("letters", "integrity", "warnings", "lateness_of_data"):
        told = page(words, report, code)

        assert "không phát sinh" in told
        assert "chart" not in told


def test_where_all_was_in_time_there_is_no_chart(words: Words) -> None:
    kept = WarnedTally(
        unit="KT", outcome=Outcome.EARLY, warned=Warned.TOLD, said_in_time=None, count=5
    )

    assert "chart" not in page(words, a_report(warned=(kept,)), "warnings")
