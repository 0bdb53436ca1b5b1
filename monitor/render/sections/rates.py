"""The rates as a sheet."""

from collections.abc import Iterator

from monitor.render.filters import points
from monitor.render.sections.common import Labels, rate_cells, sheet
from monitor.render.sheet import Cell, Percent, Sheet
from reports.sections.rates import Rates


def sheets(figures: Rates, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    rows: list[tuple[Cell, ...]] = [
        (*rate_cells(line.rate, labels), line.given_up, line.paused, line.unsure)
        if figures.is_known
        else (labels["rate"][line.rate.definition], None, None, labels["text"]["no_data"])
        for line in figures.lines
    ]
    if figures.online is None:
        rows.append((labels["rate"]["online"], None, None, labels["text"]["no_data"]))
    else:
        rows.append(rate_cells(figures.online, labels))
    rows += _portal(figures, labels)
    columns = ("definition", "numerator", "denominator", "percent")
    left_out = ("left_given_up", "left_paused", "left_unsure")
    yield sheet(labels, "rates", columns + left_out, rows)


def _portal(figures: Rates, labels: Labels) -> Iterator[tuple[Cell, ...]]:
    """Yield the portal's own rate, how it differs and why."""
    words, portal = labels["portal"], figures.portal
    if portal is None:
        yield words["stated"], None, None, labels["text"]["no_data"]
        return
    yield words["stated"], None, None, Percent(portal.hundredths)
    if portal.difference is not None:
        yield words["difference"], None, None, points(portal.difference)
    yield words["reason"], None, None, portal.reason or words["no_reason"]
