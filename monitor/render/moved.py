"""What moved since an earlier report, in words: for paper and as a sheet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.figures import Share
from monitor.domain.instants import is_date_only, local
from monitor.render.filters import gio_so, ngay_so, points, so, so_le
from monitor.render.sections.common import Labels
from monitor.render.sheet import Sheet
from reports.moved import BETWEEN, Moved, Revised, Value

WIDTHS = (34, 40, 44, 34, 34)  # of the sheet's columns, in letters
COLUMNS = ("section", "row", "figure", "before", "after")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+\d\d:\d\d", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

# The tables of the catalogue in which the figures of a section have their words, beside the
# section's own; and those in which its rows have theirs.
FIGURE_WORDS = {
    "table06a": ("table",),
    "agencies": ("column",),
    "causes": ("column",),
    "late": ("column",),
    "letters": ("letter",),
    "freshness": ("fact",),
}
ROW_WORDS = {
    "table06a": ("level", "identity"),
    "channels": ("channel",),
    "rates": ("rate",),
    "returned": ("returned",),
    "online": ("level", "supplied"),
    "digital": ("supplied",),
    "payments": ("supplied",),
    "linked": ("supplied",),
    "satisfaction": ("supplied",),
    "upkeep": ("supplied",),
    "integrity": ("verify",),
    "warnings": ("not_warned",),
}
VALUE_WORDS = {
    "letter": "letter",
    "letter_state": "letter_state",
    "said": "integrity",
    "doubt": "doubt",
}
PERCENTS = frozenset(
    {"rates.portal.hundredths", "online.by_level.target", "online.by_unit.target"}
)
POINTS = frozenset({"rates.portal.difference"})
DECIMALS = {
    "letters.days_before": 1,
    "letters.days_after": 1,
    "lateness_of_data.mean_days": 1,
    "estimates.handlings.hundredths": 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """One figure that moved, in words."""

    section: str
    row: str
    figure: str
    before: str
    after: str


def moved_lines(revised: Revised, labels: Labels) -> Iterator[MovedLine]:
    """Yield what moved, in reading order."""
    for one in revised.moved:
        yield MovedLine(
            section=labels[one.section]["title"],
            row=_row(one, labels),
            figure=_figure(one, labels),
            before=_value(one, one.before, labels),
            after=_value(one, one.after, labels),
        )


def moved_sheet(revised: Revised, labels: Labels) -> Sheet:
    """Return the list of all that moved."""
    words = labels["moved"]
    return Sheet(
        name=words["sheet"],
        headings=tuple(words[column] for column in COLUMNS),
        rows=(
            tuple(getattr(line, column) for column in COLUMNS)
            for line in moved_lines(revised, labels)
        ),
        widths=WIDTHS,
    )


def figure_word(section: str, figure: str, labels: Labels) -> str:
    """Return what a section calls a figure; empty where the catalogue has no word for it."""
    leaf = figure.rpartition(".")[2]
    own = (labels[section], *(labels[name] for name in FIGURE_WORDS.get(section, ())))
    common = labels["moved_word"]
    found = (table[leaf] for table in own if leaf in table)
    return common.get(f"{section}.{figure}") or next(found, "") or common.get(leaf, "")


def _figure(one: Moved, labels: Labels) -> str:
    """Name a figure: which table it stands in, where the section has several, and itself."""
    words = labels["moved_part"]
    *above, _ = one.figure.split(".")
    found = (words.get(f"{one.section}.{part}") or words.get(part, "") for part in above)
    told = (*found, figure_word(one.section, one.figure, labels))
    return ": ".join(word for word in told if word)


def _row(one: Moved, labels: Labels) -> str:
    """Name a row: codes by their words, days as they are written, others as they are."""
    if not one.row:
        return labels["text"]["total"] if one.figure.startswith("total.") else ""
    tables = [labels[name] for name in ROW_WORDS.get(one.section, ())]
    parts = []
    for part in one.row.split(BETWEEN):
        word = next((table[part] for table in tables if part in table), part)
        parts.append(ngay_so(date.fromisoformat(word)) if DAY.fullmatch(word) else word)
    return BETWEEN.join(parts)


def _value(one: Moved, value: Value, labels: Labels) -> str:
    if isinstance(value, str):
        return _text(one, value, labels)
    words = labels["moved"]
    if value is None:
        return words["none"]
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if isinstance(value, Share):
        return _share(value, labels)
    return _number(f"{one.section}.{one.figure}", value)


def _share(share: Share, labels: Labels) -> str:
    if share.hundredths is None:
        return labels["text"]["nothing"]
    sides = f"{so(share.numerator)}/{so(share.denominator)}"
    if share.numerator > share.denominator:  # no percentage is made of it
        return sides
    return f"{sides} ({so_le(share.hundredths)}%)"


def _number(figure: str, value: int) -> str:
    if figure in PERCENTS:
        return f"{so_le(value)}%"
    if figure in POINTS:
        return points(value)
    return so_le(value, DECIMALS[figure]) if figure in DECIMALS else so(value)


def _text(one: Moved, value: str, labels: Labels) -> str:
    if INSTANT.fullmatch(value):
        at = local(datetime.fromisoformat(value))
        return ngay_so(at) if is_date_only(at) else f"{gio_so(at)} {ngay_so(at)}"
    if DAY.fullmatch(value):
        return ngay_so(date.fromisoformat(value))
    leaf = one.figure.rpartition(".")[2]
    if leaf in VALUE_WORDS:
        return labels[VALUE_WORDS[leaf]].get(value, value)
    return _row(
        Moved(section=one.section, row=value, figure="", before=None, after=None), labels
    )
