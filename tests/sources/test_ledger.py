"""A ledger: title rows, two header rows with merged cells, dates as text."""

import unicodedata
from datetime import datetime
from pathlib import Path

import pytest

from monitor.domain.dossier import Applicant, Carried
from monitor.domain.errors import SourceFileError
from monitor.domain.record import Reject
from monitor.sources.reasons import Reason
from tests.builders import vn
from tests.sources.files import (
    LEDGER_HEADER,
    LEDGER_MERGES,
    TITLES,
    a_ledger_line,
    notes_of,
    read,
    read_one,
    read_rows,
    refusal,
    rows_of,
    write_csv,
    write_json,
    write_xlsx,
)

HEAD = (*TITLES, *LEDGER_HEADER)


def test_a_workbook_with_merged_headers_is_read(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "so.xlsx",
        [*HEAD, a_ledger_line(collected="08/11/2026 09:30:00")],
        merges=LEDGER_MERGES,
    )

    export = read(path)
    records, rejects = rows_of(export)

    assert rejects == []
    assert export.source == "ledger"
    assert export.exported_at == vn("2026-11-02 07:10")
    assert export.carries == {
        Carried.RECEIVED,
        Carried.PROMISED,
        Carried.COLLECTED,
        Carried.APPLICANT,
    }
    assert records[0].row == 5
    assert records[0].code == "H99.01-261102-0001"
    assert records[0].procedure_name == "Cấp Giấy xác nhận tình trạng hôn nhân"
    assert records[0].procedure == ""
    assert records[0].handler == ""
    assert records[0].status is None
    assert records[0].received_at == vn("2026-11-02 08:00")
    assert records[0].promised_at == vn("2026-11-09 17:00")
    assert records[0].collected_at == vn("2026-11-08 09:30")
    assert records[0].applicant == Applicant(
        name="Nguyễn Thị Ví Dụ", address="Thôn Ví Dụ", phone="0900 000 000"
    )


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        pytest.param("utf-8", ",", id="commas"),
        pytest.param("utf-8-sig", ",", id="byte order mark"),
        pytest.param("utf-8-sig", ";", id="semicolons"),
        pytest.param("utf-8", "\t", id="tabs"),
        pytest.param("utf-16", "\t", id="Unicode text of Excel"),
    ],
)
def test_a_csv_says_the_same_as_a_workbook(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    lines = [*HEAD, a_ledger_line(1), a_ledger_line(2, code="H99.01-261102-0002")]
    workbook = write_xlsx(tmp_path / "so.xlsx", lines, merges=LEDGER_MERGES)
    text = write_csv(tmp_path / "so.csv", lines, encoding=encoding, delimiter=delimiter)

    from_workbook, from_text = read(workbook), read(text)

    assert from_text.exported_at == from_workbook.exported_at
    assert from_text.carries == from_workbook.carries
    assert rows_of(from_text) == rows_of(from_workbook)


def test_headers_of_decomposed_letters_and_other_case_are_known(tmp_path: Path) -> None:
    header = [
        unicodedata.normalize("NFD", name)
        for name in ("MÃ HỒ SƠ", "Ngày  tiếp\nnhận:", "ngày hẹn trả (*)", "Hẹn trả*")
    ]

    record = read_one(
        write_csv(tmp_path / "so.csv", [header, ("A-1", "02/11/2026", "", "09/11/2026")])
    )

    assert record.received_at == vn("2026-11-02")
    assert record.promised_at == vn("2026-11-09")


def test_the_official_form_names_the_deciding_agency(tmp_path: Path) -> None:
    top = [
        *("TT", "Mã hồ sơ", "Tên TTHC", "Tên cá nhân, tổ chức", "Địa chỉ, số điện thoại"),
        *("Cơ quan chủ trì giải quyết", "Nhận và trả kết quả", "", "", "", "", "Ghi chú"),
    ]
    below = [
        *("", "", "", "", "", "", "Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả"),
        *("Phương thức nhận kết quả", "Ký nhận", ""),
    ]
    numbers = [f"({number})" for number in range(1, 13)]
    line = [
        *("1", "A-1", "Thủ tục A", "Lê Văn Mẫu", "Thôn Ví Dụ", "Sở Ví Dụ"),
        *("02/11/2026", "09/11/2026", "10/11/2026", "Trực tiếp", "", ""),
    ]
    path = write_csv(tmp_path / "mau07.csv", [top, below, numbers, line])

    export = read(path)
    record = rows_of(export)[0][0]

    assert Carried.UNIT in export.carries
    assert record.row == 4
    assert record.unit == "Sở Ví Dụ"
    assert record.procedure_name == "Thủ tục A"
    assert record.collected_at == vn("2026-11-10")


def test_real_dates_of_a_workbook_are_read(tmp_path: Path) -> None:
    line = a_ledger_line(received=datetime.fromisoformat("2026-11-02 08:00"), promised=46_335)

    record = read_one(write_xlsx(tmp_path / "so.xlsx", [*HEAD, line]))

    assert record.received_at == vn("2026-11-02 08:00")
    assert record.promised_at == vn("2026-11-09")


def test_a_title_may_hold_a_real_date(tmp_path: Path) -> None:
    titles = [
        ("SỔ THEO DÕI",),
        (),
        ("Ngày kết xuất:", datetime.fromisoformat("2026-11-02 07:10")),
    ]

    export = read(write_xlsx(tmp_path / "so.xlsx", [*titles, *LEDGER_HEADER, a_ledger_line()]))

    assert export.exported_at == vn("2026-11-02 07:10")
    assert rows_of(export)[0][0].row == 6


def test_totals_blanks_signatures_and_repeated_headers_are_no_dossiers(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "so.csv",
        [
            *HEAD,
            ("I. Lĩnh vực Hộ tịch",),
            a_ledger_line(1),
            LEDGER_HEADER[0],
            a_ledger_line(2, code="H99.01-261102-0002"),
            ("", "", ""),
            ("Tổng cộng", "", "", 2, 2, 2, 2),
            ("", "Tổng số: 2 hồ sơ"),
            ("", "", "NGƯỜI LẬP BIỂU", "", "", "", "", "THỦ TRƯỞNG ĐƠN VỊ"),
        ],
    )

    export = read(path)
    records, rejects = rows_of(export)

    assert [record.row for record in records] == [6, 8]
    assert rejects == []
    assert notes_of(export) == ("skipped_rows=5",)


def test_names_keep_their_markup_and_lose_their_control_characters(tmp_path: Path) -> None:
    name = "<b>Nguyễn\x07 Thị\x9f</b>\r\nVí Dụ"

    record = read_one(write_csv(tmp_path / "so.csv", [*HEAD, a_ledger_line(applicant=name)]))

    assert record.applicant is not None
    assert record.applicant.name == "<b>Nguyễn Thị</b> Ví Dụ"


@pytest.mark.parametrize(
    ("cells", "column", "value", "reason"),
    [
        pytest.param({"code": ""}, "Mã hồ sơ", "", Reason.MISSING_CODE, id="no code"),
        pytest.param(
            {"code": "H99\r\nBcc: x"},
            "Mã hồ sơ",
            "H99\\r\\nBcc: x",
            Reason.BAD_CODE,
            id="line break in the code",
        ),
        pytest.param(
            {"code": "H99\u200b1"}, "Mã hồ sơ", "H99\\u200b1", Reason.BAD_CODE, id="unseen"
        ),
        pytest.param(
            {"code": "X" * 101}, "Mã hồ sơ", "X" * 100, Reason.BAD_CODE, id="long code"
        ),
        pytest.param(
            {"received": "31/02/2026"},
            "Nhận hồ sơ",
            "31/02/2026",
            Reason.BAD_DATE,
            id="no date",
        ),
        pytest.param(
            {"promised": "01/01/1900"},
            "Hẹn trả kết quả",
            "01/01/1900",
            Reason.DATE_OUT_OF_RANGE,
            id="1900",
        ),
        pytest.param(
            {"collected": "01/01/2100 08:00:00"},
            "Ngày nhận kết quả",
            "01/01/2100 08:00:00",
            Reason.DATE_OUT_OF_RANGE,
            id="2100",
        ),
        pytest.param(
            {"applicant": "x" * 100_000},
            "Họ tên chủ hồ sơ",
            "100000",
            Reason.TOO_LONG,
            id="100,000 characters",
        ),
    ],
)
def test_a_bad_row_is_told_and_takes_no_other_along(
    tmp_path: Path, cells: dict[str, str], column: str, value: str, reason: Reason
) -> None:
    bad = a_ledger_line(1, **cells)
    path = write_csv(tmp_path / "so.csv", [*HEAD, bad, a_ledger_line(2, code="good")])

    records, rejects = read_rows(path)

    assert rejects == [Reject(row=5, column=column, value=value, reason=reason)]
    assert [record.code for record in records] == ["good"]


def test_a_code_with_a_line_break_in_a_workbook_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "so.xlsx", [*HEAD, a_ledger_line(code="H99_x000D_\nBcc: x")])

    assert refusal(path).value == "H99\\r\\nBcc: x"


