"""What the sheets of sections share."""

from collections.abc import Iterable, Mapping

from monitor.domain.figures import Rate
from monitor.render.sheet import Cell, Percent, Sheet

Labels = Mapping[str, Mapping[str, str]]
Question = Mapping[str, object]  # of a chart: monitor/render/charts.py


def sheet(
    labels: Labels, code: str, columns: Iterable[str], rows: Iterable[tuple[Cell, ...]]
) -> Sheet:
    """Return a sheet by the names that its columns have in the catalogue."""
    return Sheet(
        name=labels["sheet"][code],
        headings=tuple(labels["column"][column] for column in columns),
        rows=tuple(rows),
    )


def rate_cells(rate: Rate, labels: Labels) -> tuple[Cell, ...]:
    """Return a rate as its definition, numerator, denominator and percentage."""
    percent = labels["text"]["nothing"] if rate.hundredths is None else Percent(rate.hundredths)
    return labels["rate"][rate.definition], rate.numerator, rate.denominator, percent
