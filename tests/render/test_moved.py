"""What moved since an earlier report is told in the words of the tables."""

from collections.abc import Iterator
from dataclasses import is_dataclass, replace
from types import NoneType
from typing import get_args, get_origin, get_type_hints

import pytest

from monitor.catalogues import load_catalogue
from monitor.domain.figures import Share
from monitor.domain.since import Since
from monitor.render.moved import figure_word, moved_lines, moved_sheet
from monitor.render.sheets import sheets
from monitor.render.words import Words
from reports.moved import KEYS, REPEATED, Moved, Revised, Value, Why
from reports.sections import SECTIONS
from reports.sections.table06a import Table06a
from tests.builders import vn
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report

LABELS = load_catalogue("report")


def a_revision(*moves: Moved) -> Revised:
    return Revised(number=2, replaced_at=vn("2026-12-01 13:45"), why=Why(), moved=moves)


def a_move(
    figure: str = "total.late", *, row: str = "", before: Value = 1, after: Value = 2
) -> Moved:
    return Moved(section="table06a", row=row, figure=figure, before=before, after=after)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, "không có", id="nothing"),
        pytest.param(True, "có", id="yes"),
        pytest.param(False, "không", id="no"),
        pytest.param(10_776, "10.776", id="a number"),
        pytest.param("2026-11-17T17:30:00+07:00", "17:30 17/11/2026", id="an instant"),
        pytest.param("2026-11-17T00:00:00+07:00", "17/11/2026", id="a day"),
        pytest.param("2026-11-17", "17/11/2026", id="a date"),
        pytest.param("H99.10", "H99.10", id="a code"),
        pytest.param(
            Share(numerator=1_804, denominator=2_000), "1.804/2.000 (90,20%)", id="a share"
        ),
        pytest.param(Share(numerator=0, denominator=0), "không phát sinh", id="of nothing"),
        pytest.param(Share(numerator=500, denominator=1), "500/1", id="at odds"),
    ],
)
def test_a_value_reads_as_in_tables(value: Value, expected: str) -> None:
    (line,) = moved_lines(a_revision(a_move(after=value)), LABELS)

    assert (line.before, line.after) == ("1", expected)


@pytest.mark.parametrize(
    ("section", "figure", "value", "expected"),
    [
        ("rates", "portal.hundredths", 9_870, "98,70%"),
        ("rates", "portal.difference", -70, "-0,70"),
        ("online", "by_unit.target", 8_000, "80,00%"),
        ("letters", "days_before", 15, "1,5"),
        ("estimates", "handlings.hundredths", 325, "3,25"),
        ("late", "lines.letter", "missing", LABELS["letter"]["missing"]),
        ("payments", "lines", "payments", LABELS["supplied"]["payments"]),
    ],
)
def test_a_value_is_measured_as_its_section_does(
    section: str, figure: str, value: Value, expected: str
) -> None:
    move = Moved(section=section, row="", figure=figure, before=None, after=value)

    (line,) = moved_lines(a_revision(move), LABELS)

    assert line.after == expected


def figures_of(
    section: str, kind: type[object], path: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Yield the figures and tables of a section that a revision may tell of."""
    hints = get_type_hints(kind)
    for name in hints:
        inner = (*path, name)
        if name in KEYS or ".".join((section, *inner)) in REPEATED:
            continue
        held: type[object] = hints[name]
        while args := [arg for arg in get_args(held) if arg not in {NoneType, Ellipsis}]:
            held = args[0]
        is_object = is_dataclass(held) and not issubclass(held, Share)
        if not is_object or get_origin(hints[name]) is tuple:
            yield inner
        if is_object:
            yield from figures_of(section, held, inner)


def test_every_figure_that_may_move_has_a_word() -> None:
    wordless = [
        f"{one.code}.{'.'.join(path)}"
        for one in SECTIONS
        if one.code not in REPEATED
        for path in figures_of(one.code, get_type_hints(one.make)["return"])
        if not figure_word(one.code, ".".join(path), LABELS)
    ]

    assert wordless == []
    assert ("total", "total") in set(figures_of("table06a", Table06a))


@pytest.mark.parametrize(
    ("why", "said"),
    [
        pytest.param(Why(), "Chưa rõ lý do: từ khi lập bản trước không ghi nhận", id="none"),
        pytest.param(
            Why(since=Since(figures=2, letters=1, answers=3, notes=4)),
            "trên toàn hệ thống: đã nhập hoặc sửa 02 số liệu nhập tay; "
            "có 01 văn bản được duyệt, phát hành, gửi hoặc thu hồi; "
            "có 03 trả lời của đơn vị về hồ sơ; "
            "có 04 ghi nhận, giải trình về nội dung cần xác minh.",
            id="what people recorded",
        ),
        pytest.param(
            Why(has_other_calendar=True, program="0.9"),
            "hệ thống: lịch làm việc đã thay đổi; phần mềm đã nâng cấp",
            id="what figures rest on",
        ),
    ],
)
def test_a_revision_gives_each_reason_that_is_known(words: Words, why: Why, said: str) -> None:
    revised = replace(a_revision(a_move()), why=why)
    report = replace(a_report(), revised=revised)

    text = " ".join(words.render("reports/revised.html", report=report, labels=LABELS).split())

    assert said in text
    assert "không nạp thêm" not in text


def test_paper_holds_sixty_lines_under_the_titles_of_their_sections(words: Words) -> None:
    moves = [a_move()] * 40 + [replace(a_move("lines.received"), section="channels")] * 40
    lines = tuple(moved_lines(a_revision(*moves), LABELS))

    page = words.render("reports/moved.html", moved=lines, labels=LABELS)

    assert page.count('<td class="n">1<') == 60
    assert page.count("<strong>") == 2
    assert "Còn 20 thay đổi" in page


@pytest.mark.parametrize(
    ("move", "row", "figure"),
    [
        pytest.param(
            a_move("by_unit.late", row="KT"), "KT", LABELS["table"]["late"], id="word"
        ),
        pytest.param(
            replace(a_move("lines.received", row="online"), section="channels"),
            LABELS["channel"]["online"],
            LABELS["channels"]["received"],
            id="a channel",
        ),
        pytest.param(a_move(), "Tổng số", "Quá hạn (10)", id="the total"),
        pytest.param(
            replace(a_move("by_unit.timings.before", row="XA"), section="letters"),
            "XA",
            LABELS["letter"]["before"],
            id="a word of a table beside",
        ),
        pytest.param(
            replace(a_move("total.pending"), section="outlook"),
            "Tổng số",
            LABELS["outlook"]["pending"],
            id="the word of its own section",
        ),
        pytest.param(
            replace(
                a_move("months.counts.late", row="2026-08-01 / 2026-08-31"), section="trend"
            ),
            "01/08/2026 / 31/08/2026",
            LABELS["trend"]["late"],
            id="a month",
        ),
    ],
)
def test_a_figure_goes_by_the_word_of_its_table(move: Moved, row: str, figure: str) -> None:
    (line,) = moved_lines(a_revision(move), LABELS)

    assert (line.row, line.figure.rpartition(": ")[2]) == (row, figure)
    assert line.section == LABELS[move.section]["title"]


def test_the_workbook_lists_all_that_moved_on_a_sheet_of_its_own() -> None:
    report = a_report(*OFFICE_NOVEMBER)
    revised = a_revision(*[a_move()] * 500)

    *_, last = sheets(replace(report, revised=revised), LABELS)

    assert last.name == moved_sheet(revised, LABELS).name == "Thay đổi"
    assert len(tuple(last.rows)) == 500
    assert last.name not in {one.name for one in sheets(report, LABELS)}
