"""Read the rows of a workbook that came back: what each says, and what becomes of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.catalogues.workbooks import choices, headings, workbook_word
from monitor.domain.office import Office
from monitor.domain.workbook import FIGURES, Line, Measure, Part, Workbook
from monitor.domain.workbook_cells import RawRow, Terms, Wrong, plain, read_row
from monitor.flows.workbook_answers import Answer, Outcome, State, take
from monitor.flows.workbook_lines import figure_of
from monitor.ports.store import Store
from monitor.ports.workbooks import FilledPage, FilledWorkbook, Remark


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

    store: Store
    office: Office
    workbook: Workbook
    filled: FilledWorkbook
    at: datetime

    def page(self, part: Part) -> Iterator[Row]:
        """Yield what became of the rows of a sheet that say something."""
        rows: defaultdict[str, list[RawRow]] = defaultdict(list)
        page = self.filled.pages.get(part, FilledPage())
        for row in page.rows:
            rows[row.token].append(row)
        lines = {mark: line for mark, line in self.workbook.tokens.items() if line.part is part}
        for mark, group in rows.items():
            line = lines.get(mark)
            if line is None:
                yield from (self._stray(part, row) for row in group if _says_something(row))
            else:
                said = [row for row in group if _says_something(row)]
                yield from self._group(mark, line, said)

    def _group(self, mark: str, line: Line, group: list[RawRow]) -> Iterator[Row]:
        """Yield what became of the rows that bear one mark: more than one must agree."""
        if any(row.cells != group[0].cells for row in group):
            for row in group:
                yield self._wrong(row, mark, line, workbook_word("fault", "twice"))
        elif group:
            yield self._row(group[0], mark, line)

    def _row(self, row: RawRow, mark: str, line: Line) -> Row:
        shown = line.facts["shown"]
        if plain(row.target) != plain(shown):
            told = workbook_word("fault", "changed_code", shown=shown)
            return self._wrong(row, mark, line, told)
        found = read_row(line.part, row, self._terms(), measure=_measure(line))
        if isinstance(found, Wrong):
            told_of = {cell: workbook_word("fault", one) for cell, one in found.faults.items()}
            return self._marked(row, mark, line, told_of)
        said = found.cells if found else {}
        answer = Answer(
            workbook=self.workbook, line=line, said=said, saved_at=self.filled.saved_at
        )
        outcome = take(self.store, self.office, answer, at=self.at)
        if outcome.state is State.WRONG:
            return self._marked(row, mark, line, {outcome.cell: outcome.text})
        return _row_of(row, mark, line.part, shown, outcome)

    def _marked(self, row: RawRow, mark: str, line: Line, told_of: Mapping[str, str]) -> Row:
        """Return a row with wrong cells, each named by its heading."""
        names = headings(line.part)
        text = " ".join(f"{names[cell]}: {why}" for cell, why in told_of.items())
        remark = Remark(cells=row.cells, text=text, wrong=told_of)
        return Row(
            part=line.part,
            number=row.number,
            shown=line.facts["shown"],
            token=mark,
            remark=remark,
            state=State.WRONG,
        )

    def _wrong(self, row: RawRow, mark: str, line: Line, told: str) -> Row:
        outcome = Outcome(state=State.WRONG, text=told)
        return _row_of(row, mark, line.part, line.facts["shown"], outcome)

    def _stray(self, part: Part, row: RawRow) -> Row:
        outcome = Outcome(state=State.WRONG, text=workbook_word("fault", "added"))
        return _row_of(row, "", part, row.target, outcome)

    def _terms(self) -> Terms:
        causes = self.office.causes.values()
        return Terms(
            choices=choices(),
            causes=frozenset(cause.code for cause in causes if cause.in_letter),
            people=self.workbook.people,
            approvers=self.workbook.approvers,
        )


def _row_of(row: RawRow, mark: str, part: Part, shown: str, outcome: Outcome) -> Row:
    is_taken = outcome.state in {State.TAKEN, State.ALREADY}
    remark = Remark(cells=row.cells, text=outcome.text, is_taken=is_taken)
    return Row(
        part=part,
        number=row.number,
        shown=shown,
        token=mark,
        remark=remark,
        state=outcome.state,
    )


def _says_something(row: RawRow) -> bool:
    """Tell whether a row answers anything; a name beside empty cells does not."""
    named = (cell for name, cell in row.cells.items() if name != "by")
    return bool(row.merged) or any(cell not in {None, ""} for cell in named)


def _measure(line: Line) -> Measure:
    if line.part is not Part.FIGURES:
        return Measure.COUNT
    return FIGURES[figure_of(line.target)[2]]
