"""Fingerprints of rows, by which one that says nothing new is known without reading it."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from operator import itemgetter

from monitor import __version__
from monitor.sources.cells import Cell

SIZE = 8  # bytes; a row is compared with the one last shown of its dossier alone


class Marker:
    """Makes a mark of the cells that are read, and of how they are read.

    A new version of the program may read them otherwise, so it marks them otherwise.
    Columns may change places, and those that nobody reads may change at will.

    Args:
        columns: Field -> column.
        reading: Everything else that what is read rests on, as text.
    """

    def __init__(self, columns: Mapping[str, int], reading: str) -> None:
        named = sorted(columns.items())
        self._columns = [column for _, column in named]
        self._read = itemgetter(*self._columns, *self._columns[:1])  # of one alone, a pair
        names = [name for name, _ in named]
        self._base = blake2b(repr((__version__, names, reading)).encode(), digest_size=SIZE)

    def mark(self, cells: Sequence[Cell]) -> int:
        """Return the mark of a row."""
        try:
            read = self._read(cells)
        except IndexError:  # a short row
            width = len(cells)
            read = tuple(cells[at] if at < width else None for at in self._columns)
        digest = self._base.copy()
        digest.update(repr(read).encode())
        return int.from_bytes(digest.digest(), "big", signed=True)