def test_a_long_remark_is_noted_and_its_dossier_kept(tmp_path: Path) -> None:
    line = [*a_ledger_line()[:-1], "x" * 100_000]

    export = read(write_csv(tmp_path / "so.csv", [*HEAD, line]))

    assert notes_of(export) == ("long_cells=1",)
    assert len(rows_of(export)[0]) == 1


def test_rows_that_repeat_each_other_are_one(tmp_path: Path) -> None:
    lines = [a_ledger_line(1), a_ledger_line(2), a_ledger_line(3)]

    export = read(write_csv(tmp_path / "so.csv", [*HEAD, *lines]))
    records, rejects = rows_of(export)

    assert [record.row for record in records] == [5]
    assert rejects == []
    assert notes_of(export) == ("identical=2",)


def test_rows_that_contradict_each_other_are_all_refused(tmp_path: Path) -> None:
    lines = [
        a_ledger_line(1),
        a_ledger_line(2, promised="10/11/2026"),
        a_ledger_line(3, code="good"),
        a_ledger_line(4, promised="never"),
    ]

    records, rejects = read_rows(write_csv(tmp_path / "so.csv", [*HEAD, *lines]))

    assert [record.code for record in records] == ["good"]
    assert [(reject.row, reject.reason) for reject in rejects] == [
        (5, Reason.DUPLICATE_CODE),
        (6, Reason.DUPLICATE_CODE),
        (8, Reason.BAD_DATE),
    ]
    assert rejects[0].value == "H99.01-261102-0001"


def test_messages_are_no_ledger(tmp_path: Path) -> None:
    path = write_json(tmp_path / "dongbo.json", [])

    with pytest.raises(SourceFileError, match="wrong_kind"):
        read(path, kind="ledger")


def test_a_ledger_asked_for_leaves_out_what_no_ledger_has(tmp_path: Path) -> None:
    header = ("Mã hồ sơ", "Ngày tiếp nhận", "Người xử lý")
    path = write_csv(tmp_path / "so.csv", [header, ("A-1", "02/11/2026", "Trần Văn Mẫu")])

    export = read(path, kind="ledger")

    assert export.carries == {Carried.RECEIVED}
    assert rows_of(export)[0][0].handler == ""
