"""How paper is made, and where a person finds it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from monitor.domain.errors import RenderError
from monitor.domain.paper import Cover, Paper
from reports.month import MonthReport


class LetterPrinter(Protocol):
    """Sets letters."""

    def pdf(self, paper: Paper) -> bytes:
        """Return a letter as PDF, checked; the same bytes for the same facts.

        Raises:
            RenderError: the letter could not be set, or what came out is not what it states.
        """
        ...

    def pdfs(self, papers: Iterable[Paper]) -> Iterator[bytes | RenderError]:
        """Set many letters at once, in order; one that fails is its error, and stops none."""
        ...

    def docx(self, paper: Paper) -> bytes:
        """Return the same letter in the same words for a document system.

        Raises:
            RenderError: the letter could not be set.
        """
        ...

    def words(self, paper: Paper) -> tuple[str, ...]:
        """Return a letter's paragraphs in reading order.

        Raises:
            RenderError: the letter could not be set.
        """
        ...

    def batch(self, cover: Cover, letters: Sequence[bytes]) -> bytes:
        """Return one PDF of a list and letters, each beginning on an odd page.

        Raises:
            RenderError: it could not be set.
        """
        ...


class ReportFiles(Protocol):
    """One report in its three forms; `json` holds its figures, and `sha256` is of that."""

    @property
    def pdf(self) -> bytes: ...  # noqa: D102 - named by the class
    @property
    def xlsx(self) -> bytes: ...  # noqa: D102
    @property
    def json(self) -> bytes: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102


class ReportPrinter(Protocol):
    """Sets reports."""

    def render(self, report: MonthReport) -> ReportFiles:
        """Return the report's files; the same bytes for the same figures.

        Raises:
            RenderError: the report could not be set.
        """
        ...


class Shelf(Protocol):
    """A folder that people look into."""

    def put(self, folder: str, name: str, content: bytes) -> None:
        """Lay a file down whole, in place of one of the same name."""
        ...

    def remove(self, folder: str, name: str) -> None:
        """Take a file away; a missing one is no fault."""
        ...
