"""Reads what stands on a page of HTML: lines of text by the element they stand in."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

Element = Any  # an element of lxml, which ships no types
BLANKS = re.compile(r"[ \t\r\n\f]+")  # as HTML has it: a no-break space is none
BREAK = "\N{LINE SEPARATOR}"  # stands in for `br`; no rendered text holds one


def parsed(source: str) -> tuple[Element, Element]:
    """Return a page and its body; each `br` has become a mark that ends a line."""
    from lxml import html  # noqa: PLC0415 - 4 MB that who sets no paper does without

    document = html.document_fromstring(source)
    for line_break in document.iter("br"):
        line_break.tail = BREAK + (line_break.tail or "")
    [body] = document.iter("body")
    return document, body


def meta_of(document: Element, name: str) -> str:
    """Return what the page's head says under a name, empty where it says nothing."""
    return "".join(document.xpath("head/meta[@name=$name]/@content", name=name))


def elements_of(body: Element, part: str, tag: str, name: str = "") -> Iterator[Element]:
    """Yield a part's elements of a tag, of all classes or of one."""
    for outer in body.find_class(part):
        for element in outer.iter(tag):
            if not name or name in element.classes:
                yield element


def line_of(elements: Iterable[Element]) -> str:
    """Return the text of elements as one line."""
    return " ".join(lines_of(elements))


def lines_of(elements: Iterable[Element], *, keeps_line_ends: bool = False) -> tuple[str, ...]:
    """Return what stands on lines of its own, by elements and by `br`."""
    texts = [element.text_content() for element in elements]
    if keeps_line_ends:
        texts = [text.replace("\n", BREAK) for text in texts]
    lines = (BLANKS.sub(" ", line).strip(" ") for text in texts for line in text.split(BREAK))
    return tuple(line for line in lines if line)


def without_blanks(*texts: str) -> str:
    """Return texts as one, to compare them by their letters alone."""
    return "".join("".join(texts).split())
