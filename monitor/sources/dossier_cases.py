"""A spreadsheet of dossiers to be dated: receipt, term, pauses, and a code if there is one.

Pauses stand in one cell, parted by `;`: `03/11/2026 08:00 - 05/11/2026 10:00`. Nothing
after the dash: the pause has not ended. Without a clock a pause lasts from the beginning
of its first day to the beginning of its last: the day on which the supplement came counts
for the office again, and a pause from a day to the same day gives nothing back.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from monitor.domain.cases.dossier import CaseRow, DossierCase
from monitor.domain.cases.fields import Fault
from monitor.domain.dossier import Pause
from monitor.domain.errors import CaseError, DungHanError, ReversedSpanError, SourceFileError
from monitor.domain.term import Term
from monitor.domain.terms.text import parse_term
from monitor.sources.cells import Cell, raw_text, tidy
from monitor.sources.dates import read_instant
from monitor.sources.headers import known_headers
from monitor.sources.reasons import Reason
from monitor.sources.rows import TableRow
from monitor.sources.table import Table, open_data

HEADERS = "cases"
DASH = re.compile(r"\s+[-\u2013]+(?:\s+|$)")  # a dash within a date has no spaces round it
DIFFERENT_TERMS = 1_024  # texts: a province has some hundreds
FAULTS = {Reason.DATE_OUT_OF_RANGE: Fault.YEAR}


class Field(StrEnum):
    """A column of the spreadsheet."""

    CODE = "code"
    RECEIVED = "received"
    TERM = "term"
    PAUSES = "pauses"


def is_cases(data: bytes, *, path: Path) -> bool:
    """Tell whether `data` is a spreadsheet that names a receipt or a term."""
    try:
        with open_data(data, path, known_headers(HEADERS)) as table:
            return not {Field.RECEIVED, Field.TERM}.isdisjoint(table.layout.columns)
    except SourceFileError:
        return False


def read_cases(data: bytes, *, path: Path) -> Iterator[CaseRow]:
    """Yield every row below the header that is not blank.

    Raises:
        SourceFileError: it is no spreadsheet, or a column that must be there is missing.
    """
    with open_data(data, path, known_headers(HEADERS)) as table:
        for name in (Field.RECEIVED, Field.TERM):
            if name not in table.layout.columns:
                raise SourceFileError(
                    file=table.file, reason=Reason.MISSING_COLUMN, column=table.label(name)
                )
        for number, cells in table.rows:
            if cells is None:
                fault = CaseError(field="", reason=Fault.BROKEN_ROW)
                yield CaseRow(number=number, code="", case=fault)
            elif any(raw_text(cell).strip() for cell in cells):
                yield _row(TableRow(number, cells, table), table)


def _row(row: TableRow, table: Table) -> CaseRow:
    code = tidy(raw_text(row.cells.get(Field.CODE)))
    try:
        case: DossierCase | DungHanError = DossierCase(
            received_at=_instant(row.cells.get(Field.RECEIVED), table.label(Field.RECEIVED)),
            term=_term(_needed(row.cells.get(Field.TERM), table.label(Field.TERM))),
            pauses=tuple(_pauses(row.cells.get(Field.PAUSES), table.label(Field.PAUSES))),
        )
    except DungHanError as error:
        case = error
    return CaseRow(number=row.number, code=code, case=case)


@lru_cache(maxsize=DIFFERENT_TERMS)
def _term(text: str) -> Term:
    return parse_term(text)


def _needed(cell: Cell, column: str) -> str:
    text = tidy(raw_text(cell))
    if not text:
        raise CaseError(field=column, reason=Fault.MISSING)
    return text


def _instant(cell: Cell, column: str) -> datetime:
    _needed(cell, column)
    found = read_instant(cell)
    if isinstance(found, datetime):
        return found
    raise CaseError(field=column, reason=FAULTS.get(found, Fault.NOT_DATE))


def _pauses(cell: Cell, column: str) -> Iterator[Pause]:
    for text in re.split(r"[;\n]", raw_text(cell)):
        if not text.strip():
            continue
        parts = DASH.split(text.strip())
        if len(parts) != 2:  # noqa: PLR2004 - from, to
            raise CaseError(field=column, reason=Fault.NOT_PAUSE)
        paused_at = _instant(parts[0], column)
        resumed_at = _instant(parts[1], column) if parts[1] else None
        if resumed_at is not None and resumed_at < paused_at:
            raise ReversedSpanError(start=paused_at, end=resumed_at)
        yield Pause(paused_at=paused_at, resumed_at=resumed_at)
