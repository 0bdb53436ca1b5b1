"""The letter of the wording reference, complete; everybody in it is invented."""

from dataclasses import fields, replace
from datetime import date

from monitor.domain.dossier import Applicant, ApplicantKind
from monitor.domain.paper import ApologyLetter, Paper, UrgingSlip
from monitor.settings import load_forms
from tests.builders import vn

FORMS = load_forms()

BEFORE = ApologyLetter(
    form=FORMS["form04"],
    mark="H99.10.27-260915-0042/xin_loi/202610131700/1",
    dossier="H99.10.27-260915-0042",
    procedure="Đăng ký đất đai, cấp Giấy chứng nhận quyền sử dụng đất lần đầu",
    letterhead=("ỦY BAN NHÂN DÂN", "XÃ TÂN BÌNH AN"),
    issuer="Ủy ban nhân dân xã Tân Bình An",
    issuer_short="Ủy ban nhân dân xã",
    one_stop="Trung tâm Phục vụ hành chính công xã Tân Bình An",
    place="Tân Bình An",
    symbol="UBND-KT",
    year=2026,
    applicant=Applicant(
        name="Phạm Hữu Tường",
        kind=ApplicantKind.PERSON,
        address="Thôn 4, xã Tân Bình An",
        phone="0000 999 999",
        mailbox="tuong@nguoidan.example",
    ),
    received_on=date(2026, 9, 15),
    due_at=vn("2026-10-13 17:00"),
    is_before_deadline=True,
    stated_on=date(2026, 10, 9),
    days_late=0,
    step="Thẩm tra hồ sơ",
    reason="Chi nhánh Văn phòng đăng ký đất đai khu vực chưa gửi kết quả trích đo "
    "(Ủy ban nhân dân xã đã đề nghị ngày 24 tháng 9 năm 2026), "
    "dự kiến hoàn thành ngày 20 tháng 10 năm 2026.",
    new_due_at=vn("2026-10-27 17:00"),
    extension_days=10,
    contact="bà Trần Thị Lệ, điện thoại 0000 123 456",
    signer_title="Phó Chủ tịch",
    signer_name="Lê Quang Thạnh",
    signer_authority="KT. Chủ tịch",
    file_code="KT",
    is_draft=False,
)

AFTER = replace(
    BEFORE, is_before_deadline=False, stated_on=date(2026, 10, 14), days_late=1, is_draft=True
)

ORGANISATION = replace(
    BEFORE,
    applicant=Applicant(
        name="Hợp tác xã Dịch vụ nông nghiệp Tân Bình An",
        kind=ApplicantKind.ORGANISATION,
        address="Thôn 2, xã Tân Bình An",
    ),
    letterhead=("Ủy ban nhân dân", "tỉnh Tân Bình", "", "Sở Nông nghiệp", "và Môi trường"),
    issuer="Sở Nông nghiệp và Môi trường tỉnh Tân Bình",
    issuer_short="Sở Nông nghiệp và Môi trường",
    one_stop="Trung tâm Phục vụ hành chính công tỉnh Tân Bình",
    place="Tân Bình",
    symbol="SNNMT-ĐĐ",
    reason="Chi nhánh Văn phòng đăng ký đất đai khu vực chưa gửi kết quả trích đo "
    "(Sở đã đề nghị ngày 24 tháng 9 năm 2026)",
    signer_title="Giám đốc",
    signer_authority="",
    file_code="",
    number="07",
    dated_on=date(2026, 10, 9),
)

TO_COUNTER = replace(BEFORE, form=FORMS["thong_bao"])
SHEET_A4 = replace(BEFORE, form=FORMS["phieu_a4"], symbol="PXL-UBND")
SHEET_A5 = replace(SHEET_A4, form=FORMS["phieu_a5"])

URGING = UrgingSlip(
    **{field.name: getattr(BEFORE, field.name) for field in fields(Paper)}
    | {"form": FORMS["don_doc"], "days_late": 0},
    agency="Chi nhánh Văn phòng đăng ký đất đai khu vực Tân Bình An",
    days_left=3,
    reply_by=date(2026, 10, 12),
)


def after(paper: Paper) -> Paper:
    """Return the paper as it reads the day after the deadline."""
    late = replace(paper, is_before_deadline=False, stated_on=date(2026, 10, 14), days_late=1)
    return replace(late, days_left=0) if isinstance(late, UrgingSlip) else late


def as_organisation(letter: ApologyLetter) -> ApologyLetter:
    """Return the letter as an organisation gets it."""
    return replace(letter, applicant=ORGANISATION.applicant)
