"""Workbooks read back: kinds, formats, charts, a sheet that goes on in the next."""

import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.worksheet.worksheet import Worksheet

from monitor.domain.errors import NaiveTimeError, RenderError
from monitor.domain.instants import VIETNAM
from monitor.render.sheet import Cell, ChartKind, Percent, Sheet, SheetChart
from monitor.render.workbook import write_sheets, write_workbook_file
from tests.builders import vn

TITLE, STAMP = "Báo cáo tháng 10", "Mã số liệu: 1a2b"
MADE_AT = datetime(2026, 10, 31)  # noqa: DTZ001 - a workbook's clock has no zone
UNITS = (
    ("Phòng Kinh tế", 12, Percent(9_947)),
    ("Công an phường", 3, Percent(5_000)),
    ("Tổng số", 15, Percent(8_957)),
)


def a_sheet(*rows: tuple[Cell, ...], **given: object) -> Sheet:
    headings = tuple(
        f"Cột {n}" for n in range(1, 1 + max((len(row) for row in rows), default=2))
    )
    return Sheet(**{"name": "Hồ sơ", "headings": headings, "rows": rows, **given})  # type: ignore[arg-type]


def written(*pages: Sheet) -> bytes:
    return write_sheets(pages, title=TITLE, stamp=STAMP, made_at=MADE_AT)


def read(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def only(*rows: tuple[Cell, ...], **given: object) -> Worksheet:
    (page,) = read(written(a_sheet(*rows, **given)))
    return page


def a_list(count: int) -> Iterator[tuple[Cell, ...]]:
    for number in range(count):
        at = datetime(2026, 10, 1, 7, 30, tzinfo=VIETNAM) + timedelta(minutes=number)
        yield f"000.00.01.H03-261001-{number:05d}", "Phòng Kinh tế", at, number


def filed(path: Path, rows: Iterable[tuple[Cell, ...]], **given: int) -> Path:
    page = a_sheet(headings=("Mã", "Đơn vị", "Nhận", "Số"), widths=(30, 24, 16, 12), rows=rows)
    write_workbook_file(path, [page], title=TITLE, stamp=STAMP, made_at=MADE_AT, **given)
    return path


@pytest.mark.parametrize(
    ("cell", "value", "kind", "form"),
    [
        pytest.param("Đơn vị <A> & B", "Đơn vị <A> & B", "s", "General", id="text"),
        pytest.param(" x\ty\n", " x\ty\n", "s", "General", id="spaces"),
        pytest.param("a\x00b\u202ec\r\n\uffffd", "abc\nd", "s", "General", id="controls"),
        pytest.param("Hòa", "Hòa", "s", "General", id="composed"),
        pytest.param(10_776, 10_776, "n", "#,##0", id="number"),
        pytest.param(True, 1, "n", "#,##0", id="yes or no"),
        pytest.param(Percent(9_947), 0.9947, "n", "0.00%", id="percent"),
        pytest.param(
            date(2026, 3, 1),
            datetime(2026, 3, 1),  # noqa: DTZ001 - a cell has no zone
            "d",
            "dd/mm/yyyy",
            id="day",
        ),
        pytest.param(
            vn("2026-11-18 23:59:59"),
            datetime(2026, 11, 18, 23, 59, 59),  # noqa: DTZ001 - as above
            "d",
            "dd/mm/yyyy hh:mm",
            id="instant",
        ),
        pytest.param(None, None, "n", "General", id="nothing"),
    ],
)
def test_each_cell_is_what_it_is(cell: Cell, value: object, kind: str, form: str) -> None:
    told = only((cell, 1))["A4"]

    assert (told.value, told.data_type, told.number_format) == (value, kind, form)


@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x.example")']
)
@pytest.mark.parametrize("widths", [(), (9, 9)])
def test_a_text_is_never_a_formula(text: str, widths: tuple[int, ...]) -> None:
    told = only((text, 1), widths=widths)["A4"]

    assert told.data_type == "s"
    assert told.value == text.replace("\r", "\n")
    assert told.quotePrefix == (not text.startswith("\r"))


def test_a_sheet_can_be_read_on_screen_and_on_paper() -> None:
    page = only(("a", 1), ("b", 2), notes=("Số nhỏ: dưới 30 hồ sơ",))

    assert [page.cell(row, 1).value for row in range(1, 5)] == [
        *(TITLE, STAMP, "Số nhỏ: dưới 30 hồ sơ", "Cột 1")
    ]
    assert (page.freeze_panes, page.auto_filter.ref) == ("B5", "A4:B6")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == "$4:$4"
    assert page.dimensions == "A1:B6"


def test_a_table_is_as_wide_as_its_texts_and_a_list_as_it_says() -> None:
    table = only(("x" * 40, vn("2026-11-18 17:00")), ("y" * 99,))
    told = only(("x" * 40, 1), widths=(30, 16))

    assert [round(table.column_dimensions[one].width) for one in "AB"] == [61, 25]
    assert [round(told.column_dimensions[one].width) for one in "AB"] == [31, 17]
    assert (table["A4"].alignment.wrap_text, told["A4"].alignment.wrap_text) == (True, None)


def test_a_text_that_no_cell_holds_is_refused_by_its_place() -> None:
    assert only(("x" * 32_767, 1))["A4"].value == "x" * 32_767
    with pytest.raises(RenderError) as caught:
        written(a_sheet(("a", "b"), ("c", "\U0001f600" * 16_384)))
    assert caught.value.facts == {"document": "xlsx", "reason": "Hồ sơ, 5"}


