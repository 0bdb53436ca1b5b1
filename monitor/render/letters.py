"""Apology letters on paper: facts to HTML to PDF."""

from collections.abc import Sequence

from monitor.domain.errors import RenderError
from monitor.domain.letter import ApologyLetter
from monitor.render.pdf import PdfRenderer
from monitor.render.words import Words

TEMPLATE = "letters/xin_loi/form04.html"


class LetterRenderer:
    """Sets letters: form 04 on A4, number, date and signature blank where not given."""

    def __init__(self, words: Words, pdf: PdfRenderer) -> None:
        self._words = words
        self._pdf = pdf

    def html(self, letter: ApologyLetter) -> str:
        """Return the letter's page as HTML.

        Raises:
            RenderError: the template asks for what a letter does not have.

        Source:
            docs/law.md#apology-letter, docs/law.md#layout
        """
        parent, agency = split_letterhead(letter.letterhead)
        return self._words.render(TEMPLATE, letter=letter, parent=parent, agency=agency)

    def pdf(self, letter: ApologyLetter) -> bytes:
        """Return the letter as PDF: the same bytes for the same facts.

        Raises:
            RenderError: the letter could not be set; `document` is its dossier.
        """
        html = self.html(letter)
        try:
            return self._pdf.render(html)
        except RenderError as error:
            raise RenderError(document=letter.dossier, reason=error.facts["reason"]) from error


def split_letterhead(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the parent agency's lines and the issuer's own.

    An empty line stands between them; without one, all lines are the issuer's.
    """
    if "" not in lines:
        return (), lines
    middle = lines.index("")
    return lines[:middle], lines[middle + 1 :]
