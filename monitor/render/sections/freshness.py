"""What the figures rest on, as a sheet."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels, sheet
from monitor.render.sheet import Cell, Sheet
from reports.sections.freshness import Freshness


def sheets(figures: Freshness, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words = labels["fact"]
    counts = (
        "without_receipt",
        "without_end",
        "elsewhere",
        "no_deadline",
        "unknown",
        "no_unit",
        "no_field",
        "no_channel",
        "unknown_unit",
        "of_other_system",
    )
    rows: list[tuple[Cell, ...]] = [
        *((words["source"].format(name=one.name), one.exported_at) for one in figures.sources),
        *((words["not_covered"], name) for name in figures.not_covered),
        *((words[name], getattr(figures, name)) for name in counts),
    ]
    if not figures.is_known:
        rows.insert(0, (words["unknown_period"], labels["text"]["no_data"]))
    yield sheet(labels, "freshness", ("item", "value"), rows)
