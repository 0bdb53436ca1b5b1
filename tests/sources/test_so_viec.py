"""A workbook is read as it stands, and a file that is none is refused with its reason."""

import io
import os
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from monitor.domain.errors import WorkbookError
from monitor.domain.workbook import Line, Part, Workbook
from monitor.domain.workbook_cells import Formula, Percent
from monitor.ports.workbooks import NotRead
from monitor.render.so_viec import WorkbookRenderer
from monitor.settings import load_causes
from monitor.sources.inbox import open_file
from monitor.sources.limits import ANSWERED
from monitor.sources.options import with_settings
from monitor.sources.so_viec import MOST_BYTES, is_so_viec, read_so_viec
from tests.builders import vn
from tests.notices.office import DIRECTORY, DROP
from tests.workbooks import HEAD, Clerk

CODE = "H99.01-261102-0001"
WORKBOOK = Workbook(
    id="KT-20261111-abcdef12",
    unit="KT",
    unit_name="Phòng Kinh tế",
    day=date(2026, 11, 11),
    made_at=vn("2026-11-11 07:40"),
    lines=(Line(part=Part.ANSWERS, target=CODE, facts={"shown": CODE}),),
    people={"tam": "Ngô Thị Mẫu Tâm"},
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return WorkbookRenderer(load_causes().values(), DIRECTORY, drop=DROP).xlsx(WORKBOOK)


def laid(folder: Path, data: bytes, name: str = "so.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def reason(path: Path) -> object:
    with pytest.raises(WorkbookError) as caught:
        read_so_viec(path)
    assert caught.value.facts["file"] == path.name
    return caught.value.facts["reason"]


def test_it_says_what_it_is(content: bytes, tmp_path: Path) -> None:
    path = laid(tmp_path, content)

    filled = read_so_viec(path)

    assert (filled.id, filled.unit, filled.file) == (WORKBOOK.id, "KT", "so.xlsx")
    assert is_so_viec(path)
    (row,) = filled.pages[Part.ANSWERS].rows
    assert (row.target, row.token) == (CODE, next(iter(WORKBOOK.tokens)))
    assert set(row.cells.values()) == {None}


def test_the_same_facts_give_the_same_bytes(content: bytes) -> None:
    assert (
        WorkbookRenderer(load_causes().values(), DIRECTORY, drop=DROP).xlsx(WORKBOOK) == content
    )


def test_a_file_never_saved_by_a_program_that_says_so_has_its_own_time(
    content: bytes, tmp_path: Path
) -> None:
    path = laid(tmp_path, content)
    os.utime(path, (1_794_370_000, 1_794_370_000))

    assert read_so_viec(path).saved_at == datetime.fromtimestamp(1_794_370_000, UTC)


def test_one_that_was_saved_says_when(content: bytes, tmp_path: Path) -> None:
    path = Clerk.opens(content).saved(tmp_path / "s.xlsx", at="2026-11-11 09:30")

    assert read_so_viec(path).saved_at == vn("2026-11-11 09:30")


def test_cells_are_read_as_what_they_are(content: bytes, tmp_path: Path) -> None:
    clerk = Clerk.opens(content).writes(
        Part.ANSWERS,
        CODE,
        answer="  kịp\n ",
        cause="=1+1",
        reason=5,
        new_date=date(2026, 11, 20),
    )
    clerk.cell(Part.ANSWERS, CODE, "by").value = 0.5
    clerk.cell(Part.ANSWERS, CODE, "by").number_format = "0%"

    filled = read_so_viec(clerk.saved(tmp_path / "s.xlsx", at="2026-11-11 09:30"))

    (row,) = filled.pages[Part.ANSWERS].rows
    day = row.cells["new_date"]
    assert isinstance(day, datetime)
    assert row.cells == {
        "new_date": day,
        "answer": "kịp",
        "cause": Formula("=1+1"),
        "reason": 5,
        "by": Percent(share=0.5),
    }


def test_a_sheet_copied_adds_its_rows(content: bytes, tmp_path: Path) -> None:
    clerk = Clerk.opens(content)
    clerk.book.copy_worksheet(clerk.sheet(Part.ANSWERS))

    filled = read_so_viec(clerk.saved(tmp_path / "s.xlsx", at="2026-11-11 09:30"))

    assert len(filled.pages[Part.ANSWERS].rows) == 2


def test_a_cell_at_the_far_end_costs_nothing(content: bytes, tmp_path: Path) -> None:
    clerk = Clerk.opens(content)
    clerk.sheet(Part.ANSWERS).cell(1_048_576, 16_384).value = "x"

    filled = read_so_viec(clerk.saved(tmp_path / "s.xlsx", at="2026-11-11 09:30"))

    assert filled.pages[Part.ANSWERS].rows[0].target == CODE


def test_a_sheet_merged_whole_is_refused(content: bytes, tmp_path: Path) -> None:
    out = io.BytesIO()
    merge = b'<mergeCells><mergeCell ref="A2000:XFD1048576"/></mergeCells>'
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "xl/worksheets/sheet2.xml":
                data = data.replace(b"</sheetData>", b"</sheetData>" + merge)
            new.writestr(part, data)

    assert reason(laid(tmp_path, out.getvalue())) is NotRead.TOO_BIG


def test_a_missing_column_is_named(content: bytes, tmp_path: Path) -> None:
    clerk = Clerk.opens(content)
    clerk.sheet(Part.ANSWERS).cell(HEAD, clerk.column(Part.ANSWERS, "cause")).value = None

    filled = read_so_viec(clerk.saved(tmp_path / "s.xlsx", at="2026-11-11 09:30"))

    assert filled.pages[Part.ANSWERS].missing == ("Nguyên nhân",)
    assert filled.pages[Part.ANSWERS].rows == ()


def a_zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def another_book() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(b"", NotRead.NOT_A_WORKBOOK, id="empty"),
        pytest.param("Mã hồ sơ,kịp".encode(), NotRead.NOT_A_WORKBOOK, id="text"),
        pytest.param(a_zip(a=b"x"), NotRead.NOT_A_WORKBOOK, id="another archive"),
        pytest.param(OLE + b"Workbook", NotRead.LEGACY, id="an old xls"),
        pytest.param(
            OLE + "EncryptedPackage".encode("utf-16-le"), NotRead.PASSWORD, id="a password"
        ),
        pytest.param(a_zip(**{"xl/vbaProject.bin": b"x"}), NotRead.MACROS, id="macros"),
        pytest.param(another_book(), NotRead.NOT_OURS, id="another workbook"),
        pytest.param(bytes(MOST_BYTES + 1), NotRead.TOO_BIG, id="a huge file"),
        pytest.param(
            a_zip(x=bytes(ANSWERED.unpacked + 1)), NotRead.TOO_BIG, id="one that unpacks huge"
        ),
    ],
)
def test_what_is_no_workbook_of_ours_is_refused(
    tmp_path: Path, data: bytes, told: NotRead
) -> None:
    path = laid(tmp_path, data)

    assert reason(path) is told
    assert not is_so_viec(path)


def test_one_cut_short_while_it_was_copied_is_refused(content: bytes, tmp_path: Path) -> None:
    assert reason(laid(tmp_path, content[:-400])) is NotRead.NOT_A_WORKBOOK


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.xlsx") is NotRead.NO_FILE
    assert reason(laid(tmp_path, b"", "x").parent) is NotRead.UNREADABLE
    assert not is_so_viec(tmp_path / "none.xlsx")


def test_an_import_says_how_a_workbook_is_read(content: bytes, tmp_path: Path) -> None:
    options = with_settings(headers={}, statuses={}, applicant_kinds={})

    with pytest.raises(WorkbookError) as caught:
        open_file(laid(tmp_path, content), system="tinh", options=options)

    assert caught.value.facts["reason"] is NotRead.IS_WORKBOOK
