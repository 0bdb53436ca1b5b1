"""A list: what it carries is what its headers say."""

from pathlib import Path

import pytest

from monitor.domain.dossier import Applicant, ApplicantKind, Carried, Channel, Status
from monitor.domain.errors import SourceFileError
from monitor.domain.record import Record
from monitor.sources.reasons import Reason
from tests.builders import vn
from tests.shared import shared
from tests.sources.files import (
    LIST_HEADER,
    a_list_line,
    notes_of,
    read,
    read_one,
    refusal,
    rows_of,
    write_csv,
    write_json,
    write_xlsx,
)

FULL_HEADER = (
    *("Mã hồ sơ", "Mã TTHC", "Tên thủ tục", "Chủ hồ sơ", "Loại đối tượng", "Email"),
    *("Ngày nộp", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả kết quả"),
    *("Trạng thái", "Bước hiện tại", "Người đang xử lý", "Đơn vị", "Hình thức nộp"),
)
FULL_LINE = (
    *("A-1", "1.000001", "Thủ tục A", "Công ty Ví Dụ", "Doanh nghiệp", "vidu@dn.example"),
    *("01/11/2026 20:00", "02/11/2026 08:00", "09/11/2026", "06/11/2026 10:00", "07/11/2026"),
    *("Đã trả kết quả", "Trả kết quả", "Trần Văn Mẫu", "Phòng A", "Trực tuyến"),
)


def test_every_column_of_a_full_list_is_read(tmp_path: Path) -> None:
    export = read(write_xlsx(tmp_path / "ds_2026-11-02.xlsx", [FULL_HEADER, FULL_LINE]))

    assert export.source == "list"
    assert export.exported_at == vn("2026-11-02")
    assert export.carries == set(Carried) - {Carried.PAUSES, Carried.STEPS}
    assert rows_of(export)[0] == [
        Record(
            row=2,
            code="A-1",
            unit="Phòng A",
            handler="Trần Văn Mẫu",
            procedure="1.000001",
            procedure_name="Thủ tục A",
            channel=Channel.ONLINE,
            status=Status.RETURNED,
            step="Trả kết quả",
            submitted_at=vn("2026-11-01 20:00"),
            received_at=vn("2026-11-02 08:00"),
            promised_at=vn("2026-11-09"),
            finished_at=vn("2026-11-06 10:00"),
            collected_at=vn("2026-11-07"),
            applicant=Applicant(
                name="Công ty Ví Dụ",
                kind=ApplicantKind.ORGANISATION,
                mailbox="vidu@dn.example",
            ),
        )
    ]


def test_a_list_carries_no_more_than_its_headers(tmp_path: Path) -> None:
    export = read(write_csv(tmp_path / "ds.csv", [LIST_HEADER, a_list_line()]))

    assert export.carries == {Carried.RECEIVED, Carried.PROMISED, Carried.STATUS}
    assert export.exported_at is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("Mới đăng ký", Status.SUBMITTED, id="submitted"),
        pytest.param("Được tiếp nhận", Status.RECEIVED, id="received"),
        pytest.param("Mới tiếp nhận", Status.RECEIVED, id="newly received"),
        pytest.param("ĐANG XỬ LÝ", Status.IN_PROGRESS, id="capitals"),
        pytest.param("\u00d0ã trả kết quả", Status.RETURNED, id="letter of an old font"),
        pytest.param("Chờ bổ sung", Status.PAUSED_SUPPLEMENT, id="waits for a supplement"),
        pytest.param("Tạm dừng", Status.PAUSED_SUPPLEMENT, id="paused"),
        pytest.param("Chờ thực hiện nghĩa vụ tài chính", Status.PAUSED_FINANCE, id="finance"),
        pytest.param("Chờ trả kết quả", Status.FINISHED, id="result there"),
        pytest.param("Rút hồ sơ", Status.WITHDRAWN, id="withdrawn by the citizen"),
        pytest.param("Trả lại", Status.SENT_BACK, id="sent back by the office"),
        pytest.param("Không tiếp nhận", Status.REFUSED, id="refused"),
        pytest.param("Dừng xử lý", Status.STOPPED, id="stopped"),
        pytest.param("9", Status.FINISHED, id="number of the portal"),
    ],
)
def test_a_status_text_is_known(tmp_path: Path, text: str, status: Status) -> None:
    record = read_one(write_csv(tmp_path / "ds.csv", [LIST_HEADER, a_list_line(status=text)]))

    assert record.status is status


