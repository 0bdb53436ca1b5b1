"""Who writes into the workbooks of the sample office, as in a spreadsheet."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from monitor.bootstrap import App
from monitor.catalogues.workbooks import headings, workbook_word
from monitor.demo.lives import Life
from monitor.domain.directory import Official
from monitor.domain.workbook import Part


def answer(app: App, lives: Sequence[Life], *, at: datetime) -> None:
    """Write what is planned for dossiers of one unit into its workbook of the day."""
    units = app.office.directory.units.values()
    unit = next(one.code for one in units if one.name == lives[0].unit_name)
    _write(app, unit, Part.ANSWERS, {life.code: _cells(life) for life in lives}, at=at)


def fill_in(app: App, figures: Mapping[str, str], *, by: Official, at: datetime) -> None:
    """Write figures, by their names, into the workbook of the day of the unit of `by`."""
    told = {
        workbook_word("figure", name): {"value": text, "by": by.source_name}
        for name, text in figures.items()
    }
    _write(app, by.unit, Part.FIGURES, told, at=at)


def _write(
    app: App, unit: str, part: Part, told: Mapping[str, Mapping[str, str]], *, at: datetime
) -> None:
    """Write cells, by what their rows show, into a sheet of a unit's workbook of the day.

    It is saved into the folder that the next tick reads, as of `at`.
    """
    import openpyxl  # noqa: PLC0415 - 24 MB that no command but this one carries
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    with app.outside.store.reading() as work:
        workbook = work.workbooks.of_day(unit, at.date())
    if workbook is None:
        raise LookupError(unit)
    path = app.workbook_path(workbook)
    book = openpyxl.load_workbook(path)
    _fill(book[workbook_word("sheet", part)], headings(part), told)
    book.properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    drop = app.settings.workbook.drop
    drop.mkdir(parents=True, exist_ok=True)
    saved = drop / path.name
    # The library's own `save` would name the present as the time of saving.
    ExcelWriter(book, ZipFile(saved, "w", ZIP_DEFLATED)).save()
    os.utime(saved, (at.timestamp(),) * 2)  # nobody waits for a file of that age


def _fill(sheet: Any, heads: Mapping[str, str], told: Mapping[str, Mapping[str, str]]) -> None:
    """Write each row's cells below the headings."""
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
