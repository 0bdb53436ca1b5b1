"""Ten thousand bad rows and many broken files: no crash, and every row accounted for."""

import io
import os
import random
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.catalogues.told import reject_line
from monitor.domain.errors import AmbiguousSourceError, SourceFileError
from monitor.domain.record import Record, Reject
from monitor.sources.reasons import Note
from tests.sources.files import (
    LEDGER_HEADER,
    a_ledger_line,
    a_list_line,
    noted,
    read,
    rows_of,
    write_csv,
    write_json,
    write_xlsx,
)

# Rows come 500 a file: a file costs more than its rows.
ROWS = 500
TIMES = int(os.environ.get("DUNGHAN_EXAMPLES_TIMES", "1"))
FILES = 7 * TIMES  # for each of three kinds: 10,500 rows in all at the least
BROKEN = 40 * TIMES
LIST_HEADER = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái", "Tên chủ hồ sơ")
NAMED = "Bí Mật Thị Ví Dụ"

CODES = (
    *("H99.01-261102-0001", "A", "", " ", "x" * 101, "a\nb", "a\x00b", "\u202ea", "=1", "A B"),
    *("'", '"', "Tổng cộng", "1", "1e5", "\ufeff", "\ud7ff", "{}", "Mã hồ sơ"),
)
DATES = (
    *("02/11/2026 08:00", "02/11/2026", "", "31/02/2026", "00/00/0000", "2026-11-02T08:00:00Z"),
    *("45000", "45000.5", "1e400", "nan", "01/01/99999", "-1", "9" * 50, "ngày mai", "0x10"),
    *("02-11-2026", "12:00 02/11/2026", "20261102080000", "99999999999999", "02/11/26"),
)
WORDS = (
    *("Đang xử lý", "Đã trả kết quả", "", "xong", "4", "9", "\x07", "x" * 5_000, "ĐANG XỬ LÝ"),
    *("Đang xử lý\u0301", "None", "true", "[]", "-"),
)
VALUES: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**300,
    [],
    {},
    [{}],
    {"a": []},
    *CODES,
    *DATES,
    *WORDS,
)


def test_of_thousands_of_bad_rows_of_a_list_none_is_lost(tmp_path: Path) -> None:
    for seed in range(FILES):
        rows = _rows(seed, (CODES, DATES, DATES, WORDS, (NAMED, "")))
        write = (write_csv, write_xlsx_cells)[seed % 2]
        _check_table(write(_named(tmp_path, seed), [LIST_HEADER, *rows]), rows)


def test_of_thousands_of_bad_rows_of_a_ledger_none_is_lost(tmp_path: Path) -> None:
    width = len(LEDGER_HEADER[0])
    parts = {1: CODES, 4: (NAMED, ""), 7: DATES, 8: DATES, 9: DATES}
    columns = [parts.get(place, WORDS) for place in range(width)]
    for seed in range(FILES):
        rows = _rows(seed, columns)
        write = (write_csv, write_xlsx_cells)[seed % 2]
        _check_table(write(_named(tmp_path, seed), [*LEDGER_HEADER, *rows]), rows)


