"""Charts as SVG. Matplotlib lives in the rendering child alone, beside WeasyPrint.

A chart is asked for as JSON and drawn from it and nothing else: the same question
gives the same bytes. Every axis starts at zero. The two fills differ in lightness, so
that they can be told apart without colour.
"""

import json
from io import BytesIO
from textwrap import fill
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

FIXED: dict[Any, Any] = {  # matplotlib lists its 319 keys as a type
    "svg.hashsalt": "dunghan",  # ids inside the file do not change from run to run
    "svg.fonttype": "path",
    "font.family": ["Liberation Serif", "DejaVu Serif"],
    "font.size": 10,
    "text.parse_math": False,  # a name with dollar signs is a name
}
ACCENT, TINT = "#1f4e79", "#c3d3e3"
FILLS = (ACCENT, TINT)
INKS = ("white", "black")
WIDTH = 6.3  # inches: the text width of the page
FRAME = 0.65
BAR = 0.32
NAME_LETTERS = 36


def draw_bars(question: str) -> bytes:
    """Draw horizontal bars, each of two parts.

    Args:
        question: JSON of `title` (the text that stands for the picture), `series` (two
            names) and `bars` (from the top: a name, and a list of two whole numbers).
    """
    asked = json.loads(question)
    with rc_context(FIXED):
        height = FRAME + BAR * len(asked["bars"])
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        FigureCanvasSVG(figure)
        _fill(figure.add_subplot(), asked["series"], asked["bars"])
        figure.legend(loc="outside upper center", ncols=2, frameon=False)
        picture = BytesIO()
        told = {"Title": asked["title"], "Creator": None, "Date": None, "Format": None}
        figure.savefig(picture, format="svg", metadata=told | {"Type": None})
    svg = picture.getvalue()
    return svg[svg.index(b"<svg") :]


def _fill(axes: Axes, series: list[str], bars: list[tuple[str, list[int]]]) -> None:
    places = range(len(bars))
    starts = [0] * len(bars)
    for part, name in enumerate(series):
        lengths = [parts[part] for _, parts in bars]
        axes.barh(
            places,
            lengths,
            left=starts,
            height=0.62,
            label=name,
            facecolor=FILLS[part],
            edgecolor=ACCENT,
        )
        for place, start, length in zip(places, starts, lengths, strict=True):
            if length:
                middle = start + length / 2
                axes.text(
                    middle, place, str(length), ha="center", va="center", color=INKS[part]
                )
        starts = [start + length for start, length in zip(starts, lengths, strict=True)]
    axes.set_yticks(places, [fill(name, NAME_LETTERS) for name, _ in bars])
    axes.invert_yaxis()
    axes.set_xlim(0, max(starts) * 1.05)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.spines[["top", "right"]].set_visible(False)
