"""Sync messages of the portal: supplement rounds become pauses and promises."""

from pathlib import Path

import pytest

from monitor.domain.dossier import (
    Applicant,
    ApplicantKind,
    Carried,
    Channel,
    Pause,
    PauseKind,
    Promise,
    PromiseKind,
    Status,
)
from monitor.domain.errors import SourceFileError
from monitor.domain.record import Reject
from monitor.sources.reasons import Reason
from tests.builders import a_pause, a_promise, vn
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
)

Body = dict[str, object]


def a_message(**fields: object) -> Body:
    return {
        "MaHoSo": "H99.01-261102-0001",
        "MaTTHC": "1.000001",
        "TenTTHC": "Thủ tục A",
        "KenhThucHien": "2",
        "ChuHoSo": "Nguyễn Thị Ví Dụ",
        "LoaiDoiTuong": "1",
        "Email": "vidu@dan.example",
        "SoDienThoai": "0900000000",
        "NgayTiepNhan": "20261102080000",
        "NgayHenTra": "20261109170000",
        "TrangThaiHoSo": "4",
        "NgayTra": "",
        "NgayKetThucXuLy": None,
        "DonViXuLy": "Phòng A",
        "DanhSachHoSoBoSung": [],
        **fields,
    }


def a_round(
    asked: str = "", supplied: str = "", *, before: str = "", after: str = ""
) -> dict[str, str]:
    return {
        "NgayBoSung": asked,
        "NgayTiepNhanBoSung": supplied,
        "NgayHenTraTruoc": before,
        "NgayHenTraMoi": after,
    }


def supplemented(promised: str, *, made: str) -> Promise:
    return a_promise(promised, made=made, kind=PromiseKind.SUPPLEMENT)


def test_a_message_is_read_field_by_field(tmp_path: Path) -> None:
    body = a_message(NgayKetThucXuLy="2026-11-06T10:00:00.123", NgayTra="20261107090000")

    export = read(write_json(tmp_path / "dongbo_20261107_1200.json", [body]))
    record = rows_of(export)[0][0]

    assert export.source == "national"
    assert export.exported_at == vn("2026-11-07 12:00")
    assert export.carries == set(Carried) - {
        *(Carried.HANDLER, Carried.STEP, Carried.STEPS, Carried.SUBMITTED)
    }
    assert record.row == 1
    assert (record.procedure, record.procedure_name) == ("1.000001", "Thủ tục A")
    assert (record.unit, record.channel) == ("Phòng A", Channel.ONLINE)
    assert record.status is Status.IN_PROGRESS
    assert record.received_at == vn("2026-11-02 08:00")
    assert record.promised_at == vn("2026-11-09 17:00")
    assert record.promises == (a_promise("2026-11-09 17:00", made="2026-11-02 08:00"),)
    assert record.finished_at == vn("2026-11-06 10:00")
    assert record.collected_at == vn("2026-11-07 09:00")
    assert record.applicant == Applicant(
        name="Nguyễn Thị Ví Dụ",
        kind=ApplicantKind.PERSON,
        phone="0900000000",
        mailbox="vidu@dan.example",
    )


@pytest.mark.parametrize(
    ("number", "status"),
    [
        pytest.param("1", Status.SUBMITTED, id="1"),
        pytest.param("2", Status.RECEIVED, id="2"),
        pytest.param(3, Status.REFUSED, id="3 as a number"),
        pytest.param("4", Status.IN_PROGRESS, id="4"),
        pytest.param("5", Status.PAUSED_SUPPLEMENT, id="5"),
        pytest.param("6", Status.PAUSED_FINANCE, id="6"),
        pytest.param("7", Status.WITHDRAWN, id="7"),
        pytest.param("8", Status.STOPPED, id="8"),
        pytest.param("9", Status.FINISHED, id="9"),
        pytest.param(10, Status.RETURNED, id="10 as a number"),
    ],
)
def test_a_status_number_is_known(tmp_path: Path, number: object, status: Status) -> None:
    path = write_json(tmp_path / "one.json", a_message(TrangThaiHoSo=number))

    assert read_one(path).status is status


