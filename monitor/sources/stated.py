"""Figures that others hand in: one account a row, its columns found by their headers."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.domain.errors import SourceFileError
from monitor.domain.record import Reject
from monitor.domain.stated import Column, Share, Stated
from monitor.ports.stated import StatedFile
from monitor.sources.cells import Cell, raw_text, shown
from monitor.sources.headers import known_headers
from monitor.sources.reasons import Reason
from monitor.sources.rows import TableRow
from monitor.sources.table import Table, open_table

CODE, SHARES, ROUNDED = "id", "stated_percentages", "approx"
ROUNDED_WORDS = {"": False, "0": False, "1": True}
COUNT = re.compile(r"\d{1,12}|\d{1,3}(\.\d{3}){1,3}", re.ASCII)
PERCENT = re.compile(r"(\d{1,6})(?:[.,](\d{1,6}))?\s*%?", re.ASCII)


def read_stated(path: Path) -> StatedFile:
    """Read a whole file of stated figures; columns of other names are passed over.

    Raises:
        SourceFileError: it is no spreadsheet, has no rows, or names no account or figure.
    """
    with open_table(path, known_headers("stated")) as table:
        columns = table.layout.columns
        _need(table, CODE, is_there=CODE in columns)
        _need(table, Column.TOTAL, is_there=not columns.keys().isdisjoint({*Column, SHARES}))
        rows = tuple(_rows(table))
        if not rows:
            raise SourceFileError(file=table.file, reason=Reason.EMPTY_FILE)
        return StatedFile(
            name=table.file,
            columns=tuple(table.layout.names.values()),
            rows=rows,
            other_sheets=table.other_sheets,
        )


def _need(table: Table, column: str, *, is_there: bool) -> None:
    if not is_there:
        raise SourceFileError(
            file=table.file, reason=Reason.MISSING_COLUMN, column=table.label(column)
        )


class _Row(TableRow):
    """A row that tells of each of its cells that cannot be read."""

    __slots__ = ("problems",)

    def __init__(self, number: int, line: Sequence[Cell], table: Table) -> None:
        super().__init__(number, line, table)
        self.problems: list[Reject] = []

    def refuse(self, field: str, value: str, reason: Reason) -> None:
        """Keep every fault, a cell's first."""
        label = self.label(field)
        if label not in {one.column for one in self.problems}:
            told = Reject(row=self.number, column=label, value=shown(value), reason=reason)
            self.problems.append(told)


def _rows(table: Table) -> Iterator[Stated]:
    seen: set[str] = set()
    for number, cells in table.rows:
        row = _Row(number, cells or (), table)
        if cells is None:
            row.refuse(CODE, "", Reason.BROKEN_ROW)
            yield Stated(code="", counts={}, problems=tuple(row.problems))
        elif any(raw_text(cell).strip() for cell in cells):
            yield _row(row, seen)


def _row(row: _Row, seen: set[str]) -> Stated:
    """Return an account; of one that nobody can name, or that may be rounded, no figures."""
    code, rounded = row.text(CODE), ROUNDED_WORDS.get(row.text(ROUNDED))
    if not code:
        row.refuse(CODE, "", Reason.MISSING_VALUE)
    elif code in seen:
        row.refuse(CODE, code, Reason.REPEATED_CODE)
    seen.add(code)
    if rounded is None:
        row.refuse(ROUNDED, row.text(ROUNDED), Reason.BAD_ROUNDED)
    is_told = not row.problems
    counts, shares = dict(_counts(row)), tuple(_shares(row))
    return Stated(
        code=code,
        place=row.text("place"),
        first=_day(row, "period_from"),
        last=_day(row, "period_to"),
        is_rounded=bool(rounded),
        counts=counts if is_told else {},
        shares=shares if is_told else (),
        problems=tuple(row.problems),
    )


def _day(row: TableRow, field: str) -> str:
    """Return a day as it was written; one that a workbook keeps as a date, in full."""
    cell = row.cells.get(field)
    return cell.strftime("%d/%m/%Y") if isinstance(cell, datetime) else row.text(field)


def _counts(row: TableRow) -> Iterator[tuple[Column, int]]:
    """Yield the counts that are stated.

    A number with a fraction is none: a workbook of another language may have made it of
    10.776.
    """
    for column in Column:
        cell, text = row.cells.get(column), row.text(column)
        if isinstance(cell, float) and not cell.is_integer():
            row.refuse(column, text, Reason.BAD_COUNT)
        elif COUNT.fullmatch(text):
            yield column, int(text.replace(".", ""))
        elif text:
            row.refuse(column, text, Reason.BAD_COUNT)


def _shares(row: TableRow) -> Iterator[Share]:
    """Yield the percentages, each kept as written: to the digits it was stated to."""
    text = row.text(SHARES)
    try:
        found = json.loads(text or "[]", parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        row.refuse(SHARES, text, Reason.BAD_PERCENTAGES)
        return
    for one in found:
        try:
            yield _share(one)
        except (ValueError, TypeError, KeyError, AttributeError):
            row.refuse(SHARES, text, Reason.BAD_PERCENTAGES)


def _share(told: Any) -> Share:
    """Return one percentage.

    Raises:
        ValueError: it is not written as a percentage, or names a column that is none.
        TypeError, KeyError, AttributeError: it is no object with a value.
    """
    found = PERCENT.fullmatch(told["value"])
    if found is None:
        raise ValueError(told["value"])
    ones, fraction = found.groups()
    return Share(
        label=str(told.get("label") or ""),
        text=f"{ones}.{fraction}" if fraction else ones,
        numerator=_columns(told.get("num")),
        denominator=_columns(told.get("den")),
    )


def _columns(text: str | None) -> tuple[Column, ...]:
    return tuple(Column(name.strip()) for name in text.split("+")) if text else ()
