"""Templates to text: one strict, sandboxed environment for mails, letters and reports."""

import re
import traceback
import unicodedata
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from monitor.domain.errors import RenderError
from monitor.render.filters import Filters, load_wordbook

LINE_BREAK = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = {"Cc", "Cf", "Cs"}  # controls, bidirectional and zero-width marks, half surrogates
KEPT = {"\n", "\t"}


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
        self._environment = ImmutableSandboxedEnvironment(
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
            RenderError: the template is missing or wrong, or a fact is missing or of
                the wrong kind. The reason names a line, never a value.
        """
        try:
            text = self._environment.get_template(template).render(facts)
        except TemplateError as error:
            raise RenderError(document=template, reason=str(error)) from error
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise RenderError(document=template, reason=_where(error)) from None
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


def _finalize(value: object) -> object:
    if value is None or isinstance(value, bool):
        raise TypeError(value)
    if isinstance(value, Markup):
        return Markup(clean(value))  # noqa: S704 - it was markup before
    return clean(value) if isinstance(value, str) else value


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename.endswith((".html", ".txt"))]
    return f"{type(error).__name__}, line {lines[-1] if lines else '?'}"
