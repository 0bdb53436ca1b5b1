"""`check` holds the steps of each procedure against its term."""

import pytest

from tests.offices import FolderOffice

AT = "2026-06-01T08:00"


@pytest.mark.parametrize(
    ("steps", "is_told"),
    [
        pytest.param(
            "Nhận: ½ ngày | Làm: 03 ngày | Ký: 01 ngày | Trả: ½ ngày", False, id="fit"
        ),
        pytest.param("Nhận: ½ ngày | Làm: 04 ngày | Ký: 01 ngày", True, id="too long"),
        pytest.param("", False, id="no steps"),
    ],
)
def test_steps_longer_than_the_term_are_a_warning(
    office: FolderOffice, steps: str, *, is_told: bool
) -> None:
    office.done("init")
    limits = steps.replace(" ngày", " ngày làm việc")
    (office.folder / "procedures.csv").write_text(
        "code,name,term_text,steps\n"
        f"1.000001,Cấp giấy phép ví dụ,05 ngày làm việc,{limits}\n"
        "1.000002,Đính chính ví dụ,không quy định,Ký: 05 ngày làm việc\n",
        encoding="utf-8",
    )

    told = office.done("check", "--at", AT)

    warning = (
        "[lưu ý]  Thủ tục 1.000001 có các bước cộng lại (½ ngày làm việc + 04 ngày làm việc +"
        " 01 ngày làm việc) dài hơn thời hạn 05 ngày làm việc: làm đúng hạn từng bước"
    )
    assert (warning in told) is is_told
    assert told.count("cộng lại") == is_told
