"""Messages of progress say where in the office a dossier stood, and by when it should go on."""

from pathlib import Path

import pytest

from monitor.domain.dossier import Carried, Status
from monitor.domain.step import StepSaid
from monitor.sources.reasons import Reason
from tests.builders import vn
from tests.sources.files import read, read_one, read_rows, refusal, rows_of, write_json
from tests.sources.test_national import a_message

CODE = "H99.01-261102-0001"


def a_progress(**fields: object) -> dict[str, object]:
    return {
        "MaHoSo": CODE,
        "NguoiXuLy": "Võ Văn Dũng",
        "ChucDanh": "Chuyên viên",
        "ThoiDiemXuLy": "20261103090000",
        "PhongBanXuLy": "Phòng Kinh tế",
        "NoiDungXuLy": "Thẩm định hồ sơ",
        "TrangThai": "4",
        "NgayBatDau": "20261103090000",
        "NgayKetThucTheoQuyDinh": "20261105170000",
        **fields,
    }


APPRAISAL = StepSaid(
    said_at=vn("2026-11-03 09:00"),
    name="Thẩm định hồ sơ",
    unit="Phòng Kinh tế",
    handler="Võ Văn Dũng",
    began_at=vn("2026-11-03 09:00"),
    due_at=vn("2026-11-05 17:00"),
    status=Status.IN_PROGRESS,
)


def test_a_message_is_read_field_by_field(tmp_path: Path) -> None:
    export = read(write_json(tmp_path / "tien-do.json", [a_progress()]))
    (record,), _ = rows_of(export)

    assert (export.source, export.is_messages) == ("national", True)
    assert export.exported_at == vn("2026-11-03 09:00")
    assert export.carries == {Carried.STATUS, Carried.STEP, Carried.HANDLER, Carried.STEPS}
    assert (record.code, record.source) == (CODE, "progress")
    assert record.steps == (APPRAISAL,)
    assert record.as_of == vn("2026-11-03 09:00")
    assert (record.step, record.handler) == ("Thẩm định hồ sơ", "Võ Văn Dũng")
    assert record.carries == export.carries


def test_all_that_is_said_of_one_dossier_is_one_record_and_the_last_decides(
    tmp_path: Path,
) -> None:
    signing = a_progress(
        ThoiDiemXuLy="20261104150000",
        NoiDungXuLy="Trình ký",
        NguoiXuLy="",
        TrangThai="",
        NgayBatDau="",
        NgayKetThucTheoQuyDinh=None,
    )

    record = read_one(write_json(tmp_path / "tien-do.json", [signing, a_progress()]))

    assert [one.name for one in record.steps] == ["Thẩm định hồ sơ", "Trình ký"]
    assert (record.step, record.as_of) == ("Trình ký", vn("2026-11-04 15:00"))
    assert record.carries == frozenset({Carried.STEPS, Carried.STEP})


def test_a_file_may_hold_dossiers_and_their_progress(tmp_path: Path) -> None:
    path = write_json(tmp_path / "dongbo_20261103_1000.json", [a_message(), a_progress()])

    export = read(path)
    records, rejects = rows_of(export)

    assert [one.source for one in records] == ["", "progress"]
    assert rejects == []
    assert {Carried.RECEIVED, Carried.STEPS} <= export.carries
    assert export.exported_at == vn("2026-11-03 10:00")


def test_a_message_told_twice_is_one(tmp_path: Path) -> None:
    record = read_one(write_json(tmp_path / "tien-do.json", [a_progress(), a_progress()]))

    assert record.steps == (APPRAISAL,)


@pytest.mark.parametrize(
    ("fields", "column", "reason"),
    [
        pytest.param({"MaHoSo": ""}, "MaHoSo", Reason.MISSING_CODE, id="no code"),
        pytest.param({"ThoiDiemXuLy": ""}, "ThoiDiemXuLy", Reason.MISSING_VALUE, id="no time"),
        pytest.param({"ThoiDiemXuLy": "?"}, "ThoiDiemXuLy", Reason.BAD_DATE, id="bad time"),
        pytest.param({"NgayBatDau": "x"}, "NgayBatDau", Reason.BAD_DATE, id="bad start"),
        pytest.param({"TrangThai": "99"}, "TrangThai", Reason.UNKNOWN_STATUS, id="status"),
        pytest.param({"NguoiXuLy": ["a"]}, "NguoiXuLy", Reason.BAD_VALUE, id="a list"),
    ],
)
def test_what_cannot_be_read_is_told(
    tmp_path: Path, fields: dict[str, object], column: str, reason: Reason
) -> None:
    reject = refusal(write_json(tmp_path / "tien-do.json", [a_progress(**fields)]))

    assert (reject.row, reject.column, reject.reason) == (1, column, reason)


def test_a_bad_message_takes_no_other_along(tmp_path: Path) -> None:
    path = write_json(tmp_path / "tien-do.json", [a_progress(ThoiDiemXuLy=""), a_progress()])

    records, rejects = read_rows(path)

    assert ([one.code for one in records], len(rejects)) == ([CODE], 1)
