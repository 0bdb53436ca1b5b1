"""Read the rows of a workbook that came back: what each says, and what becomes of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.catalogues.workbooks import choices, headings, workbook_word
from monitor.domain.office import Office
from monitor.domain.supplied import FIGURES, Measure, contradicting
from monitor.domain.workbook import CELLS, Line, Part, Workbook
from monitor.domain.workbook_cells import (
    Fault,
    Percent,
    RawCell,
    RawRow,
    Said,
    Terms,
    Wrong,
    cell_text,
    plain,
    read_row,
)
from monitor.flows.workbook_answers import Answer, State, take
from monitor.flows.workbook_lines import figure_of
from monitor.ports.outside import Outside
from monitor.ports.workbooks import FilledPage, FilledWorkbook, Remark

MOST_QUOTED = 20_000  # characters; a cell holds 32,767


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one row of a file; `token` is empty where nobody asked for it."""

    part: Part
    number: int
    shown: str
    token: str
    remark: Remark
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Reads the rows of one file."""

    outside: Outside
    office: Office
    workbook: Workbook
    filled: FilledWorkbook
    at: datetime

    def page(self, part: Part) -> Iterator[Row]:
        """Yield what became of the rows of a sheet that say something."""
        page = self.filled.pages.get(part, FilledPage())
        lines = {mark: line for mark, line in self.workbook.tokens.items() if line.part is part}
        rows: defaultdict[str, list[RawRow]] = defaultdict(list)
        for row in filter(_says_something, _marked_by_code(page.rows, lines)):
            rows[row.token].append(row)
        clashing = self._clashing(lines, rows) if part is Part.FIGURES else frozenset()
        for mark, group in rows.items():
            line = lines.get(mark)
            if line is None:
                told = workbook_word("fault", "added")
                yield from (_stray(part, row, told) for row in group)
            else:
                yield from self._group(mark, line, group, has_clash=mark in clashing)
        yield from _torn(part, page, lines)

    def _group(
        self, mark: str, line: Line, group: list[RawRow], *, has_clash: bool
    ) -> Iterator[Row]:
        """Yield what became of the rows that bear one mark: more than one must agree."""
        first, shown = group[0], line.facts["shown"]
        if any((row.cells, row.target) != (first.cells, first.target) for row in group):
            told = workbook_word("fault", "twice")
        elif plain(first.target) != plain(shown):
            told = workbook_word("fault", "changed_code", shown=shown)
        else:
            yield self._row(first, mark, line, has_clash=has_clash)
            return
        remark = _emptied(line.part, group, told)
        for row in group:
            yield _wrong(row, mark, line, remark)

    def _row(self, row: RawRow, mark: str, line: Line, *, has_clash: bool) -> Row:
        found = read_row(line.part, row, self._terms(line), measure=_measure(line))
        faults = found.faults if isinstance(found, Wrong) else {}
        if not faults and has_clash:
            faults = {"value": Fault.SUM}
        if faults:
            return _wrong(row, mark, line, _faulty(line.part, row, faults))
        said = found.cells if isinstance(found, Said) else {}
        answer = Answer(
            workbook=self.workbook, line=line, said=said, saved_at=self.filled.saved_at
        )
        outcome = take(self.outside, self.office, answer, at=self.at)
        if outcome.state is State.WRONG:
            told_of = {outcome.cell: outcome.text}
            return _wrong(row, mark, line, _told(line.part, row.cells, told_of))
        is_taken = outcome.state in {State.TAKEN, State.ALREADY}
        return Row(
            part=line.part,
            number=row.number,
            shown=line.facts["shown"],
            token=mark,
            remark=Remark(cells=row.cells, text=outcome.text, is_taken=is_taken),
            state=outcome.state,
        )

    def _clashing(
        self, lines: Mapping[str, Line], rows: Mapping[str, list[RawRow]]
    ) -> frozenset[str]:
        """Return the marks of figures that cannot all be right, of one unit and month.

        They are held against each other and against what the workbook shows as known.
        """
        values: defaultdict[tuple[str, date], dict[str, int]] = defaultdict(dict)
        places: dict[tuple[str, date, str], str] = {}
        for mark, line in lines.items():
            unit, month, name = figure_of(line.target)
            places[unit, month, name] = mark
            value = line.facts["present"].replace(".", "").replace(",", "")
            for row in rows.get(mark, ()):
                found = read_row(line.part, row, self._terms(line), measure=_measure(line))
                value = found.cells["value"] if isinstance(found, Said) else value
            if value.isdecimal():
                values[unit, month][name] = int(value)
        return frozenset(
            places[unit, month, name]
            for (unit, month), known in values.items()
            for name in contradicting(known)
        )

    def _terms(self, line: Line) -> Terms:
        causes = self.office.causes.values()
        return Terms(
            choices=choices(),
            causes=frozenset(cause.code for cause in causes if cause.in_letter),
            people=self.workbook.people,
            approvers=self.workbook.approvers,
            year=self.workbook.day.year,
            offers=frozenset(line.offers),
            proposed=line.facts.get("proposed", ""),
        )


def _marked_by_code(rows: Iterable[RawRow], lines: Mapping[str, Line]) -> Iterator[RawRow]:
    """Yield rows with their marks: by the codes they show where the hidden column is gone."""
    found = tuple(rows)
    marks = _marks(lines) if not any(row.token for row in found) else {}
    is_by_code = any(line.part is Part.ANSWERS for line in lines.values())
    for row in found:
        mark = marks.get(plain(row.target), "") if is_by_code else ""
        yield replace(row, token=row.token or mark)


def _marks(lines: Mapping[str, Line]) -> dict[str, str]:
    """Return the marks of lines by what they show, where only one shows it."""
    counted = Counter(plain(line.facts["shown"]) for line in lines.values())
    return {
        shown: mark
        for mark, line in lines.items()
        if counted[shown := plain(line.facts["shown"])] == 1
    }


def _torn(part: Part, page: FilledPage, lines: Mapping[str, Line]) -> Iterator[Row]:
    """Yield the rows of sheets that lack columns: nothing is taken, all is quoted."""
    told = workbook_word("fault", "column", columns=", ".join(page.missing))
    marks = _marks(lines)
    for row in filter(_says_something, page.torn):
        mark = row.token if row.token in lines else marks.get(plain(row.target), "")
        if mark:
            yield _wrong(row, mark, lines[mark], _emptied(part, [row], told))
        else:
            yield _stray(part, row, told)


def _stray(part: Part, row: RawRow, told: str) -> Row:
    remark = Remark(cells=row.cells, text=told)
    return Row(
        part=part,
        number=row.number,
        shown=row.target,
        token="",
        remark=remark,
        state=State.WRONG,
    )


def _wrong(row: RawRow, mark: str, line: Line, remark: Remark) -> Row:
    return Row(
        part=line.part,
        number=row.number,
        shown=line.facts["shown"],
        token=mark,
        remark=remark,
        state=State.WRONG,
    )


def _emptied(part: Part, rows: Iterable[RawRow], told: str) -> Remark:
    """Return a remark that quotes what rows say: nobody knows what it was meant for."""
    return Remark(
        cells={},
        text=told,
        wrong=dict.fromkeys(CELLS[part], told),
        written=_quoted(part, rows, CELLS[part]),
    )


def _faulty(part: Part, row: RawRow, faults: Mapping[str, Fault]) -> Remark:
    """Return what is told of wrong cells; what a merge or a formula hid is only quoted."""
    hidden = [name for name, fault in faults.items() if fault in {Fault.MERGED, Fault.FORMULA}]
    told_of = {name: workbook_word("fault", fault) for name, fault in faults.items()}
    cells = {name: cell for name, cell in row.cells.items() if name not in hidden}
    return replace(_told(part, cells, told_of), written=_quoted(part, [row], hidden))


def _told(
    part: Part, cells: Mapping[str, RawCell | Percent], told_of: Mapping[str, str]
) -> Remark:
    """Return what is told of wrong cells, each named by its heading."""
    names = headings(part)
    text = " ".join(f"{names[name]}: {why}" for name, why in told_of.items())
    return Remark(cells=cells, text=text, wrong=told_of)


def _quoted(part: Part, rows: Iterable[RawRow], names: Iterable[str]) -> str:
    """Return what rows say in these cells, cut where no cell could hold it."""
    heads, wanted = headings(part), list(names)
    quoted: list[str] = []
    for row in rows:
        said = {name: cell_text(row.cells.get(name)) for name in wanted}
        what = "; ".join(f"{heads[name]}: {text}" for name, text in said.items() if text)
        if what:
            facts = {"number": row.number, "shown": row.target, "what": what}
            quoted.append(workbook_word("returned", "written", **facts))
    return " ".join(quoted)[:MOST_QUOTED]


def _says_something(row: RawRow) -> bool:
    """Tell whether a row answers anything; a name beside empty cells does not."""
    named = (cell for name, cell in row.cells.items() if name != "by")
    return bool(row.merged) or any(cell not in {None, ""} for cell in named)


def _measure(line: Line) -> Measure:
    if line.part is not Part.FIGURES:
        return Measure.COUNT
    return FIGURES[figure_of(line.target)[2]]
