"""Looking at a PDF after it was made; imported in the rendering child alone."""

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import astuple

import pypdfium2
from pypdfium2 import raw

from monitor.render.child import RefusedError
from monitor.render.paper_check import PaperCheck

MM = 72 / 25.4
NEAR = 0.1  # mm; a page's size in points is rounded
SCALE = 0.5  # pixels a point: 0.7 mm each
PAPER = b"\xff"  # white, in grey
LINE_HYPHEN = "\ufffe"  # what PDFium reads of a hyphen at the end of a line
NUMBER_WIDTH = 20.0  # mm
LINE_HEIGHT = 8.0  # mm
OVERHANG = 1.0  # mm; a letter may lean out of its line, and justified blanks are rounded up


def inspect(pdf: bytes, check: PaperCheck) -> None:
    """Refuse a PDF that is not what the check says.

    Raises:
        RefusedError: naming what is wrong first (`check_pages`, `check_size`,
            `check_metadata`, `check_fonts`, `check_text`, `check_margins`), and never a
            word of the document.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        pages = list(document)
        _demand("pages", 1 <= len(pages) <= check.most_pages)
        _demand("size", all(_is_sized(page, check) for page in pages))
        _demand("metadata", _metadata(document) == (check.title, check.language, True))
        _demand("fonts", set(_fonts(pages)) <= {(name, True) for name in check.fonts})
        _demand("text", _says(pages, check))
        margins = (_is_margin_empty(page, check, n) for n, page in enumerate(pages, start=1))
        _demand("margins", all(margins))


def _demand(what: str, is_so: bool) -> None:  # noqa: FBT001 - the claim that is checked
    if not is_so:
        reason = f"check_{what}"
        raise RefusedError(reason)


def _is_sized(page: pypdfium2.PdfPage, check: PaperCheck) -> bool:
    sides = (side / MM for side in page.get_size())
    return all(abs(a - b) < NEAR for a, b in zip(sides, check.size, strict=True))


def _metadata(document: pypdfium2.PdfDocument) -> tuple[str, str, bool]:
    """Return title, language, and whether the PDF is tagged."""
    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    language = (raw.FPDF_WCHAR * size)()
    raw.FPDFCatalog_GetLanguage(document, language, size)
    told = bytes(language).decode("utf-16-le").rstrip("\0")
    title: str = document.get_metadata_value("Title")
    return title, told, bool(raw.FPDFCatalog_IsTagged(document))


def _fonts(pages: Iterable[pypdfium2.PdfPage]) -> Iterator[tuple[str, bool]]:
    """Yield the family of each font, and whether it is embedded."""
    seen = set()
    for page in pages:
        for thing in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,)):
            font = thing.get_font()
            address = ctypes.addressof(font.raw.contents)
            if address not in seen:
                seen.add(address)
                yield font.get_family_name(), font.is_embedded


def _says(pages: Iterable[pypdfium2.PdfPage], check: PaperCheck) -> bool:
    """Tell whether every paragraph is there once, and nothing else but number and mark."""
    rest = ""
    mark = _squeezed(check.mark)
    for number, page in enumerate(pages, start=1):
        text = _squeezed(page.get_textpage().get_text_range().replace(LINE_HYPHEN, "-"))
        head = f"{mark}{number if number > 1 else ''}"
        if not text.endswith(head):
            return False
        rest += text.removesuffix(head)
    for paragraph in sorted(map(_squeezed, check.words), key=len, reverse=True):
        if paragraph not in rest:
            return False
        rest = rest.replace(paragraph, "\n", 1)
    return not rest.strip()


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _is_margin_empty(page: pypdfium2.PdfPage, check: PaperCheck, number: int) -> bool:
    """Tell whether nothing is drawn at the edges, but for number and mark in their places."""
    drawn = page.render(scale=SCALE, grayscale=True)
    row, width, height = drawn.stride, drawn.width, drawn.height
    pixels = bytearray(drawn.buffer)
    edges = check.margins
    top, right, bottom, left = map(_inside, astuple(edges))
    head = _pixels((edges.top - LINE_HEIGHT) / 2), _pixels((edges.top + LINE_HEIGHT) / 2)
    for begin, end in _places(check, number):
        for line in range(*head):
            pixels[line * row + begin : line * row + end] = PAPER * (end - begin)
    areas = (
        (0, top, 0, width),
        (height - bottom, height, 0, width),
        (top, height - bottom, 0, left),
        (top, height - bottom, width - right, width),
    )
    return not any(
        pixels[line * row + begin : line * row + end].strip(PAPER)
        for first, last, begin, end in areas
        for line in range(first, last)
    )


def _places(check: PaperCheck, number: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where mark and number may stand, in pixels from the left."""
    width, edges = check.size[0], check.margins
    middle = (edges.left + width - edges.right) / 2
    if check.mark:
        yield _pixels(edges.left), _pixels(middle - NUMBER_WIDTH / 2)
    if number > 1:
        yield _pixels(middle - NUMBER_WIDTH / 2), _pixels(middle + NUMBER_WIDTH / 2)


def _inside(edge: float) -> int:
    return _pixels(edge - OVERHANG)


def _pixels(length: float) -> int:
    return int(length * MM * SCALE)
