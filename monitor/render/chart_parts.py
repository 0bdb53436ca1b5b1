"""What charts are drawn of: text, boxes, keys, an upright axis. Points from the top left.

Fills differ in lightness and lines in dash and sign, so that a chart survives a printer
without colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from xml.sax.saxutils import escape

from monitor.render.filters import so

Mark = tuple[float, str]  # what is drawn, and what is printed beside it
Point = tuple[float, float]  # from the left, from the top
Drawn = tuple[float, str]  # how far down it reaches, and what it is made of

TEXT, SMALL = 9.5, 8.5
LINE = 11.0
GAP = 4.0  # between a part of the picture and the text that names it
LEFT = 38.0  # beside a picture: the numbers of its axis
PICTURE = 120.0  # the height of lines and columns
MOST_TICKS = 6

ACCENT = "#1f4e79"
FILLS = (ACCENT, "#8fafcc", "#dbe5ef", "#ffffff")
INKS = ("white", "black", "black", "black")
PALE = "#d0d0d0"
STROKES = (
    f'stroke="{ACCENT}" stroke-width="1.7"',
    'stroke="#666666" stroke-width="1.3" stroke-dasharray="4 2.5"',
)
THIN = 'stroke-width="0.6"'
SWATCH = 9.0


def width_of(text: str, size: float = TEXT) -> float:
    """Return how wide a text is at most, near enough: nothing is measured."""
    return size * sum(0.72 if letter.isupper() else 0.49 for letter in text)


def text_at(  # noqa: PLR0913 - where, how and how large
    text: str,
    at: Point,
    *,
    anchor: str = "start",
    size: float = TEXT,
    ink: str = "black",
    is_turned: bool = False,
) -> str:
    """Return a line of text on its base line; one that is turned reads upwards."""
    left, base = at
    turn = f' transform="rotate(-90 {left:.1f} {base:.1f})"' if is_turned else ""
    return (
        f'<text x="{left:.1f}" y="{base:.1f}" font-size="{size:g}" fill="{ink}"'
        f' text-anchor="{anchor}"{turn}>{escape(text)}</text>'
    )


def name_at(text: str, at: Point, *, width: float, anchor: str = "start") -> str:
    """Return a name in as many lines as it needs, the middle of them at a height."""
    lines = lines_of(text, width)
    left, middle = at
    base = middle + 3.2 - LINE * (len(lines) - 1) / 2
    return "".join(
        text_at(line, (left, base + LINE * number), anchor=anchor)
        for number, line in enumerate(lines)
    )


def lines_of(text: str, width: float, size: float = TEXT) -> list[str]:
    """Return a text in lines that are not wider, as far as its words allow."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and width_of(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def line_at(start: Point, end: Point, stroke: str) -> str:
    """Return a straight line."""
    (left, top), (right, bottom) = start, end
    return f'<path d="M{left:.1f} {top:.1f}L{right:.1f} {bottom:.1f}" fill="none" {stroke}/>'


def box_at(at: Point, size: Point, fill: int) -> str:
    """Return a box in one of the fills; one without a width or a height is not drawn."""
    (left, top), (wide, high) = at, size
    if not wide or not high:
        return ""
    return (
        f'<rect x="{left:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{high:.2f}"'
        f' fill="{FILLS[fill]}" stroke="{ACCENT}" {THIN}/>'
    )


def key(names: Sequence[str], *, left: float, right: float, top: float) -> Drawn:
    """Return the names of the fills in lines."""
    at, drawn = left, []
    for fill, name in enumerate(names):
        wide = SWATCH + GAP + width_of(name) + 2 * GAP
        if at > left and at + wide > right:
            at, top = left, top + LINE + 2
        drawn.append(box_at((at, top), (SWATCH, SWATCH), fill))
        drawn.append(text_at(name, (at + SWATCH + GAP, top + SWATCH - 1)))
        at += wide
    return top + SWATCH + 1, "".join(drawn)


