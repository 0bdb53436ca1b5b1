"""The register of letters, their numbers, and what was printed together."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from monitor.domain.letter import Letter, LetterState
from monitor.domain.numbering import BoundNumber, Series


class Letters(Protocol):
    """The register of letters."""

    def newest(self, codes: Iterable[str]) -> dict[str, Letter]:
        """Return, by dossier, the letter that counts: opened last.

        One that is to replace an issued letter counts from when it is issued itself.
        """
        ...

    def replacing(self, code: str) -> Letter | None:
        """Return the letter that is to replace an issued one of a dossier, not yet issued."""
        ...

    def marked(self, mark: str) -> Letter | None:
        """Return the letter of a mark; None where there is none."""
        ...

    def about(self, code: str, deadline: datetime) -> Letter | None:
        """Return a dossier's letter about a deadline's day in Vietnam, the last opened."""
        ...

    def of(self, codes: Iterable[str]) -> list[Letter]:
        """Return all letters about dossiers, by deadline."""
        ...

    def unprinted(self) -> list[Letter]:
        """Return the drafted and approved letters that no paper has been set of."""
        ...

    def posted(self) -> list[Letter]:
        """Return the letters on their way by mail."""
        ...

    def in_state(
        self, *states: LetterState, units: frozenset[str] | None = None
    ) -> list[Letter]:
        """Return the letters in these states (all where none is named), by deadline.

        Only those about dossiers of these units, where given.
        """
        ...

    def open(self, letter: Letter) -> bool:
        """Add a letter unless one of this kind about this deadline exists; tell if added."""
        ...

    def reopen(self, letter: Letter, *, was: LetterState) -> None:
        """Keep a letter's new state, and have it count as the one opened last."""
        ...

    def save(self, letter: Letter, *, was: LetterState) -> None:
        """Keep a letter's new state; refuse when another hand moved it from `was` meanwhile."""
        ...

    def keep_answer(self, letter: Letter, *, is_in_time: bool, at: datetime) -> None:
        """Append what the official answered, for ever."""
        ...

    def put_pdf(self, content: bytes) -> str:
        """Keep a PDF under its SHA-256 and return that; the same bytes are kept once."""
        ...

    def pdf(self, sha256: str) -> bytes:
        """Return a kept PDF."""
        ...


class Numbers(Protocol):
    """The office's own numbers, by series; a void one stays on record."""

    def bind(self, series: Series, mark: str, *, at: datetime) -> int:
        """Give a letter the next number of a series, or the one that it holds already."""
        ...

    def held(self, mark: str) -> BoundNumber | None:
        """Return the number that a letter holds; None where it has none that stands."""
        ...

    def void(self, mark: str, *, why: str) -> None:
        """Void the number that a letter holds, if any: it stays as a row with its reason."""
        ...

    def list(self, *, year: int) -> list[BoundNumber]:
        """Return every number of a year, void ones among them, by series and number."""
        ...


class PrintBatches(Protocol):
    """Which letters were printed together, by the batch's name."""

    def keep(self, name: str, batch: Iterable[Letter], *, at: datetime) -> None:
        """Keep which letters a batch holds."""
        ...

    def of(self, name: str) -> list[Letter]:
        """Return the letters of a batch as they stand now, by deadline; none if unknown."""
        ...

    def names(self, beginning: str) -> list[str]:
        """Return the names of batches that begin so, in order."""
        ...
