"""The workbook's words are all there, and it says what it asks without computing anything."""

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from monitor.catalogues import load_catalogue
from monitor.catalogues.workbooks import CAUSES, choices, headings
from monitor.domain.dossier import Status
from monitor.domain.errors import RenderError
from monitor.domain.letter import Delivery
from monitor.domain.supplied import ASKED, FIGURES, Measure
from monitor.domain.workbook import CELLS, OFFERS, Line, Part, Workbook
from monitor.domain.workbook_cells import GROUNDS, Fault, Formula, Percent
from monitor.ports.workbooks import HIDDEN_SHEET, Remark, Returned, Stray
from monitor.render.so_viec import WorkbookRenderer
from monitor.settings import load_causes
from tests.builders import vn
from tests.notices.office import DIRECTORY, DROP
from tests.workbooks import HEAD, Clerk

WORDS = load_catalogue("so_viec")
FACTS = {
    Part.ANSWERS: {"shown": "H1", "due_at": "2026-11-16T17:00:00+07:00"},
    Part.LETTERS: {"shown": "H2", "reason": "=HYPERLINK(1)"},
    Part.ISSUED: {"shown": "H3", "dated_on": "2026-11-12", "offers": "printed recall"},
    Part.FINDINGS: {"shown": "7", "explain_by": "2026-11-09"},
    Part.FIGURES: {"shown": "Phiếu", "measure": "số lượng"},
}
WORKBOOK = Workbook(
    id="KT-20261111-abcdef12",
    unit="KT",
    unit_name="Phòng Kinh tế",
    day=date(2026, 11, 11),
    made_at=vn("2026-11-11 07:40"),
    lines=tuple(Line(part=part, target=part, facts=facts) for part, facts in FACTS.items()),
    people={"tam": "Ngô Thị Mẫu Tâm"},
    approvers={"binh": "Vũ Văn Mẫu Bình"},
)
RENDERER = WorkbookRenderer(load_causes().values(), DIRECTORY, drop=DROP)


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        pytest.param("sheet", {*Part, CAUSES}, id="sheets"),
        pytest.param("figure", set(FIGURES), id="figures"),
        pytest.param("figure_group", set(ASKED), id="groups of figures"),
        pytest.param("measure", set(Measure), id="measures"),
        pytest.param("status", set(Status), id="statuses"),
    ],
)
def test_every_code_has_its_words(table: str, codes: set[str]) -> None:
    assert set(WORDS[table]) == codes


def test_every_fault_tells_what_to_do() -> None:
    assert set(Fault) <= set(WORDS["fault"])
    assert all("đề nghị" in text for text in WORDS["fault"].values())


@pytest.mark.parametrize("part", Part)
def test_every_sheet_has_its_headings_each_once(part: Part) -> None:
    names = headings(part)

    assert {"token", "shown", "remark", *CELLS[part]} <= set(names)
    assert len(set(names.values())) == len(names)
    assert next(iter(names)) == "token"
    assert list(names)[-1] == "remark"


def test_no_two_choices_read_alike() -> None:
    assert len(choices()) == len(WORDS["choice"])


def test_no_choice_falls_apart_in_its_list() -> None:
    assert not [word for word in WORDS["choice"].values() if "," in word]


def test_every_sheet_is_there_in_order() -> None:
    book = Clerk.opens(RENDERER.xlsx(WORKBOOK)).book

    assert book.sheetnames == [
        *(WORDS["sheet"][part] for part in Part),
        "Nguyên nhân",
        HIDDEN_SHEET,
    ]
    assert all(book[name].protection.sheet for name in book.sheetnames)


def test_a_sheet_without_lines_is_left_out() -> None:
    only = replace(WORKBOOK, lines=WORKBOOK.of(Part.LETTERS))

    assert Clerk.opens(RENDERER.xlsx(only)).book.sheetnames == [
        WORDS["sheet"]["letters"],
        HIDDEN_SHEET,
    ]


def test_dates_are_dates_and_formulas_are_words() -> None:
    clerk = Clerk.opens(RENDERER.xlsx(WORKBOOK))

    due_at = clerk.cell(Part.ANSWERS, "H1", "due_at").value
    assert due_at == vn("2026-11-16 17:00").replace(tzinfo=None)
    explain_by = clerk.cell(Part.FINDINGS, "7", "explain_by").value
    assert explain_by.date() == date(2026, 11, 9)
    with zipfile.ZipFile(BytesIO(RENDERER.xlsx(WORKBOOK))) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert not any(re.search(rb"<f[ >]", archive.read(name)) for name in sheets)


