"""How paper is made, and where a person finds it."""

from typing import Protocol

from monitor.domain.letter import ApologyLetter
from reports.month import MonthReport


class LetterPrinter(Protocol):
    """Sets letters."""

    def pdf(self, letter: ApologyLetter) -> bytes:
        """Return the letter as PDF; the same bytes for the same facts.

        Raises:
            RenderError: the letter could not be set.
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
