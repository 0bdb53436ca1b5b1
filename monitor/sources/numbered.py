"""The clerk's list of numbered letters: dossier, number, date and the signed file."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

from monitor.domain.errors import SourceFileError
from monitor.domain.instants import vietnam_day
from monitor.domain.record import Reject
from monitor.ports.numbered import NumberedRow
from monitor.sources.cells import raw_text
from monitor.sources.headers import known_headers
from monitor.sources.reasons import Reason
from monitor.sources.rows import TableRow
from monitor.sources.table import open_table

COLUMNS = ("code", "number", "dated_on", "file")


def read_numbered(path: Path) -> Iterator[NumberedRow | Reject]:
    """Yield every row that is not blank, or what is wrong with it.

    A file is looked for beside the list or below, and nowhere else. Four columns are needed:
    without any of them nothing is read.

    Raises:
        SourceFileError: it is no spreadsheet, or a column is missing.
    """
    with open_table(path, known_headers("numbered")) as table:
        for name in COLUMNS:
            if name not in table.layout.columns:
                raise SourceFileError(
                    file=table.file, reason=Reason.MISSING_COLUMN, column=table.label(name)
                )
        for number, cells in table.rows:
            if cells is None or any(raw_text(cell).strip() for cell in cells):
                yield _row(TableRow(number, cells or (), table), path.parent)


def _row(row: TableRow, folder: Path) -> NumberedRow | Reject:
    code, number, file = row.code("code"), row.text("number"), row.text("file")
    dated_at = row.instant("dated_on")
    for name, value in (("number", number), ("dated_on", dated_at), ("file", file)):
        if not value:
            row.refuse(name, "", Reason.MISSING_VALUE)
    place = folder / file
    if not place.resolve().is_relative_to(folder.resolve()):
        row.refuse("file", file, Reason.ELSEWHERE)
    if row.fault is not None:
        return row.fault
    return NumberedRow(
        row=row.number,
        dossier=code,
        number=number,
        dated_on=vietnam_day(cast("datetime", dated_at)),
        file=place,
    )
