"""The units right below as a sheet, and the lowest rates among them as bars."""

from collections.abc import Iterator, Mapping

from monitor.render.sections.common import Labels, Question, percent_cell
from monitor.render.sheet import Cell, ChartKind, Sheet, SheetChart
from reports.children import Place
from reports.sections.units import UnitLine, Units

COUNTS = ("to_process", "resolved", "late", "overdue", "given_up", "letters_missing")
COLUMNS = ("rank", "unit", *COUNTS, "numerator", "denominator", "rate", "remark")
DRAWN = 12
HUNDREDTHS = 100


def sheets(figures: Units, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words = labels["units"]
    drawn = range(sum(line.rank is not None for line in figures.lines[:DRAWN]))
    chart = SheetChart(
        kind=ChartKind.BAR,
        title=words["chart"],
        labels=COLUMNS.index("unit"),
        values=(COLUMNS.index("rate"),),
        rows=drawn,
    )
    total = _row(figures.total, labels["text"]["total"], labels)
    yield Sheet(
        name=labels["sheet"]["units"],
        headings=tuple(words[column] for column in COLUMNS),
        rows=(
            *(_row(line, unit_name(line, labels), labels) for line in figures.lines),
            (*total[:-1], None),
        ),
        charts=(chart,) if drawn else (),
    )


def _row(line: UnitLine, name: str, labels: Labels) -> tuple[Cell, ...]:
    rate = line.rate
    return (
        line.rank,
        name,
        *(getattr(line, one) for one in COUNTS),
        rate.numerator,
        rate.denominator,
        percent_cell(rate, labels),
        remark(line, labels),
    )


def unit_name(line: UnitLine, labels: Labels) -> str:
    """Return what a line is called."""
    return line.name or labels["text"]["no_unit"]


def remark(line: UnitLine, labels: Labels) -> str:
    """Return why a line is not ranked, where that has to be said."""
    if line.place is Place.OWN:
        return labels["units"]["own"]
    return labels["units"]["few"] if line.is_few else ""


def charts(figures: Units, labels: Labels) -> Mapping[str, Question]:
    """Draw the lowest rates; nothing where no unit is ranked."""
    ranked = [line for line in figures.lines if line.rank is not None][:DRAWN]
    if not ranked:
        return {}
    words = labels["units"]
    return {
        "lowest": {
            "kind": "bars",
            "title": words["chart"],
            "series": [words["series"]],
            "bars": [(line.name, [_mark(line)]) for line in ranked],
        }
    }


def _mark(line: UnitLine) -> tuple[float, str]:
    hundredths = line.rate.hundredths or 0
    whole, decimals = divmod(hundredths, HUNDREDTHS)
    return hundredths / HUNDREDTHS, f"{whole},{decimals:02}"
