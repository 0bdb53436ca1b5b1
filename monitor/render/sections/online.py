"""Online shares as sheets: by unit and level, and what units supplied."""

from collections.abc import Iterator

from monitor.domain.figures import Share
from monitor.render.sections.common import Labels, percent_cell
from monitor.render.sections.supplied import supplied_sheet
from monitor.render.sheet import Cell, Percent, Sheet
from reports.sections.online import Online, OnlineLine

COLUMNS = (
    "unit",
    "online",
    "received",
    "received_share",
    "of_eligible",
    "eligible",
    "eligible_share",
    "target",
    "standing",
)


def sheets(figures: Online, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words = labels["online"]
    rows = [
        _row(figures.total, figures.total.name, labels),
        *(_row(one, labels["level"][one.code], labels) for one in figures.by_level),
        *(_row(one, one.name, labels) for one in figures.by_unit),
    ]
    yield Sheet(
        name=labels["sheet"]["online"],
        headings=tuple(words[column] for column in COLUMNS),
        rows=tuple(rows),
    )
    yield supplied_sheet(words["supplied"], figures.lines, labels)


def _row(one: OnlineLine, name: str, labels: Labels) -> tuple[Cell, ...]:
    target = labels["online"]["several"] if one.target is None else Percent(one.target)
    shares = (*_cells(one.received, labels), *_cells(one.eligible, labels))
    return name, *shares, target, labels["online"][one.standing]


def _cells(share: Share | None, labels: Labels) -> tuple[Cell, ...]:
    if share is None:
        return None, None, labels["text"]["no_data"]
    return share.numerator, share.denominator, percent_cell(share, labels)
