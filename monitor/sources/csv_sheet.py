"""CSV text as rows of cells. Row numbers count as a spreadsheet program would."""

import csv
import io
from collections.abc import Iterator, Sequence

from monitor.sources.cells import Rows

DELIMITERS = (",", ";", "\t", "|")
MAX_CELL = 10_000_000  # beyond it a row is broken; the library's own limit loses the file
MAX_LINES = 100  # of one row: more is a quotation mark that nobody closed


def csv_sheets(text: str) -> list[Rows]:
    """Return one reading of the text per delimiter; the header tells which one is right."""
    csv.field_size_limit(MAX_CELL)
    lines = list(io.StringIO(text, newline=""))
    if lines[0].lower().startswith("sep="):  # a hint to Excel, which does not show the line
        del lines[0]
    return [_rows(lines, delimiter) for delimiter in DELIMITERS]


def _rows(lines: Sequence[str], delimiter: str) -> Rows:
    """Yield row numbers and cells; None for a row whose quotation marks do not match.

    After such a row reading goes on with the very next line, so it takes no other along.
    """
    start = number = 0
    while start < len(lines):
        reader = csv.reader(_from(lines, start), delimiter=delimiter, strict=True)
        begin = start
        for cells in _until_broken(reader):
            number += 1
            if cells is None or start + reader.line_num - begin > MAX_LINES:
                yield number, None
                break
            yield number, cells
            begin = start + reader.line_num
        else:
            return
        start = begin + 1


def _from(lines: Sequence[str], start: int) -> Iterator[str]:
    return (lines[at] for at in range(start, len(lines)))


def _until_broken(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    try:
        yield from reader
    except csv.Error:
        yield None
