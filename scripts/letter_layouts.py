"""Make the layouts of letters and of the cover report: python scripts/letter_layouts.py.

templates/letters/layout_a4.docx, layout_a5.docx and templates/reports/cover.docx hold how
a Word copy is set (docs/law.md#layout), and no word of it; the places to fill are written
as docxtpl has them. The A5 sheet mirrors letter-a5.css.
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
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.font import Font
from docx.text.paragraph import Paragraph

from monitor.render.letter_docx import undated

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
LETTERS = TEMPLATES / "letters"
COVER = TEMPLATES / "reports" / "cover.docx"
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
    """Write all layouts."""
    layouts = {LETTERS / f"layout_{sheet.name}.docx": lay_out(sheet) for sheet in SHEETS}
    for path, content in {**layouts, COVER: lay_out_cover(SHEETS[0])}.items():
        path.write_bytes(content)
        print(path.relative_to(TEMPLATES.parent))


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
    return packed(document)


def lay_out_cover(sheet: Sheet) -> bytes:
    """Return the layout of the cover report: each time the same bytes."""
    document = Document()
    set_up(document, sheet)
    number_pages(document, sheet)
    letterhead(document, sheet)
    about(document, sheet)
    blocks(document)
    recipients_alone(document, sheet)
    small(document.add_paragraph())
    return packed(document)


def packed(document: DocumentFile) -> bytes:
    """Return a document as a file without an hour in it."""
    written = BytesIO()
    document.save(written)
    return undated(written)


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
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        properties.rFonts.attrib.pop(qn(theme), None)  # a face of the theme goes before ours
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
    who_else(recipients, sheet)
    marker(recipients, "{%p if qr %}")
    picture = fill(recipients, "{{ qr }}", sheet.recipients, before=6)
    marker(recipients, "{%p endif %}")
    picture.alignment = WD_ALIGN_PARAGRAPH.LEFT
    each(signer, "page.signer_title", sheet.body, before=12, bold=True)
    name = fill(signer, "{{ page.signer }}", sheet.body, bold=True)
    name.paragraph_format.space_before = Mm(sheet.gap)
    tidy(table)


def who_else(place: _Cell, sheet: Sheet) -> None:
    """The recipients below their heading."""
    marker(place, "{%p for line in page.recipients %}")
    marker(place, "{%p if loop.first %}")
    heading = fill(place, "{{ line }}", sheet.label, before=12, bold=True, italic=True)
    marker(place, "{%p else %}")
    line = fill(place, "{{ line }}", sheet.recipients)
    marker(place, "{%p endif %}")
    marker(place, "{%p endfor %}")
    for paragraph in (heading, line):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


# The cover report


def about(document: DocumentFile, sheet: Sheet) -> None:
    """What the paper is, about what, of which days, and the line below."""
    each(document, "page.title", sheet.title, before=12, bold=True)
    each(document, "page.about", sheet.title, bold=True)
    fill(document, "{{ page.period }}", sheet.title, italic=True)
    rule(document, "{{ title_rule }}", sheet.title)
    marker(document, "{%p if page.provisional %}")
    fill(document, "{{ page.provisional }}", sheet.label, before=6, bold=True)
    marker(document, "{%p endif %}")


def blocks(document: DocumentFile) -> None:
    """The body: headings, paragraphs, what is suggested to the clerk, tables."""
    styles(document)
    marker(document, "{%p for block in page.blocks %}")
    for condition, style in (
        ('if block.kind == "heading"', "Heading 1"),
        ('elif block.kind == "hint"', "Cover hint"),
        ('elif block.kind == "suggestion"', "Cover suggestion"),
        ('elif block.kind == "note"', "Cover note"),
        ('elif block.kind == "item"', "Letter body"),
    ):
        marker(document, f"{{%p {condition} %}}")
        document.add_paragraph("{{ block.text }}", style=style)
    marker(document, "{%p else %}")
    rates(document)
    marker(document, "{%p endif %}")
    marker(document, "{%p endfor %}")


def styles(document: DocumentFile) -> None:
    """Add the styles that only the cover report has: the clerk can set them otherwise."""
    for name, size in (("Cover hint", 12), ("Cover suggestion", 14), ("Cover note", 12)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Letter body"]
        style.font.size = Pt(size)
        style.font.italic = name != "Cover note"
        style.paragraph_format.keep_with_next = name == "Cover hint"
    heading = document.styles["Heading 1"]
    heading.font.size, heading.font.color.rgb = Pt(14), RGBColor(0, 0, 0)
    heading.paragraph_format.space_before = Pt(12)
    face(heading.font)


def rates(document: DocumentFile) -> None:
    """A table of any number of columns: texts in the first, figures in the others."""
    cell = "{{ cell }}"
    head = ("{%tc for cell in block.rows[0] %}", cell, "{%tc endfor %}")
    row = (
        *("{%tc for cell in row %}", "{%tc if loop.first %}", cell),
        *("{%tc else %}", cell, "{%tc endif %}", "{%tc endfor %}"),
    )
    lines = (head, ("{%tr for row in block.rows[1:] %}",), row, ("{%tr endfor %}",))
    table = document.add_table(rows=len(lines), cols=len(row), style="Table Grid")
    for texts, line in zip(lines, table.rows, strict=True):
        cells = line.cells
        for text, place in zip(texts, cells, strict=False):
            wide(place._tc.tcPr.find(qn("w:tcW")))  # noqa: SLF001 - python-docx has no shares
            paragraph = written(place.paragraphs[0], text, 12)
            paragraph.paragraph_format.space_before = Pt(2)
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.alignment = CENTRE if texts is head else WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.runs[-1].font.bold = texts is head
        for place in cells[len(texts) :]:
            line._tr.remove(place._tc)  # noqa: SLF001 - python-docx takes no cell out
    name = table.rows[2].cells[2]
    name.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
    wide(name._tc.tcPr.find(qn("w:tcW")), percent=40)  # noqa: SLF001
    wide(table._tbl.tblPr.find(qn("w:tblW")), percent=100)  # noqa: SLF001
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - no such property


def wide(width: BaseOxmlElement, *, percent: int | None = None) -> None:
    """Let a width be a share of what there is; without one it is as the text needs."""
    width.set(qn("w:type"), "auto" if percent is None else "pct")
    width.set(qn("w:w"), str(50 * (percent or 0)))


def recipients_alone(document: DocumentFile, sheet: Sheet) -> None:
    """Recipients at the left; the right is left blank for who signs."""
    left = sheet.text * 0.48
    table = grid(document, rows=1, widths=(left, sheet.text - left))
    recipients, signer = table.rows[0].cells
    who_else(recipients, sheet)
    fill(signer, "", sheet.body, before=12, bold=True)
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
