"""Charts that a spreadsheet program draws of a sheet's own cells, and redraws by itself."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from monitor.render.sheet import Cell, ChartKind, Percent, Sheet, SheetChart
from monitor.render.words import clean

# One accent, then greys; lines differ by their marks as well, for a printer without colours.
COLOURS = ("#1F4E79", "#7F7F7F", "#BFBFBF", "#404040")
MARKS = ("circle", "square", "triangle", "diamond")
FONT = {"name": "Times New Roman", "size": 11, "bold": False}
NONE = {"none": True}
LEGEND = {"position": "bottom", "font": FONT}
GRID = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.75}}
WIDTH, LEAST_HEIGHT, BAR_HEIGHT = 640, 320, 26  # pixels
ROW_HEIGHT = 20  # pixels
WHOLE = 10_000

Rows = Sequence[tuple[Cell, ...]]


def add_charts(book: Workbook, page: Worksheet, sheet: Sheet, rows: Rows, *, head: int) -> None:
    """Draw a sheet's charts to the right of its table, one below the other.

    Args:
        rows: The table's rows, which the sheet has already.
        head: The row of the headings, from 0.
    """
    place = head + 1
    for told in sheet.charts:
        chart = _chart(book, page.name, sheet, told, rows, head=head)
        height = _height(told, rows)
        chart.set_size({"width": WIDTH, "height": height})
        stays = {"object_position": 3, "description": clean(told.title)}  # whatever is filtered
        page.insert_chart(place, len(sheet.headings) + 1, chart, stays)
        place += height // ROW_HEIGHT + 2


def _drawn(told: SheetChart, rows: Rows) -> range:
    return range(len(rows)) if told.rows is None else told.rows


def _height(told: SheetChart, rows: Rows) -> int:
    bars = len(_drawn(told, rows)) * len(told.values) if told.kind is ChartKind.BAR else 0
    return max(LEAST_HEIGHT, bars * BAR_HEIGHT)


def _chart(  # noqa: PLR0913 - all of it is what one chart stands on
    book: Workbook, name: str, sheet: Sheet, told: SheetChart, rows: Rows, *, head: int
) -> Any:
    drawn = _drawn(told, rows)
    chart = book.add_chart({"type": told.kind.value})

    def cells(column: int) -> list[str | int]:
        return [name, head + 1 + drawn[0], column, head + 1 + drawn[-1], column]

    for number, column in enumerate(told.values):
        chart.add_series(
            {
                "name": [name, head, column],
                "name_data": [clean(sheet.headings[column])],
                "categories": cells(told.labels),
                "categories_data": [clean(str(rows[row][told.labels])) for row in drawn],
                "values": cells(column),
                "values_data": [_value(rows[row][column]) for row in drawn],
                **_look(told.kind, COLOURS[number], MARKS[number]),
            }
        )
    chart.set_title(
        {"name": clean(told.title), "name_font": {**FONT, "size": 13, "bold": True}}
    )
    chart.set_legend(NONE if len(told.values) == 1 else LEGEND)
    form = "0%" if isinstance(rows[drawn[0]][told.values[0]], Percent) else "#,##0"
    points = {"num_font": FONT}
    figures = {**points, "min": 0, "num_format": form, "major_gridlines": GRID, "line": NONE}
    if told.kind is ChartKind.BAR:  # read from above, with the figures below all the same
        chart.set_y_axis({**points, "reverse": True, "crossing": "max"})
        chart.set_x_axis(figures)
    else:
        chart.set_x_axis(points)
        chart.set_y_axis(figures)
    return chart


def _look(kind: ChartKind, colour: str, mark: str) -> dict[str, object]:
    if kind is not ChartKind.LINE:
        return {"fill": {"color": colour}, "border": NONE, "gap": 60}
    face = {"color": colour}
    return {
        "line": {**face, "width": 2.25},
        "marker": {"type": mark, "size": 6, "fill": face, "border": face},
    }


def _value(cell: Cell) -> float | None:
    """Return what is drawn of a cell: nothing where it tells no figure."""
    if isinstance(cell, Percent):
        return cell.hundredths / WHOLE
    return cell if isinstance(cell, int) else None
