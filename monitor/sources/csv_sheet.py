"""CSV text as rows of cells. Row numbers count as a spreadsheet program would."""

import csv
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain

from monitor.sources.cells import Rows
from monitor.sources.files import Opener, open_lines
from monitor.sources.limits import MOST_CELL, MOST_COLUMNS, MOST_LINES

DELIMITERS = (",", ";", "\t", "|")


@contextmanager
def csv_sheets(opener: Opener, *, file: str) -> Iterator[list[Rows]]:
    """Hand out one reading of the text per delimiter; the header tells which one is right.

    Lines are read as they are asked for.

    Raises:
        SourceFileError: not text, or in an encoding that is not Unicode; also while rows
            are read.
    """
    csv.field_size_limit(MOST_CELL)  # the library's own loses the file
    with ExitStack() as stack:
        texts = [stack.enter_context(open_lines(opener, file=file)) for _ in DELIMITERS]
        yield [
            _rows(_without_hint(lines), delimiter)
            for lines, delimiter in zip(texts, DELIMITERS, strict=True)
        ]


def _without_hint(lines: Iterator[str]) -> Iterator[str]:
    """Leave out a hint to Excel, which does not show the line."""
    first = next(lines, "")
    return lines if first.lower().startswith("sep=") else chain([first], lines)


def _rows(lines: Iterator[str], delimiter: str) -> Rows:
    """Yield row numbers and cells; None for a row that is broken, or too wide or too long.

    After one whose quotation marks do not match reading goes on with its second line, so it
    takes no other along.
    """
    number = 0
    given_back: deque[str] = deque()
    while True:
        row: list[str] = []
        reader = csv.reader(_fed(given_back, lines, row), delimiter=delimiter, strict=True)
        for cells in _until_broken(reader):
            number += 1
            yield number, _narrow(cells)
            if cells is None:
                break
            row.clear()
        else:
            return
        given_back.extendleft(reversed(row[1:]))


def _narrow(cells: list[str] | None) -> list[str] | None:
    return None if cells is not None and len(cells) > MOST_COLUMNS else cells


def _fed(given_back: deque[str], lines: Iterator[str], row: list[str]) -> Iterator[str]:
    """Yield lines and note them as those of the row; one that grows too long gets no more."""
    while len(row) < MOST_LINES:
        line = given_back.popleft() if given_back else next(lines, None)
        if line is None:
            return
        row.append(line)
        yield line


def _until_broken(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    try:
        yield from reader
    except csv.Error:
        yield None