def test_lists_offer_what_may_be_chosen() -> None:
    clerk = Clerk.opens(RENDERER.xlsx(WORKBOOK))

    rules = clerk.sheet(Part.ANSWERS).data_validations.dataValidation
    offered = {rule.formula1 for rule in rules}
    answers = '"kịp,không kịp,đã có kết quả nhưng chưa kết thúc trên Hệ thống"'
    assert {answers, "ds_nguyen_nhan", "ds_nguoi"} <= offered
    area = clerk.book.defined_names["ds_nguyen_nhan"].attr_text
    assert (
        area == f"{HIDDEN_SHEET}!$B$1:$B${sum(one.in_letter for one in load_causes().values())}"
    )
    hidden = clerk.book[HIDDEN_SHEET]
    assert not any(str(cell.value or "").startswith("C2") for cell in hidden["B"])


def offered(clerk: Clerk, part: Part, shown: str, name: str) -> str:
    """Return the list that a cell offers."""
    place = clerk.cell(part, shown, name).coordinate
    rules = clerk.sheet(part).data_validations.dataValidation
    (words,) = [rule.formula1 for rule in rules if place in rule.sqref]
    return str(words)


def test_each_row_offers_what_is_left_of_its_choices() -> None:
    slip = Line(
        part=Part.LETTERS, target="H4", facts={"shown": "H4", "offers": "approve refuse"}
    )
    clerk = Clerk.opens(RENDERER.xlsx(replace(WORKBOOK, lines=(*WORKBOOK.lines, slip))))

    assert offered(clerk, Part.ISSUED, "H3", "deed") == '"đã giao bản giấy,thu hồi"'
    assert offered(clerk, Part.ISSUED, "H3", "by") == "ds_nguoi"
    assert offered(clerk, Part.LETTERS, "H2", "verdict") == '"duyệt,không duyệt,không phải gửi"'
    assert offered(clerk, Part.LETTERS, "H4", "verdict") == '"duyệt,không duyệt"'
    assert offered(clerk, Part.LETTERS, "H4", "ground") == (
        '"bí mật nhà nước; an ninh; quốc phòng,bất khả kháng,'
        'người nộp không cung cấp thông tin được yêu cầu,trường hợp khác"'
    )
    assert offered(clerk, Part.LETTERS, "H4", "by") == "ds_nguoi_duyet"


def test_every_choice_has_its_word_and_every_way_of_delivery() -> None:
    codes = {code for offers in OFFERS.values() for code in offers}

    assert {*codes, *GROUNDS, "no_figure"} == set(WORDS["choice"])
    assert set(WORDS["delivery"]) == set(Delivery)
    assert set(OFFERS) == set(Part) - {Part.FIGURES}


def test_a_copy_shows_what_stood_there_and_what_is_told() -> None:
    mark = next(iter(WORKBOOK.tokens))
    remark = Remark(
        cells={"answer": "có lẽ", "new_date": datetime(2026, 11, 22), "reason": Formula("=1")},  # noqa: DTZ001 - as a spreadsheet says it
        text="Chọn lại.",
        wrong={"answer": "đề nghị chọn lại"},
    )
    stray = Stray(
        part=Part.FIGURES,
        shown="Chỉ tiêu thêm",
        remark=Remark(cells={"value": Percent(share=0.5)}, text="Dòng ghi thêm."),
    )
    returned = Returned(summary="Tóm tắt", remarks={mark: remark}, strays=(stray,))

    clerk = Clerk.opens(RENDERER.xlsx(WORKBOOK, returned))

    assert clerk.cell(Part.ANSWERS, "H1", "answer").value == "có lẽ"
    assert clerk.cell(Part.ANSWERS, "H1", "answer").comment.text == "đề nghị chọn lại"
    assert clerk.cell(Part.ANSWERS, "H1", "new_date").value.date() == date(2026, 11, 22)
    assert clerk.cell(Part.ANSWERS, "H1", "remark").value == "Chọn lại."
    assert clerk.cell(Part.FIGURES, "Chỉ tiêu thêm", "value").value == "50%"
    assert clerk.cell(Part.FIGURES, "Chỉ tiêu thêm", "value").protection.locked
    assert clerk.sheet(Part.ANSWERS).cell(HEAD - 1, 2).value == "Tóm tắt"
    assert RENDERER.xlsx(WORKBOOK, returned) == RENDERER.xlsx(WORKBOOK, returned)


def test_a_text_beyond_a_cell_is_an_error() -> None:
    long = Line(part=Part.ANSWERS, target="H1", facts={"shown": "H1", "step": "x" * 40_000})

    with pytest.raises(RenderError):
        RENDERER.xlsx(replace(WORKBOOK, lines=(long,)))


def test_it_opens_in_a_reader_that_computes_nothing() -> None:
    book = openpyxl.load_workbook(BytesIO(RENDERER.xlsx(WORKBOOK)), data_only=True)

    assert book[WORDS["sheet"]["answers"]].cell(HEAD, 2).value == "Mã hồ sơ"