@pytest.mark.parametrize(
    ("number", "channel"),
    [
        pytest.param("1", Channel.IN_PERSON, id="in person"),
        pytest.param(2, Channel.ONLINE, id="online"),
        pytest.param("3", Channel.POST, id="post"),
        pytest.param(None, Channel.IN_PERSON, id="unsaid"),
        pytest.param("4", None, id="unknown"),
    ],
)
def test_a_channel_number_is_known(
    tmp_path: Path, number: object, channel: Channel | None
) -> None:
    path = write_json(tmp_path / "one.json", a_message(KenhThucHien=number))

    assert read_one(path).channel is channel


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        pytest.param("1", ApplicantKind.PERSON, id="person"),
        pytest.param("2", ApplicantKind.ORGANISATION, id="business"),
        pytest.param("0", ApplicantKind.UNKNOWN, id="another portal's number"),
        pytest.param(None, ApplicantKind.UNKNOWN, id="unsaid"),
    ],
)
def test_a_kind_of_applicant_is_known_or_left_open(
    tmp_path: Path, number: object, kind: ApplicantKind
) -> None:
    record = read_one(write_json(tmp_path / "one.json", a_message(LoaiDoiTuong=number)))

    assert record.applicant is not None
    assert record.applicant.kind is kind


@pytest.mark.parametrize(
    ("status", "rounds", "pauses", "promises"),
    [
        pytest.param(
            "4",
            [
                a_round(
                    "20261103090000",
                    "20261105140000",
                    before="20261106170000",
                    after="20261110170000",
                )
            ],
            (a_pause("2026-11-03 09:00", "2026-11-05 14:00"),),
            (
                a_promise("2026-11-06 17:00", made="2026-11-02 08:00"),
                supplemented("2026-11-10 17:00", made="2026-11-05 14:00"),
            ),
            id="one round, both dates told",
        ),
        pytest.param(
            "4",
            [a_round("20261103090000", "20261105140000")],
            (a_pause("2026-11-03 09:00", "2026-11-05 14:00"),),
            (a_promise("2026-11-09 17:00", made="2026-11-02 08:00"),),
            id="one round, no dates told",
        ),
        pytest.param(
            "5",
            [
                a_round("20261110090000", after="20261120170000"),
                a_round("20261103090000", "20261105140000", after="20261112170000"),
            ],
            (a_pause("2026-11-03 09:00", "2026-11-05 14:00"), a_pause("2026-11-10 09:00")),
            (
                a_promise("2026-11-09 17:00", made="2026-11-02 08:00"),
                supplemented("2026-11-12 17:00", made="2026-11-05 14:00"),
                supplemented("2026-11-20 17:00", made="2026-11-10 09:00"),
            ),
            id="two rounds told newest first, the second open",
        ),
        pytest.param(
            "6",
            [a_round("20261103090000")],
            (a_pause("2026-11-03 09:00", kind=PauseKind.FINANCE),),
            (a_promise("2026-11-09 17:00", made="2026-11-02 08:00"),),
            id="waits for money",
        ),
        pytest.param(
            "5",
            [a_round("20261103090000", "20261105140000")],
            (a_pause("2026-11-03 09:00", "2026-11-05 14:00"),),
            (a_promise("2026-11-09 17:00", made="2026-11-02 08:00"),),
            id="paused by status, every round closed: the rounds stand as told",
        ),
        pytest.param(
            "4",
            [a_round("", "20261105140000", after="20261110170000"), a_round()],
            (),
            (
                a_promise("2026-11-09 17:00", made="2026-11-02 08:00"),
                supplemented("2026-11-10 17:00", made="2026-11-05 14:00"),
            ),
            id="a round that does not say when it began is no pause",
        ),
        pytest.param(
            "4",
            None,
            (),
            (a_promise("2026-11-09 17:00", made="2026-11-02 08:00"),),
            id="no rounds",
        ),
    ],
)
def test_rounds_become_pauses_and_promises(
    tmp_path: Path,
    status: str,
    rounds: object,
    pauses: tuple[Pause, ...],
    promises: tuple[Promise, ...],
) -> None:
    body = a_message(TrangThaiHoSo=status, DanhSachHoSoBoSung=rounds)

    record = read_one(write_json(tmp_path / "one.json", body))

    assert record.pauses == pauses
    assert record.promises == promises
    assert record.promised_at == vn("2026-11-09 17:00")


