"""The cover report as a Word file, for the clerk to finish, number and have signed.

The layout is a Word file that holds no words (scripts/letter_layouts.py makes ours); the
words are those of templates/reports/cover.html, part I those of the report's own page.
"""

from datetime import date
from pathlib import Path

from docxtpl import DocxTemplate

from monitor.render.cover_page import CoverPage
from monitor.render.letter_docx import fill_layout, packed
from monitor.render.rule_line import rule_under


def write_cover(page: CoverPage, layout: Path, *, made_on: date) -> bytes:
    """Return the cover report as a Word file: the same bytes for the same page.

    Args:
        page: Its words.
        layout: The Word file that says how they are set.
        made_on: What stands in the file as its date.

    Raises:
        RenderError: the layout is missing or damaged, or asks for what a page does not
            have. The reason is a sentence that names it.
    """
    document = DocxTemplate(layout)
    facts = {
        "page": page,
        "agency_rule": rule_under(page.agency),
        "title_rule": rule_under(page.about[-1:]),
    }
    fill_layout(document, layout, facts, page, made_on=made_on)
    return packed(document)
