"""A spreadsheet file is known by what it is; what it is not is told in one reason."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from monitor.domain.errors import AmbiguousSourceError, SourceFileError
from monitor.sources import SourceOptions, open_export
from monitor.sources.limits import EXPORT
from monitor.sources.reasons import Reason
from tests.sources.files import (
    LIST_HEADER,
    Line,
    a_ledger_line,
    a_list_line,
    notes_of,
    read,
    read_one,
    read_rows,
    rows_of,
    write_csv,
    write_xlsx,
)

LIST = (LIST_HEADER, a_list_line())


def a_zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("so.csv", b"", Reason.EMPTY_FILE, id="empty CSV"),
        pytest.param("so.csv", b"\xef\xbb\xbf \r\n", Reason.EMPTY_FILE, id="blank CSV"),
        pytest.param("so.csv", b",,\r\n,,\r\n", Reason.EMPTY_FILE, id="CSV of blank cells"),
        pytest.param("so.xlsx", b"", Reason.EMPTY_FILE, id="empty workbook"),
        pytest.param("so.xlsx", b"%PDF-1.7\n%x\n", Reason.NOT_A_SPREADSHEET, id="PDF renamed"),
        pytest.param("so.csv", b"%PDF-1.7\n%x\n", Reason.NOT_A_SPREADSHEET, id="PDF as CSV"),
        pytest.param("so.xlsx", b"just text", Reason.NOT_A_SPREADSHEET, id="text renamed"),
        pytest.param("so.xlsx", a_zip(a=b"b"), Reason.NOT_A_SPREADSHEET, id="another archive"),
        pytest.param(
            "so.xlsx", b"PK\x03\x04 cut off", Reason.NOT_A_SPREADSHEET, id="broken archive"
        ),
        pytest.param("so.csv", bytes(range(256)), Reason.NOT_A_SPREADSHEET, id="binary"),
        pytest.param(
            "so.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", Reason.LEGACY_EXCEL, id="old Excel"
        ),
        pytest.param("so.xlsx", b"\xd0\xcf\x11\xe0\xa1", Reason.LEGACY_EXCEL, id="password"),
        pytest.param(
            "so.xls", b"\xef\xbb\xbf\n<html><table>", Reason.HTML_TABLE, id="web page"
        ),
        pytest.param(
            "so.csv",
            "Mã hồ sơ,Trạng thái\nA,Đang xử lý".encode("cp1258", "replace"),
            Reason.LEGACY_ENCODING,
            id="cp1258",
        ),
        pytest.param(
            "so.csv",
            b"M\xb7 h\xe5 s\xac,Tr\xb9ng th\xb8i\nA,\xa7ang xu ly",
            Reason.LEGACY_ENCODING,
            id="TCVN3",
        ),
        pytest.param(
            "so.csv",
            "M· hå s¬,Tr¹ng\nA,x".encode(),
            Reason.LEGACY_ENCODING,
            id="TCVN3 saved as Unicode",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, name: str, data: bytes, reason: Reason
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(SourceFileError) as told:
        read(path)

    assert told.value.facts == {"file": name, "reason": reason}


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="no_file"):
        read(tmp_path / "so.xlsx")


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    loop = tmp_path / "so.csv"
    loop.symlink_to(loop)

    with pytest.raises(SourceFileError, match="unreadable"):
        read(loop)


def test_a_workbook_in_an_old_font_is_told(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "so.xlsx", [("M· hå s¬", "Tr¹ng")])

    with pytest.raises(SourceFileError, match="legacy_encoding"):
        read(path)


def test_an_empty_workbook_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="empty_file"):
        read(write_xlsx(tmp_path / "so.xlsx", []))


def test_a_workbook_that_unpacks_beyond_measure_is_told(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    data = bytearray(a_zip(a=b"x" * 1_000))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (EXPORT.unpacked + 1).to_bytes(4, "little")
    path.write_bytes(data)

    with pytest.raises(SourceFileError, match="too_big"):
        read(path)


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    honest = write_xlsx(tmp_path / "honest.xlsx", LIST)
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    )
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            new.writestr(part, bomb if "sheet1" in part else old.read(part))

    with pytest.raises(SourceFileError, match="not_a_spreadsheet"):
        read(path)


def test_a_workbook_that_lies_about_its_extent_is_read_whole(tmp_path: Path) -> None:
    honest = write_xlsx(tmp_path / "honest.xlsx", LIST)
    path = tmp_path / "so.xlsx"
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b'ref="A1:D2"', b'ref="A1"'))

    assert read_one(path).code == "H99.01-261102-0001"


def test_rows_beyond_any_worksheet_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.sources.xlsx_sheet.MOST_ROWS", 10_000)  # a million take long
    honest = write_xlsx(tmp_path / "honest.xlsx", LIST)
    path = tmp_path / "so.xlsx"
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            data = old.read(part).replace(b'<row r="2"', b'<row r="999999999"')
            new.writestr(part, data)

    with pytest.raises(SourceFileError, match="not_a_spreadsheet"):
        read_rows(path)


def test_the_sheet_with_the_table_is_read_and_others_like_it_are_noted(tmp_path: Path) -> None:
    book = Workbook()
    for line in (("Hướng dẫn",), ("Mã hồ sơ",)):
        book.worksheets[0].append(line)
    for code in ("A-1", "B-1"):
        sheet = book.create_sheet(code)
        sheet.append(LIST_HEADER)
        sheet.append(a_list_line(code))
    path = tmp_path / "so.xlsx"
    book.save(path)

    export = read(path)

    assert [record.code for record in rows_of(export)[0]] == ["A-1"]
    assert notes_of(export) == ("other_sheets=1",)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        pytest.param(("Ngày tiếp nhận", "Trạng thái"), "Mã hồ sơ", id="no code"),
        pytest.param(("Mã hồ sơ", "Ngày hẹn trả"), "Ngày tiếp nhận", id="no receipt"),
    ],
)
def test_a_missing_column_is_named(tmp_path: Path, header: Line, column: str) -> None:
    path = write_csv(tmp_path / "so.csv", [header, ("A-1", "02/11/2026")])

    with pytest.raises(SourceFileError) as told:
        read(path)

    assert told.value.facts["reason"] is Reason.MISSING_COLUMN
    assert told.value.facts["column"] == column


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        pytest.param(("Họ", "Tên"), (), id="no header known"),
        pytest.param(
            ("Mã hồ sơ", "Ngày tiếp nhận", "Người xử lý"), ("ledger", "list"), id="both fit"
        ),
    ],
)
def test_headers_that_do_not_tell_the_kind_are_ambiguous(
    tmp_path: Path, header: Line, kinds: tuple[str, ...]
) -> None:
    path = write_csv(tmp_path / "so.csv", [header, ("A-1", "02/11/2026", "x")])

    with pytest.raises(AmbiguousSourceError) as told:
        read(path)

    assert told.value.facts == {"file": "so.csv", "kinds": kinds}


def test_a_kind_that_does_not_exist_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="sql"):
        open_export(tmp_path, options=SourceOptions(), kind="sql")


def test_a_row_with_open_quotes_takes_no_other_along(tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    lines = [
        ",".join(str(cell) for cell in LIST_HEADER),
        'A-1,"02/11/2026,09/11/2026,Đang xử lý',
        "A-2,02/11/2026,09/11/2026,Đang xử lý",
        'A-3,"02/11/2026"x,09/11/2026,Đang xử lý',
        "A-4,02/11/2026,09/11/2026,Đang xử lý",
        'A-5,02/11/2026,"09/11/2026,Đang xử lý',
    ]
    path.write_text("\n".join(lines), encoding="utf-8")

    records, rejects = read_rows(path)

    assert [(record.row, record.code) for record in records] == [(3, "A-2"), (5, "A-4")]
    assert [(reject.row, reject.reason) for reject in rejects] == [
        (2, Reason.BROKEN_ROW),
        (4, Reason.BROKEN_ROW),
        (6, Reason.BROKEN_ROW),
    ]


def test_a_quotation_that_swallows_a_page_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    many = [",".join(str(cell) for cell in a_list_line(f"B-{at}")) for at in range(150)]
    header = ",".join(str(cell) for cell in LIST_HEADER)
    lines = [header, 'A-1,"02/11/2026', *many, '09/11/2026",Đang xử lý']
    path.write_text("\n".join(lines), encoding="utf-8")

    records, rejects = read_rows(path)

    assert len(records) == 150
    assert [(reject.row, reject.reason) for reject in rejects] == [
        (2, Reason.BROKEN_ROW),
        (153, Reason.BAD_DATE),
    ]


def test_a_cell_of_two_lines_is_one_row(tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    header = ",".join(str(cell) for cell in LIST_HEADER)
    path.write_text(
        f'{header},Ghi chú\nA-1,02/11/2026,,Đang xử lý,"một\r\nhai"\nA-2,,,Đang xử lý,\n',
        encoding="utf-8",
        newline="",
    )

    records, rejects = read_rows(path)

    assert rejects == []
    assert [record.row for record in records] == [2, 3]


def test_the_hint_that_excel_understands_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    header = ";".join(str(cell) for cell in LIST_HEADER)
    path.write_text(f"sep=;\n{header}\nA-1;;;Đang xử lý\n", encoding="utf-8")

    assert read_one(path).row == 2


def test_short_and_long_rows_are_read(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "ds.csv", [LIST_HEADER, ("A-1",), (*a_list_line("A-2"), "x", "y")]
    )

    records, rejects = read_rows(path)

    assert rejects == []
    assert [record.code for record in records] == ["A-1", "A-2"]


def test_of_two_columns_for_one_field_the_better_known_name_is_read(tmp_path: Path) -> None:
    header = ("Mã hồ sơ", "Nội dung hồ sơ", "Tên thủ tục hành chính", "Trạng thái")
    path = write_csv(
        tmp_path / "ds.csv", [header, ("A-1", "nội dung", "thủ tục", "Đang xử lý")]
    )

    assert read_one(path).procedure_name == "thủ tục"


def test_a_group_and_its_columns_are_read_together(tmp_path: Path) -> None:
    lines = [
        ("Mã hồ sơ", "Ngày", ""),
        ("", "tiếp nhận", "hẹn trả"),
        ("A-1", "02/11/2026", "09/11/2026"),
    ]

    record = read_one(write_csv(tmp_path / "so.csv", lines))

    assert record.received_at is not None
    assert record.promised_at is not None


def test_a_ledger_line_that_numbers_like_a_header_is_kept(tmp_path: Path) -> None:
    lines = [("Mã hồ sơ", "Ngày nhận"), ("12", "02/11/2026"), a_ledger_line()[1:2]]

    records, _ = read_rows(write_csv(tmp_path / "so.csv", lines))

    assert [record.code for record in records] == ["12", "H99.01-261102-0001"]