def test_the_date_on_the_slip_is_known_where_a_round_states_it(tmp_path: Path) -> None:
    before = {**a_round("20261103090000"), "NgayHenTraTruoc": "20261109170000"}
    stated = a_message(DanhSachHoSoBoSung=[before])
    unstated = a_message(DanhSachHoSoBoSung=[a_round("20261103090000")])

    records = [read_one(write_json(tmp_path / "one.json", body)) for body in (stated, unstated)]

    assert [one.first_promised_at for one in records] == [vn("2026-11-09 17:00"), None]


def test_a_promise_needs_a_receipt(tmp_path: Path) -> None:
    record = read_one(write_json(tmp_path / "one.json", a_message(NgayTiepNhan="")))

    assert record.promises == ()
    assert record.promised_at == vn("2026-11-09 17:00")


@pytest.mark.parametrize(
    ("fields", "column", "value", "reason"),
    [
        pytest.param({"MaHoSo": ""}, "MaHoSo", "", Reason.MISSING_CODE, id="no code"),
        pytest.param(
            {"MaHoSo": "A\r\nB"}, "MaHoSo", "A\\r\\nB", Reason.BAD_CODE, id="bad code"
        ),
        pytest.param(
            {"TrangThaiHoSo": "11"}, "TrangThaiHoSo", "11", Reason.UNKNOWN_STATUS, id="status"
        ),
        pytest.param(
            {"NgayHenTra": "soon"}, "NgayHenTra", "soon", Reason.BAD_DATE, id="bad date"
        ),
        pytest.param(
            {"NgayTiepNhan": "21000101000000"},
            "NgayTiepNhan",
            "21000101000000",
            Reason.DATE_OUT_OF_RANGE,
            id="2100",
        ),
        pytest.param({"NgayTra": []}, "NgayTra", "", Reason.BAD_VALUE, id="a list for a date"),
        pytest.param(
            {"DanhSachHoSoBoSung": {"NgayBoSung": ""}},
            "DanhSachHoSoBoSung",
            "",
            Reason.BAD_VALUE,
            id="rounds that are no list",
        ),
        pytest.param(
            {"DanhSachHoSoBoSung": [a_round(), a_round("soon")]},
            "DanhSachHoSoBoSung[2].NgayBoSung",
            "soon",
            Reason.BAD_DATE,
            id="bad date in a round",
        ),
    ],
)
def test_a_bad_message_is_told_and_takes_no_other_along(
    tmp_path: Path, fields: Body, column: str, value: str, reason: Reason
) -> None:
    good = a_message(MaHoSo="good")

    export = read(write_json(tmp_path / "two.json", [a_message(**fields), good]))
    records, rejects = rows_of(export)

    assert rejects == [Reject(row=1, column=column, value=value, reason=reason)]
    assert [record.code for record in records] == ["good"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"MaHoSo": "A-1", "TrangThai": "4"}, id="neither dossier nor progress"),
        pytest.param("MaHoSo", id="text"),
        pytest.param(7, id="number"),
        pytest.param(None, id="nothing"),
        pytest.param([], id="list in a list"),
    ],
)
def test_what_is_no_dossier_is_told(tmp_path: Path, body: object) -> None:
    assert refusal(write_json(tmp_path / "one.json", [body])).reason is Reason.NOT_A_DOSSIER


def test_an_envelope_with_data_is_opened(tmp_path: Path) -> None:
    path = write_json(tmp_path / "one.json", {"service": "DongBoHoSoMC", "data": [a_message()]})

    assert read_one(path).code == "H99.01-261102-0001"


def test_json_is_known_whatever_its_name(tmp_path: Path) -> None:
    path = write_json(tmp_path / "dongbo.txt", [a_message()])

    assert read(path).source == "national"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", Reason.EMPTY_FILE, id="empty"),
        pytest.param(b" \n", Reason.EMPTY_FILE, id="blank"),
        pytest.param(b'[{"MaHoSo": ', Reason.BAD_JSON, id="cut off"),
        pytest.param(b"[" * 100_000, Reason.BAD_JSON, id="nested beyond measure"),
        pytest.param(b"\x00\x01\x02\x03", Reason.BAD_JSON, id="binary"),
        pytest.param('"hồ sơ"'.encode(), Reason.NOT_DOSSIERS, id="a text"),
        pytest.param(
            '["hồ sơ"]'.encode("cp1258", "replace"), Reason.LEGACY_ENCODING, id="cp1258"
        ),
    ],
)
def test_a_file_without_messages_is_told(tmp_path: Path, data: bytes, reason: Reason) -> None:
    path = tmp_path / "dongbo.json"
    path.write_bytes(data)

    with pytest.raises(SourceFileError) as told:
        read(path)

    assert told.value.facts == {"file": "dongbo.json", "reason": reason}


