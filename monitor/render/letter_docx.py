"""The Word copy of a letter, for the signer's document system.

The layout is a Word file that holds no words (scripts/letter_layouts.py makes ours); the
words are those of the letter's page. So an operator who edits the HTML gets the same words
in Word, and who edits the Word file changes how they are set.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import segno
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from markupsafe import Markup, escape

from monitor.catalogues.told import word
from monitor.domain.errors import RenderError
from monitor.render.letter_page import LetterPage
from monitor.render.rule_line import rule_under
from monitor.render.template_limits import CountingEnvironment, budget
from monitor.render.words import template_fault

QR_SIDE = Mm(16)
LONGEST_PROPERTY = 255  # what a property of a Word file may hold


def write_docx(page: LetterPage, layout: Path, *, code: str, made_on: date) -> bytes:
    """Return a letter as a Word file: the same bytes for the same page.

    Args:
        code: The dossier's, for the QR code that the page may ask for.
        made_on: What stands in the file as its date.

    Raises:
        RenderError: the layout is missing or damaged, or asks for what a page does not
            have. The reason is a sentence that names it.
    """
    document = DocxTemplate(layout)
    facts = {
        "page": page,
        "agency_rule": rule_under(page.agency),
        "title_rule": rule_under(page.title[-1:]) if page.has_title_rule else "",
        "qr": InlineImage(document, _qr(code), width=QR_SIDE) if page.qr else "",
    }
    fill_layout(document, layout, facts, page, made_on=made_on)
    for picture in document.docx.element.xpath("//wp:docPr"):
        picture.set("descr", page.qr)
    return packed(document)


class Described(Protocol):
    """A page that tells about itself what its file tells, beside its words."""

    @property
    def name(self) -> str: ...  # noqa: D102 - named by the class
    @property
    def author(self) -> str: ...  # noqa: D102
    @property
    def keywords(self) -> str: ...  # noqa: D102


def fill_layout(
    document: DocxTemplate,
    layout: Path,
    facts: Mapping[str, object],
    page: Described,
    *,
    made_on: date,
) -> None:
    """Fill a layout with a page, and say in its properties what it is.

    Raises:
        RenderError: the layout is missing or damaged, or asks for what there is not.
            The reason is a sentence that names it.
    """
    try:
        with budget():
            document.render(facts, _environment())
        _describe(document, page, made_on)
    except TemplateError as error:
        reason = template_fault(error, layout.name)
        raise RenderError(document=layout.name, reason=reason) from error
    except Exception as error:
        # A damaged file makes its libraries raise nearly anything.
        reason = word("render", "layout").format(file=layout.name)
        raise RenderError(document=layout.name, reason=reason) from error


def packed(document: DocxTemplate) -> bytes:
    """Return a filled layout as a file: the same bytes for the same content."""
    written = BytesIO()
    document.save(written)
    return undated(written)


def _environment() -> CountingEnvironment:
    return CountingEnvironment(undefined=StrictUndefined, autoescape=True, finalize=_finalize)


def _finalize(value: object) -> object:
    """Write braces as entities, too: docxtpl takes some pairs for its own."""
    if not isinstance(value, str):
        return value
    text = str(escape(value))
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 - escaped


def _qr(code: str) -> BytesIO:
    picture = BytesIO()
    segno.make(code, micro=False).save(picture, kind="png", scale=8, border=0)
    picture.seek(0)
    return picture


def _describe(document: DocxTemplate, page: Described, made_on: date) -> None:
    properties = document.docx.core_properties
    properties.title = page.name[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = page.author[:LONGEST_PROPERTY]
    properties.keywords = page.keywords[:LONGEST_PROPERTY]
    properties.created = properties.modified = datetime.combine(made_on, time(), UTC)


def undated(written: BytesIO) -> bytes:
    """Return a packed file packed again, without the hour of packing."""
    again = BytesIO()
    with ZipFile(written) as source, ZipFile(again, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return again.getvalue()
