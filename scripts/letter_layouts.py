"""Make templates/letters/layout_a4.docx and layout_a5.docx: python scripts/letter_layouts.py.

They hold how a letter's Word copy is set (docs/law.md#layout), and no word of it; the
places to fill are written as docxtpl has them. The A5 sheet mirrors letter-a5.css.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.font import Font
from docx.text.paragraph import Paragraph

from monitor.render.letter_docx import undated

LETTERS = Path(__file__).resolve().parents[1] / "templates" / "letters"
FACE = "Times New Roman"
MOTTO_EMS = 12.2  # how long the motto is in bold Times; a space below it is an eighth
SPACE = "\N{NO-BREAK SPACE}"
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Lengths in mm, sizes in points."""

    name: str
    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    issuer: float  # width of the left column of the letterhead
    indent: float
    gap: float  # room for a signature
    body: float
    state: float
    motto: float
    agency: float
    issued: float
    title: float
    label: float
    recipients: float
    spacing: float  # between lines

    @property
    def text(self) -> float:
        """Return the width that the margins leave."""
        return self.width - self.left - self.right


SHEETS = (
    Sheet(
        name="a4",
        width=210,
        height=297,
        top=20,
        bottom=20,
        left=30,
        right=15,
        issuer=71,
        indent=12.7,
        gap=28,
        body=14,
        state=13,
        motto=14,
        agency=13,
        issued=14,
        title=14,
        label=12,
        recipients=11,
        spacing=1.15,
    ),
    Sheet(
        name="a5",
        width=148,
        height=210,
        top=12,
        bottom=10,
        left=18,
        right=10,
        issuer=47,
        indent=8,
        gap=16,
        body=11,
        state=10,
        motto=11,
        agency=10,
        issued=11,
        title=12,
        label=10,
        recipients=9,
        spacing=1.05,
    ),
)


def main() -> None:
    """Write both layouts."""
    for sheet in SHEETS:
        path = LETTERS / f"layout_{sheet.name}.docx"
        path.write_bytes(lay_out(sheet))
        print(path.relative_to(LETTERS.parents[1]))


def lay_out(sheet: Sheet) -> bytes:
    """Return the layout of a sheet, its places still to be filled: each time the same bytes."""
    document = Document()
    set_up(document, sheet)
    number_pages(document, sheet)
    letterhead(document, sheet)
    title_and_addressees(document, sheet)
    body(document)
    signature(document, sheet)
    small(document.add_paragraph())
    packed = BytesIO()
    document.save(packed)
    return undated(packed)