def test_in_a_folder_each_message_speaks_of_its_own_instant_and_a_broken_file_is_told(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "dongbo"
    folder.mkdir()
    write_json(folder / "b_20261103_0900.json", [a_message(TrangThaiHoSo="9")])
    write_json(
        folder / "c_20261102_0900.json",
        [a_message(), a_message(MaHoSo="other"), a_message(MaHoSo="")],
    )
    (folder / "a.json").write_text("{", encoding="utf-8")
    (folder / "readme.txt").write_text("no message", encoding="utf-8")

    export = read(folder)
    records, rejects = rows_of(export)

    assert export.exported_at == vn("2026-11-03 09:00")
    early, late = vn("2026-11-02 09:00"), vn("2026-11-03 09:00")
    assert [(record.code, record.status, record.as_of) for record in records] == [
        ("H99.01-261102-0001", Status.IN_PROGRESS, early),
        ("other", Status.IN_PROGRESS, early),
        ("H99.01-261102-0001", Status.FINISHED, late),
    ]
    assert rejects == [
        Reject(
            row=3, column="c_20261102_0900.json: MaHoSo", value="", reason=Reason.MISSING_CODE
        ),
        Reject(row=0, column="a.json", value="", reason=Reason.BAD_JSON),
    ]


def test_where_one_file_does_not_say_when_the_newest_of_the_dated_stands(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "dongbo"
    folder.mkdir()
    write_json(folder / "b_20261103_0900.json", [a_message(TrangThaiHoSo="9")])
    write_json(folder / "c_20261102_0900.json", [a_message()])
    write_json(folder / "d.json", [a_message(MaHoSo="other")])

    export = read(folder)
    records, _ = rows_of(export)

    assert notes_of(export) == ("superseded=1",)
    assert [(record.code, record.status) for record in records] == [
        ("H99.01-261102-0001", Status.FINISHED),
        ("other", Status.IN_PROGRESS),
    ]


def test_a_message_speaks_of_the_fields_that_it_names_only(tmp_path: Path) -> None:
    body = {
        "MaHoSo": "A-1",
        "TrangThaiHoSo": "4",
        "NgayHenTra": "",
        "DanhSachHoSoBoSung": [],
    }

    record = read_one(write_json(tmp_path / "one.json", [body]))

    assert record.carries == frozenset({Carried.STATUS, Carried.PROMISED, Carried.PAUSES})


def test_in_a_folder_without_dates_contradicting_messages_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "dongbo"
    folder.mkdir()
    write_json(folder / "1.json", a_message())
    write_json(folder / "2.json", a_message(TrangThaiHoSo="9"))
    write_json(folder / "3.json", a_message(MaHoSo="same"))
    write_json(folder / "4.json", a_message(MaHoSo="same"))

    export = read(folder)
    records, rejects = rows_of(export)

    assert [record.code for record in records] == ["same"]
    assert [reject.reason for reject in rejects] == [Reason.DUPLICATE_CODE] * 2
    assert notes_of(export) == ("identical=1",)


def test_a_folder_without_messages_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="empty_folder"):
        read(tmp_path)


def test_a_spreadsheet_is_no_message(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ds.csv", [LIST_HEADER, a_list_line()])

    with pytest.raises(SourceFileError, match="wrong_kind"):
        read(path, kind="national")


def test_the_published_sample_is_read() -> None:
    record = read_one(shared("data/vn/sample_dongbo_message.SYNTHETIC.json"))

    assert record.code == "H21.65-220914-0011"
    assert record.pauses == (a_pause("2022-09-15 09:00", "2022-09-16 14:00"),)
    assert record.applicant is None
