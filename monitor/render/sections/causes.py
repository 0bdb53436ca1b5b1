"""The causes as sheets: all of them, and at each agency; their natures as one bar."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from monitor.render.filters import so
from monitor.render.sections.common import Labels, Question, sheet
from monitor.render.sheet import Cell, ChartKind, Sheet, SheetChart
from reports.sections.causes import CauseCount, Causes


def sheets(figures: Causes, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    text = labels["text"]
    nothing: list[tuple[Cell, ...]] = [(text["nothing"],)]
    columns = ("cause_code", "cause", "nature", "count")
    rows = [_cells(one, labels) for one in figures.counts]
    chart = SheetChart(
        kind=ChartKind.BAR, title=labels["causes"]["title"], labels=1, values=(3,)
    )
    page = sheet(labels, "causes", columns, rows or nothing)
    yield replace(page, charts=(chart,) if rows else ())
    by_agency = [
        (agency.name or text["no_unit"], *_cells(one, labels))
        for agency in figures.by_agency
        for one in agency.counts
    ]
    yield sheet(labels, "causes_agencies", ("agency", *columns), by_agency or nothing)


def _cells(one: CauseCount, labels: Labels) -> tuple[Cell, ...]:
    text = one.cause_text or labels["text"]["no_cause"]
    return one.cause, text, nature_name(one.nature, labels), one.count


def nature_name(nature: str, labels: Labels) -> str:
    """Return what a nature of the causes' catalogue is called."""
    return labels["causes"][f"nature_{nature}"]


def charts(figures: Causes, labels: Labels) -> Mapping[str, Question]:
    """Draw the natures as parts of all late dossiers; nothing where there are none."""
    if not figures.counts:
        return {}
    question: Question = {
        "kind": "shares",
        "title": labels["causes"]["chart"],
        "parts": [
            (f"{nature_name(one.nature, labels)}: {so(one.count)}", (one.count, so(one.count)))
            for one in figures.natures
        ],
    }
    return {"natures": question}
