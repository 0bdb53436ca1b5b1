"""A chart is the same bytes for the same question, starts at zero, and says what it shows."""

import json
import re
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pikepdf
import pytest

from monitor.render.charts import draw
from monitor.render.pdf import PdfRenderer

SVG = "{http://www.w3.org/2000/svg}"
TITLE = "Xã A & <b>: 3 quá hạn"
BARS = {
    "kind": "bars",
    "title": TITLE,
    "series": ["Đang giải quyết", "Đã trả"],
    "bars": [["Phòng Kinh tế", [[600, "600"], [600, "600"]]], ["Xã", [[3, "3"], [1, "1"]]]],
}
COLUMNS = {
    "kind": "columns",
    "title": TITLE,
    "series": ["Tiếp nhận", "Đã giải quyết"],
    "groups": [["T9", [[200, "200"], [50, "50"]]], ["T10", [[100, "100"], [0, ""]]]],
}
LINES = {
    "kind": "lines",
    "title": TITLE,
    "months": ["T8", "T9", "T10", "T11"],
    "axis": "%, trục đứng bắt đầu từ 90",
    "floor": 90,
    "series": [
        ["Năm nay", [[95, "95,00"], [97, ""], None, [98, "98,00"]]],
        ["Cùng kỳ năm trước", [[91, ""], [92, ""], [93, ""], None]],
    ],
}
SHARES = {
    "kind": "shares",
    "title": TITLE,
    "parts": [["Trực tuyến: 30", [30, "75,00%"]], ["Trực tiếp: 10", [10, "25,00%"]]],
}
EVERY = [pytest.param(asked, id=str(asked["kind"])) for asked in (BARS, COLUMNS, LINES, SHARES)]


def drawn(asked: dict[str, Any], **changes: object) -> Element:
    return fromstring(draw(json.dumps(asked | changes)))  # noqa: S314 - our own


def boxes(svg: Element, fill: str = "#1f4e79") -> list[tuple[float, ...]]:
    """Return left, top, width and height of the boxes of a fill, without keys."""
    sides = ("x", "y", "width", "height")
    found = [box for box in svg.iter(f"{SVG}rect") if box.get("fill") == fill]
    places = [tuple(float(box.get(side, "")) for side in sides) for box in found]
    return [place for place in places if place[2:] != (9, 9)]


