"""Charts as SVG, drawn from a question in JSON and nothing else: equal questions, equal bytes.

What is written comes ready with the question: a number to draw goes with the text to print
beside it, a mark: `[98.4, "98,40"]`; the text is empty where none is wanted. Only the whole
numbers of an axis are written here.

A unit of a picture is a point at its size in print, the text width of the page. Its `title`
stands for the picture: of all that an SVG may carry, WeasyPrint makes that alone the
alternative text of the figure.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from monitor.render.chart_parts import (
    GAP,
    LEFT,
    LINE,
    SMALL,
    TEXT,
    THIN,
    Drawn,
    Mark,
    Upright,
    box_at,
    curve,
    has_room,
    key,
    line_at,
    lines_of,
    name_at,
    row,
    text_at,
    width_of,
)

Question = Mapping[str, Any]

WIDTH = 468.0
NAMES = 168.0  # left of bars
SUMS = 62.0  # right of the longest bar
BAR, BAR_STEP = 15.0, 25.0
WHOLE = 22.0  # the height of the one bar of shares
COLUMN = 30.0  # the widest
COLUMNS = 0.8  # how much of its place a group of columns takes
UNDER = 10.0  # below lines: the texts of the lowest points
AIR = 8.0  # between a key and its picture
ENDS = 104.0  # right of lines: their names


def draw(question: str) -> str:
    """Draw a chart.

    Args:
        question: JSON of `kind`, `title` (the text that stands for the picture), and for

            - "bars", across, each of parts on end: `series`, the names of the parts, and
              `bars`, from the top: a name, and a mark for each part.
            - "columns", upright, side by side in groups: `series`, the names of a group's
              columns, and `groups`, from the left: a name, and a mark for each column.
            - "lines": `months`, their names from the left; `series`, one or two: a name, and
              a mark for each month, null where there is none: a gap; `floor`, where the axis
              starts; `axis`, what it measures, and where it does not start at zero, that.
            - "shares", one bar that is the whole: `parts`, from the left: a name and a mark.

            Parts and columns are four at most. No number is negative.

    Raises:
        ValueError: it is not such a question.
        LookupError: a field is missing, or there is more than can be told apart.
    """
    asked = json.loads(question)
    height, parts = KINDS[asked["kind"]](asked)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}"'
        f' font-family="Liberation Serif" font-size="{TEXT:g}">'
        f"<title>{escape(asked['title'])}</title>{parts}</svg>"
    )


# The kinds: how high each is, and what it is made of


def _bars(asked: Question) -> Drawn:
    bars: Sequence[tuple[str, Sequence[Mark]]] = asked["bars"]
    longest = max(sum(value for value, _ in marks) for _, marks in bars)
    scale = (WIDTH - NAMES - SUMS) / max(longest, 1)
    above, drawn = key(asked["series"], left=NAMES, right=WIDTH, top=1)
    top, parts = above + AIR, [drawn]
    for number, (name, marks) in enumerate(bars):
        middle = top + BAR_STEP * (number + 0.5)
        parts.append(name_at(name, (NAMES - GAP, middle), width=NAMES - GAP, anchor="end"))
        if all(has_room(mark, scale) for mark in marks):
            parts.append(row(marks, (NAMES, middle - BAR / 2), scale, BAR))
        else:  # all of them beside the bar, in the order of its parts
            parts.append(
                row([(value, "") for value, _ in marks], (NAMES, middle - BAR / 2), scale, BAR)
            )
            end = NAMES + GAP + scale * sum(value for value, _ in marks)
            told = " + ".join(text for value, text in marks if value)
            parts.append(text_at(told, (end, middle + 3.2)))
    bottom = top + BAR_STEP * len(bars)
    ground = line_at((NAMES, top), (NAMES, bottom), f'stroke="black" {THIN}')
    return bottom + 1, "".join([*parts, ground])


def _shares(asked: Question) -> Drawn:
    marks: Sequence[Mark] = [mark for _, mark in asked["parts"]]
    scale = (WIDTH - 2) / max(sum(value for value, _ in marks), 1)
    names = [name for name, _ in asked["parts"]]
    bottom, drawn = key(names, left=1, right=WIDTH, top=WHOLE + AIR)
    return bottom + 1, row(marks, (1, 1), scale, WHOLE) + drawn


def _columns(asked: Question) -> Drawn:
    groups: Sequence[tuple[str, Sequence[Mark]]] = asked["groups"]
    marks = [mark for _, group in groups for mark in group]
    wide = min((WIDTH - LEFT) / len(groups) * COLUMNS / len(asked["series"]), COLUMN)
    longest = max(width_of(text, SMALL) for _, text in marks)
    is_turned = longest > wide
    above, drawn = key(asked["series"], left=LEFT, right=WIDTH, top=1)
    most = max(value for value, _ in marks)
    free = Upright(floor=0, most=most, top=0).at(most)  # above the highest column
    head = max((longest if is_turned else LINE) - free, 0)
    axis = Upright(floor=0, most=most, top=above + AIR + head)
    bottom, names = axis.names([name for name, _ in groups], WIDTH)
    parts = [drawn, axis.drawn(WIDTH), names]
    for middle, (_, group) in zip(axis.places(len(groups), WIDTH), groups, strict=True):
        for place, (value, text) in enumerate(group):
            left, top = middle + wide * (place - len(group) / 2), axis.at(value)
            parts.append(box_at((left, top), (wide, axis.bottom - top), place))
            at = left + wide / 2 + (3 if is_turned else 0), top - 3
            anchor = "start" if is_turned else "middle"
            parts.append(text_at(text, at, anchor=anchor, size=SMALL, is_turned=is_turned))
    return bottom, "".join(parts)


def _lines(asked: Question) -> Drawn:
    series: Sequence[tuple[str, Sequence[Mark | None]]] = asked["series"]
    known = [mark[0] for _, marks in series for mark in marks if mark]
    axis = Upright(floor=asked["floor"], most=max(known, default=1), top=SMALL + 2 * LINE)
    right = WIDTH - ENDS
    bottom, names = axis.names(asked["months"], right, below=UNDER)
    parts = [text_at(asked["axis"], (0, SMALL), size=SMALL), axis.drawn(right), names]
    ends: list[tuple[float, str]] = []
    for number, (name, marks) in enumerate(series):
        points = [
            ((middle, axis.at(mark[0])), mark[1]) if mark else None
            for middle, mark in zip(
                axis.places(len(asked["months"]), right), marks, strict=True
            )
        ]
        parts.append(curve(points, number))
        ends += [(point[0][1], name) for point in points if point][-1:]
    return bottom, "".join([*parts, _at_ends(ends, right + GAP)])


def _at_ends(ends: Sequence[tuple[float, str]], left: float) -> str:
    """Name lines where they end, from above, each clear of the one before."""
    parts, free = [], 0.0
    for height, name in sorted(ends):
        half = LINE * len(lines_of(name, ENDS - GAP)) / 2
        middle = max(height, free + half)
        parts.append(name_at(name, (left, middle), width=ENDS - GAP))
        free = middle + half + 1
    return "".join(parts)


KINDS: Mapping[str, Callable[[Question], Drawn]] = {
    "bars": _bars,
    "columns": _columns,
    "lines": _lines,
    "shares": _shares,
}
