"""Figures that people supplied as rows of sheets."""

from collections.abc import Iterable, Iterator

from monitor.render.sections.common import Labels, percent_cell
from monitor.render.sheet import Cell, Sheet
from reports.supplied_lines import SuppliedLine

COLUMNS = ("item", "value", "measure", "percent", "share_of", "denominator", "given", "asked")


def supplied_sheet(name: str, lines: Iterable[SuppliedLine], labels: Labels) -> Sheet:
    """Return a sheet of figures under a name; what nobody gave is said, never 0."""
    return Sheet(
        name=name,
        headings=tuple(labels["supplied_column"][column] for column in COLUMNS),
        rows=tuple(supplied_rows(lines, labels)),
    )


def odds_text(line: SuppliedLine, labels: Labels) -> str:
    """Return that a figure is more than what it is a part of."""
    words = labels["supplied_of"]
    told = words["exceeded_dossiers" if line.is_of_dossiers else "exceeded"]
    return told.format(of=words[line.share_of])


def supplied_rows(lines: Iterable[SuppliedLine], labels: Labels) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each figure, by the columns above."""
    for line in lines:
        name, measure = labels["supplied"][line.name], labels["measure"][line.measure]
        if line.amount is None:
            yield name, labels["text"]["no_data"], measure
            continue
        whole: tuple[Cell, ...] = (None, None, None)
        if line.share is not None:
            of = labels["supplied_of"][line.share_of]
            whole = (percent_cell(line.share, labels), of, line.share.denominator)
        elif line.at_odds is not None:
            whole = (None, odds_text(line, labels), line.at_odds.denominator)
        yield name, line.amount.value, measure, *whole, line.amount.given, line.amount.asked
