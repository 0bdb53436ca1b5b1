"""The cover report's page, read back from its HTML: each paragraph and table, in order.

As of a letter, the words live in the HTML templates alone; the Word file is made of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.errors import RenderError
from monitor.render.pages import (
    Element,
    elements_of,
    line_of,
    lines_of,
    meta_of,
    parsed,
    without_blanks,
)

Row = tuple[str, ...]


class BlockKind(StrEnum):
    """What a part of the body is; each but the first and the last is named by its class."""

    HEADING = "heading"  # h2
    ITEM = "item"
    HINT = "hint"  # to the clerk, who takes it out
    SUGGESTION = "suggestion"  # to be finished by the clerk
    NOTE = "note"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, or a table: its rows, the head first."""

    kind: BlockKind
    text: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverPage:
    """The parts of the cover report, in reading order; no-break spaces are kept.

    `name`, `author` and `keywords` are the document's own, never printed. Of figures that
    are not final `provisional` says so, and `draft`, the first words of it, stands on every
    page; both are empty where they are.
    """

    name: str
    author: str
    keywords: str
    draft: str
    parent: tuple[str, ...]
    agency: tuple[str, ...]
    state: str
    motto: str
    number: str
    issued: str
    title: tuple[str, ...]
    about: tuple[str, ...]
    period: str
    provisional: str
    blocks: tuple[Block, ...]
    recipients: tuple[str, ...]  # the first one is their heading

    @property
    def words(self) -> tuple[str, ...]:
        """Return every printed paragraph in reading order, blanks made single spaces."""
        paragraphs = (
            *self.parent,
            *self.agency,
            self.state,
            self.motto,
            self.number,
            self.issued,
            *self.title,
            *self.about,
            self.period,
            self.provisional,
            *(text for block in self.blocks for text in _texts(block)),
            *self.recipients,
        )
        return tuple(" ".join(text.split()) for text in paragraphs if text.strip())


def read_cover(source: str) -> CoverPage:
    """Return the parts of the cover report from its HTML.

    Raises:
        RenderError: the page has words that stand in no part, so that the Word file would
            lose them (reason `stray_words`).
    """
    document, body = parsed(source)
    page = CoverPage(
        name=document.findtext("head/title", ""),
        author=meta_of(document, "author"),
        keywords=meta_of(document, "keywords"),
        draft=line_of(body.find_class("state-of-figures")),
        parent=lines_of(body.find_class("parent")),
        agency=lines_of(body.find_class("agency")),
        state=line_of(body.find_class("state")),
        motto=line_of(body.find_class("motto")),
        number=line_of(body.find_class("number")),
        issued=line_of(body.find_class("issued")),
        title=lines_of(body.iter("h1")),
        about=lines_of(body.find_class("about")),
        period=line_of(body.find_class("period")),
        provisional=line_of(body.find_class("provisional")),
        blocks=tuple(block for part in body.find_class("body") for block in _blocks(part)),
        recipients=lines_of(elements_of(body, "recipients", "p")),
    )
    if without_blanks(*page.words) != without_blanks(body.text_content()):
        raise RenderError(document="cover", reason="stray_words")
    return page


def _blocks(part: Element) -> Iterator[Block]:
    for element in part:
        if element.tag == "table":
            yield Block(kind=BlockKind.TABLE, rows=tuple(map(_row, element.iter("tr"))))
        elif element.tag == "h2":
            yield Block(kind=BlockKind.HEADING, text=line_of([element]))
        elif element.tag == "div":
            yield from _blocks(element)
        else:
            for kind in BlockKind:
                if kind in element.classes:
                    yield Block(kind=kind, text=line_of([element]))


def _row(row: Element) -> Row:
    return tuple(line_of([cell]) for cell in row)


def _texts(block: Block) -> Iterator[str]:
    yield block.text
    for row in block.rows:
        yield from row
