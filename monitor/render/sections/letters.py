"""The letters as a sheet."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels, rate_cells, sheet
from monitor.render.sheet import Cell, Sheet
from reports.sections.letters import LetterCounts


def sheets(figures: LetterCounts, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words = labels["letter"]
    rows: list[tuple[Cell, ...]] = [
        (labels["fact"]["owed"], figures.owed),
        (words["before"], figures.before),
        (words["after"], figures.after),
        (words["missing"], figures.missing),
        (words["not_owed"], figures.not_owed),
        (words["not_ours"], figures.not_ours),
        (labels["rate"]["letters"], rate_cells(figures.rate, labels)[-1]),
    ]
    yield sheet(labels, "letters", ("item", "value"), rows)
