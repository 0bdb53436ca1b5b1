"""An office's own names lie over the catalogues."""

from pathlib import Path

import pytest

from monitor.domain.dossier import ApplicantKind, Status
from monitor.domain.errors import SettingsError
from monitor.sources import open_export
from monitor.sources.options import with_settings
from tests.sources.files import rows_of, write_csv


def test_own_headers_and_words_are_read(tmp_path: Path) -> None:
    options = with_settings(
        headers={"code": ["Ký hiệu"], "received": ["Ngày vào sổ"]},
        statuses={"Đang bay": "in_progress", "Dừng xử lý": "paused_supplement"},
        applicant_kinds={"0": "person"},
    )
    path = write_csv(
        tmp_path / "ds.csv",
        [
            ("Ký hiệu", "Mã hồ sơ", "Ngày vào sổ", "Trạng thái", "Chủ hồ sơ", "Loại đối tượng"),
            ("A-1", "x", "02/11/2026", "ĐANG BAY", "Lê Văn Mẫu", "0"),
            ("A-2", "x", "02/11/2026", "dừng xử lý", "", ""),
        ],
    )

    records, rejects = rows_of(open_export(path, options=options))

    assert rejects == []
    assert [record.code for record in records] == ["A-1", "A-2"]
    assert [record.status for record in records] == [
        Status.IN_PROGRESS,
        Status.PAUSED_SUPPLEMENT,
    ]
    assert records[0].received_at is not None
    assert records[0].applicant is not None
    assert records[0].applicant.kind is ApplicantKind.PERSON


def test_names_that_do_not_exist_are_refused_all_at_once() -> None:
    with pytest.raises(SettingsError) as told:
        with_settings(
            headers={"colour": ["Màu"]},
            statuses={"Đang bay": "flying"},
            applicant_kinds={"3": "robot"},
        )

    assert told.value.facts == {
        "file": "settings.toml",
        "problems": (
            "headers.colour",
            "statuses.Đang bay = flying",
            "applicant_kinds.3 = robot",
        ),
    }
