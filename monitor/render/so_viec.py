"""The workbook that a unit answers in: what is asked stands fast, what is answered is open.

Nothing in it computes. The same facts give the same bytes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from io import BytesIO
from itertools import groupby
from typing import Any

from monitor.catalogues.workbooks import CAUSES, headings, workbook_word
from monitor.domain.directory import Directory
from monitor.domain.errors import RenderError
from monitor.domain.formula import FORMULA_SIGNS
from monitor.domain.instants import local
from monitor.domain.reason import Cause
from monitor.domain.workbook import CELLS, OFFERS, Line, Part, Workbook, token
from monitor.domain.workbook_cells import GROUNDS, cell_text
from monitor.ports.workbooks import HIDDEN_SHEET, Remark, Returned
from monitor.render.filters import ngay_so
from monitor.render.words import clean

# They are xlsxwriter's, which ships no types and is loaded when first used.
Book = Any
Format = Any
Worksheet = Any
HEAD_ROW = 4
INSTANTS = frozenset({"due_at", "new_due_at", "found_at"})
DAYS = frozenset({"issue_by", "explain_by", "proposed", "dated_on"})
WIDTHS: Mapping[str, int] = {
    "shown": 24,
    "procedure": 34,
    "step": 22,
    "handler": 20,
    "refused_for": 20,
    "answer": 24,
    "cause": 26,
    "reason": 44,
    "text": 44,
    "note": 30,
    "detail": 36,
    "said": 30,
    "rule": 26,
    "remark": 40,
    "unit": 30,
    "dossier": 24,
    "must_state": 50,
    "tail": 50,
    "suggested": 40,
    "verdict": 20,
    "ground": 26,
    "deed": 20,
    "why": 36,
}
WIDTH = 17
LETTERS_A_LINE = 150
LINE_HEIGHT = 15.75
YELLOW, RED, GREEN, BLUE = "#FFF8D6", "#F8C9C4", "#DDEFD8", "#E3EAF2"


class WorkbookRenderer:
    """Sets workbooks.

    Args:
        causes: The causes of lateness; those that may stand in a letter are offered.
        directory: The units, whose one-stop unit is named for questions.
        drop: The folder that answered workbooks are saved in, as people are told it.
    """

    def __init__(self, causes: Iterable[Cause], directory: Directory, *, drop: str) -> None:
        self._causes = tuple(cause for cause in causes if cause.in_letter)
        self._directory = directory
        self._drop = drop

    def xlsx(self, workbook: Workbook, returned: Returned | None = None) -> bytes:
        """Return the file; with `returned`, its marked copy.

        Raises:
            RenderError: a text is longer than a cell can hold.
        """
        from xlsxwriter import Workbook as Writer  # noqa: PLC0415 - as said above

        content = BytesIO()
        book = Writer(content, {"in_memory": True, "strings_to_formulas": False})
        day = ngay_so(workbook.day)
        title = workbook_word("title", "properties", unit=workbook.unit_name, day=day)
        made_at = workbook.made_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": title, "created": made_at})
        saving = self._saving(workbook.unit)
        pen = _Pen(book=book, workbook=workbook, returned=returned, saving=saving)
        for part in Part:
            lines = workbook.of(part)
            if lines or (returned and any(one.part is part for one in returned.strays)):
                pen.page(part, lines)
        if workbook.of(Part.ANSWERS):
            pen.causes(self._causes)
        pen.hidden(self._causes)
        book.close()
        return content.getvalue()

    def _saving(self, unit: str) -> str:
        """Return where a unit saves its answers, and whom it may ask."""
        told = workbook_word("intro", "save", folder=self._drop)
        serving = self._directory.contact(unit)
        if serving is None or serving.code == unit:
            return told
        reach = f" ({serving.contact})" if serving.contact else ""
        return f"{told} {workbook_word('intro', 'ask', unit=f'{serving.name}{reach}')}"


@dataclass(slots=True)
class _Pen:
    """Writes the sheets of one workbook with one set of formats."""

    book: Book
    workbook: Workbook
    returned: Returned | None
    saving: str
    formats: dict[str, Format] = field(default_factory=dict)
    made_of: dict[Format, dict[str, object]] = field(default_factory=dict)

    def style(self, **properties: object) -> Format:
        """Return a format, each made once."""
        key = repr(sorted(properties.items()))
        if key not in self.formats:
            basic = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
            self.formats[key] = self.book.add_format({**basic, **properties})
            self.made_of[self.formats[key]] = properties
        return self.formats[key]

    def page(self, part: Part, lines: tuple[Line, ...]) -> None:
        """Write one sheet: what is asked, and the open cells beside it."""
        columns = headings(part)
        page = self.sheet(workbook_word("sheet", part.value), columns)
        self.head(page, workbook_word("intro", part.value), columns)
        row = HEAD_ROW + 1
        for line in lines:
            self.line(page, row, line, list(columns))
            row += 1
        for stray in self.returned.strays if self.returned else ():
            if stray.part is part:
                self.stray(page, row, stray.shown, stray.remark, list(columns))
                row += 1
        self.lists(page, part, list(columns), HEAD_ROW + 1, row - 1)
        if part in OFFERS:
            self.offers(page, lines, list(columns).index(CELLS[part][0]))
        page.autofilter(HEAD_ROW, 0, row - 1, len(columns) - 1)

    def sheet(self, name: str, columns: Mapping[str, str]) -> Worksheet:
        """Add a sheet that prints across one page and is open only where it says so."""
        page = self.book.add_worksheet(name)
        for place, column in enumerate(columns):
            options = {"hidden": True} if column == "token" else {}
            page.set_column(place, place, WIDTHS.get(column, WIDTH), None, options)
        shown = list(columns).index("shown") if "shown" in columns else 0
        page.freeze_panes(HEAD_ROW + 1, shown + 1)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD_ROW)
        code = workbook_word("title", "code", code=self.workbook.id)
        page.set_footer(workbook_word("title", "footer", code=code))
        allowed = ("format_columns", "format_rows", "autofilter")
        page.protect("", dict.fromkeys(allowed, True))
        return page

    def head(self, page: Worksheet, intro: str, columns: Mapping[str, str]) -> None:
        """Write title, what to do, what is told of a workbook that came back, headings."""
        day, last = ngay_so(self.workbook.day), len(columns) - 1
        unit = clean(self.workbook.unit_name)
        title = workbook_word("title", "workbook", day=day, unit=unit)
        first = 1 if "token" in columns else 0
        self.put(page, 0, first, title, self.style(bold=True, font_size=14))
        told = [intro, self.saving if "token" in columns else ""]
        summary = self.returned.summary if self.returned else ""
        for row, text in enumerate((*told, summary), start=1):
            if text:
                fill = {"bg_color": RED} if row > len(told) else {}
                self.wide(page, row, (first, last), text, self.style(text_wrap=True, **fill))
        head = self.style(bold=True, text_wrap=True, border=1, bg_color=BLUE, align="center")
        for place, heading in enumerate(columns.values()):
            self.put(page, HEAD_ROW, place, heading, head)

    def wide(
        self, page: Worksheet, row: int, span: tuple[int, int], text: str, style: Format
    ) -> None:
        """Write a text across the columns of a sheet, as high as it needs."""
        page.merge_range(row, span[0], row, span[1], text, style)
        page.set_row(row, LINE_HEIGHT * -(-len(text) // LETTERS_A_LINE))

    def line(self, page: Worksheet, row: int, line: Line, columns: list[str]) -> None:
        """Write what one line asks, and what was answered where it came back."""
        mark = token(self.workbook.id, line)
        remark = self.returned.remarks.get(mark) if self.returned else None
        facts = {**line.facts, "token": mark}
        for place, column in enumerate(columns):
            if column in CELLS[line.part]:
                self.answer(page, (row, place), column, remark)
            elif column != "remark":
                self.fact(page, row, place, column, facts.get(column, ""))
        self.remark(page, row, columns.index("remark"), remark)

    def stray(
        self, page: Worksheet, row: int, shown: str, remark: Remark, columns: list[str]
    ) -> None:
        """Write a row that was added by hand, closed, with what is told of it."""
        for place, column in enumerate(columns):
            text = shown if column == "shown" else cell_text(remark.cells.get(column))
            style = self.style(text_wrap=True, border=1, bg_color=RED)
            self.put(page, row, place, "" if column == "token" else text, style)
        self.remark(page, row, columns.index("remark"), remark)

    def fact(self, page: Worksheet, row: int, place: int, column: str, text: str) -> None:
        """Write a closed cell."""
        kind = {"border": 1, "text_wrap": True}
        if text and column in INSTANTS:
            at = local(datetime.fromisoformat(text)).replace(tzinfo=None)
            style = self.style(**kind, num_format="hh:mm dd/mm/yyyy", align="left")
            page.write_datetime(row, place, at, style)
        elif text and column in DAYS:
            day = datetime.combine(date.fromisoformat(text), time.min)
            style = self.style(**kind, num_format="dd/mm/yyyy", align="left")
            page.write_datetime(row, place, day, style)
        else:
            self.put(page, row, place, text, self.style(**kind, num_format="@"))

    def answer(
        self, page: Worksheet, place: tuple[int, int], column: str, remark: Remark | None
    ) -> None:
        """Write an open cell: empty, or what stood in it, red where that was wrong."""
        wrong = remark.wrong.get(column, "") if remark else ""
        kind: dict[str, object] = {
            "locked": False,
            "border": 1,
            "text_wrap": True,
            "bg_color": RED if wrong else YELLOW,
        }
        cell = remark.cells.get(column) if remark else None
        if column == "new_date" or isinstance(cell, date):
            kind |= {"num_format": "dd/mm/yyyy", "align": "left"}
        if isinstance(cell, date):
            day = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a cell has no zone
            page.write_datetime(*place, day, self.style(**kind))
        elif column == "value" and type(cell) in {int, float}:
            page.write_number(*place, cell, self.style(**kind))
        else:
            self.put(page, *place, cell_text(cell), self.style(**kind))
        if wrong:
            page.write_comment(*place, wrong, {"author": "", "x_scale": 2})

    def remark(self, page: Worksheet, row: int, place: int, remark: Remark | None) -> None:
        """Write what is told of a row."""
        fill: dict[str, object] = {}
        if remark:
            fill = {"bg_color": GREEN if remark.is_taken else RED}
        style = self.style(border=1, text_wrap=True, **fill)
        text = f"{remark.text} {remark.written}".strip() if remark else ""
        self.put(page, row, place, text, style)

    def lists(
        self, page: Worksheet, part: Part, columns: list[str], first: int, last: int
    ) -> None:
        """Have the open cells offer what can be chosen, and say what they take."""
        told = workbook_word("prompt", "choice")
        for column in CELLS[part]:
            place = columns.index(column)
            area = (first, place, last, place)
            if column == "ground":
                page.data_validation(*area, _listed(GROUNDS))
            elif column in {"cause", "by"}:
                name = _list_of(part, column)
                rule = {"validate": "list", "source": f"={name}", "error_message": told}
                page.data_validation(*area, {**rule, "error_type": "warning"})
            elif column == "new_date":
                dated: dict[str, object] = {
                    "validate": "date",
                    "criteria": ">",
                    "value": self.workbook.day,
                    "error_type": "warning",
                    "error_message": workbook_word("prompt", "date"),
                }
                page.data_validation(*area, dated)

    def offers(self, page: Worksheet, lines: tuple[Line, ...], place: int) -> None:
        """Have each row offer the choices that it still has, runs of rows together."""
        row = HEAD_ROW + 1
        for codes, run in groupby(lines, key=lambda line: line.offers):
            count = len(tuple(run))
            page.data_validation(row, place, row + count - 1, place, _listed(codes))
            row += count

    def causes(self, causes: tuple[Cause, ...]) -> None:
        """Write the causes with what a reason has to state."""
        columns = headings(CAUSES)
        page = self.sheet(workbook_word("sheet", "causes"), columns)
        page.set_column(0, 0, 8)
        page.set_column(1, 1, 70)
        self.head(page, workbook_word("intro", "causes"), columns)
        style = self.style(border=1, text_wrap=True)
        for row, cause in enumerate(causes, start=HEAD_ROW + 1):
            told = (cause.code, cause.text, cause.must_state, cause.tail)
            for place, text in enumerate(told):
                self.put(page, row, place, text, style)

    def hidden(self, causes: tuple[Cause, ...]) -> None:
        """Write what the workbook is, and its lists, where nobody looks."""
        page = self.book.add_worksheet(HIDDEN_SHEET)
        page.very_hidden()
        page.protect()
        workbook = self.workbook
        facts = (workbook.id, workbook.unit, workbook.day.isoformat())
        for row, text in enumerate(facts):
            page.write_string(row, 0, text)
        lists = {
            "ds_nguyen_nhan": [f"{cause.code} - {cause.text}" for cause in causes],
            "ds_nguoi": list(workbook.people.values()),
            "ds_nguoi_duyet": list(workbook.approvers.values()),
        }
        for place, (name, items) in enumerate(lists.items(), start=1):
            for row, text in enumerate(items or [""]):
                page.write_string(row, place, clean(text))
            letter, last = "ABCD"[place], max(len(items), 1)
            area = f"={HIDDEN_SHEET}!${letter}$1:${letter}${last}"
            self.book.define_name(name, area)

    def put(self, page: Worksheet, row: int, place: int, text: str, style: Format) -> None:
        """Write a text as text, whatever it begins with, and when somebody edits it, too."""
        if text.startswith(FORMULA_SIGNS):
            style = self.style(**{**self.made_of[style], "quote_prefix": True})
        if not text:
            page.write_blank(row, place, None, style)
        elif page.write_string(row, place, clean(text), style):
            raise RenderError(document="xlsx", reason=f"{page.name}, {row + 1}")


def _listed(codes: Iterable[str]) -> dict[str, object]:
    """Return the rule of a cell that takes one of these choices."""
    words = [workbook_word("choice", code) for code in codes]
    told = workbook_word("prompt", "choice")
    return {"validate": "list", "source": words, "error_message": told}


def _list_of(part: Part, column: str) -> str:
    if column == "cause":
        return "ds_nguyen_nhan"
    return "ds_nguoi_duyet" if part is Part.LETTERS else "ds_nguoi"
