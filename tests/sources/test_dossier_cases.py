"""A spreadsheet of dossiers to be dated: its columns, its rows, its pauses."""

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from monitor.domain.cases.dossier import CaseRow, DossierCase
from monitor.domain.cases.fields import Fault
from monitor.domain.dossier import Pause
from monitor.domain.errors import (
    AmountError,
    CaseError,
    ReversedSpanError,
    SourceFileError,
    TermError,
)
from monitor.domain.term import Term, TermUnit
from monitor.sources.catalogue import plain
from monitor.sources.dossier_cases import Field, is_cases, read_cases
from monitor.sources.headers import known_headers
from tests.builders import vn

PATH = Path("so.csv")
HEAD = "Mã hồ sơ,Ngày tiếp nhận,Thời hạn,Tạm dừng\n"
FIVE_DAYS = Term(5, TermUnit.WORKING_DAYS)
RECEIVED = vn("2026-11-02 08:00")
A_CASE = DossierCase(received_at=RECEIVED, term=FIVE_DAYS)


def rows_of(text: str) -> list[CaseRow]:
    return list(read_cases(text.encode(), path=PATH))


def the_case(row: str) -> DossierCase | Exception:
    (found,) = rows_of(HEAD + row)
    return found.case


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{HEAD}H1,02/11/2026 08:00,05 ngày làm việc,\n", id="commas"),
        pytest.param(
            f"\ufeff{HEAD}H1,02/11/2026 08:00,05 ngày làm việc,".replace(",", ";"),
            id="semicolons and a mark",
        ),
        pytest.param("id,received,term\nH1,2026-11-02T08:00,5 ngày làm việc", id="English"),
        pytest.param(
            "id,received,term\nH1,2026-11-02T01:00:00Z,5 ngày làm việc", id="another zone"
        ),
        pytest.param(
            "Danh sách kiểm tra\n\nMÃ HỒ SƠ,Thời gian tiếp nhận,Thời hạn giải quyết,Ghi chú\n"
            "H1,02/11/2026 08:00,05 ngày làm việc,x\n,,,\n",
            id="a title, other columns, a blank row",
        ),
    ],
)
def test_the_columns_are_found_by_name(text: str) -> None:
    (row,) = rows_of(text)

    assert (row.code, row.case) == ("H1", A_CASE)


def test_a_workbook_is_read_too() -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["Ngày tiếp nhận", "Thời hạn"])
    book.active.append([datetime(2026, 11, 2, 8), "05 ngày làm việc"])  # noqa: DTZ001 - Excel has no zones
    book.save(file)

    (row,) = read_cases(file.getvalue(), path=Path("so.xlsx"))

    assert row == CaseRow(number=2, code="", case=A_CASE)


