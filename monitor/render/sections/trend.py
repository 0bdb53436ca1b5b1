"""The months as a sheet with charts, and as columns and a line."""

from collections.abc import Iterator, Mapping

from monitor.render.filters import so
from monitor.render.sections.common import Labels, Question, percent_cell
from monitor.render.sheet import Cell, ChartKind, Sheet, SheetChart
from reports.sections.trend import Trend, TrendLine

COUNTS = ("to_process", "received", "online", "resolved", "late", "overdue", "given_up")
COLUMNS = ("period", "first", "last", *COUNTS, "numerator", "denominator", "rate")
RECEIVED, RESOLVED, RATE = (COLUMNS.index(one) for one in ("received", "resolved", "rate"))
HUNDREDTHS = 100
STEP = 10  # percent: the axis of the rate starts at a whole ten
LINE = 2  # points: of one no line is drawn


def sheets(figures: Trend, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words = labels["trend"]
    rows = [
        _row(f"{line.period.last.month}/{line.period.last.year}", line, labels)
        for line in figures.months
    ]
    compared = (_row(words[code], line, labels) for code, line in figures.compared)
    drawn = range(len(rows))
    charts = [
        SheetChart(
            kind=ChartKind.COLUMN,
            title=words["title"],
            labels=0,
            values=(RECEIVED, RESOLVED),
            rows=drawn,
        ),
        SheetChart(
            kind=ChartKind.LINE, title=words["rate"], labels=0, values=(RATE,), rows=drawn
        ),
    ]
    yield Sheet(
        name=labels["sheet"]["trend"],
        headings=tuple(words[column] for column in COLUMNS),
        rows=(*rows, *compared),
        notes=(words["partly"],)
        if any(line.is_partly_known for line in figures.months)
        else (),
        charts=tuple(charts) if rows else (),
    )


def _row(name: str, line: TrendLine, labels: Labels) -> tuple[Cell, ...]:
    days = (f"{name}{'*' if line.is_partly_known else ''}", line.period.first, line.period.last)
    counts, no_data = line.counts, labels["text"]["no_data"]
    if counts is None:
        return (*days, *[no_data] * (len(COLUMNS) - len(days)))
    figures = (getattr(counts, one) for one in COUNTS)
    rate = counts.rate
    return (
        *days,
        *(no_data if one is None else one for one in figures),
        rate.numerator,
        rate.denominator,
        percent_cell(rate, labels),
    )


def _short_name(line: TrendLine, *, is_first: bool) -> str:
    """Return a month as an axis writes it: its year stands below the first, and January."""
    last = line.period.last
    return f"T{last.month} {last.year}" if is_first or last.month == 1 else f"T{last.month}"


def charts(figures: Trend, labels: Labels) -> Mapping[str, Question]:
    """Draw what came and went, and the rate where two months tell one."""
    known = [(line, line.counts) for line in figures.months if line.counts is not None]
    words = labels["trend"]
    drawn: dict[str, Question] = {}
    if known:
        drawn["counts"] = {
            "kind": "columns",
            "title": words["counts_chart"],
            "series": [words["received"], words["resolved"]],
            "groups": [
                (
                    _short_name(line, is_first=not place),
                    [(one, so(one)) for one in (counts.received, counts.resolved)],
                )
                for place, (line, counts) in enumerate(known)
            ],
        }
    rates = [line.counts.rate.hundredths if line.counts else None for line in figures.months]
    told = [one for one in rates if one is not None]
    if len(told) >= LINE:
        floor = min(told) // HUNDREDTHS // STEP * STEP
        if floor == HUNDREDTHS:  # all of them: an axis that shows where they stand
            floor -= STEP
        drawn["rate"] = {
            "kind": "lines",
            "title": words["rate_chart"],
            "months": [
                _short_name(line, is_first=not place)
                for place, line in enumerate(figures.months)
            ],
            "floor": floor,
            "axis": words["axis_cut"].format(floor=floor) if floor else words["axis"],
            "series": [(words["rate"], [_mark(one) for one in rates])],
        }
    return drawn


def _mark(hundredths: int | None) -> tuple[float, str] | None:
    if hundredths is None:
        return None
    whole, decimals = divmod(hundredths, HUNDREDTHS)
    return hundredths / HUNDREDTHS, f"{whole},{decimals:02}"