def test_of_thousands_of_bad_messages_none_is_lost(tmp_path: Path) -> None:
    keys = ("NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "DanhSachHoSoBoSung", "DonViXuLy")
    for seed in range(FILES):
        chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
        bodies: list[object] = []
        for number in range(ROWS):
            body: dict[str, object] = {
                "MaHoSo": f"{chance.choice(CODES)}{number}",
                "TrangThaiHoSo": "4",
            }
            body |= {key: chance.choice(VALUES) for key in keys if chance.random() < 0.5}
            body |= {"ChuHoSo": NAMED}
            bodies.append(body if chance.random() < 0.9 else chance.choice(VALUES))
        path = write_json(tmp_path / "dongbo.json", bodies)

        export = read(path)
        records, rejects = rows_of(export)

        apart = noted(export, Note.IDENTICAL) + noted(export, Note.SUPERSEDED)
        assert len(records) + len(rejects) + apart == ROWS
        _check_told(records, rejects, path)


def _rows(seed: int, columns: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    rows = []
    for number in range(ROWS):
        cells = [chance.choice(column) for column in columns]
        if chance.random() < 0.5:
            cells = [
                f"{cell}-{number}" if column is CODES else cell
                for cell, column in zip(cells, columns, strict=True)
            ]
        rows.append(tuple(cells[: chance.choice([1, 2, len(cells), len(cells)])]))
    return rows


def _named(folder: Path, seed: int) -> Path:
    return folder / f"so{seed}.{('csv', 'xlsx')[seed % 2]}"


def write_xlsx_cells(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write a workbook; what no cell can hold is left out of it."""
    return write_xlsx(path, [[_cell(cell) for cell in row] for row in rows])


def _cell(cell: object) -> str | None:
    text = "".join(one for one in str(cell or "") if one.isprintable() or one == "\n")
    return None if text.startswith("=") else text or None  # a formula without its value


def _check_table(path: Path, rows: Sequence[Sequence[str]]) -> None:
    export = read(path)
    records, rejects = rows_of(export)

    apart = noted(export, Note.IDENTICAL) + noted(export, Note.SKIPPED_ROWS)
    is_csv = path.suffix == ".csv"
    said = sum(
        any((cell if is_csv else _cell(cell) or "").strip() for cell in row) for row in rows
    )
    assert len(records) + len(rejects) + apart == said
    assert len({record.code for record in records}) == len(records)
    _check_told(records, rejects, path)


def _check_told(records: Sequence[Record], rejects: Sequence[Reject], path: Path) -> None:
    assert records or rejects
    for reject in rejects:
        line = reject_line(reject, file=path.name)
        assert str(reject.row) in line
        assert NAMED not in line
        assert line.isprintable()


VALID: dict[str, Callable[[Path], Path]] = {
    "a.csv": lambda path: write_csv(
        path, [LIST_HEADER, *(a_list_line(f"A-{n}") for n in range(9))]
    ),
    "a.xlsx": lambda path: write_xlsx(
        path, [*LEDGER_HEADER, *(a_ledger_line(n) for n in range(9))]
    ),
    "a.json": lambda path: write_json(
        path, [{"MaHoSo": f"A-{n}", "TrangThaiHoSo": "4", "ChuHoSo": NAMED} for n in range(9)]
    ),
}


@settings(max_examples=BROKEN, deadline=None)
@given(name=st.sampled_from(sorted(VALID)), seed=st.integers(0, 1 << 32), how=st.integers(0, 5))
def test_a_file_broken_in_any_way_is_read_or_told(name: str, seed: int, how: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = VALID[name](Path(folder, name))
        path.write_bytes(_broken(path.read_bytes(), seed, how))

        records, rejects, told = _read(path)

    assert NAMED not in told
    assert all(isinstance(row, Record) for row in records)
    assert all(NAMED not in reject_line(one, file=name) for one in rejects)


def _read(path: Path) -> tuple[list[Record], list[Reject], str]:
    """Return what a file says, or what is told of the file as a whole."""
    try:
        return *rows_of(read(path)), ""
    except (SourceFileError, AmbiguousSourceError) as error:
        return [], [], str(error)


def _broken(data: bytes, seed: int, how: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    at, to = sorted(chance.randrange(len(data)) for _ in range(2))
    if how == 0:
        return data[:at]
    if how == 1:
        return data[:at] + data[to:]
    if how == 2:
        return data[:at] + chance.randbytes(40) + data[at:]
    if how == 3:
        text = data.decode("utf-8", "replace")
        encoding = chance.choice(["utf-16", "utf-16-le", "cp1258", "utf-7", "cp037", "utf-32"])
        return text.encode(encoding, "replace")
    if how == 4:
        spoiled = bytearray(data)
        for _ in range(chance.randint(1, 60)):
            spoiled[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(spoiled)
    return _with_spoiled_part(data, chance)


def _with_spoiled_part(data: bytes, chance: random.Random) -> bytes:
    """Spoil one part of a workbook, and pack it rightly; other files are doubled."""
    if not data.startswith(b"PK"):
        return data + data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = bytearray(old.read(name))
            if name == chosen:
                for _ in range(chance.randint(1, 20)):
                    part[chance.randrange(len(part))] = chance.randrange(256)
            new.writestr(name, bytes(part))
    return out.getvalue()