def set_up(document: DocumentFile, sheet: Sheet) -> None:
    """Set the sheet, its margins, the face, and the styles of the body."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance, section.footer_distance = Mm(sheet.top / 2 - 2), Mm(5)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.size = Pt(sheet.body)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    face(normal.font)
    for name in ("Letter body", "Letter end", "Letter centred"):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.paragraph_format.line_spacing = sheet.spacing
        style.paragraph_format.space_before = Pt(6 if sheet.name == "a4" else 3)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        style.paragraph_format.first_line_indent = Mm(sheet.indent)
        style.paragraph_format.widow_control = True
    document.styles["Letter end"].paragraph_format.keep_with_next = True
    document.styles["Letter end"].paragraph_format.keep_together = True
    centred = document.styles["Letter centred"]
    centred.font.bold = True
    centred.paragraph_format.alignment = CENTRE
    centred.paragraph_format.first_line_indent = Mm(0)
    properties = document.core_properties
    properties.author = properties.title = properties.comments = properties.keywords = ""
    properties.language = "vi-VN"
    properties.created = properties.modified = MADE_AT
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]


def face(font: Font) -> None:
    """Name the face for every script, and the language of the words."""
    font.name = FACE
    properties = font.element.get_or_add_rPr()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        properties.rFonts.set(qn(script), FACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)


def number_pages(document: DocumentFile, sheet: Sheet) -> None:
    """Mark a draft on every page; number the pages from the second on."""
    section = document.sections[0]
    written(section.first_page_header.paragraphs[0], "{{ page.draft }}", sheet.recipients)
    header = section.header.paragraphs[0]
    document.styles["Header"].paragraph_format.tab_stops.clear_all()
    header.paragraph_format.tab_stops.add_tab_stop(Mm(sheet.text / 2), WD_TAB_ALIGNMENT.CENTER)
    written(header, "{{ page.draft }}\t", sheet.recipients)
    number = written(header, "", sheet.agency)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        number.runs[-1]._r.append(part)  # noqa: SLF001 - python-docx has no fields


def letterhead(document: DocumentFile, sheet: Sheet) -> None:
    """Issuer, state and motto; number, place and date."""
    table = grid(document, rows=2, widths=(sheet.issuer, sheet.text - sheet.issuer))
    issuer, state = table.rows[0].cells
    each(issuer, "page.parent", sheet.agency)
    each(issuer, "page.agency", sheet.agency, bold=True)
    rule(issuer, "{{ agency_rule }}", sheet.agency)
    fill(state, "{{ page.state }}", sheet.state, bold=True)
    fill(state, "{{ page.motto }}", sheet.motto, bold=True)
    rule(state, SPACE * round(MOTTO_EMS / 0.125), sheet.motto)
    number, issued = table.rows[1].cells
    fill(number, "{{ page.number }}", sheet.agency, before=6)
    fill(issued, "{{ page.issued }}", sheet.issued, before=6, italic=True)
    tidy(table)


def title_and_addressees(document: DocumentFile, sheet: Sheet) -> None:
    """The title, the line below it where there is one, and who is written to."""
    gap = document.add_paragraph()
    gap.paragraph_format.space_before = Pt(sheet.title - 2)
    each(document, "page.title", sheet.title, bold=True)
    marker(document, "{%p if title_rule %}")
    rule(document, "{{ title_rule }}", sheet.title)
    marker(document, "{%p endif %}")
    table = grid(document, rows=1, widths=(sheet.text * 0.28, sheet.text * 0.72))
    label, lines = table.rows[0].cells
    fill(label, "{{ page.addressed }}" + SPACE, sheet.body, before=8)
    label.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    each(lines, "page.addressees", sheet.body, before=8)
    for paragraph in lines.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    tidy(table)


def body(document: DocumentFile) -> None:
    """The paragraphs; the last ones stay with the signature."""
    marker(document, "{%p for line in page.body %}")
    for condition, style in (
        ("if line.is_centred", "Letter centred"),
        ("elif line.is_last", "Letter end"),
        ("else", "Letter body"),
    ):
        marker(document, f"{{%p {condition} %}}")
        document.add_paragraph("{{ line.text }}", style=style)
    marker(document, "{%p endif %}")
    marker(document, "{%p endfor %}")


def signature(document: DocumentFile, sheet: Sheet) -> None:
    """Recipients at the left, the signer at the right; one row that no page end divides."""
    left = sheet.text * 0.48
    table = grid(document, rows=1, widths=(left, sheet.text - left))
    whole = OxmlElement("w:cantSplit")
    table.rows[0]._tr.get_or_add_trPr().append(whole)  # noqa: SLF001 - no such property
    recipients, signer = table.rows[0].cells
    marker(recipients, "{%p for line in page.recipients %}")
    marker(recipients, "{%p if loop.first %}")
    heading = fill(recipients, "{{ line }}", sheet.label, before=12, bold=True, italic=True)
    marker(recipients, "{%p else %}")
    line = fill(recipients, "{{ line }}", sheet.recipients)
    marker(recipients, "{%p endif %}")
    marker(recipients, "{%p endfor %}")
    marker(recipients, "{%p if qr %}")
    picture = fill(recipients, "{{ qr }}", sheet.recipients, before=6)
    marker(recipients, "{%p endif %}")
    for paragraph in (heading, line, picture):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    each(signer, "page.signer_title", sheet.body, before=12, bold=True)
    name = fill(signer, "{{ page.signer }}", sheet.body, bold=True)
    name.paragraph_format.space_before = Mm(sheet.gap)
    tidy(table)


# Small parts


def grid(document: DocumentFile, *, rows: int, widths: tuple[float, float]) -> Table:
    """Add a table without borders, its columns in mm."""
    table: Table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - python-docx has no margins
    look.addprevious(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def tidy(table: Table) -> None:
    """Move the empty paragraph of every new cell to its end: Word wants one there."""
    for row in table.rows:
        for cell in row.cells:
            first = cell.paragraphs[0]
            cell._tc.append(first._p)  # noqa: SLF001 - paragraphs cannot be moved
            small(first)


def small(paragraph: Paragraph) -> None:
    """Let an empty paragraph take no room."""
    paragraph.paragraph_format.line_spacing = Pt(1)


def each(
    place: DocumentFile | _Cell,
    lines: str,
    size: float,
    *,
    before: float = 0,
    bold: bool = False,
) -> None:
    """Add a line for each of the page's lines of that name."""
    marker(place, f"{{%p for line in {lines} %}}")
    if before:
        marker(place, "{%p if loop.first %}")
        fill(place, "{{ line }}", size, before=before, bold=bold)
        marker(place, "{%p else %}")
    fill(place, "{{ line }}", size, bold=bold)
    if before:
        marker(place, "{%p endif %}")
    marker(place, "{%p endfor %}")


def fill(  # noqa: PLR0913 - how a line looks, each told by name
    place: DocumentFile | _Cell,
    text: str,
    size: float,
    *,
    before: float = 0,
    bold: bool = False,
    italic: bool = False,
) -> Paragraph:
    """Add a centred line."""
    paragraph = written(place.add_paragraph(), text, size)
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.runs[-1].font.bold = bold
    paragraph.runs[-1].font.italic = italic
    return paragraph


def rule(place: DocumentFile | _Cell, spaces: str, size: float) -> None:
    """Add a line of underlined spaces, at half the size of the text above it."""
    paragraph = written(place.add_paragraph(), spaces, size / 2)
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.line_spacing = Pt(size / 3)
    paragraph.runs[-1].font.underline = True


def marker(place: DocumentFile | _Cell, text: str) -> None:
    """Add a paragraph that docxtpl takes out again: a condition or a loop."""
    place.add_paragraph(text)


def written(paragraph: Paragraph, text: str, size: float) -> Paragraph:
    """Append text of a size."""
    paragraph.add_run(text).font.size = Pt(size)
    return paragraph


if __name__ == "__main__":
    main()
