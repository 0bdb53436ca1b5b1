"""A list of letters that the clerk has numbered, and where their signed files lie."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedRow:
    """One row: the dossier, what the letter bears, and its file."""

    row: int
    dossier: str
    number: str
    dated_on: date
    file: Path
