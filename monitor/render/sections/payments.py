"""Payments and results by post as a sheet."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels
from monitor.render.sections.supplied import supplied_sheet
from monitor.render.sheet import Sheet
from reports.sections.payments import Payments


def sheets(figures: Payments, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheet."""
    yield supplied_sheet(labels["sheet"]["payments"], figures.lines, labels)
