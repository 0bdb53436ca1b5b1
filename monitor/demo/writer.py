"""The official of the sample office who answers in the unit's workbook, as in a spreadsheet."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.writer.excel import ExcelWriter

from monitor.bootstrap import App
from monitor.catalogues.workbooks import headings, workbook_word
from monitor.demo.lives import Life
from monitor.domain.workbook import Part


def write(app: App, lives: Sequence[Life], *, at: datetime) -> None:
    """Write what is planned for dossiers of one unit into its workbook of the day; save it.

    It is saved into the folder that the next tick reads, as of `at`.
    """
    units = app.office.directory.units.values()
    unit = next(one.code for one in units if one.name == lives[0].unit_name)
    with app.outside.store.reading() as work:
        workbook = work.workbooks.of_day(unit, at.date())
    if workbook is None:
        raise LookupError(unit)
    path = app.workbook_path(workbook)
    book = openpyxl.load_workbook(path)
    _fill(book[workbook_word("sheet", Part.ANSWERS)], lives)
    book.properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    drop = app.settings.workbook.drop
    drop.mkdir(parents=True, exist_ok=True)
    saved = drop / path.name
    # The library's own `save` would name the present as the time of saving.
    ExcelWriter(book, ZipFile(saved, "w", ZIP_DEFLATED)).save()
    os.utime(saved, (at.timestamp(),) * 2)  # nobody waits for a file of that age


def _fill(sheet: Any, lives: Sequence[Life]) -> None:
    """Write the answers, each into the row of its dossier, below the headings."""
    told = {life.code: _cells(life) for life in lives}
    heads = headings(Part.ANSWERS)
    rows = sheet.iter_rows()
    head = next(row for row in rows if heads["shown"] in [cell.value for cell in row])
    places = [cell.value for cell in head]
    for row in rows:
        cells = told.get(row[places.index(heads["shown"])].value, {})
        for name, value in cells.items():
            row[places.index(heads[name])].value = value


def _cells(life: Life) -> dict[str, str]:
    """Return what the plan of a dossier says, as its handler types it."""
    plan = life.plan
    if plan is None or plan.new_due_on is None:
        return {"answer": workbook_word("choice", "in_time"), "by": life.handler_name}
    return {
        "answer": workbook_word("choice", "late"),
        "cause": plan.cause,
        "reason": plan.reason,
        "new_date": f"{plan.new_due_on:%d/%m/%Y}",
        "by": life.handler_name,
    }
