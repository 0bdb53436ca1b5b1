"""`dunghan figures supply` and `list`: what no export carries is typed in, and shown."""

import pytest

from monitor.domain.supplied import FIGURES
from tests.offices import FolderOffice

OCTOBER = ("--month", "2026-10")
OF_OURS = (*OCTOBER, "--unit", "TBA")
BY = (*OF_OURS, "--by", "Phan Văn Mẫu Đức", "--at", "2026-11-02T08:00")


def test_a_figure_is_kept_with_who_gave_it(office: FolderOffice) -> None:
    told = office.done("figures", "supply", "payment_amount", "38.520.000", *BY)
    office.done("figures", "supply", "portal_on_time", "98,7", *BY)
    office.done("figures", "supply", "portal_reason", "Cổng tính theo giờ", *BY)

    assert "Số tiền thanh toán trực tuyến): 38.520.000" in told
    assert office.json("figures", "list", *OCTOBER) == [
        {
            "unit": "TBA",
            "month": "2026-10",
            "name": name,
            "measure": FIGURES[name],
            "value": value,
            "by": "duc",
            "at": "2026-11-02T08:00:00+07:00",
        }
        for name, value in (
            ("payment_amount", 38_520_000),
            ("portal_on_time", 9870),
            ("portal_reason", "Cổng tính theo giờ"),
        )
    ]


def test_a_unit_sees_what_is_missing_too(office: FolderOffice) -> None:
    assert office.done("figures", "list", *OCTOBER) == "Không có gì để liệt kê.\n"

    office.done("figures", "supply", "digitised", "0", *BY)
    lines = office.done("figures", "list", *OF_OURS).splitlines()
    listed = office.json("figures", "list", *OF_OURS)

    assert len(lines) == len(FIGURES)
    assert [line for line in lines if "chưa có số liệu" not in line] == [
        "TBA, tháng 10/2026, digitised (Hồ sơ được số hóa): 0"
    ]
    assert {one["name"]: one["value"] for one in listed} == {
        **dict.fromkeys(FIGURES),
        "digitised": 0,
    }


def test_a_figure_is_taken_back_in_words(office: FolderOffice) -> None:
    office.done("figures", "supply", "digitised", "12", *BY)
    told = office.done("figures", "supply", "digitised", "chưa có số liệu", *BY)

    assert told.endswith("(Hồ sơ được số hóa): chưa có số liệu\n")
    assert office.json("figures", "list", *OCTOBER) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(("digitised", "12,5", *BY), "Phải là số nguyên", id="no number"),
        pytest.param(("spot_most", "0,25", *BY), "lẻ nửa ngày, ví dụ 0,5", id="no half"),
        pytest.param(("portal_on_time", "cao", *BY), "tỷ lệ phần trăm", id="no rate"),
        pytest.param(("linked_on_time", "112", *BY), "lớn hơn tổng số", id="beyond all"),
        pytest.param(
            ("linked", "1", *OF_OURS, "--by", "ai"), "công chức không có", id="nobody"
        ),
        pytest.param(
            ("linked", "1", *OCTOBER, "--unit", "X", "--by", "duc"), "“X”", id="no unit"
        ),
    ],
)
def test_what_cannot_be_taken_is_told(
    office: FolderOffice, words: tuple[str, ...], told: str
) -> None:
    office.done("figures", "supply", "linked", "111", *BY)

    result = office.call("figures", "supply", *words)

    assert result.exit_code == 1
    assert told in result.stderr
    assert [one["value"] for one in office.json("figures", "list", *OCTOBER)] == [111]


def test_time_saved_is_typed_in_days_and_kept_in_halves(office: FolderOffice) -> None:
    told = office.done("figures", "supply", "spot_least", "1,5", *BY)

    assert told.endswith(": 1,5\n")
    assert [one["value"] for one in office.json("figures", "list", *OCTOBER)] == [3]


def test_a_unit_that_nobody_knows_has_no_list(office: FolderOffice) -> None:
    result = office.call("figures", "list", *OCTOBER, "--unit", "X")

    assert result.exit_code == 1
    assert "“X”" in result.stderr
