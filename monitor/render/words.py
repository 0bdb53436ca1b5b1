"""Templates to text: one strict, sandboxed environment for mails, letters and reports."""

import re
import traceback
import unicodedata
from pathlib import Path

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateAssertionError,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    select_autoescape,
)
from markupsafe import Markup

from monitor.catalogues.told import word
from monitor.domain.errors import RenderError
from monitor.render.filters import Filters, load_wordbook
from monitor.render.template_limits import CountingEnvironment, budget, spend

LINE_BREAK = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = {"Cc", "Cf", "Cs"}  # controls, bidirectional and zero-width marks, half surrogates
KEPT = {"\n", "\t"}
NAME = re.compile(r"'(\w+)'(?: is undefined)?\.?$", re.ASCII)  # at the end of Jinja's own text
FAULTS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


class Words:
    """The templates below a folder, with our filters.

    Values enter as text: in every template but `.txt` markup in them is escaped, and
    `clean` takes out what cannot be seen. A name that is not there, or a value that
    is None, is an error and never a blank on paper.

    Args:
        templates: The folder that template names are relative to, kept as `folder`.
    """

    def __init__(self, templates: Path) -> None:
        self.folder = templates
        self._environment = CountingEnvironment(
            loader=FileSystemLoader(templates),
            undefined=StrictUndefined,
            autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_finalize,
        )
        self._environment.filters.update(Filters(load_wordbook()).by_name())

    def render(self, template: str, **facts: object) -> str:
        """Return the text of a template, in composed characters (NFC).

        Raises:
            RenderError: the template is missing or wrong or costs too much, or a fact is
                missing or of the wrong kind. The reason is a sentence that names file and
                line, never a value.
        """
        try:
            with budget():
                text = self._environment.get_template(template).render(facts)
        except FAULTS as error:
            reason = template_fault(error, _where(error, self.folder) or template)
            raise RenderError(document=template, reason=reason) from None
        return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Return composed text without control characters, but for new lines and tabs.

    Marks that would combine with what stands before the text go, too.
    """
    lines = LINE_BREAK.sub("\n", text)
    seen = [c for c in lines if c in KEPT or unicodedata.category(c) not in UNSEEN]
    composed = unicodedata.normalize("NFC", "".join(seen))
    while composed and unicodedata.combining(composed[0]):
        composed = composed[1:]
    return composed


def template_fault(error: Exception, place: str) -> str:
    """Return as a sentence what is wrong in a template, and where.

    A name is told where it is one of the template's own; nothing of Jinja's text is.
    """
    name = NAME.search(str(error))
    if isinstance(error, TemplateNotFound):
        return word("render", "template_file").format(place=place, name=error.name)
    if name and isinstance(error, (UndefinedError, TemplateAssertionError)):
        return word("render", "template_name").format(place=place, name=name[1])
    key = "template_syntax" if isinstance(error, TemplateSyntaxError) else "template_other"
    return word("render", key).format(place=place)


def _finalize(value: object) -> object:
    if value is None or isinstance(value, bool):
        raise TypeError(value)
    if not isinstance(value, str):
        return value
    spend(value)
    # What was markup before is markup after.
    return Markup(clean(value)) if isinstance(value, Markup) else clean(value)  # noqa: S704


def _where(error: Exception, folder: Path) -> str:
    """Return the innermost template and its line, empty where none was reached."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(folder):
            file = path.relative_to(folder).as_posix()
            return word("render", "template_place").format(file=file, line=frame.lineno)
    return ""
