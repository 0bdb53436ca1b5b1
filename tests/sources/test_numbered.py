"""The clerk's list of numbered letters: its columns, its rows, and what is wrong with them."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from monitor.domain.errors import SourceFileError
from monitor.domain.record import Reject
from monitor.ports.numbered import NumberedRow
from monitor.sources.numbered import read_numbered
from tests.exports import CODE

HEAD = "Mã hồ sơ,Số,Ngày,Tệp"
FIRST = f"{CODE},118/UBND-VHXH,12/11/2026,{CODE}.pdf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "da-ky"


def read(folder: Path, *lines: str) -> list[NumberedRow | Reject]:
    folder.mkdir()
    path = folder / "so-van-ban.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(read_numbered(path))


def a_row(folder: Path, row: int = 2) -> NumberedRow:
    return NumberedRow(
        row=row,
        dossier=CODE,
        number="118/UBND-VHXH",
        dated_on=date(2026, 11, 12),
        file=folder / f"{CODE}.pdf",
    )


def test_a_row_says_which_letter_its_number_its_day_and_its_file(folder: Path) -> None:
    assert read(folder, HEAD, FIRST) == [a_row(folder)]


def test_the_columns_may_stand_in_any_order_with_others_between(folder: Path) -> None:
    head = "STT,Tên tệp,Ngày ban hành,Trích yếu,Số ký hiệu,Mã số hồ sơ"
    line = f"1,{CODE}.pdf,12/11/2026,Thư xin lỗi,118/UBND-VHXH,{CODE}"

    assert read(folder, head, line) == [a_row(folder)]


def test_a_workbook_is_read_as_well(folder: Path) -> None:
    folder.mkdir()
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for line in (HEAD, FIRST):
        sheet.append(line.split(","))
    workbook.save(folder / "so.xlsx")

    assert list(read_numbered(folder / "so.xlsx")) == [a_row(folder)]


def test_a_number_in_a_cell_of_its_own_keeps_its_leading_zero(folder: Path) -> None:
    (row,) = read(folder, HEAD, f"{CODE},07,12/11/2026,a.pdf")

    assert isinstance(row, NumberedRow)
    assert row.number == "07"


def test_blank_rows_are_passed_over(folder: Path) -> None:
    found = read(folder, HEAD, ",,,", FIRST, " , ,,")

    assert found == [a_row(folder, row=3)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f",118,12/11/2026,{CODE}.pdf", id="no code"),
        pytest.param(f"{CODE},,12/11/2026,{CODE}.pdf", id="no number"),
        pytest.param(f"{CODE},118,,{CODE}.pdf", id="no day"),
        pytest.param(f"{CODE},118,mai,{CODE}.pdf", id="a day that is none"),
        pytest.param(f"{CODE},118,31/02/2026,{CODE}.pdf", id="a day that no month has"),
        pytest.param(f"{CODE},118,12/11/2026,", id="no file"),
        pytest.param(f"{CODE},118", id="half a row"),
    ],
)
def test_a_row_that_lacks_something_is_told_and_the_others_are_read(
    folder: Path, line: str
) -> None:
    bad, good = read(folder, HEAD, line, FIRST)

    assert isinstance(bad, Reject)
    assert bad.row == 2
    assert good == a_row(folder, row=3)


@pytest.mark.parametrize("missing", range(4))
def test_without_a_column_nothing_is_read(folder: Path, missing: int) -> None:
    names, cells = HEAD.split(","), FIRST.split(",")
    del names[missing], cells[missing]

    with pytest.raises(SourceFileError) as caught:
        read(folder, ",".join(names), ",".join(cells))

    assert caught.value.facts["file"] == "so-van-ban.csv"


def test_what_is_no_list_is_told(folder: Path) -> None:
    folder.mkdir()
    path = folder / "so.xlsx"
    path.write_bytes(b"%PDF-1.7")

    with pytest.raises(SourceFileError):
        list(read_numbered(path))
