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


def paths(svg: Element, style: str) -> list[Element]:
    """Return what is drawn in a style, without keys."""
    (axes,) = [part for part in svg.iter(f"{SVG}g") if part.get("id") == "axes_1"]
    return [path for path in axes.iter(f"{SVG}path") if style in path.get("style", "")]


def boxes(svg: Element, fill: str = "#1f4e79") -> list[tuple[float, ...]]:
    """Return left, top, width and height of the boxes of a fill, without keys."""
    found: list[tuple[float, ...]] = []
    for path in paths(svg, f"fill: {fill}; stroke: #1f4e79"):
        numbers = [float(number) for number in re.findall(r"[\d.]+", path.get("d", ""))]
        across, down = sorted(numbers[::2]), sorted(numbers[1::2])
        found.append((across[0], down[0], across[-1] - across[0], down[-1] - down[0]))
    return found


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
    svg = drawn(BARS)
    (_, (left, _, wide, _)) = boxes(svg, "#8fafcc")
    (beside,) = [text for text in svg.iter(f"{SVG}text") if text.text == "3 + 1"]

    assert float(beside.get("x", "")) == pytest.approx(left + wide + 4, abs=0.02)
    assert words(svg) == ["Phòng Kinh tế", "Xã", "600", "600", "3 + 1", *BARS["series"]]


def test_bars_of_nothing_are_drawn_too() -> None:
    svg = drawn(BARS, bars=[["Xã", [[0, "0"], [0, "0"]]]])

    assert boxes(svg) == []
    assert words(svg) == ["Xã", *BARS["series"]]


def test_a_long_name_is_broken_and_a_long_key_too() -> None:
    name = "Chi nhánh Văn phòng đăng ký đất đai khu vực Tân Bình An"
    svg = drawn(BARS, series=[name, name], bars=[[name, [[1, "1"], [1, "1"]]]])
    told = [text for text in svg.iter(f"{SVG}text") if text.text != "1"]
    first, last, key, other = told

    assert f"{first.text} {last.text}" == key.text == other.text == name
    assert key.get("x") == other.get("x")
    assert key.get("y") != other.get("y")


def test_columns_stand_on_zero_and_one_of_nothing_is_not_drawn() -> None:
    svg = drawn(COLUMNS)
    (_, top, _, high), (_, lower, _, half) = boxes(svg)

    assert top + high == pytest.approx(lower + half, abs=0.02)
    assert high / half == pytest.approx(2, rel=0.01)
    assert len(boxes(svg, "#8fafcc")) == 1


def test_a_columns_text_is_turned_where_it_is_too_wide() -> None:
    groups = [[f"T{month}", [[9000, "9.000"]] * 2] for month in range(12)]

    assert "rotate(-90" not in draw(json.dumps(COLUMNS))
    assert draw(json.dumps(COLUMNS | {"groups": groups})).count("rotate(-90") == 24


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
    (line,) = paths(svg, "stroke-width: 1.7")
    (other,) = paths(svg, "stroke-dasharray")

    assert line.get("d", "").split()[::3] == ["M", "L", "M"]
    assert other.get("d", "").split()[::3] == ["M", "L", "L"]
    assert len(list(svg.iter(f"{SVG}use"))) == 3 + 3 + 2  # and the key


def test_a_line_is_named_where_something_is_known_of_it() -> None:
    assert words(drawn(LINES))[-2:] == ["Năm nay", "Cùng kỳ năm trước"]
    nothing = words(drawn(LINES, floor=0, series=[["Năm nay", [None] * 4]]))
    assert "Năm nay" not in nothing
    assert [text for text in nothing if text.isdigit()] == ["0", "1"]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        pytest.param(95, 95, id="that meet"),
        pytest.param(95, 94.9, id="that are close"),
        pytest.param(94.9, 95, id="that are close, the other way round"),
    ],
)
def test_texts_of_lines_stand_clear_of_each_other(upper: float, lower: float) -> None:
    svg = drawn(LINES, series=[["Một", [[upper, "A"]] * 4], ["Hai", [[lower, "B"]] * 4]])
    heights = {text.text: float(text.get("y", "")) for text in svg.iter(f"{SVG}text")}

    assert abs(heights["A"] - heights["B"]) > 11
    assert (heights["A"] < heights["B"]) == (upper >= lower)


def test_the_text_of_a_low_point_stands_below_it() -> None:
    svg = drawn(LINES, series=[["Một", [[99, "A"], [91, "B"], [99, "C"], None]]])
    heights = {text.text: float(text.get("y", "")) for text in svg.iter(f"{SVG}text")}
    signs = [float(sign.get("y", "")) for sign in svg.iter(f"{SVG}use")][:3]

    assert heights["A"] < signs[0]
    assert heights["B"] > signs[1]


def test_an_axis_starts_where_it_is_told_and_says_so() -> None:
    told = words(drawn(LINES))

    assert "%, trục đứng bắt đầu từ 90" in told
    assert [text for text in told if text.isdigit()] == ["90", "92", "94", "96", "98"]


def test_shares_fill_the_whole() -> None:
    svg = drawn(SHARES)
    ((_, _, wide, _),) = boxes(svg)
    ((_, _, narrow, _),) = boxes(svg, "#8fafcc")

    assert wide / narrow == pytest.approx(3, rel=0.01)
    assert wide + narrow == pytest.approx(466, abs=1)
    assert words(svg) == ["75,00%", "25,00%", "Trực tuyến: 30", "Trực tiếp: 10"]


def test_a_share_too_narrow_for_its_text_is_told_by_its_name_alone() -> None:
    svg = drawn(SHARES, parts=[["Nhiều: 999", [999, "99,9%"]], ["Ít: 1", [1, "0,1%"]]])

    assert words(svg) == ["99,9%", "Nhiều: 999", "Ít: 1"]


def test_more_than_can_be_told_apart_is_refused() -> None:
    with pytest.raises(LookupError):
        drawn(SHARES, parts=[["Một", [1, "1"]]] * 5)
    with pytest.raises(LookupError):
        drawn(LINES, series=[["Một", [[95, ""], [97, ""], [96, ""], [99, ""]]]] * 3)


def test_what_is_no_such_question_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        drawn(BARS, series=["Một"])
    with pytest.raises(ValueError, match="dimension"):
        drawn(LINES, months=["T8"], series=[["Một", [[95, ""]] * 2]])


def test_fills_differ_in_lightness() -> None:
    svg = drawn(SHARES, parts=[["Một", [1, ""]]] * 4)
    fills = [path.get("style", "")[7:13] for path in paths(svg, "stroke: #1f4e79")]
    greys = [sum(int(pair, 16) for pair in re.findall("..", fill)) / 3 for fill in fills]

    assert len(greys) == 4
    assert all(lighter - darker > 25 for darker, lighter in pairwise(greys))
