"""How units keep the system up to date, as sheets."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels
from monitor.render.sections.supplied import supplied_sheet
from monitor.render.sheet import Cell, Sheet
from reports.sections.upkeep import Upkeep

COLUMNS = ("unit", "sign", "since", "until", "limit_days", "received")


def sheets(figures: Upkeep, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words = labels["upkeep"]
    yield Sheet(
        name=labels["sheet"]["upkeep"],
        headings=tuple(words[column] for column in COLUMNS),
        rows=tuple(_rows(figures, labels)),
    )
    yield supplied_sheet(words["slips"], figures.lines, labels)


def _rows(figures: Upkeep, labels: Labels) -> Iterator[tuple[Cell, ...]]:
    """Yield the units that stood still, then those without dossiers online."""
    text, words = labels["text"], labels["upkeep"]
    for still in figures.still:
        yield still.name, words["still"], still.since, still.until, still.limit_days
    if not figures.still:
        yield text["nothing"], words["still"]
    for one in figures.none_online or ():
        yield one.name, words["none_online"], None, None, None, one.received
    if not figures.none_online:
        is_unknown = figures.none_online is None
        yield text["no_data" if is_unknown else "nothing"], words["none_online"]
