"""Reads PDFs for signing and for examining."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader

Places = Mapping[int, int]


class LetterReader(PdfFileReader):
    """Reads the head of an object stream once.

    pyHanko reads it anew for each object in it: two thirds of the time that a look at the
    signatures of a tagged letter would take. Office programs write loosely, so it is lenient.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(BytesIO(content), strict=False)
        self._heads: dict[int, tuple[Places, bytes]] = {}

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        if stmnum not in self._heads:
            self._heads[stmnum] = self._head(stmnum)
        places, data = self._heads[stmnum]
        stream = BytesIO(data)
        stream.seek(places[idnum])
        return generic.read_object(stream, generic.Reference(idnum, 0, self))

    def _head(self, number: int) -> tuple[Places, bytes]:
        stream: Any = generic.Reference(number, 0, self).get_object()
        data: bytes = stream.read_data(DecodePurpose.OBJECT_STREAM)
        first = int(stream["/First"])
        said = [int(one) for one in data[:first].split()]
        pairs = zip(said[::2], said[1::2], strict=True)
        return {thing: first + place for thing, place in pairs}, data
