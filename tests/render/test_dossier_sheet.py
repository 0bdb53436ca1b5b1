"""The list of dossiers lets every figure be counted again, and names nobody."""

from dataclasses import replace

from monitor.catalogues import load_catalogue
from monitor.domain.dossier import Channel
from monitor.domain.reckoning import DossierLine, Outcome, Reckoning
from monitor.render.dossier_sheet import dossier_sheet
from monitor.render.sheet import Cell
from tests.builders import vn
from tests.reports.snapshots import CIVIL, CULTURE, DIRECTORY

LABELS = load_catalogue("report")
LATE = DossierLine(
    code="d1",
    unit=CULTURE[0],
    procedure=CIVIL[1],
    channel=Channel.ONLINE,
    received_at=vn("2026-10-20 08:00"),
    first_due_at=vn("2026-11-02 17:00"),
    last_due_at=vn("2026-11-06 17:00"),
    ended_at=vn("2026-11-04 09:00"),
    reckoning=Reckoning(
        outcome=Outcome.LATE, is_carried=True, is_resolved=True, is_due=True, has_passed=True
    ),
)
EMPTY = DossierLine(
    code="d2",
    unit="",
    procedure="",
    channel=None,
    received_at=vn("2026-11-20 08:00"),
    first_due_at=None,
    last_due_at=None,
    ended_at=None,
    reckoning=Reckoning(outcome=Outcome.NO_DEADLINE, is_due=False),
)


def cells(line: DossierLine) -> dict[str, Cell]:
    """Return the cells of the only line that are not empty, by their headings."""
    sheet = dossier_sheet(
        iter([line]),
        DIRECTORY,
        LABELS,
        days_late={"d1": 2},
        procedure_names={"1.000009": "Thủ tục theo bản kết xuất"},
    )
    [row] = sheet.rows
    assert len(sheet.widths) == len(sheet.headings) == len(row)
    return {
        heading: cell
        for heading, cell in zip(sheet.headings, row, strict=True)
        if cell not in {None, ""}
    }


def test_a_late_dossier_is_told_with_both_its_dates_and_what_counts_it() -> None:
    assert cells(LATE) == {
        "Mã hồ sơ": "d1",
        "Mã đơn vị": "VHXH",
        "Đơn vị": "Phòng Văn hóa - Xã hội",
        "Lĩnh vực": "Hộ tịch",
        "Thủ tục hành chính": "Đăng ký lại khai sinh",
        "Kênh tiếp nhận": "Trực tuyến",
        "Tiếp nhận": vn("2026-10-20 08:00"),
        "Hẹn trả lần đầu": vn("2026-11-02 17:00"),
        "Hẹn lại": vn("2026-11-06 17:00"),
        "Kết thúc": vn("2026-11-04 09:00"),
        "Kết quả tính theo hẹn lần đầu": "Quá hạn",
        "Số ngày làm việc quá hạn": 2,
        "Có trong Biểu 06a": "có",
        "Kỳ trước chuyển sang": "có",
        "Có trong mẫu số đến hạn trong kỳ": "có",
    }


def test_what_is_not_known_is_said_or_stays_empty() -> None:
    assert cells(EMPTY) == {
        "Mã hồ sơ": "d2",
        "Đơn vị": "Chưa rõ đơn vị",
        "Lĩnh vực": "Chưa rõ lĩnh vực",
        "Thủ tục hành chính": "Chưa rõ thủ tục",
        "Tiếp nhận": vn("2026-11-20 08:00"),
        "Kết quả tính theo hẹn lần đầu": "Không xác định được hạn",
    }


def test_codes_that_the_directory_lacks_are_told_as_exports_name_them() -> None:
    told = cells(replace(EMPTY, unit="Phòng Lạ", procedure="1.000009"))

    assert told["Đơn vị"] == "Phòng Lạ"
    assert told["Thủ tục hành chính"] == "Thủ tục theo bản kết xuất"


def test_rows_are_made_while_they_are_written() -> None:
    lines = iter([LATE, EMPTY])

    sheet = dossier_sheet(lines, DIRECTORY, LABELS, days_late={}, procedure_names={})
    rows = iter(sheet.rows)
    next(rows)

    assert next(lines) is EMPTY
