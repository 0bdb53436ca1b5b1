"""The words of the workbook: headings and lists, and what is told when it comes back."""

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import as_shown
from monitor.domain.workbook_cells import plain

CAUSES = "causes"  # the sheet that asks nothing


def headings(sheet: str) -> dict[str, str]:
    """Return the columns of a sheet, a `Part` or CAUSES, in order, each with its heading."""
    return dict(load_catalogue("so_viec")["columns"][sheet])


def workbook_word(table: str, key: str, **facts: object) -> str:
    """Return words of one table, with facts set in."""
    text: str = load_catalogue("so_viec")[table][key]
    return text.format(**as_shown(facts))


def status_word(text: str) -> str:
    """Return the words for a code of a status, other texts as they are."""
    word: str = load_catalogue("so_viec")["status"].get(text, text)
    return word


def choices() -> dict[str, str]:
    """Return the code of each word that people choose, as words are compared."""
    return {plain(word): code for code, word in load_catalogue("so_viec")["choice"].items()}
