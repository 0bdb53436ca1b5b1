"""Letters on paper: facts to HTML, to PDF and to the Word copy."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from markupsafe import Markup

from monitor.domain.errors import RenderError
from monitor.domain.paper import Cover, Paper, PaperSize
from monitor.render.letter_page import LetterPage, read_page
from monitor.render.paper_check import A4, A5, Margins, PaperCheck
from monitor.render.pdf import PdfRenderer
from monitor.render.rule_line import rule_length
from monitor.render.words import Words, clean

FOLDER = "letters/"
COVER = "print/cover.html"
MOST_PAGES = 4  # a reason takes 2,000 letters at most
SIZES = {PaperSize.A4: A4, PaperSize.A5: A5}
MARGINS = {  # as templates/assets/letter.css and letter-a5.css set them
    PaperSize.A4: Margins(top=20, right=15, bottom=20, left=30),
    PaperSize.A5: Margins(top=12, right=10, bottom=10, left=18),
}


class LetterRenderer:
    """Sets letters of every form; number, date and signature blank where not given."""

    def __init__(self, words: Words, pdf: PdfRenderer) -> None:
        self._words = words
        self._pdf = pdf

    def html(self, paper: Paper) -> str:
        """Return the letter's page as HTML, by the template that its form names.

        Raises:
            RenderError: the template asks for what a letter does not have.

        Source:
            docs/law.md#apology-letter, docs/law.md#layout
        """
        parent, agency = split_letterhead(paper.letterhead)

        def qr(title: str) -> Markup:
            return draw_qr(clean(paper.dossier), title=clean(title))

        template = FOLDER + paper.form.template
        return self._words.render(
            template,
            letter=paper,
            parent=parent,
            agency=agency,
            rule=rule_length([clean(line).upper() for line in agency]),
            qr=qr,
        )

    def pdf(self, paper: Paper) -> bytes:
        """Return the letter as PDF, checked: the same bytes for the same facts.

        Raises:
            RenderError: the letter could not be set, or what came out is not what it
                states; `document` is its dossier.
        """
        html = self.html(paper)
        with _named(paper):
            return self._pdf.letter(html, _check(read_page(html), paper))

    def pdfs(self, papers: Iterable[Paper]) -> Iterator[bytes | RenderError]:
        """Yield what `pdf` makes of each letter, or its error, in order, several at once."""
        unset: dict[int, RenderError] = {}
        codes: list[str] = []

        def requests() -> Iterator[tuple[str, PaperCheck]]:
            for paper in papers:
                codes.append(paper.dossier)
                try:
                    html = self.html(paper)
                    yield html, _check(read_page(html), paper)
                except RenderError as error:
                    unset[len(codes) - 1] = _of(paper.dossier, error)

        place = 0
        for found in self._pdf.letters(requests()):
            while place in unset:
                yield unset[place]
                place += 1
            yield _of(codes[place], found) if isinstance(found, RenderError) else found
            place += 1
        yield from (unset[left] for left in range(place, len(codes)))

    def words(self, paper: Paper) -> tuple[str, ...]:
        """Return every paragraph of the letter in reading order, blanks made single spaces.

        The mark of a draft and the page numbers, which stand in the margin, are left out.

        Raises:
            RenderError: as `html` does, or the template puts words where no part of a
                letter is; `document` is its dossier.
        """
        with _named(paper):
            return read_page(self.html(paper)).words

    def docx(self, paper: Paper) -> bytes:
        """Return the Word copy, in the words of the page: the same bytes for the same facts.

        Raises:
            RenderError: as `words` does, or the layout for the form's sheet is missing or
                wrong; the reason names it.
        """
        layout = self._words.folder / FOLDER / f"layout_{paper.form.size.lower()}.docx"
        with _named(paper):
            from monitor.render.letter_docx import write_docx  # noqa: PLC0415 - 7 MB of Word

            page = read_page(self.html(paper))
            return write_docx(page, layout, code=clean(paper.dossier), made_on=paper.stated_on)

    def batch(self, cover: Cover, letters: Sequence[bytes]) -> bytes:
        """Return one PDF of a list and letters, each beginning on an odd page.

        Raises:
            RenderError: it could not be set.
        """
        top = self._pdf.render(self._words.render(COVER, cover=cover))
        return self._pdf.join([top, *letters])


@contextmanager
def _named(paper: Paper) -> Iterator[None]:
    """Have an error name the dossier that a paper is about."""
    try:
        yield
    except RenderError as error:
        raise _of(paper.dossier, error) from error


def _of(dossier: str, error: RenderError) -> RenderError:
    return RenderError(document=dossier, reason=error.facts["reason"])


def _check(page: LetterPage, paper: Paper) -> PaperCheck:
    size = paper.form.size
    return PaperCheck(
        size=SIZES[size],
        margins=MARGINS[size],
        most_pages=MOST_PAGES,
        words=page.words,
        title=page.name,
        mark=page.draft,
    )


def draw_qr(code: str, *, title: str) -> Markup:
    """Return a code as an SVG picture; `title` is its alternative text."""
    import segno  # noqa: PLC0415 - few offices print codes

    picture = segno.make(code, micro=False)
    return Markup(picture.svg_inline(border=1, omitsize=True, title=title))  # noqa: S704 - drawn


def split_letterhead(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the parent agency's lines and the issuer's own.

    An empty line stands between them; without one, all lines are the issuer's.
    """
    if "" not in lines:
        return (), lines
    middle = lines.index("")
    return lines[:middle], lines[middle + 1 :]
