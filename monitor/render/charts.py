"""Charts as SVG, drawn from a question in JSON and nothing else: equal questions, equal bytes.

Matplotlib lives in the rendering child alone, beside WeasyPrint. What is written comes ready
with the question: a number to draw goes with the text to print beside it, a mark:
`[98.4, "98,40"]`; the text is empty where none is wanted. Only the whole numbers of an axis
are written here.

A unit of a picture is a point at its size in print, the text width of the page. Fills differ
in lightness and lines in dash and sign, so that a chart survives a printer without colour.
Its `title` stands for the picture: of all that an SVG may carry, WeasyPrint makes that alone
the alternative text of the figure.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from math import isnan, nan
from textwrap import fill
from typing import Any, Literal
from xml.sax.saxutils import escape

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.ticker import MaxNLocator

from monitor.render.filters import so

Question = Mapping[str, Any]
Mark = tuple[float, str]  # what is drawn, and what is printed beside it
Part = tuple[Rectangle, Text]
Edge = Literal["outside upper left", "outside lower left"]
Named = Sequence[tuple[Patch | Line2D, str]]  # a key

INCH = 72.0
WIDTH = 468.0
TEXT, SMALL, LINE = 9.5, 8.5, 11.0
PAD = 3.0  # above and below each thing
NAMES = 164.0  # the widest name left of a bar
BAR, BAR_STEP = 15.0, 25.0
BESIDE = 1.15  # how much longer than the longest bar their axis is
WHOLE = 24.0  # the height of the one bar of shares
PICTURE, PLACES = 148.0, 440.0  # the height and the width of lines and columns
COLUMN = 30.0  # the widest
COLUMNS = 0.8  # how much of its place a group of columns takes
TICKS = 5
UNDER = 15.0  # below lines: the texts of the lowest points
CLOSE = 0.12  # of an axis: two points with no room for a text between them

AWAY = "data", "offset points"  # from a point that is told in data

ACCENT = "#1f4e79"
FILLS = (ACCENT, "#8fafcc", "#dbe5ef", "#ffffff")
INKS = ("white", "black", "black", "black")
STROKES: tuple[Mapping[str, Any], ...] = (
    {"color": ACCENT, "linewidth": 1.7, "marker": "o"},
    {"color": "#666666", "linestyle": (0, (3, 2)), "marker": "s", "markerfacecolor": "white"},
)
STYLE: dict[Any, Any] = {  # matplotlib lists its keys as a type
    "svg.hashsalt": "dunghan",  # ids inside the file do not change from run to run
    "svg.fonttype": "none",  # letters, not their outlines
    "text.parse_math": False,  # a name with dollar signs is a name
    "font.family": "Liberation Serif",
    "font.size": TEXT,
    "figure.dpi": INCH,
    "figure.constrained_layout.w_pad": 1 / INCH,
    "figure.constrained_layout.h_pad": PAD / INCH,
    "legend.frameon": False,
    "legend.borderaxespad": 0,
    "legend.borderpad": 0.1,
    "lines.linewidth": 1.3,
    "lines.markersize": 4.4,
    "grid.color": "#d0d0d0",
    "patch.edgecolor": ACCENT,
    "patch.force_edgecolor": True,
    **dict.fromkeys(("axes.linewidth", "grid.linewidth", "patch.linewidth"), 0.6),
}


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
    picture = BytesIO()
    with rc_context(STYLE):
        figure = KINDS[asked["kind"]](asked)
        for box in figure.axes[0].patches:
            box.set_visible(all(box.get_extents().size))
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(picture, format="svg", metadata=nothing, transparent=True)
    svg = picture.getvalue().decode()
    opening, rest = svg[svg.index("<svg") :].split(">", 1)
    return f"{opening}><title>{escape(asked['title'])}</title>{rest}"


def _bars(asked: Question) -> Figure:
    bars: Sequence[tuple[str, Sequence[Mark]]] = asked["bars"]
    names = [_broken(name, NAMES, TEXT) for name, _ in bars]
    step = max(BAR_STEP, LINE * _lines_of(names) + 4)
    figure, axes = _page(step * len(bars), _fills(asked["series"]))
    ends = [sum(value for value, _ in marks) for _, marks in bars]
    axes.set(xticks=[], xlim=(0, max(*ends, 1) * BESIDE), ylim=(len(bars) - 0.5, -0.5))
    axes.set_yticks(range(len(bars)), names)
    axes.spines["left"].set_visible(True)
    axes.spines["bottom"].set_visible(False)
    stacked = _stack(axes, asked["series"], [marks for _, marks in bars], BAR / step)
    figure.draw_without_rendering()  # so that it can be measured
    for place, (end, parts) in enumerate(zip(ends, stacked, strict=True)):
        if not all(_fits(*part) for part in parts):  # all beside the bar, in its order
            told = [text.get_text() for _, text in parts if text.get_text()]
            for _, text in parts:
                text.remove()
            axes.annotate(" + ".join(told), (end, place), (4, 0), *AWAY, va="center")
    return figure


def _shares(asked: Question) -> Figure:
    parts: Sequence[tuple[str, Mark]] = asked["parts"]
    names = [name for name, _ in parts]
    figure, axes = _page(WHOLE, _fills(names), "outside lower left")
    axes.set(xlim=(0, max(sum(value for _, (value, _) in parts), 1)), ylim=(-0.5, 0.5))
    axes.set_axis_off()
    (stacked,) = _stack(axes, names, [[mark for _, mark in parts]], 1)
    figure.draw_without_rendering()  # so that it can be measured
    for box, text in stacked:
        text.set_visible(_fits(box, text))  # its name in the key says it
    return figure


def _columns(asked: Question) -> Figure:
    groups: Sequence[tuple[str, Sequence[Mark]]] = asked["groups"]
    names = [name for name, _ in groups]
    columns = list(zip(*[marks for _, marks in groups], strict=True))
    most = max(value for marks in columns for value, _ in marks)
    figure, axes = _upright(_fills(asked["series"]), names, floor=0, most=most)
    wide = min(COLUMNS / len(columns), COLUMN * len(groups) / PLACES)
    told: list[Part] = []
    for number, (_, marks) in enumerate(zip(asked["series"], columns, strict=True)):
        first = wide * (number - (len(columns) - 1) / 2)
        lefts = [place + first for place in range(len(groups))]
        values = [value for value, _ in marks]
        boxes = axes.bar(lefts, values, wide, fc=FILLS[number], clip_on=False)
        texts = axes.bar_label(boxes, [text for _, text in marks], padding=1.5, size=SMALL)
        told += zip(boxes, texts, strict=True)
    figure.draw_without_rendering()  # so that it can be measured
    if not all(_fits(box, text) for box, text in told):
        for _, text in told:
            text.set_rotation(90)
    return figure


def _lines(asked: Question) -> Figure:
    series: Sequence[tuple[str, Sequence[Mark | None]]] = asked["series"]
    heights = [[mark[0] if mark else nan for mark in marks] for _, marks in series]
    named = [
        (Line2D([], [], **STROKES[number]), name)
        for number, (name, marks) in enumerate(series)
        if any(marks)
    ]
    known = [height for line in heights for height in line if not isnan(height)]
    figure, axes = _upright(
        named, asked["months"], floor=asked["floor"], most=max(known, default=0), below=UNDER
    )
    axes.set_title(_broken(asked["axis"], PLACES, SMALL), loc="left", pad=12, size=SMALL)
    close = CLOSE * (axes.get_ylim()[1] - asked["floor"])
    for number, (_, marks) in enumerate(series):
        axes.plot(
            range(len(asked["months"])), heights[number], **STROKES[number], clip_on=False
        )
        for place, mark in enumerate(marks):
            if mark:
                below = _is_below(heights, number, place, close)
                away, side = (-4.5, "top") if below else (4.5, "bottom")
                at = place, mark[0]
                axes.annotate(mark[1], at, (0, away), *AWAY, ha="center", va=side, size=SMALL)
    return figure


def _is_below(
    heights: Sequence[Sequence[float]], number: int, place: int, close: float
) -> bool:
    """Tell whether a point's text goes below it: a low one's, or that of the lower of two."""
    height = heights[number][place]
    for rank, line in enumerate(heights):
        if rank != number and abs(line[place] - height) < close:
            return (height, rank) < (line[place], number)
    near = [one for one in heights[number][max(place - 1, 0) : place + 2] if not isnan(one)]
    return sum(near) > height * len(near)


# What they are made of


def _page(height: float, named: Named, loc: Edge = "outside upper left") -> tuple[Figure, Axes]:
    """Return a page for axes of about a height, and a key in columns that have room."""
    figure = Figure(layout="constrained")
    FigureCanvasSVG(figure)
    figure.set_figwidth(WIDTH / INCH)
    handles = [handle for handle, _ in named]
    names = [_broken(name, WIDTH - 30, TEXT) for _, name in named]
    for columns in (4, 2, 1):
        key = figure.legend(handles, names, loc=loc, ncols=columns)
        wide, high = key.get_window_extent().size
        if columns == 1 or wide <= WIDTH:
            break
        key.remove()
    figure.set_figheight((height + high + 4 * PAD) / INCH)
    axes = figure.add_subplot()
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.tick_params(length=0)
    return figure, axes


def _upright(
    named: Named, names: Sequence[str], *, floor: int, most: float, below: float = 2
) -> tuple[Figure, Axes]:
    """Return a page with an axis of whole numbers from `floor`, and places with names."""
    told = [_broken(name, 0.9 * PLACES / len(names), SMALL) for name in names]
    figure, axes = _page(PICTURE + LINE * _lines_of(told) + below, named)
    steps = MaxNLocator(TICKS, steps=(1, 2, 5, 10), integer=True)
    ticks = [floor + int(tick) for tick in steps.tick_values(0, max(most - floor, 1))]
    axes.set_yticks(ticks, [so(tick) for tick in ticks], size=SMALL)
    axes.set_xticks(range(len(names)), told, size=SMALL)
    axes.set(xlim=(-0.5, len(names) - 0.5), ylim=(floor, ticks[-1]), axisbelow=True)
    axes.tick_params(axis="x", pad=below)
    axes.grid(axis="y")
    return figure, axes


def _stack(
    axes: Axes, names: Sequence[str], bars: Sequence[Sequence[Mark]], high: float
) -> Sequence[Sequence[Part]]:
    """Draw bars of parts on end; return of each bar its parts."""
    drawn, starts = [], [0.0] * len(bars)
    parts = zip(names, zip(*bars, strict=True), strict=True)
    for number, (_, marks) in enumerate(parts):
        values = [value for value, _ in marks]
        boxes = axes.barh(
            range(len(bars)), values, high, starts, fc=FILLS[number], clip_on=False
        )
        told = [text if value else "" for value, text in marks]
        texts = axes.bar_label(boxes, told, label_type="center", color=INKS[number])
        drawn.append(list(zip(boxes, texts, strict=True)))
        starts = [start + value for start, value in zip(starts, values, strict=True)]
    return list(zip(*drawn, strict=True))


def _fills(names: Sequence[str]) -> Named:
    return [(Patch(facecolor=FILLS[number]), name) for number, name in enumerate(names)]


def _fits(box: Rectangle, text: Text) -> bool:
    """Tell whether a text, where there is one, is narrower than its box."""
    room = box.get_window_extent().width
    return not text.get_text() or text.get_window_extent().width + 4 < room


def _broken(name: str, room: float, size: float) -> str:
    """Return a name in lines that are not wider than a room, as far as its words allow."""
    font = FontProperties(size=size)
    wide, _, _ = text_to_path.get_text_width_height_descent(name, font, ismath=False)
    letters = int(len(name) * room / max(wide, 1))
    return fill(name, max(letters, 1), break_long_words=False, break_on_hyphens=False)


def _lines_of(names: Sequence[str]) -> int:
    return 1 + max(name.count("\n") for name in names)


KINDS: Mapping[str, Callable[[Question], Figure]] = {
    "bars": _bars,
    "columns": _columns,
    "lines": _lines,
    "shares": _shares,
}
