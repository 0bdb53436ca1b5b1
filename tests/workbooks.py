"""A unit's workbook in a clerk's hands: opened, written in and saved as a spreadsheet does."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl

from monitor.catalogues.workbooks import headings, workbook_word
from monitor.domain.workbook import Part
from tests.builders import vn

HEAD = 5  # the row of the headings


@dataclass
class Clerk:
    """A workbook opened; every edit finds its cell by the heading and the code in its row."""

    book: Any

    @classmethod
    def opens(cls, content: bytes) -> "Clerk":
        return cls(openpyxl.load_workbook(io.BytesIO(content)))

    def sheet(self, part: Part) -> Any:
        return self.book[workbook_word("sheet", part.value)]

    def column(self, part: Part, name: str) -> int:
        heading = headings(part)[name]
        texts = [cell.value for cell in self.sheet(part)[HEAD]]
        return texts.index(heading) + 1

    def rows(self, part: Part) -> list[str]:
        """Return what the rows of a sheet show as their codes."""
        column = self.column(part, "shown")
        sheet = self.sheet(part)
        return [
            str(sheet.cell(row, column).value) for row in range(HEAD + 1, sheet.max_row + 1)
        ]

    def cell(self, part: Part, shown: str, name: str) -> Any:
        row = HEAD + 1 + self.rows(part).index(shown)
        return self.sheet(part).cell(row, self.column(part, name))

    def writes(self, part: Part, shown: str, **cells: object) -> "Clerk":
        for name, value in cells.items():
            self.cell(part, shown, name).value = value
        return self

    def saved(self, path: Path, *, at: str) -> Path:
        """Save at an instant of Vietnam's clock, as the file will say of itself."""
        buffer = io.BytesIO()
        self.book.save(buffer)
        path.write_bytes(_dated(buffer.getvalue(), vn(at).astimezone(UTC)))
        return path


def _dated(content: bytes, at: datetime) -> bytes:
    """Return a workbook that says when it was saved: the library names the present."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part.filename)
            if part.filename == "docProps/core.xml":
                stamp = f">{at:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified>"
                data = re.sub(rb">[^<]*</dcterms:modified>", stamp.encode(), data)
            new.writestr(part, data)
    return out.getvalue()
