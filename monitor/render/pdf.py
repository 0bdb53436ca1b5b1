"""PDF from HTML, made in child processes (`monitor.render.jobs`) that we supervise.

WeasyPrint stands on native libraries that can crash, hang or grow: it lives in the
children alone, so the worst it can cost is one document.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from monitor.domain.errors import RenderError
from monitor.render.children import IDLE_SECONDS, RENEW_AFTER, Children
from monitor.render.paper_check import PaperCheck

AHEAD = 4  # letters in hand for each child, so that none waits for the one who takes them


class PdfRenderer:
    """Renders documents, from any thread, as many at a time as there are `workers`.

    Args:
        assets: The folder whose files documents may name as `asset:path`.
        workers: How many children there may be.
        limit_seconds: How long one document may take.
        idle_seconds: After how long without work a child ends.
        renew_after: After how many documents a child is replaced.
    """

    def __init__(
        self,
        assets: Path,
        *,
        workers: int = 2,
        limit_seconds: float = 60,
        idle_seconds: float = IDLE_SECONDS,
        renew_after: int = RENEW_AFTER,
    ) -> None:
        self._children = Children(
            "monitor.render.jobs:open_jobs",
            (str(assets),),
            workers=workers,
            limit_seconds=limit_seconds,
            idle_seconds=idle_seconds,
            renew_after=renew_after,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def render(self, html: str) -> bytes:
        """Return the PDF of a document: the same bytes for the same HTML and assets.

        It is PDF/A-2a: tagged, its fonts embedded.

        Raises:
            RenderError: the document names something outside the assets folder, or a part
                of it could not be drawn; or as `Children.ask` says.
            ValueError: the renderer is closed.
        """
        return self._children.ask("pdf", html.encode())

    def letter(self, html: str, check: PaperCheck) -> bytes:
        """Return the PDF of a document that has to be as `check` says.

        Raises:
            RenderError: as `render` does; or the PDF is not as it has to be, and the reason
                is a code of `monitor.render.inspection.inspect`.
            ValueError: the renderer is closed.
        """
        return self._children.ask("letter", b"%s\n%s" % (check.dump(), html.encode()))

    def letters(
        self, requests: Iterable[tuple[str, PaperCheck]]
    ) -> Iterator[bytes | RenderError]:
        """Yield what `letter` makes of each request, in their order, by all children at once.

        One that fails is its error, and stops no other. Requests are taken as they are
        needed, a few ahead of what has been yielded.

        Raises:
            ValueError: the renderer is closed.
        """
        waiting = iter(requests)
        workers = self._children.workers
        with ThreadPoolExecutor(workers) as pool:
            jobs = [pool.submit(self._try, one) for one in islice(waiting, AHEAD * workers)]
            while jobs:
                yield jobs.pop(0).result()
                jobs += [pool.submit(self._try, one) for one in islice(waiting, 1)]

    def join(self, pdfs: Sequence[bytes]) -> bytes:
        """Return one PDF for a printer of several, each beginning on an odd page.

        A blank page of the last one's size stands where it is needed. The same PDFs give
        the same bytes. The result is neither tagged nor for the archive.

        Raises:
            RenderError: one is no PDF; or as `Children.ask` says.
            ValueError: the renderer is closed.
        """
        lengths = json.dumps([len(pdf) for pdf in pdfs]).encode()
        return self._children.ask("join", b"\n".join((lengths, b"".join(pdfs))))

    def chart(self, question: str) -> str:
        """Return a chart as SVG; `monitor.render.charts` tells what may be asked.

        Raises:
            RenderError: as `render` does.
            ValueError: the renderer is closed.
        """
        return self._children.ask("chart", question.encode()).decode()

    def close(self) -> None:
        """End every child, when the documents in hand are done."""
        self._children.close()

    def _try(self, request: tuple[str, PaperCheck]) -> bytes | RenderError:
        try:
            return self.letter(*request)
        except RenderError as error:
            return error
