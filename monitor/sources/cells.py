"""Cells of a file as text: what may stay, what is taken out, what is shown."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

Cell = str | datetime | date | time | timedelta | float | bool | None  # an int is a float here

NumberedRow = tuple[int, Sequence[Cell] | None]  # None: the row could not be split into cells
Rows = Iterator[NumberedRow]

MAX_CHARACTERS = 4_000  # of a cell we read; the longest real procedure names have some 600
MAX_SHOWN = 100
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def text_of(cell: Cell) -> str:
    """Return a cell as text, with single spaces, composed, without control characters.

    A whole number reads without a fraction, a date as dd/MM/yyyy.
    """
    return tidy(cell) if isinstance(cell, str) else raw_text(cell)


def raw_text(cell: Cell) -> str:
    """Return a cell as text, as it stands."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)


def tidy(text: str) -> str:
    """Return `text` with single spaces, composed (NFC), without control characters."""
    if text.isprintable() and "  " not in text and text == text.strip():
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    spaced = " ".join(text.split())
    seen = spaced if spaced.isprintable() else _UNSEEN.sub("", spaced).strip()
    return unicodedata.normalize("NFC", seen)


def shown(text: str) -> str:
    """Return `text` with what cannot be seen spelled out, cut to 100 characters."""
    seen = (
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in text[:MAX_SHOWN]
    )
    return "".join(seen)[:MAX_SHOWN]
