"""Lists of merged units, and of the answers about dossiers of split ones: CSV or XLSX."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import reject_line
from monitor.domain.errors import MergerError, SourceFileError
from monitor.domain.merger import MergerList, MergerRow, SplitAnswer
from monitor.sources.files import read_bytes
from monitor.sources.headers import known_headers
from monitor.sources.limits import MOST_BYTES
from monitor.sources.reasons import Reason
from monitor.sources.rows import TableRow
from monitor.sources.table import Table, open_data


def read_mergers(path: Path) -> MergerList:
    """Read old codes and new ones; the columns of the national list are known, too.

    Raises:
        SourceFileError: it is no spreadsheet, a column is missing, or it has no row.
        MergerError: rows cannot be read; `problems` has a sentence for each.
    """
    data = read_bytes(path, most=MOST_BYTES)
    rows, problems = list[MergerRow](), list[str]()
    with open_data(data, path, known_headers("mergers")) as table:
        _check(table, "old", "new")
        for row in _rows(table):
            rows.append(_merger(row))
            if row.fault is not None:
                problems.append(reject_line(row.fault, file=table.file))
    if problems:
        raise MergerError(file=path.name, problems=tuple(problems))
    if not rows:
        raise SourceFileError(file=path.name, reason=Reason.EMPTY_FILE)
    return MergerList(file=path.name, sha256=sha256(data).hexdigest(), rows=rows)


def _merger(row: TableRow) -> MergerRow:
    targets = row.text("targets")
    for field in ("old", "new"):
        if not row.text(field):
            row.refuse(field, "", Reason.MISSING_VALUE)
    if targets and not (targets.isascii() and targets.isdecimal()):
        row.refuse("targets", targets, Reason.UNKNOWN_WORD)
        targets = ""
    return MergerRow(
        old=row.text("old"), new=row.text("new"), targets=int(targets) if targets else None
    )


def read_split_answers(path: Path) -> Sequence[SplitAnswer]:
    """Read to which unit each dossier of a split one belongs; a blank is no answer yet.

    Raises:
        SourceFileError: it is no spreadsheet, or a column is missing.
        MergerError: rows cannot be read; `problems` has a sentence for each.
    """
    answers, problems = list[SplitAnswer](), list[str]()
    data = read_bytes(path, most=MOST_BYTES)
    with open_data(data, path, known_headers("split_answers")) as table:
        _check(table, "code", "new")
        for row in _rows(table):
            answers.append(
                SplitAnswer(row=row.number, dossier=row.code("code"), new=_chosen(row))
            )
            if row.fault is not None:
                problems.append(reject_line(row.fault, file=table.file))
    if problems:
        raise MergerError(file=path.name, problems=tuple(problems))
    return answers


def _chosen(row: TableRow) -> str:
    """Return the code of the unit chosen: alone, or before its name."""
    text = row.text("new")
    for sign in load_catalogue("operator")["split_list"]["signs"]:
        text = text.partition(sign)[0].strip()
    return text


def _check(table: Table, *columns: str) -> None:
    for name in columns:
        if name not in table.layout.columns:
            raise SourceFileError(
                file=table.file, reason=Reason.MISSING_COLUMN, column=table.label(name)
            )


def _rows(table: Table) -> Iterator[TableRow]:
    """Yield the rows that say something; one that breaks is refused."""
    for number, cells in table.rows:
        row = TableRow(number, cells or (), table)
        if cells is None:
            row.refuse("new", "", Reason.BROKEN_ROW)
        if cells is None or row.texts:
            yield row
