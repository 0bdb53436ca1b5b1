"""A letter's page, read back from its HTML: each paragraph with the part that it plays.

The words of a letter live in its HTML template alone. What else is made of it - the Word
copy, the comparison of a signed file with what was approved - starts from this page.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import html

from monitor.domain.errors import RenderError

BLANKS = re.compile(r"[ \t\r\n\f]+")  # as HTML has it: a no-break space is none
BREAK = "\N{LINE SEPARATOR}"  # stands in for `br`; no rendered text holds one
FURNITURE = ("mark", "qr")  # printed beside the letter's words


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLine:
    """A paragraph of the body; `is_last` where it stays with the signature."""

    text: str
    is_centred: bool
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPage:
    """The parts of a letter, in the order in which they are read; no-break spaces are kept.

    `name`, `author` and `keywords` are the document's own, never printed. `draft` is the mark
    of a draft and `qr` the alternative text of the QR code, each empty where there is none.
    """

    name: str
    author: str
    keywords: str
    draft: str
    qr: str
    parent: tuple[str, ...]
    agency: tuple[str, ...]
    state: str
    motto: str
    number: str
    issued: str
    title: tuple[str, ...]
    has_title_rule: bool
    addressed: str
    addressees: tuple[str, ...]
    body: tuple[BodyLine, ...]
    recipients: tuple[str, ...]  # the first one is their heading
    signer_title: tuple[str, ...]
    signer: str

    @property
    def words(self) -> tuple[str, ...]:
        """Return every printed paragraph in reading order, blanks made single spaces.

        The mark of a draft and the page numbers stand in the margin and are not among them.
        """
        paragraphs = (
            *self.parent,
            *self.agency,
            self.state,
            self.motto,
            self.number,
            self.issued,
            *self.title,
            self.addressed,
            *self.addressees,
            *(line.text for line in self.body),
            *self.recipients,
            *self.signer_title,
            self.signer,
        )
        return tuple(" ".join(text.split()) for text in paragraphs if text.strip())


def read_page(source: str) -> LetterPage:
    """Return the parts of a letter from its HTML.

    Raises:
        RenderError: the page has words that stand in no part, so that a copy would lose
            them (reason `stray_words`).
    """
    document = html.document_fromstring(source)
    for line_break in document.iter("br"):
        line_break.tail = BREAK + (line_break.tail or "")
    [body] = document.iter("body")
    page = LetterPage(
        name=document.findtext("head/title", ""),
        author=_meta(document, "author"),
        keywords=_meta(document, "keywords"),
        draft=_line(body.find_class("mark")),
        qr=_line(title for part in body.find_class("qr") for title in part.iter("title")),
        parent=_lines(body.find_class("parent")),
        agency=_lines(body.find_class("agency")),
        state=_line(body.find_class("state")),
        motto=_line(body.find_class("motto")),
        number=_line(body.find_class("number")),
        issued=_line(body.find_class("issued")),
        title=_lines(body.iter("h1")),
        has_title_rule=any(heading.find_class("rule") for heading in body.iter("h1")),
        addressed=_line(_within(body, "addressees", "td", "label")),
        addressees=_lines(_within(body, "addressees", "p")),
        body=tuple(_body_line(paragraph) for paragraph in _within(body, "body", "p")),
        recipients=_lines(_within(body, "recipients", "p")),
        signer_title=_lines(_within(body, "signer", "p", "title"), keeps_line_ends=True),
        signer=_line(_within(body, "signer", "p", "name")),
    )
    for name in FURNITURE:
        for part in body.find_class(name):
            part.drop_tree()
    if _without_blanks(*page.words) != _without_blanks(body.text_content()):
        raise RenderError(document="letter", reason="stray_words")
    return page


def _meta(document: html.HtmlElement, name: str) -> str:
    return "".join(document.xpath("head/meta[@name=$name]/@content", name=name))


def _within(
    body: html.HtmlElement, part: str, tag: str, name: str = ""
) -> Iterator[html.HtmlElement]:
    """Yield a part's elements of a tag, of all classes or of one."""
    for outer in body.find_class(part):
        for element in outer.iter(tag):
            if not name or name in element.classes:
                yield element


def _body_line(paragraph: html.HtmlElement) -> BodyLine:
    return BodyLine(
        text=_line([paragraph]),
        is_centred="centred" in paragraph.classes,
        is_last="last" in paragraph.classes,
    )


def _line(elements: Iterable[html.HtmlElement]) -> str:
    return " ".join(_lines(elements))


def _lines(
    elements: Iterable[html.HtmlElement], *, keeps_line_ends: bool = False
) -> tuple[str, ...]:
    """Return what stands on lines of its own, by elements and by `br`."""
    texts = [element.text_content() for element in elements]
    if keeps_line_ends:
        texts = [text.replace("\n", BREAK) for text in texts]
    lines = (BLANKS.sub(" ", line).strip(" ") for text in texts for line in text.split(BREAK))
    return tuple(line for line in lines if line)


def _without_blanks(*texts: str) -> str:
    return "".join("".join(texts).split())
