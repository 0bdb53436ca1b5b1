"""The causes as a sheet."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels, sheet
from monitor.render.sheet import Cell, Sheet
from reports.sections.causes import Causes


def sheets(figures: Causes, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    text = labels["text"]
    rows: list[tuple[Cell, ...]] = [
        (one.cause, one.cause_text or text["no_cause"], one.count) for one in figures.counts
    ]
    columns = ("cause_code", "cause", "count")
    yield sheet(labels, "causes", columns, rows or [(text["nothing"],)])
