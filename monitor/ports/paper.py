"""How paper is made, and where a person finds it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from monitor.domain.directory import Directory
from monitor.domain.errors import RenderError
from monitor.domain.paper import Cover, Paper
from monitor.domain.reckoning import DossierLine
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
    """One report but for its workbook; `json` holds its figures, and `sha256` is of that.

    `cover` is for a document system; `annexes` hold a list too long for the PDF, part by part.
    """

    @property
    def pdf(self) -> bytes: ...  # noqa: D102 - named by the class
    @property
    def cover(self) -> bytes: ...  # noqa: D102
    @property
    def annexes(self) -> tuple[bytes, ...]: ...  # noqa: D102
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

    def workbook(
        self,
        report: MonthReport,
        lines: Iterable[DossierLine],
        path: Path,
        *,
        directory: Directory,
    ) -> None:
        """Write the report's workbook to `path`, row by row.

        Args:
            report: The figures.
            lines: The dossiers behind them, in order of their codes; gone through once.
            path: A file that may be there; beside it the work is done.
            directory: The names of units and procedures.

        Raises:
            RenderError: a text is longer than a cell can hold.
        """
        ...


class Draft(Protocol):
    """A file that is being made beside its place, for its owner alone."""

    @property
    def path(self) -> Path:
        """Where it is written."""
        ...

    def sha256(self) -> str:
        """Return the code of what was written."""
        ...

    def size(self) -> int:
        """Return how many bytes were written."""
        ...

    def lay(self, name: str) -> None:
        """Lay it down whole under a name, in place of one of the same name."""
        ...


class Shelf(Protocol):
    """A folder that people look into."""

    def draft(self, folder: str) -> AbstractContextManager[Draft]:
        """Begin a file in a folder; one that is not laid down is gone at the end."""
        ...

    def has(self, folder: str, name: str) -> bool:
        """Tell whether a file lies there."""
        ...

    def put(self, folder: str, name: str, content: bytes) -> None:
        """Lay a file down whole, in place of one of the same name."""
        ...

    def remove(self, folder: str, name: str) -> None:
        """Take a file away; a missing one is no fault."""
        ...
