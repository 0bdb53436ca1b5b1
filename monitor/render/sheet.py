"""What a workbook is made of: cells, sheets, and charts of what stands on a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage times a hundred."""

    hundredths: int


Cell = str | int | date | datetime | Percent | None


class ChartKind(StrEnum):
    """How a chart draws its figures: lying bars, standing columns, lines."""

    BAR = "bar"
    COLUMN = "column"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChart:
    """A chart of columns of its own sheet, its axis from zero, drawn beside the table.

    Attributes:
        labels: The column whose texts name the points. Columns are counted from 0.
        values: The columns that are drawn, each a series named by its heading.
        rows: Which rows of the table are drawn, counted from 0; all where None. There is
            one at least, and each reaches to all those columns.
    """

    kind: ChartKind
    title: str
    labels: int
    values: tuple[int, ...]
    rows: range | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its name, its headings, its rows. None is an empty cell.

    Attributes:
        rows: Gone through once, so that they may be made while they are written.
        widths: The width of each column, in letters. Where they are given, the sheet is a
            list: each of its rows is one line high, and none is looked at beforehand.
            Where not, it is a table: columns are as wide as their texts, and long texts
            go on in a second line.
        notes: Lines above the headings: how figures are to be read.
        charts: For tables; the rows of a list with charts are all held in memory.
    """

    name: str
    headings: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]
    widths: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    charts: tuple[SheetChart, ...] = ()
