"""As of when a file speaks is read from its title, else from its name."""

import pytest

from monitor.sources.exported import exported_at
from tests.builders import vn


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param(
            "Kết xuất lúc 07:10 ngày 02/11/2026", "2026-11-02 07:10", id="clock first"
        ),
        pytest.param("Ngày kết xuất: 02/11/2026 07:10", "2026-11-02 07:10", id="day first"),
        pytest.param("Ngày kết xuất: 02/11/2026 07:10:33", "2026-11-02 07:10:33", id="seconds"),
        pytest.param(
            "(Kết xuất lúc 07 giờ 10 phút, ngày 02 tháng 11 năm 2026)",
            "2026-11-02 07:10",
            id="in words",
        ),
        pytest.param("Số liệu tính đến ngày 02/11/2026", "2026-11-02", id="day alone"),
        pytest.param("Từ ngày 01/11/2026 đến ngày 02/11/2026", "2026-11-02", id="period"),
        pytest.param("KẾT XUẤT LÚC 7H05 NGÀY 2/11/2026", "2026-11-02 07:05", id="capitals"),
        pytest.param(
            "Từ 01/10/2026 đến 31/10/2026, kết xuất lúc 07:10 ngày 02/11/2026",
            "2026-11-02 07:10",
            id="period before it",
        ),
        pytest.param("07:10 02/11/2026: thời điểm kết xuất", "2026-11-02 07:10", id="before"),
    ],
)
def test_a_title_says_when(title: str, expected: str) -> None:
    assert exported_at(["SỔ THEO DÕI HỒ SƠ", title], "so") == vn(expected)


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        pytest.param("Sổ theo dõi hồ sơ_2026_11_02_07_10", "2026-11-02 07:10", id="ledger"),
        pytest.param("danh-sach_20261102_0710", "2026-11-02 07:10", id="list"),
        pytest.param("2026-11-02", "2026-11-02", id="day"),
        pytest.param("ds 02-11-2026", "2026-11-02", id="day first"),
        pytest.param("dongbo_20261102071033", "2026-11-02 07:10:33", id="portal"),
        pytest.param("2026-11-02 (1)", "2026-11-02", id="second download"),
        pytest.param("20269999_20261102", "2026-11-02", id="digits that are no date"),
    ],
)
def test_a_file_name_says_when(stem: str, expected: str) -> None:
    assert exported_at([], stem) == vn(expected)


@pytest.mark.parametrize(
    "stem",
    [
        pytest.param("so theo doi", id="no digits"),
        pytest.param("H99.01-261102-0001", id="dossier code"),
        pytest.param("thang 11-2026", id="month"),
    ],
)
def test_a_name_without_a_date_says_nothing(stem: str) -> None:
    assert exported_at(["SỔ THEO DÕI", "Kết xuất từ hệ thống"], stem) is None


def test_a_title_goes_before_the_name_and_the_name_before_the_end_of_a_period() -> None:
    stated = "Kết xuất lúc 07:10 ngày 02/11/2026"
    period = "Từ ngày 01/11/2026 đến ngày 30/11/2026"

    assert exported_at([period, stated], "so_2026_11_15") == vn("2026-11-02 07:10")
    assert exported_at([period], "so_2026_11_15") == vn("2026-11-15")
    assert exported_at([period], "so") == vn("2026-11-30")


def test_a_title_with_a_date_that_does_not_exist_says_nothing() -> None:
    assert exported_at(["Kết xuất ngày 31/02/2026"], "so") is None
