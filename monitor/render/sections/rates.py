"""The rates as a sheet."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels, rate_cells, sheet
from monitor.render.sheet import Cell, Sheet
from reports.sections.rates import Rates


def sheets(figures: Rates, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    rows: list[tuple[Cell, ...]] = [
        (*rate_cells(line.rate, labels), line.given_up, line.paused, line.unsure)
        for line in figures.lines
    ]
    if figures.online is None:
        rows.append((labels["rate"]["online"], None, None, labels["text"]["no_data"]))
    else:
        rows.append(rate_cells(figures.online, labels))
    columns = ("definition", "numerator", "denominator", "percent")
    left_out = ("left_given_up", "left_paused", "left_unsure")
    yield sheet(labels, "rates", columns + left_out, rows)
