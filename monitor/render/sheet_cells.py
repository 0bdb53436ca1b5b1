"""Cells as a sheet's file holds them: what kind each is, its style, its value.

XlsxWriter sets cells one by one, in nine microseconds each; a list of a million dossiers
has fifteen million. Most of those are the same few words and days, so each distinct cell
is put into XML once and remembered for a while.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from monitor.domain.errors import RenderError
from monitor.domain.formula import FORMULA_SIGNS
from monitor.domain.instants import local
from monitor.render.sheet import Cell, Percent
from monitor.render.words import clean

LONGEST = 32_767  # UTF-16 units that a cell can hold
REMEMBERED = 1 << 13  # distinct cells
WHOLE = 10_000  # 100 % in hundredths of a percent
DAY_ZERO = date(1899, 12, 30).toordinal()  # of Excel's days, from March 1900 on
DAY_SECONDS = 86_400
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as A
MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\ufffe": None, "\uffff": None})

CellWriter = Callable[[Cell], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The numbers of a workbook's cell formats, kind by kind."""

    text: int
    quoted: int  # as text, and it stays text when somebody edits it
    number: int
    percent: int
    day: int
    instant: int


def cell_writer(styles: Styles) -> CellWriter:
    """Return what puts a cell into XML, from after its place on; empty for an empty cell.

    It raises RenderError for a text that is longer than a cell can hold, and
    NaiveTimeError for an instant without a time zone.
    """

    @lru_cache(maxsize=REMEMBERED)
    def written(cell: Cell) -> str:
        match cell:
            case None | "":
                return ""
            case str():
                is_quoted = cell.startswith(FORMULA_SIGNS)
                return _text_cell(cell, styles.quoted if is_quoted else styles.text)
            case Percent():
                return _number_cell(cell.hundredths / WHOLE, styles.percent)
            case datetime():
                return _number_cell(_serial(local(cell)), styles.instant)
            case date():
                return _number_cell(cell.toordinal() - DAY_ZERO, styles.day)
            case _:
                return _number_cell(int(cell), styles.number)  # a bool is a number, too

    return written


def text_writer(style: int) -> CellWriter:
    """Return what puts cells into XML that are texts of one style."""
    return lambda cell: _text_cell(str(cell), style)


def _text_cell(text: str, style: int) -> str:
    """Return a text without control characters, for Excel's own escapes taken literally."""
    told = text if text.isascii() and text.isprintable() else clean(text)
    if len(told) > LONGEST // 2 and len(told.encode("utf-16-le")) // 2 > LONGEST:
        raise RenderError(document="xlsx", reason="a text is too long for a cell")
    space = ' xml:space="preserve"' if told != told.strip() else ""
    told = ESCAPED.sub("_x005F_", told).translate(MARKUP)
    return f' s="{style}" t="inlineStr"><is><t{space}>{told}</t></is></c>'


def _number_cell(number: float, style: int) -> str:
    return f' s="{style}"><v>{number!r}</v></c>'


def _serial(at: datetime) -> float:
    """Return a wall-clock time as Excel counts: days, and the day's part that has gone."""
    seconds = (at.hour * 60 + at.minute) * 60 + at.second
    return at.toordinal() - DAY_ZERO + seconds / DAY_SECONDS