def test_what_excel_would_take_for_an_escape_stays_as_it_is() -> None:
    with ZipFile(BytesIO(written(a_sheet(("_x0041_x_x0",))))) as parts:
        assert b"<t>_x005F_x0041_x_x0</t>" in parts.read("xl/worksheets/sheet1.xml")


def test_what_a_caller_gets_wrong_is_said() -> None:
    with pytest.raises(NaiveTimeError):
        written(a_sheet((MADE_AT,)))
    with pytest.raises(ValueError, match="row 4 has 2 cells"):
        written(a_sheet(("a", "b"), headings=("Mã",)))


def charts(page: Worksheet) -> list[Any]:
    return list(page._charts)  # type: ignore[attr-defined]  # noqa: SLF001 - kept there alone


def place(chart: Any) -> tuple[int, int, int]:
    """Return the first column of a chart, its first and its last row."""
    begin = chart.anchor._from  # noqa: SLF001 - named so for the word `from`
    return begin.col, begin.row, chart.anchor.to.row


@pytest.mark.parametrize("kind", ChartKind)
def test_a_chart_draws_the_cells_beside_it_from_zero(kind: ChartKind) -> None:
    drawn = SheetChart(kind=kind, title="Đơn vị", labels=0, values=(1, 2), rows=range(2))
    content = written(a_sheet(*UNITS, charts=(drawn,), notes=("",)))

    (page,) = read(content)
    (chart,) = charts(page)
    assert chart.tagname == ("lineChart" if kind is ChartKind.LINE else "barChart")
    assert not isinstance(chart, BarChart) or chart.barDir == kind.value[:3]
    assert chart.y_axis.scaling.min == 0
    assert chart.x_axis.scaling.orientation == ("maxMin" if kind is ChartKind.BAR else "minMax")
    assert [(one.tx.strRef.f, one.cat.strRef.f, one.val.numRef.f) for one in chart.series] == [
        (f"'Hồ sơ'!${c}$4", "'Hồ sơ'!$A$5:$A$6", f"'Hồ sơ'!${c}$5:${c}$6") for c in "BC"
    ]
    with ZipFile(BytesIO(content)) as parts:
        told = parts.read("xl/charts/chart1.xml").decode()
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert all(f"<c:v>{one}</c:v>" in told for one in ("Phòng Kinh tế", "Cột 2", "3", "0.9947"))
    assert told.count('<c:crosses val="max"/>') == (kind is ChartKind.BAR)
    assert 'descr="Đơn vị"' in drawing


def test_charts_stand_below_one_another_and_pass_over_what_is_no_figure() -> None:
    whole = SheetChart(kind=ChartKind.BAR, title="a", labels=0, values=(1,))
    rows: list[tuple[Cell, ...]] = [("Tháng 9", "chưa có số liệu")]
    rows += [(f"Tháng {n}", n) for n in range(10, 30)]
    page = only(*rows, charts=(whole, whole))

    first, second = charts(page)
    (left, _, end), (_, begin, _) = place(first), place(second)
    assert left == 3
    assert end <= begin
    point, *_ = first.series[0].val.numRef.numCache.pt
    assert (point.idx, point.v) == (1, 10)
    assert first.legend is None


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filed(tmp_path / "a.xlsx", a_list(15), most_rows=10))

    assert book.sheetnames == ["Hồ sơ", "Hồ sơ (2)", "Hồ sơ (3)"]
    assert [page.auto_filter.ref for page in book] == ["A3:D10", "A3:D10", "A3:D4"]
    told = [page.cell(row, 4).value for page in book for row in range(4, page.max_row + 1)]
    assert told == list(range(15))
    assert {page["A3"].value for page in book} == {"Mã"}


def test_a_sheet_that_is_just_full_has_no_next(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filed(tmp_path / "a.xlsx", a_list(7), most_rows=10))

    assert book.sheetnames == ["Hồ sơ"]


def test_the_next_sheet_of_a_long_name_has_a_name_that_fits(tmp_path: Path) -> None:
    page = a_sheet(*UNITS, name="n" * 31)
    write_workbook_file(
        tmp_path / "a.xlsx", [page], title=TITLE, stamp=STAMP, made_at=MADE_AT, most_rows=5
    )

    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["n" * 31, f"{'n' * 27} (2)"]


def test_equal_sheets_give_equal_bytes(tmp_path: Path) -> None:
    one, other = (filed(tmp_path / name, a_list(3_000)) for name in ("a.xlsx", "b.xlsx"))

    assert one.read_bytes() == other.read_bytes()
    assert written(a_sheet(*UNITS)) == written(a_sheet(*UNITS))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_a_long_list_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    peaks = []
    tracemalloc.start()
    try:
        for number in (5_000, 20_000):
            tracemalloc.reset_peak()
            path = filed(tmp_path / f"{number}.xlsx", a_list(number))
            peaks.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()

    with ZipFile(path) as parts:
        assert parts.getinfo("xl/worksheets/sheet1.xml").file_size > 4 << 20
    assert peaks[1] - peaks[0] < 1 << 20


def test_what_fails_leaves_what_stood_there(tmp_path: Path) -> None:
    path = filed(tmp_path / "a.xlsx", a_list(3))
    before = path.read_bytes()

    with pytest.raises(RenderError):
        filed(path, [*a_list(9_000), ("x" * 40_000,)])

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_an_error_of_the_system(tmp_path: Path) -> None:
    soft, hard = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            filed(tmp_path / "a.xlsx", a_list(3))
    finally:
        setrlimit(RLIMIT_FSIZE, (soft, hard))

    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        filed(tmp_path / "none" / "a.xlsx", a_list(1))
