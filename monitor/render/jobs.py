"""What the rendering child can do; imported in that process alone.

A job takes bytes and returns bytes. Only what lies below the assets folder can be
embedded: no file, no network, whatever a document names.
"""

import json
import logging
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse, fetch

from monitor.render.child import Job, RefusedError
from monitor.render.inspection import inspect
from monitor.render.paper_check import PaperCheck

SCHEME = "asset:"
NO_GLYPH = "check_fonts"  # a box is printed for a letter that no font has
PDF_VARIANT = "pdf/a-2a"  # A: tagged, so that it can be read aloud


def open_jobs(assets: str) -> Mapping[str, Job]:
    """Return every job under its kind."""
    press = Press(Path(assets))
    return {
        "pdf": press.document,
        "letter": press.letter,
        "join": join,
        "chart": draw_chart,
    }


def draw_chart(question: bytes) -> bytes:
    """Return a chart as SVG (monitor/render/charts.py)."""
    from monitor.render.charts import draw  # noqa: PLC0415 - letters start without it

    return draw(question.decode()).encode()


def join(payload: bytes) -> bytes:
    """Return one PDF of several, each beginning on an odd page.

    It is for paper alone: what lies over a page, pictures of signatures too, becomes its own.

    Args:
        payload: The lengths of the PDFs as a JSON list, a new line, the PDFs.
    """
    import pikepdf  # noqa: PLC0415 - letters start without it

    lengths, _, rest = payload.partition(b"\n")
    with pikepdf.new() as joined:
        for length in json.loads(lengths):
            with pikepdf.open(BytesIO(flattened(rest[:length]))) as one:
                for page in one.pages:
                    if "/Annots" in page:  # what shows nothing, as signatures may
                        del page["/Annots"]
                if len(joined.pages) % 2:
                    left, bottom, right, top = map(float, joined.pages[-1].mediabox)
                    joined.add_blank_page(page_size=(right - left, top - bottom))
                joined.pages.extend(one.pages)
            rest = rest[length:]
        content = BytesIO()
        joined.save(content, deterministic_id=True)
    return content.getvalue()


def flattened(pdf: bytes) -> bytes:
    """Return a PDF whose annotations and fields are drawn into its pages, as printed."""
    import pypdfium2  # noqa: PLC0415 - letters start without it
    from pypdfium2 import raw  # noqa: PLC0415

    with pypdfium2.PdfDocument(pdf) as document:
        drawn = [raw.FPDFPage_Flatten(page, raw.FLAT_PRINT) for page in document]
        if raw.FLATTEN_SUCCESS not in drawn:
            return pdf
        content = BytesIO()
        document.save(content)
    return content.getvalue()


class Press:
    """HTML to PDF, with one font configuration for all documents (memory stays flat).

    A style sheet is read anew for each document, but taken apart only when it is new.
    """

    def __init__(self, assets: Path) -> None:
        self._fetcher = AssetFetcher(assets)
        self._fonts = FontConfiguration()
        self._sheets: dict[tuple[str, bytes], CSS] = {}
        self._complaints = Complaints()
        LOGGER.addHandler(self._complaints)

    def document(self, html: bytes) -> bytes:
        """Return the document's bytes: the same for the same HTML and assets.

        Raises:
            RefusedError: the document wants what it may not have, or a part of it
                (a chart, an image) could not be drawn.
        """
        return self._print(html)[1]

    def letter(self, payload: bytes) -> bytes:
        """Return a document's bytes, checked.

        Args:
            payload: The check on one line, and the HTML.

        Raises:
            RefusedError: as for any document; or it is not what the check says.
        """
        line, _, html = payload.partition(b"\n")
        laid_out, pdf = self._print(html)
        if any(font.missing for font in laid_out.fonts.values()):
            raise RefusedError(NO_GLYPH)
        inspect(pdf, PaperCheck.load(line))
        return pdf

    def _print(self, html: bytes) -> tuple[Document, bytes]:
        self._complaints.told.clear()
        try:
            page = HTML(string=html.decode(), base_url=SCHEME, url_fetcher=self._fetcher)
            laid_out = page.render(
                stylesheets=self._linked(page), font_config=self._fonts, pdf_variant=PDF_VARIANT
            )
            pdf: bytes = laid_out.write_pdf(pdf_variant=PDF_VARIANT, finisher=write_once)
        except FatalURLFetchingError as error:  # not an Exception: it would end the child
            raise RefusedError(str(error)) from error
        if self._complaints.told:
            raise RefusedError(self._complaints.told[0])
        return laid_out, pdf

    def _linked(self, page: HTML) -> list[CSS]:
        """Take the links to style sheets out of a document's head; return the sheets."""
        head = page.etree_element.find("head")
        links = [link for link in head.findall("link") if is_plain_sheet(link)]
        for link in links:
            head.remove(link)
        return [self._sheet(link.get("href")) for link in links]

    def _sheet(self, url: str) -> CSS:
        with fetch(self._fetcher, url) as asset:
            key = url, asset.read()
        if key not in self._sheets:
            self._sheets[key] = CSS(
                string=key[1].decode(),
                base_url=url,
                url_fetcher=self._fetcher,
                font_config=self._fonts,
            )
        return self._sheets[key]


def write_once(_: Document, pdf: Any) -> None:
    """Put a PDF's objects into bytes once; pydyf would for the file and for its identifier."""
    pdf.objects = [
        one
        if one.free == "f"
        else Written(
            number=one.number,
            generation=one.generation,
            data=one.data,
            compressible=one.compressible,
        )
        for one in pdf.objects
    ]


@dataclass(slots=True, kw_only=True)
class Written:
    """An object of a PDF, in place of pydyf's, which makes its bytes at each look."""

    number: int
    generation: int
    data: bytes
    compressible: bool
    offset: int = 0
    free: str = "n"

    @property
    def indirect(self) -> bytes:
        """Return the object as it stands in the file by itself."""
        return b"%d %d obj\n%s\nendobj" % (self.number, self.generation, self.data)


def is_plain_sheet(link: Element) -> bool:
    """Tell whether a link names a style sheet and nothing else, such as a medium."""
    return link.keys() == ["rel", "href"] and link.get("rel") == "stylesheet"


class Complaints(logging.Handler):
    """Keeps what WeasyPrint only logs: a part that is missing from the paper."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.told.append(record.getMessage())


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Fetches `asset:` addresses, which are paths below one folder, and nothing else."""

    def __init__(self, assets: Path) -> None:
        super().__init__(fail_on_errors=True)
        self._assets = assets.resolve()

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the content of an asset.

        Raises:
            RefusedError: the address is of another scheme, or leaves the folder.
            OSError: there is no such file.
        """
        path = (self._assets / unquote(url.removeprefix(SCHEME))).resolve()
        if not url.startswith(SCHEME) or not path.is_relative_to(self._assets):
            raise RefusedError(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