def row(marks: Sequence[Mark], at: Point, scale: float, high: float) -> str:
    """Return boxes on end, with the texts that have room in them."""
    left, top = at
    drawn = []
    for fill, mark in enumerate(marks):
        wide = mark[0] * scale
        drawn.append(box_at((left, top), (wide, high), fill))
        if mark[0] and has_room(mark, scale):
            middle = left + wide / 2, top + high / 2 + 3.2
            drawn.append(text_at(mark[1], middle, anchor="middle", ink=INKS[fill]))
        left += wide
    return "".join(drawn)


def has_room(mark: Mark, scale: float) -> bool:
    """Tell whether a mark's text fits into its box; what is not drawn needs no room."""
    value, text = mark
    return not value or width_of(text) + 3 < value * scale


def curve(points: Sequence[tuple[Point, str] | None], number: int) -> str:
    """Return a line with its points marked and told; None is a gap in it."""
    drawn = []
    for is_known, piece in groupby(points, key=bool):
        known = [point for point in piece if point] if is_known else []
        places = [place for place, _ in known]
        drawn += [line_at(one, other, STROKES[number]) for one, other in pairwise(places)]
        for place, ((left, top), text) in enumerate(known):
            near = [high for _, high in places[max(place - 1, 0) : place + 2]]
            is_low = sum(near) < top * len(near)  # then its text goes below the line
            base = top + LINE if is_low else top - 6
            drawn.append(_sign(left, top, number))
            drawn.append(text_at(text, (left, base), anchor="middle", size=SMALL))
    return "".join(drawn)


def _sign(left: float, top: float, number: int) -> str:
    if number:
        return (
            f'<rect x="{left - 2.2:.1f}" y="{top - 2.2:.1f}" width="4.4" height="4.4"'
            ' fill="white" stroke="#666666" stroke-width="1.2"/>'
        )
    return f'<circle cx="{left:.1f}" cy="{top:.1f}" r="2.6" fill="{ACCENT}"/>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Upright:
    """An upright axis of whole numbers, from `floor` to the first tick that reaches `most`."""

    floor: int
    most: float
    top: float  # of the picture

    @property
    def bottom(self) -> float:
        """The height at which the axis starts."""
        return self.top + PICTURE

    @property
    def ticks(self) -> Sequence[int]:
        """The whole numbers written, the first of them the floor."""
        reach = self.most - self.floor
        steps = (digit * 10**power for power in range(12) for digit in (1, 2, 5))
        step = next(step for step in steps if step * (MOST_TICKS - 1) >= reach)
        count = max(-(-reach // step), 1)
        return range(self.floor, self.floor + int(count) * step + 1, step)

    def at(self, value: float) -> float:
        """Return how far down a value lies."""
        last = self.ticks[-1]
        return self.bottom - PICTURE * (value - self.floor) / (last - self.floor)

    def places(self, count: int, right: float) -> Sequence[float]:
        """Return the middles of equal places along the axis."""
        step = (right - LEFT) / count
        return [LEFT + step * (number + 0.5) for number in range(count)]

    def names(self, names: Sequence[str], right: float, *, below: float = 0) -> Drawn:
        """Return where the picture ends, and the names of the places below the axis."""
        step = (right - LEFT) / len(names)
        told = [lines_of(name, step, SMALL) for name in names]
        base = self.bottom + below + 0.9 * LINE
        drawn = [
            text_at(line, (middle, base + 0.9 * LINE * down), anchor="middle", size=SMALL)
            for middle, lines in zip(self.places(len(names), right), told, strict=True)
            for down, line in enumerate(lines)
        ]
        return base + 0.9 * LINE * max(map(len, told)) - 5, "".join(drawn)

    def drawn(self, right: float) -> str:
        """Return the axis: a line across for each tick, the first one dark."""
        inks = ("black", *[PALE] * MOST_TICKS)
        across = [
            line_at((LEFT, self.at(tick)), (right, self.at(tick)), f'stroke="{ink}" {THIN}')
            + text_at(so(tick), (LEFT - GAP, self.at(tick) + 3), anchor="end", size=SMALL)
            for tick, ink in zip(self.ticks, inks, strict=False)
        ]
        return "".join(across)
