"""Where late dossiers lie, as a sheet and as bars."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from monitor.render.filters import so
from monitor.render.sections.common import Labels, Question, sheet
from monitor.render.sheet import Cell, ChartKind, Sheet, SheetChart
from reports.sections.agencies import Agencies

NAMED = 8  # of many: the others are told and drawn as one


def sheets(figures: Agencies, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    text = labels["text"]
    rows: list[tuple[Cell, ...]] = [
        (
            bar.name or text["no_unit"],
            text["outside"] if bar.is_outside else text["ours"],
            bar.overdue,
            bar.resolved_late,
            bar.late,
        )
        for bar in figures.bars
    ]
    columns = ("agency", "kind", "overdue", "resolved_late", "late")
    chart = SheetChart(
        kind=ChartKind.BAR,
        title=labels["agencies"]["title"],
        labels=0,
        values=(2, 3),
        rows=range(min(len(rows), NAMED)),
    )
    page = sheet(labels, "agencies", columns, rows or [(text["nothing"],)])
    yield replace(page, charts=(chart,) if rows else ())


def charts(figures: Agencies, labels: Labels) -> Mapping[str, Question]:
    """Draw where the late dossiers lie; nothing where there are none."""
    if not figures.bars:
        return {}
    question: Question = {
        "kind": "bars",
        "title": labels["agencies"]["chart"],
        "series": [labels["series"][name] for name in ("overdue", "resolved_late")],
        "bars": [
            (name, [(part, so(part)) for part in parts])
            for name, parts in _bars(figures, labels)
        ],
    }
    return {"late": question}


def _bars(figures: Agencies, labels: Labels) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield what is drawn, from the top; many agencies end in one bar of the others."""
    text = labels["text"]
    for bar in figures.bars[:NAMED]:
        yield bar.name or text["no_unit"], (bar.overdue, bar.resolved_late)
    if others := figures.bars[NAMED:]:
        overdue = sum(bar.overdue for bar in others)
        resolved_late = sum(bar.resolved_late for bar in others)
        yield f"{text['others']} ({len(others)})", (overdue, resolved_late)
