"""Linked dossiers as a sheet."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels
from monitor.render.sections.supplied import supplied_sheet
from monitor.render.sheet import Sheet
from reports.sections.linked import Linked


def sheets(figures: Linked, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheet."""
    yield supplied_sheet(labels["sheet"]["linked"], figures.lines, labels)
