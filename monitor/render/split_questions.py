"""The list on which people choose to which unit each dossier of a split one belongs.

It names no person: codes, procedures and dates are enough to decide by.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from monitor.catalogues import load_catalogue
from monitor.domain.instants import local
from monitor.domain.merger import Question

COLUMNS = ("code", "procedure", "received", "old", "new")
WIDTHS = (26, 60, 14, 18, 44)  # letters
MOST_ROWS = 1_048_575  # below the headings; more are asked for once these are answered


def split_questions(found: Iterable[Question], names: Mapping[str, str]) -> bytes:
    """Return the list as a workbook: the last column is to be chosen.

    Args:
        found: The dossiers, by code.
        names: The names of units, by code.
    """
    words: Mapping[str, str] = load_catalogue("operator")["split_list"]
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    page, choices = book.add_worksheet(words["sheet"]), book.add_worksheet(words["choices"])
    bold, plain = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for column, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        page.write_string(0, column, words[name], bold)
        page.set_column(column, column, width)
    page.freeze_panes(1, 1)
    chosen = defaultdict[tuple[str, ...], list[list[int]]](list)
    rows = 0
    for rows, one in zip(range(1, MOST_ROWS + 1), found, strict=False):
        page.write_string(rows, 0, one.dossier, plain)
        page.write_string(rows, 1, one.procedure_name or one.procedure or "", plain)
        if one.received_at is not None:
            page.write_datetime(rows, 2, local(one.received_at).replace(tzinfo=None), day)
        page.write_string(rows, 3, one.old, plain)
        page.write_blank(rows, 4, None, plain)
        chosen[one.candidates].append([rows, 4, rows, 4])
    for column, (candidates, cells) in enumerate(chosen.items()):
        source = _listed(choices, column, candidates, names)
        chosen_of = {"validate": "list", "source": source, "other_cells": cells[1:]}
        page.data_validation(*cells[0], chosen_of)
    page.autofilter(0, 0, max(rows, 1), len(COLUMNS) - 1)
    choices.hide()
    book.close()
    return content.getvalue()


def _listed(
    page: Worksheet, column: int, candidates: Iterable[str], names: Mapping[str, str]
) -> str:
    """Write units below each other, and return where they stand."""
    last, choice = 0, load_catalogue("operator")["split_list"]["choice"]
    for last, code in enumerate(candidates):
        page.write_string(last, column, choice.format(code=code, name=names.get(code, code)))
    name = xl_col_to_name(column, col_abs=True)
    cells = f"{name}$1:{name}${last + 1}"
    return f"='{page.get_name()}'!{cells}"
