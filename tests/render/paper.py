"""Reads a PDF back as a person with a ruler would: words, sizes, places, lines."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something printed: places in mm from the top left corner, sizes in points.

    A drawn line has no text.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str = ""
    size: float = 0
    font: str = ""

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@cache
def marks(pdf: bytes) -> tuple[Mark, ...]:
    """Return every printed piece of text and drawn line, in the order of printing."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(
            mark
            for number, page in enumerate(document, start=1)
            for mark in _marks_of(page, number)
        )


def _marks_of(page: pypdfium2.PdfPage, number: int) -> Iterator[Mark]:
    height = page.get_height()
    for thing in page.get_objects(max_depth=1, textpage=page.get_textpage()):
        left, bottom, right, top = thing.get_bounds()
        place = Mark(
            page=number,
            left=left / MM,
            top=(height - top) / MM,
            right=right / MM,
            bottom=(height - bottom) / MM,
        )
        if thing.type in {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM}:
            yield place  # the second is a part of a picture, whatever it is made of
            continue
        assert thing.type == raw.FPDF_PAGEOBJ_TEXT, "neither text nor line"
        font = thing.get_font()
        assert font.is_embedded
        yield Mark(
            page=number,
            left=place.left,
            top=place.top,
            right=place.right,
            bottom=place.bottom,
            text=thing.extract().strip(),
            size=round(thing.get_font_size() * thing.get_matrix().d, 1),
            font=font.get_base_name().partition("+")[2],
        )


def texts(pdf: bytes) -> list[Mark]:
    return [mark for mark in marks(pdf) if mark.text]


def rules(pdf: bytes) -> list[Mark]:
    return [mark for mark in marks(pdf) if not mark.font]


def the(pdf: bytes, start: str) -> Mark:
    """Return the only piece of text that begins so."""
    [found] = [mark for mark in texts(pdf) if mark.text.startswith(start)]
    return found


def pages(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of each page in mm."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [(page.get_width() / MM, page.get_height() / MM) for page in document]


def read(pdf: bytes) -> str:
    """Return the whole text, a page after the other; blanks become plain spaces."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert found == unicodedata.normalize("NFC", found)
    lines = found.replace("\r\n", "\n").replace("\N{NO-BREAK SPACE}", " ").split("\n")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def flow(pdf: bytes) -> str:
    """Return the whole text on one line, to find a sentence wherever it breaks."""
    return " ".join(read(pdf).split())
