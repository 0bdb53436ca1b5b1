"""What the cover report is suggested to say, as a sheet."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels
from monitor.render.sheet import Cell, Sheet
from reports.sections.summary import Suggestion, Summary


def sheets(figures: Summary, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets: of each suggestion its count, then where it lies."""
    words = labels["summary"]
    rows = [
        (words[part], labels["suggestion"][one.hint], *cells)
        for part in ("shortcomings", "tasks", "proposals")
        for one in getattr(figures, part)
        for cells in _places(one, labels)
    ]
    yield Sheet(
        name=labels["sheet"]["summary"],
        headings=tuple(words[column] for column in ("part", "point", "place", "count", "of")),
        rows=tuple(rows) or ((labels["text"]["nothing"],),),
    )


def _places(one: Suggestion, labels: Labels) -> Iterator[tuple[Cell, ...]]:
    text = labels["text"]
    yield text["total"], one.count, None
    for place in one.places:
        yield place.name or text["no_unit"], place.count, place.of or None