@pytest.mark.parametrize(
    ("text", "status", "said_late"),
    [
        pytest.param("Đang xử lý quá hạn", Status.IN_PROGRESS, True, id="late"),
        pytest.param("ĐANG XỬ LÝ TRONG HẠN", Status.IN_PROGRESS, False, id="in time"),
        pytest.param("Đã giải quyết trước hạn", Status.FINISHED, False, id="ended in time"),
        pytest.param("Hoàn thành trễ hạn", Status.FINISHED, True, id="ended late"),
        pytest.param("Đang xử lý", Status.IN_PROGRESS, None, id="no verdict"),
    ],
)
def test_what_a_status_text_judges_is_kept_beside_it(
    tmp_path: Path, text: str, status: Status, *, said_late: bool | None
) -> None:
    record = read_one(write_csv(tmp_path / "ds.csv", [LIST_HEADER, a_list_line(status=text)]))

    assert (record.status, record.said_late) == (status, said_late)


def test_an_unknown_status_is_told_with_its_value(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ds.csv", [LIST_HEADER, a_list_line(status="Đang bay")])

    reject = refusal(path)

    assert (reject.column, reject.value) == ("Trạng thái", "Đang bay")
    assert reject.reason == "unknown_status"


def test_a_blank_status_is_noted_and_its_dossier_kept(tmp_path: Path) -> None:
    export = read(write_csv(tmp_path / "ds.csv", [LIST_HEADER, a_list_line(status="")]))

    assert notes_of(export) == ("blank_status=1",)
    assert rows_of(export)[0][0].status is None


@pytest.mark.parametrize("mailbox", ["vidu.dn.example", "a@b@c.example", "a b@c.example"])
def test_an_unusable_mailbox_of_an_applicant_is_left_out_and_noted(
    tmp_path: Path, mailbox: str
) -> None:
    line = [mailbox if cell == "vidu@dn.example" else cell for cell in FULL_LINE]

    export = read(write_csv(tmp_path / "ds.csv", [FULL_HEADER, line]))
    applicant = rows_of(export)[0][0].applicant

    assert applicant is not None
    assert applicant.mailbox == ""
    assert notes_of(export) == ("bad_applicant_mailbox=1",)


def test_a_list_without_rows_says_so(tmp_path: Path) -> None:
    export = read(write_csv(tmp_path / "ds.csv", [LIST_HEADER]))

    assert rows_of(export) == ([], [])
    assert notes_of(export) == ("no_rows=1",)


def test_a_list_needs_codes(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ds.csv", [LIST_HEADER[1:], a_list_line()[1:]])

    with pytest.raises(SourceFileError) as told:
        read(path, kind="list")

    assert told.value.facts == {
        "file": "ds.csv",
        "reason": Reason.MISSING_COLUMN,
        "column": "Mã hồ sơ",
    }


def test_messages_are_no_list(tmp_path: Path) -> None:
    path = write_json(tmp_path / "dongbo.json", [])

    with pytest.raises(SourceFileError, match="wrong_kind"):
        read(path, kind="list")


def test_all_1434_real_dossiers_are_read() -> None:
    export = read(shared("data/receipt/list_vn_headers.csv"))
    records, rejects = rows_of(export)

    assert (export.source, len(records), rejects) == ("list", 1_434, [])
    assert notes_of(export) == ("unknown_channel=1",)
    assert sum(record.finished_at is None for record in records) == 105
    assert sum(record.status is Status.FINISHED for record in records) == 1_329
    assert sum(record.channel is None for record in records) == 1
    assert (
        sum(record.received_at is None or record.promised_at is None for record in records) == 0
    )
    assert [record.row for record in records] == list(range(2, 1_436))
    assert {Carried.STEP, Carried.HANDLER, Carried.UNIT, Carried.CHANNEL} <= export.carries
