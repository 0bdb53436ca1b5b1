"""A spreadsheet laid aside on disk, judged row by row; each code may speak once.

Rows that agree in every field are one. Where they do not, nobody can know which is right,
so every row of that code is refused.
"""

import heapq
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from operator import attrgetter
from typing import Any

from monitor.domain.record import Alike, Record, Reject, Row
from monitor.sources.cells import Cell
from monitor.sources.headers import Field
from monitor.sources.pages import PAGE, Pages
from monitor.sources.reasons import Note, Reason
from monitor.sources.repeated import Repeated
from monitor.sources.tabular import Found, RowReader, Said, to_record, told

APART = "\x1f"  # made to part fields; a text that holds it says nothing by it


class Staged:
    """What a spreadsheet holds. In memory are one page of it, and eight bytes a row."""

    def __init__(
        self,
        reader: RowReader,
        laid: Pages[Row],
        refused: Pages[Reject],
        doubled: Pages[Reject],
    ) -> None:
        self._reader = reader
        self._laid = laid
        self._refused = refused
        self._doubled = doubled
        self._refused_hashes = array("q")
        self._repeated = Repeated()
        self._left_out: set[int] = set()  # numbers of rows whose code another one speaks for
        self._notes: Counter[Note] = Counter()
        self.records = 0
        self.rejected = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What else there was."""
        return told(self._notes)

    def take(self, alike: Alike, *, other_sheets: int) -> None:
        """Read all rows, and lay them aside."""
        found = self._reader.find(self._notes)
        while page := list(islice(found, PAGE)):
            self._take_page(page, alike)
        if hashes := self._repeated.hashes():
            self._settle(hashes)
        self._notes[Note.OTHER_SHEETS] = other_sheets
        self._notes[Note.NO_ROWS] = int(not self.records + self.rejected)

    def rows(self) -> Iterator[Row]:
        """Yield the rows that can be taken."""
        left_out = self._left_out
        return (row for row in self._laid if row.number not in left_out)

    def record(self, row: Row) -> Record:
        """Return what a row says; one known alike when it was laid aside is read now."""
        said = row.kept if isinstance(row.kept, dict) else self._read(row)
        return to_record(said, mark=row.mark)

    def rejects(self) -> Iterator[Reject]:
        """Yield the rows that cannot be taken."""
        return heapq.merge(self._refused, self._doubled, key=attrgetter("row"))

    def _take_page(self, page: Sequence[Found | Reject], alike: Alike) -> None:
        marks = {one.code: one.mark for one in page if isinstance(one, Found) and one.code}
        known = alike(marks)
        laid: list[Row] = []
        refused: list[Reject] = []
        for one in page:
            judged = one if isinstance(one, Reject) else self._judge(one, marks, known)
            if isinstance(judged, Row):
                laid.append(judged)
            else:
                refused.append(judged)
        self._laid.add(laid)
        self._refused.add(refused)
        self.records += len(laid)
        self.rejected += len(refused)

    def _judge(
        self, found: Found, marks: Mapping[str, int], known: Collection[str]
    ) -> Row | Reject:
        """Read a row, unless it is known; one of which something is to be told has no mark."""
        number, code, mark, cells = found
        if code in known and marks[code] == mark:
            self._repeated.add(code)
            return Row(number, code, mark, is_alike=True, kept=_packed(cells))
        notes: Counter[Note] = Counter()
        code, said = self._reader.read(number, cells, notes)
        self._repeated.add(code)
        if isinstance(said, Reject):
            self._refused_hashes.append(hash(code))
            return said
        if notes:
            self._notes.update(notes)
        return Row(number, code, None if notes else mark, is_alike=False, kept=said)

    def _read(self, row: Row) -> Said:
        _, said = self._reader.read(row.number, _unpacked(row.kept), Counter())
        if isinstance(said, Reject):
            raise TypeError  # it was taken before, as it stands and as it is read
        return said

    def _settle(self, hashes: Collection[int]) -> None:
        """Let one row speak for each code that came more than once, or none."""
        differing = self._differing(hashes)
        spoken: set[str] = set()
        for row in self._laid:
            if hash(row.code) not in hashes:
                continue
            if row.code in differing:
                self._leave_out(row)
                self._doubled.add([self._refusal(row)])
                self.rejected += 1
            elif row.code in spoken:
                self._leave_out(row)
                self._notes[Note.IDENTICAL] += 1
            spoken.add(row.code)

    def _differing(self, hashes: Collection[int]) -> set[str]:
        """Return the codes whose rows do not agree, or of which one cannot be taken."""
        refused = {one for one in self._refused_hashes if one in hashes}
        said: dict[str, bytes] = {}
        differing: set[str] = set()
        for row in self._laid:
            if (hashed := hash(row.code)) in hashes:
                digest = _digest(self.record(row))
                if said.setdefault(row.code, digest) != digest or hashed in refused:
                    differing.add(row.code)
        return differing

    def _leave_out(self, row: Row) -> None:
        self._left_out.add(row.number)
        self.records -= 1

    def _refusal(self, row: Row) -> Reject:
        return Reject(
            row=row.number,
            column=self._reader.label(Field.CODE),
            value=row.code,
            reason=Reason.DUPLICATE_CODE,
        )


def _packed(cells: Sequence[Cell]) -> object:
    """Return cells as what takes less time to be laid aside, where that can be undone."""
    try:
        packed = APART.join(cells)  # type: ignore[arg-type]
    except TypeError:  # not all are texts
        return cells
    return packed if packed.count(APART) == len(cells) - 1 else cells


def _unpacked(kept: Any) -> Sequence[Cell]:
    cells: Sequence[Cell] = kept.split(APART) if isinstance(kept, str) else kept
    return cells


def _digest(record: Record) -> bytes:
    """Return what two records have in common that differ by their rows' numbers only."""
    return blake2b(repr(replace(record, row=0, mark=None)).encode(), digest_size=16).digest()
