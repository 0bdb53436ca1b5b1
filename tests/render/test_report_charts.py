"""A chart is the same bytes for the same question, starts at zero, and says what it shows."""

import json
import re

from monitor.render.charts import draw_bars
from monitor.render.pdf import PdfRenderer

Bars = list[tuple[str, list[int]]]

BARS: Bars = [("Phòng Kinh tế", [2, 7]), ("<b>Xã</b> & $x_1$", [3, 0]), ("Văn phòng", [0, 1])]


def question(bars: Bars) -> str:
    asked = {"title": "Hồ sơ quá hạn", "series": ["Đang giải quyết", "Đã trả"], "bars": bars}
    return json.dumps(asked, ensure_ascii=False)


def test_the_child_draws_the_same_bytes_each_time(pdf: PdfRenderer) -> None:
    first, again = (pdf.chart(question(BARS)) for _ in range(2))

    assert first == again == draw_bars(question(BARS)).decode()


def test_a_chart_carries_the_text_that_stands_for_it_and_no_date() -> None:
    svg = draw_bars(question(BARS)).decode()

    assert svg.startswith("<svg")
    assert "<title>Hồ sơ quá hạn</title>" in svg
    assert "dc:date" not in svg
    assert "<b>" not in svg


def test_every_bar_starts_at_zero_or_where_the_part_before_it_ends() -> None:
    svg = draw_bars(question([("A", [3, 2]), ("B", [1, 0])])).decode()

    bars = re.findall(r'd="M ([\d.]+) [\d.]+ \nL ([\d.]+) .*?fill: (#\w+)', svg, re.DOTALL)
    dark = [(float(left), float(right)) for left, right, fill in bars if fill == "#1f4e79"]
    light = [(float(left), float(right)) for left, right, fill in bars if fill == "#c3d3e3"]
    (zero, three), (other_zero, one) = dark[:2]
    assert zero == other_zero
    assert round((three - zero) / (one - zero), 3) == 3
    assert light[0][0] == three
