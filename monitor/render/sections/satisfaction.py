"""Ratings and complaints as a sheet."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels
from monitor.render.sections.supplied import supplied_sheet
from monitor.render.sheet import Sheet
from reports.sections.satisfaction import Satisfaction


def sheets(figures: Satisfaction, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheet."""
    people, officials = figures.people, figures.officials
    rated = (people.total, *people.results, officials.total, *officials.results)
    lines = (*rated, *figures.complaints)
    yield supplied_sheet(labels["sheet"]["satisfaction"], lines, labels)
