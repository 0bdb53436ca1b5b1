"""What the rendering child can do; imported in that process alone.

A job takes its payload as text and returns bytes. Only what lies below the assets
folder can be embedded: no file, no network, whatever a document names.
"""

import logging
import mimetypes
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote

from weasyprint import HTML
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from monitor.render.child import RefusedError

SCHEME = "asset:"
PDF_VARIANT = "pdf/a-2b"

Job = Callable[[str], bytes]


def open_jobs(assets: Path) -> Mapping[str, Job]:
    """Return every job under its kind."""
    return {"pdf": PdfJob(assets), "chart": draw_chart}


def draw_chart(question: str) -> bytes:
    """Return a chart as SVG (monitor/render/charts.py)."""
    from monitor.render.charts import draw_bars  # noqa: PLC0415 - letters start without it

    return draw_bars(question)


class PdfJob:
    """HTML to PDF, with one font configuration for all documents (memory stays flat)."""

    def __init__(self, assets: Path) -> None:
        self._fetcher = AssetFetcher(assets)
        self._fonts = FontConfiguration()
        self._complaints = Complaints()
        LOGGER.addHandler(self._complaints)

    def __call__(self, html: str) -> bytes:
        """Return the document's bytes: the same for the same HTML and assets.

        Raises:
            RefusedError: the document wants what it may not have, or a part of it
                (a chart, an image) could not be drawn.
        """
        self._complaints.told.clear()
        try:
            document = HTML(string=html, base_url=SCHEME, url_fetcher=self._fetcher)
            pdf: bytes = document.write_pdf(font_config=self._fonts, pdf_variant=PDF_VARIANT)
        except FatalURLFetchingError as error:  # not an Exception: it would end the child
            raise RefusedError(str(error)) from error
        if self._complaints.told:
            raise RefusedError(self._complaints.told[0])
        return pdf


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
