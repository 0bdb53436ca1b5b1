"""What the sheets of sections share."""

from collections.abc import Iterable, Mapping

from monitor.domain.figures import Rate, Share
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
    percent = percent_cell(rate, labels)
    return labels["rate"][rate.definition], rate.numerator, rate.denominator, percent


def percent_cell(share: Share, labels: Labels) -> Cell:
    """Return a share's percentage, or that nothing occurred."""
    if share.hundredths is None:
        return labels["text"]["nothing"]
    return Percent(share.hundredths)
