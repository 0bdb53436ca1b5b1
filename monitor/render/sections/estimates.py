"""The estimates by the formulas of the national index, as sheets."""

from collections.abc import Iterator

from monitor.render.filters import so_le
from monitor.render.sections.common import Labels, percent_cell
from monitor.render.sheet import Cell, Sheet
from reports.sections.estimates import Estimate, Estimates


def sheets(figures: Estimates, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words, text = labels["estimates"], labels["text"]
    columns = ("index", "numerator", "denominator", "percent", "full_from")
    yield Sheet(
        name=labels["sheet"]["estimates"],
        headings=tuple(words[name] for name in columns),
        rows=tuple(_row(line, labels) for line in figures.lines),
        notes=(words["about"],),
    )
    handlings: tuple[tuple[Cell, ...], ...] = tuple(
        (
            line.procedure,
            line.name or text["no_procedure"],
            line.dossiers,
            so_le(line.hundredths),
            labels["handling"][line.measure],
        )
        for line in figures.handlings
    )
    columns = ("procedure_code", "procedure", "dossiers", "average", "measure")
    yield Sheet(
        name=labels["sheet"]["estimates_handling"],
        headings=tuple(words[name] for name in columns),
        rows=handlings or ((text["nothing"],),),
        notes=(words["about"],),
    )


def _row(line: Estimate, labels: Labels) -> tuple[Cell, ...]:
    name = labels["index"][line.index]
    if line.at_odds is not None:
        odd = line.at_odds
        words = labels["estimates"]["at_odds"]
        return name, odd.numerator, odd.denominator, words, line.full_from
    if line.share is None:
        return name, labels["text"]["no_data"], None, None, line.full_from
    share = line.share
    return (
        name,
        share.numerator,
        share.denominator,
        percent_cell(share, labels),
        line.full_from,
    )