def words(svg: Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("asked", EVERY)
def test_equal_questions_give_equal_bytes(asked: dict[str, Any], pdf: PdfRenderer) -> None:
    question = json.dumps(asked, ensure_ascii=False)

    assert pdf.chart(question) == pdf.chart(question) == draw(question)


@pytest.mark.parametrize("asked", EVERY)
def test_paper_carries_the_text_that_stands_for_a_chart(
    asked: dict[str, Any], pdf: PdfRenderer
) -> None:
    page = f'<html lang="vi"><title>x</title><figure>{draw(json.dumps(asked))}</figure></html>'

    with pikepdf.open(BytesIO(pdf.render(page))) as paper:
        told = [str(one.Alt) for one in paper.objects if is_figure(one)]

    assert told == [TITLE]


def is_figure(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.Figure


def test_bars_start_at_zero_or_where_the_part_before_ends() -> None:
    svg = drawn(BARS)
    (left, _, wide, _), (other, _, narrow, _) = boxes(svg)
    ((start, *_), _) = boxes(svg, "#8fafcc")

    assert left == other
    assert start == pytest.approx(left + wide, abs=0.02)
    assert wide / narrow == pytest.approx(200, rel=0.01)


def test_texts_without_room_stand_beside_their_bar() -> None:
    assert words(drawn(BARS))[-2:] == ["Xã", "3 + 1"]
    assert words(drawn(BARS)).count("600") == 2


def test_bars_of_nothing_are_drawn_too() -> None:
    svg = drawn(BARS, bars=[["Xã", [[0, "0"], [0, "0"]]]])

    assert boxes(svg) == []
    assert "0" not in words(svg)


def test_a_long_name_is_broken_and_a_long_key_too() -> None:
    name = "Chi nhánh Văn phòng đăng ký đất đai khu vực Tân Bình An"
    told = words(drawn(BARS, series=[name, name], bars=[[name, [[1, "1"], [1, "1"]]]]))

    assert told[:2] == [name, name]
    assert len(told) == 5
    assert " ".join(told[2:4]) == name


def test_columns_stand_on_zero_and_one_of_nothing_is_not_drawn() -> None:
    svg = drawn(COLUMNS)
    (_, top, _, high), (_, lower, _, half) = boxes(svg)

    assert top + high == pytest.approx(lower + half, abs=0.02)
    assert high / half == pytest.approx(2, rel=0.01)
    assert len(boxes(svg, "#8fafcc")) == 1


def test_a_columns_text_is_turned_where_it_is_too_wide() -> None:
    wide = drawn(COLUMNS, groups=[[f"T{n}", [[9000, "9.000"]] * 2] for n in range(12)])

    assert "rotate" not in draw(json.dumps(COLUMNS))
    assert sum("transform" in text.attrib for text in wide.iter(f"{SVG}text")) == 24


def test_an_axis_is_of_whole_numbers_written_our_way() -> None:
    few = drawn(COLUMNS, groups=[["T9", [[1, ""], [0, ""]]]])
    many = drawn(COLUMNS, groups=[["T9", [[10_776, ""], [0, ""]]]])

    assert [text for text in words(few) if text.isdigit()] == ["0", "1"]
    assert [text for text in words(many) if text[-1:] == "0"] == [
        "0",
        "5.000",
        "10.000",
        "15.000",
    ]


def test_what_is_not_known_is_a_gap_in_its_line() -> None:
    svg = drawn(LINES)
    points = list(svg.iter(f"{SVG}circle"))
    strokes = [line for line in svg.iter(f"{SVG}path") if line.get("stroke-width") == "1.7"]

    assert len(points) == 3
    assert len(strokes) == 1
    assert sum("stroke-dasharray" in line.attrib for line in svg.iter(f"{SVG}path")) == 2


def test_a_line_is_named_at_its_end_and_nothing_known_has_none() -> None:
    assert words(drawn(LINES))[-2:] == ["Năm nay", "Cùng kỳ năm trước"]
    nothing = words(drawn(LINES, floor=0, series=[["Năm nay", [None] * 4]]))
    assert "Năm nay" not in nothing
    assert [text for text in nothing if text.isdigit()] == ["0", "1"]


def test_names_at_ends_that_meet_stand_clear_of_each_other() -> None:
    svg = drawn(LINES, series=[["Một", [[95, ""]] * 4], ["Hai", [[95, ""]] * 4]])
    one, other = [text for text in svg.iter(f"{SVG}text") if text.text in {"Một", "Hai"}]

    assert abs(float(one.get("y", "")) - float(other.get("y", ""))) >= 11


def test_an_axis_starts_where_it_is_told_and_says_so() -> None:
    told = words(drawn(LINES))

    assert "%, trục đứng bắt đầu từ 90" in told
    assert [text for text in told if text.isdigit()] == ["90", "92", "94", "96", "98"]


def test_shares_fill_the_whole() -> None:
    svg = drawn(SHARES)
    ((_, _, wide, _),) = boxes(svg)
    ((start, _, narrow, _),) = boxes(svg, "#8fafcc")

    assert wide / narrow == pytest.approx(3, rel=0.01)
    assert start + narrow == pytest.approx(467, abs=0.1)
    assert words(svg) == ["75,00%", "25,00%", "Trực tuyến: 30", "Trực tiếp: 10"]


def test_more_than_can_be_told_apart_is_refused() -> None:
    with pytest.raises(LookupError):
        drawn(SHARES, parts=[["Một", [1, "1"]]] * 5)
    with pytest.raises(LookupError):
        drawn(LINES, series=[["Một", [[95, ""], [97, ""], [96, ""], [99, ""]]]] * 3)


def test_fills_differ_in_lightness() -> None:
    svg = drawn(SHARES, parts=[["Một", [1, ""]]] * 4)
    fills = [box.get("fill", "") for box in svg.iter(f"{SVG}rect")][:4]
    greys = [sum(int(pair, 16) for pair in re.findall("..", fill[1:])) / 3 for fill in fills]

    assert all(lighter - darker > 25 for darker, lighter in pairwise(greys))
