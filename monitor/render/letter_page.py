"""A letter's page, read back from its HTML: each paragraph with the part that it plays.

The words of a letter live in its HTML template alone. What else is made of it - the Word
copy, the comparison of a signed file with what was approved - starts from this page.
"""

from dataclasses import dataclass

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
    document, body = parsed(source)
    page = LetterPage(
        name=document.findtext("head/title", ""),
        author=meta_of(document, "author"),
        keywords=meta_of(document, "keywords"),
        draft=line_of(body.find_class("mark")),
        qr=line_of(title for part in body.find_class("qr") for title in part.iter("title")),
        parent=lines_of(body.find_class("parent")),
        agency=lines_of(body.find_class("agency")),
        state=line_of(body.find_class("state")),
        motto=line_of(body.find_class("motto")),
        number=line_of(body.find_class("number")),
        issued=line_of(body.find_class("issued")),
        title=lines_of(body.iter("h1")),
        has_title_rule=any(heading.find_class("rule") for heading in body.iter("h1")),
        addressed=line_of(elements_of(body, "addressees", "td", "label")),
        addressees=lines_of(elements_of(body, "addressees", "p")),
        body=tuple(_body_line(paragraph) for paragraph in elements_of(body, "body", "p")),
        recipients=lines_of(elements_of(body, "recipients", "p")),
        signer_title=lines_of(elements_of(body, "signer", "p", "title"), keeps_line_ends=True),
        signer=line_of(elements_of(body, "signer", "p", "name")),
    )
    for name in FURNITURE:
        for part in body.find_class(name):
            part.drop_tree()
    if without_blanks(*page.words) != without_blanks(body.text_content()):
        raise RenderError(document="letter", reason="stray_words")
    return page


def _body_line(paragraph: Element) -> BodyLine:
    return BodyLine(
        text=line_of([paragraph]),
        is_centred="centred" in paragraph.classes,
        is_last="last" in paragraph.classes,
    )