@pytest.mark.parametrize(
    ("cell", "pauses"),
    [
        pytest.param("", [], id="none"),
        pytest.param(
            "03/11/2026 08:00 - 05/11/2026 10:00",
            [("2026-11-03 08:00", "2026-11-05 10:00")],
            id="one",
        ),
        pytest.param(
            '"03/11/2026 \u2013 05/11/2026; 2026-11-09T08:00 - 2026-11-10T09:00;"',
            [("2026-11-03", "2026-11-05"), ("2026-11-09 08:00", "2026-11-10 09:00")],
            id="two, of days and of hours",
        ),
        pytest.param(
            '"03-11-2026 - 04-11-2026\n05-11-2026 - 06-11-2026"',
            [("2026-11-03", "2026-11-04"), ("2026-11-05", "2026-11-06")],
            id="dashes within dates, a line each",
        ),
        pytest.param("03/11/2026 08:00 -", [("2026-11-03 08:00", None)], id="open"),
    ],
)
def test_pauses_stand_in_one_cell(cell: str, pauses: list[tuple[str, str | None]]) -> None:
    found = the_case(f"H1,02/11/2026 08:00,05 ngày làm việc,{cell}\n")

    assert isinstance(found, DossierCase)
    assert found.pauses == tuple(
        Pause(paused_at=vn(start), resumed_at=vn(end) if end else None) for start, end in pauses
    )


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        pytest.param("H1,,5 ngày,", "Ngày tiếp nhận", Fault.MISSING, id="no receipt"),
        pytest.param("H1,31/02/2026,5 ngày,", "Ngày tiếp nhận", Fault.NOT_DATE, id="no day"),
        pytest.param("H1,01/01/1890,5 ngày,", "Ngày tiếp nhận", Fault.YEAR, id="an old day"),
        pytest.param("H1,02/11/2026,,", "Thời hạn", Fault.MISSING, id="no term"),
        pytest.param("H1,02/11/2026,5 ngày,03/11", "Tạm dừng", Fault.NOT_PAUSE, id="no span"),
        pytest.param(
            "H1,02/11/2026,5 ngày,a - b - c", "Tạm dừng", Fault.NOT_PAUSE, id="three ends"
        ),
        pytest.param("H1,02/11/2026,5 ngày,a - b", "Tạm dừng", Fault.NOT_DATE, id="no dates"),
        pytest.param('H1,02/11/2026,"5 ngày', "", Fault.BROKEN_ROW, id="a quotation mark"),
    ],
)
def test_a_row_in_doubt_is_refused_with_its_column(row: str, field: str, fault: Fault) -> None:
    found = the_case(row)

    assert isinstance(found, CaseError)
    assert found.facts == {"field": field, "reason": fault}


@pytest.mark.parametrize(
    ("row", "error"),
    [
        pytest.param("H1,02/11/2026,nhanh nhất,", TermError, id="a term in words"),
        pytest.param("H1,02/11/2026,10-25 ngày,", TermError, id="a range"),
        pytest.param(
            "H1,02/11/2026,5 ngày,05/11/2026 - 03/11/2026", ReversedSpanError, id="backwards"
        ),
    ],
)
def test_a_row_that_cannot_be_counted_is_refused(row: str, error: type[Exception]) -> None:
    assert isinstance(the_case(row), error)


@pytest.mark.parametrize("term", ["0 ngày làm việc", "10000 ngày"])
def test_a_term_beyond_measure_is_refused(term: str) -> None:
    assert isinstance(the_case(f"H1,02/11/2026,{term},"), (AmountError, TermError))


def test_one_bad_row_spoils_no_other() -> None:
    good = "H1,02/11/2026 08:00,05 ngày làm việc,\n"

    found = rows_of(f'{HEAD}{good}H2,x,y,\nH3,"x\n{good}')

    assert [isinstance(row.case, DossierCase) for row in found] == [True, False, False, True]
    assert [row.number for row in found] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("head", "column"),
    [("Ngày tiếp nhận,Hạn\n", "Thời hạn"), ("Mã hồ sơ,Thời hạn\n", "Ngày tiếp nhận")],
)
def test_receipt_and_term_must_be_there(head: str, column: str) -> None:
    with pytest.raises(SourceFileError) as refused:
        rows_of(head + "a,b\n")

    assert refused.value.facts["column"] == column


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        pytest.param("received,term\n", True, id="both columns"),
        pytest.param("Thời hạn\n", True, id="one of them"),
        pytest.param("Mã hồ sơ\n", False, id="a code alone"),
        pytest.param("a,b\n", False, id="neither"),
        pytest.param("", False, id="nothing"),
        pytest.param("\x00\x01\x02", False, id="no text"),
    ],
)
def test_a_sheet_is_known_by_its_columns(text: str, *, is_one: bool) -> None:
    assert is_cases(text.encode(), path=PATH) is is_one


def test_each_column_has_names_of_its_own() -> None:
    headers = known_headers("cases")
    names = [plain(name) for known in headers.values() for name in known]

    assert set(headers) == set(Field)
    assert len(names) == len(set(names))
