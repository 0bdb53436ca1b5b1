"""What a printed document has to be; `monitor.render.inspection` holds the PDF against it."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

A4 = (210.0, 297.0)
A5 = (148.0, 210.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """What stays empty at the edges of a page, in mm."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCheck:
    """What a document has to be as a PDF.

    From page 2 on, the top margin holds the page's number in the middle of the text's
    width and of the margin's height; left of it, on every page, stands `mark`.

    Attributes:
        size: Width and height of every page, in mm.
        margins: What is empty but for number and mark.
        most_pages: How many pages it may have.
        words: Every paragraph there is to read, in any order; how blanks and lines part
            them does not matter.
        mark: What stands in the top margin of every page, such as that of a draft.
        fonts: The font families it may use; all have to be embedded.
        title: Its title.
        language: Its language.
    """

    size: tuple[float, float]
    margins: Margins
    most_pages: int
    words: tuple[str, ...]
    title: str
    mark: str = ""
    fonts: tuple[str, ...] = ("Liberation Serif",)
    language: str = "vi"

    def dump(self) -> bytes:
        """Return it as one line of bytes."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def load(cls, line: bytes) -> Self:
        """Return what was dumped."""
        told: dict[str, Any] = json.loads(line)
        told["margins"] = Margins(**told["margins"])
        for name in ("size", "words", "fonts"):
            told[name] = tuple(told[name])
        return cls(**told)
