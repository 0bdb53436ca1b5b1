"""What was asked for later, withdrawn and sent back: sheets, and columns by the month."""

from collections.abc import Iterator, Mapping

from monitor.render.filters import so
from monitor.render.sections.common import Labels, Question, percent_cell
from monitor.render.sheet import Cell, Sheet
from reports.sections.returned import QUARTER, Returned, ReturnedLine, Verdict

KINDS = ("withdrawn", "sent_back", "refused", "stopped")
TENTHS = 10


def sheets(figures: Returned, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words, text = labels["returned"], labels["text"]
    before = figures.share_before
    yield Sheet(
        name=labels["sheet"]["returned"],
        headings=tuple(words[one] for one in ("figure", "now", "before", "standing")),
        rows=(
            *(_row(line, labels) for line in figures.lines),
            (words["again"], _told(figures.again, labels), None, None),
            (
                words["share"],
                percent_cell(figures.share, labels),
                text["no_data"] if before is None else percent_cell(before, labels),
                None,
            ),
        ),
    )
    nothing = ((text["nothing"],),)
    units: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.name or text["no_unit"],
            _told(one.requests, labels),
            _told(one.asked, labels),
            *(getattr(one, kind) for kind in KINDS),
            one.given_up.denominator,
            percent_cell(one.given_up, labels),
        )
        for one in figures.by_unit
    )
    columns = ("unit", "requests", "asked", *KINDS, "resolved", "share")
    yield Sheet(
        name=words["sheet_units"],
        headings=tuple(words[column] for column in columns),
        rows=units or nothing,
    )
    yield Sheet(
        name=words["sheet_procedures"],
        headings=tuple(words[column] for column in ("procedure", "requests", "asked")),
        rows=tuple(
            (one.name or text["no_procedure"], one.requests, one.asked)
            for one in figures.procedures
        )
        or nothing,
    )


def _row(line: ReturnedLine, labels: Labels) -> tuple[Cell, ...]:
    words = labels["returned"]
    told = (_told(one, labels) for one in (line.now, line.before))
    return (words[line.code], *told, words[line.verdict])


def _told(count: int | None, labels: Labels) -> Cell:
    return labels["text"]["no_data"] if count is None else count


def charts(figures: Returned, labels: Labels) -> Mapping[str, Question]:
    """Draw a month of the period beside one of the quarter before, of what has a target."""
    words = labels["returned"]
    pairs = [
        (words[line.code], line.now, line.before)
        for line in figures.lines
        if line.verdict in {Verdict.REACHED, Verdict.MISSED}
    ]
    if figures.months is None or not pairs:
        return {}
    return {
        "months": {
            "kind": "columns",
            "title": words["chart"],
            "series": [words["before_monthly"], words["now_monthly"]],
            "groups": [
                (name, [_monthly(before or 0, QUARTER), _monthly(now or 0, figures.months)])
                for name, now, before in pairs
            ],
        }
    }


def _monthly(count: int, months: int) -> tuple[float, str]:
    """Return a month's share of a count, told to one decimal, half up."""
    tenths = (2 * TENTHS * count + months) // (2 * months)
    whole, rest = divmod(tenths, TENTHS)
    return tenths / TENTHS, f"{so(whole)},{rest}" if rest else so(whole)
