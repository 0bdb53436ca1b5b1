"""An organisation is known by its name where the export does not say what it is."""

import unicodedata
from pathlib import Path

import pytest

from monitor.domain.dossier import ApplicantKind
from monitor.sources import open_export
from monitor.sources.applicant_kinds import kind_of_name
from monitor.sources.options import SourceOptions
from tests.sources.files import rows_of, write_csv

ORGANISATIONS = (
    "CÔNG TY TNHH ABC",
    "Cong ty co phan Vi Du",
    "  công   ty  Ví Dụ",
    "“Công ty Ví Dụ”",
    "DNTN Ví Dụ",
    "Doanh nghiệp tư nhân Ví Dụ",
    "HTX Ví Dụ",
    "Hợp tác xã Dịch vụ Ví Dụ",
    "Tổ hợp tác Ví Dụ",
    "Hộ kinh doanh Trần Thị Mẫu",
    "Chi nhánh Ví Dụ",
    "Ngân hàng Ví Dụ",
    "Quỹ tín dụng nhân dân Ví Dụ",
    "Trường Tiểu học Ví Dụ",
    "TRUONG THCS VI DU",
    "Bệnh viện Ví Dụ",
    "Trung tâm Ví Dụ",
    "Ủy ban nhân dân xã Ví Dụ",
    "Uỷ ban Mặt trận Tổ quốc xã Ví Dụ",
    "UBND xã Ví Dụ",
    "Sở Xây dựng Ví Dụ",
    "Phòng Kinh tế xã Ví Dụ",
    "Ban Quản lý dự án Ví Dụ",
    "Hội Nông dân xã Ví Dụ",
    "Đoàn Thanh niên xã Ví Dụ",
    "Liên đoàn Lao động Ví Dụ",
    "Viện Kiểm sát nhân dân Ví Dụ",
    "Tập đoàn Ví Dụ",
    "Văn phòng đại diện Ví Dụ",
    "Cơ sở Ví Dụ",
    "Nhà máy Ví Dụ",
    "Xí nghiệp Ví Dụ",
    "Chùa Ví Dụ",
    "Giáo xứ Ví Dụ",
)
PEOPLE = (
    "Đoàn Văn Sở",
    "Viên Thị Hội",
    "Trương Công Ty",
    "Phòng Thị Mai",
    "Hội Văn Mẫu",
    "Ban Thị Mẫu",
    "Văn Phòng",
    "VAN PHONG MAU",
    "Văn Phong Mẫu",
    "DOAN PHUONG MAI",
    "Ngan Hang Nga",
    "Ngân Thị Hằng",
    "Trương Tiểu Mẫu",
    "Công Tằng Mẫu",
    "Sở Thị Mẫu",
    "Quý Thị Mẫu",
    "Liên Đoan Mẫu",
    "Hộ ông Trần Mẫu",
    "Chu A Mẫu",
    "Công ty",
    "Trần Thị Mẫu (Công ty Ví Dụ)",
    "",
)


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_an_organisation_is_known_by_how_its_name_begins(name: str) -> None:
    assert kind_of_name(name) is ApplicantKind.ORGANISATION
    assert kind_of_name(unicodedata.normalize("NFD", name)) is ApplicantKind.ORGANISATION


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_is_never_taken_for_an_organisation(name: str) -> None:
    assert kind_of_name(name) is ApplicantKind.UNKNOWN


@pytest.mark.parametrize(
    ("name", "stated", "kind"),
    [
        pytest.param("CÔNG TY TNHH ABC", "", ApplicantKind.ORGANISATION, id="unsaid"),
        pytest.param("CÔNG TY TNHH ABC", "Khác", ApplicantKind.ORGANISATION, id="unknown word"),
        pytest.param("CÔNG TY TNHH ABC", "Cá nhân", ApplicantKind.PERSON, id="what is said"),
        pytest.param("Đoàn Văn Sở", "", ApplicantKind.UNKNOWN, id="a name"),
    ],
)
def test_what_the_export_says_of_it_goes_first(
    tmp_path: Path, name: str, stated: str, kind: ApplicantKind
) -> None:
    path = write_csv(
        tmp_path / "ds.csv",
        [
            ("Mã hồ sơ", "Ngày tiếp nhận", "Trạng thái", "Chủ hồ sơ", "Loại đối tượng"),
            ("A-1", "02/11/2026", "Đang xử lý", name, stated),
        ],
    )

    [record], rejects = rows_of(open_export(path, options=SourceOptions()))

    assert rejects == []
    assert record.applicant is not None
    assert record.applicant.kind is kind
