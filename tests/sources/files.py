"""Export files made for one test."""

import csv
import io
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from monitor.domain.record import Export, Record, Reject
from monitor.sources import SourceOptions, open_export
from monitor.sources.cells import Cell
from monitor.sources.reasons import Note

Line = Sequence[Cell]

LEDGER_HEADER: tuple[Line, ...] = (
    (
        *("STT", "Mã hồ sơ", "Nội dung hồ sơ", "Số lượng (bộ)", "Họ tên chủ hồ sơ"),
        *("Địa chỉ chủ hồ sơ", "Số điện thoại", "Ngày, tháng, năm", None),
        *("Trả kết quả", None, None, "Người nhận hồ sơ", "Ghi chú"),
    ),
    (
        *(None,) * 7,
        *("Nhận hồ sơ", "Hẹn trả kết quả", "Ngày nhận kết quả", "Bên giao", "Bên nhận"),
        *(None, None),
    ),
)
LEDGER_MERGES = (
    *(f"{column}3:{column}4" for column in "ABCDEFGMN"),
    *("A1:N1", "A2:N2", "H3:I3", "J3:L3"),
)
TITLES: tuple[Line, ...] = (
    ("SỔ THEO DÕI TÌNH HÌNH TIẾP NHẬN HỒ SƠ TTHC",),
    ("Kết xuất lúc 07:10 ngày 02/11/2026",),
)
LIST_HEADER: Line = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái")


def a_ledger_line(  # noqa: PLR0913 - a builder names whatever a test may care about
    number: int = 1,
    *,
    code: Cell = "H99.01-261102-0001",
    applicant: Cell = "Nguyễn Thị Ví Dụ",
    received: Cell = "02/11/2026 08:00:00",
    promised: Cell = "09/11/2026 17:00:00",
    collected: Cell = None,
) -> Line:
    return (
        *(number, code, "Cấp Giấy xác nhận tình trạng hôn nhân", 1, applicant),
        *("Thôn Ví Dụ", "0900 000 000", received, promised),
        *(collected, "Bên giao", "Bên nhận", "Trần Văn Mẫu", ""),
    )


def a_list_line(
    code: Cell = "H99.01-261102-0001",
    *,
    received: Cell = "02/11/2026 08:00",
    promised: Cell = "09/11/2026",
    status: Cell = "Đang xử lý",
) -> Line:
    return (code, received, promised, status)


def write_xlsx(path: Path, lines: Sequence[Line], *, merges: Sequence[str] = ()) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    for merged in merges:
        sheet.merge_cells(merged)
    book.save(path)
    return path


def write_csv(
    path: Path, lines: Sequence[Line], *, encoding: str = "utf-8", delimiter: str = ","
) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(lines)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_json(path: Path, body: object) -> Path:
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return path


def read(path: Path, *, kind: str | None = None) -> Export:
    return open_export(path, options=SourceOptions(), kind=kind)


def nothing_alike(_: Mapping[str, int]) -> Collection[str]:
    """Have every row read."""
    return ()


def rows_of(export: Export) -> tuple[list[Record], list[Reject]]:
    """Return what an export says, as a store finds it that knows nothing yet."""
    with export.stage(nothing_alike, "") as contents:
        return [contents.record(row) for row in contents.rows()], list(contents.rejects())


def notes_of(export: Export) -> tuple[str, ...]:
    with export.stage(nothing_alike, "") as contents:
        return contents.notes


def noted(export: Export, note: Note) -> int:
    counts = dict(one.split("=") for one in notes_of(export))
    return int(counts.get(note, "0"))


def read_rows(path: Path, *, kind: str | None = None) -> tuple[list[Record], list[Reject]]:
    return rows_of(read(path, kind=kind))


def read_one(path: Path) -> Record:
    records, rejects = read_rows(path)
    assert rejects == []
    assert len(records) == 1
    return records[0]


def refusal(path: Path) -> Reject:
    records, rejects = read_rows(path)
    assert records == []
    assert len(rejects) == 1
    return rejects[0]
