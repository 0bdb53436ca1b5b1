"""What a workbook unpacks to, counted before a library builds anything of it.

Every part is read once as XML by Expat, which keeps nothing of it. A part that is no XML, as
a picture, ends at its first byte, as it would for whoever reads it later.
"""

import zipfile
from typing import IO
from xml.parsers import expat

from monitor.sources.limits import MOST_PARTS, MOST_ROWS, MOST_RUN, BookLimits

CHUNK = 1 << 16
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW, CELL, STRING = (f"{MAIN} {name}" for name in ("row", "c", "si"))
COUNTED = frozenset({ROW, STRING})
# They name cells, and nothing is done with each of them.
IDLE = frozenset(f"{MAIN} {name}" for name in ("dimension", "autoFilter"))


class TooBigError(ValueError):
    """A workbook holds more than is read."""


class EntitiesError(ValueError):
    """A part declares a document type, which entities need and no program writes."""


def check_parts(archive: zipfile.ZipFile, limits: BookLimits) -> None:
    """Refuse a workbook that it would take too much to read.

    Raises:
        TooBigError: it holds more of something than `limits` allow.
        EntitiesError: a part declares a document type.
        Exception: whatever a broken archive makes `zipfile` raise.
    """
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > limits.unpacked:
        raise TooBigError
    total = _Total()
    for name in sorted({part.filename for part in parts}):
        with archive.open(name) as stream:
            _Part(limits, total).count(stream)


class _Total:
    """What was counted of all parts."""

    cells = 0
    strings = 0
    area = 0


class _Part:
    """Counts the elements of one part."""

    def __init__(self, limits: BookLimits, total: _Total) -> None:
        self._limits = limits
        self._total = total
        self._one = ""  # the row or text that is open
        self._in_one = self._others = self._ended_at = 0
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _refuse_entities

    def count(self, stream: IO[bytes]) -> None:
        """Read a part to its end, or to where it is no XML."""
        read = 0
        while chunk := stream.read(CHUNK):
            read += len(chunk)
            try:
                self._parser.Parse(chunk)
            except expat.ExpatError:
                return
            _demand(read - self._ended_at <= MOST_RUN)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._one:
            self._in_one += 1
            if name == CELL:
                self._count_cell(attributes.get("r", ""))
            return
        if name in COUNTED:
            self._one, self._in_one = name, 0
            return
        self._others += 1
        _demand(self._others <= self._limits.others)
        if "ref" in attributes and name not in IDLE:
            self._total.area += _area(attributes["ref"])
            _demand(self._total.area <= self._limits.area)

    def _count_cell(self, place: str) -> None:
        letters = self._limits.letters
        self._total.cells += 1
        _demand(
            not place[letters : letters + 1].isalpha()
            and self._total.cells <= self._limits.cells
            and self._in_one <= self._limits.in_one
        )

    def _end(self, name: str) -> None:
        if name != self._one:
            return
        _demand(self._in_one <= self._limits.in_one)
        if name == STRING:
            self._total.strings += 1
            _demand(self._total.strings <= self._limits.strings)
        self._one = ""
        self._ended_at = self._parser.CurrentByteIndex


def _area(reference: str) -> int:
    """Return how many cells a reference names: one, where it names none."""
    from openpyxl.utils import range_boundaries  # noqa: PLC0415 - as large as it is seldom

    try:
        left, top, right, bottom = range_boundaries(reference)
    except ValueError:
        return 1
    if left is None or top is None or right is None or bottom is None:  # whole columns or rows
        return MOST_ROWS
    return int((abs(right - left) + 1) * (abs(bottom - top) + 1))


def _demand(is_so: bool) -> None:  # noqa: FBT001 - the claim that is checked
    if not is_so:
        raise TooBigError


def _refuse_entities(*_: object) -> None:
    raise EntitiesError
