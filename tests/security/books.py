"""Workbooks as an attacker makes them: an honest one, with parts put in place of its own."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái")
LINE = ("H99.01-261102-0001", "02/11/2026 08:00", "09/11/2026", "Đang xử lý")


def honest(*, sheets: int = 1) -> bytes:
    """Return a list of one dossier, on each of so many sheets."""
    book = Workbook()
    for number in range(sheets):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet(f"S{number}")
        sheet.append(HEAD)
        sheet.append(LINE)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(book: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a workbook with some of its parts replaced or added, packed tightly."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        kept = {name: old.read(name) for name in old.namelist()}
        for name, data in {**kept, **parts}.items():
            new.writestr(name, data)
    return out.getvalue()


def a_sheet(rows: bytes, *, after: bytes = b"", before: bytes = b"") -> bytes:
    """Return the XML of a worksheet."""
    return b'%s<worksheet xmlns="%s"><sheetData>%s</sheetData>%s</worksheet>' % (
        before,
        MAIN.encode(),
        rows,
        after,
    )


def laid(folder: Path, data: bytes, name: str = "so.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
