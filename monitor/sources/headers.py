"""Which column of a file is which field of ours: found by name, in one or two header rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from monitor.catalogues import load_catalogue
from monitor.sources.catalogue import plain
from monitor.sources.cells import Cell, NumberedRow, raw_text, text_of

Headers = Mapping[str, Sequence[str]]
"""Field -> the headers it is known by, best first; the first is shown to the operator."""


class Field(StrEnum):
    """A field of a dossier that a column may hold."""

    CODE = "code"
    PROCEDURE = "procedure"
    PROCEDURE_NAME = "procedure_name"
    APPLICANT = "applicant"
    APPLICANT_KIND = "applicant_kind"
    ADDRESS = "address"
    PHONE = "phone"
    MAILBOX = "mailbox"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    PROMISED = "promised"
    FINISHED = "finished"
    COLLECTED = "collected"
    STATUS = "status"
    STEP = "step"
    HANDLER = "handler"
    UNIT = "unit"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the header stands and what each column holds.

    `first` and `rows` are the header's place and height among the rows looked at;
    `names` are the headers as the file writes them.
    """

    first: int = 0
    rows: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def known_headers(kind: str) -> Headers:
    """Return the headers known for `dossiers`, `units`, `officials` or `procedures`."""
    table: Headers = load_catalogue("headers")[kind]
    return table


def find_layout(head: Sequence[NumberedRow], headers: Headers) -> Layout:
    """Find the header among the first rows: the row, or two, that name the most fields.

    A second row belongs to the header when it names fields, too, under a blank or
    repeated code. Nothing known at all is a layout without columns.
    """
    known = _ranks(headers)
    lines = [cells or () for _, cells in head]
    names = [[plain(raw_text(cell)) for cell in line] for line in lines]
    best = Layout()
    for first, top in enumerate(names):
        one_row = _layout(lines, first, _choose(top, [], known), rows=1)
        best = max(best, one_row, key=_score)
        below = names[first + 1] if first + 1 < len(names) else []
        if _is_second(top, below, known):
            two_rows = _layout(lines, first, _choose(top, below, known), rows=2)
            best = max(best, two_rows, key=_score)
    return best


def _layout(
    lines: Sequence[Sequence[Cell]], first: int, columns: Mapping[str, int], *, rows: int
) -> Layout:
    header = lines[first : first + rows]
    names = {name: _written(header, column) for name, column in columns.items()}
    return Layout(first=first, rows=rows, columns=columns, names=names)


def _score(layout: Layout) -> tuple[int, int]:
    """Rank by fields named; a title above must not be taken for a part of the header."""
    return (len(layout.columns), -layout.rows) if layout.columns else (0, 0)


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Tell whether a row below the header only numbers the columns: (1) (2) (3)."""
    texts = [text_of(cell).strip("()") for cell in cells]
    said = [text for text in texts if text]
    if len(said) <= 2 or not all(text.isdecimal() and len(text) < 3 for text in said):  # noqa: PLR2004 - 1 to 99
        return False
    numbers = [int(text) for text in said]  # small figures do not follow each other
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _ranks(headers: Headers) -> dict[str, tuple[str, int]]:
    """Return compared header -> field and rank; the first field that claims it keeps it."""
    ranks: dict[str, tuple[str, int]] = {}
    for name, known in headers.items():
        for rank, header in enumerate(known):
            ranks.setdefault(plain(header), (name, rank))
    return ranks


def _is_second(
    top: Sequence[str], below: Sequence[str], known: Mapping[str, tuple[str, int]]
) -> bool:
    if not any(name in known for name in below):
        return False
    codes = [at for at, name in enumerate(top) if known.get(name, ("",))[0] == Field.CODE]
    return all(at >= len(below) or below[at] in {"", top[at]} for at in codes)


def _choose(
    top: Sequence[str], below: Sequence[str], known: Mapping[str, tuple[str, int]]
) -> dict[str, int]:
    """Return field -> column: the best-ranked header wins, then the leftmost."""
    best: dict[str, tuple[int, int]] = {}
    group = ""
    for column in range(max(len(top), len(below))):
        above = top[column] if column < len(top) else ""
        leaf = below[column] if column < len(below) else ""
        group = above or group
        found = known.get(f"{group} {leaf}") or known.get(leaf or above)
        if found:
            name, rank = found
            best[name] = min(best.get(name, (rank, column)), (rank, column))
    return {name: column for name, (_, column) in best.items()}


def _written(rows: Sequence[Sequence[Cell]], column: int) -> str:
    texts = [text_of(row[column]) for row in rows if column < len(row)]
    return next((text for text in reversed(texts) if text), "")
