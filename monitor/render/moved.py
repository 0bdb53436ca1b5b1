"""What moved since an earlier report, in words: for paper and as a sheet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.instants import is_date_only, local
from monitor.render.filters import gio_so, ngay_so, so
from monitor.render.sections.common import Labels
from monitor.render.sheet import Sheet
from reports.moved import BETWEEN, Moved, Revised, Value

WIDTHS = (34, 40, 44, 34, 34)  # of the sheet's columns, in letters
COLUMNS = ("section", "row", "figure", "before", "after")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+\d\d:\d\d", re.ASCII)


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
            row=_row(one.row, labels),
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


def _figure(one: Moved, labels: Labels) -> str:
    """Name a figure as its section's tables do, by its own name where they have no word."""
    tables = [labels[name] for name in (one.section, "table", "column", "fact")]
    parts = one.figure.split(".")
    named = [_word(part, tables) for part in parts]
    return ": ".join(word for word in named if word) or parts[-1]


def _row(row: str, labels: Labels) -> str:
    """Name a row: codes of channels, of rates, of levels by their words, others as they are."""
    tables = [labels[name] for name in ("channel", "rate", "level", "identity", "block")]
    return BETWEEN.join(_word(part, tables) or part for part in row.split(BETWEEN))


def _word(code: str, tables: Sequence[Mapping[str, str]]) -> str:
    return next((table[code] for table in tables if code and code in table), "")


def _value(one: Moved, value: Value, labels: Labels) -> str:
    words = labels["moved"]
    if value is None:
        return words["none"]
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if isinstance(value, int):
        return so(value)
    if INSTANT.fullmatch(value):
        at = local(datetime.fromisoformat(value))
        return ngay_so(at) if is_date_only(at) else f"{gio_so(at)} {ngay_so(at)}"
    return labels.get(one.figure.rpartition(".")[2], {}).get(value, value)
