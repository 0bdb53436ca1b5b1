"""The published time limits of 31 land procedures, as a careful clerk would decide on them."""

import csv

from monitor.domain.terms.reading import ReadTerm, TermOption, TermReading, in_days
from monitor.domain.terms.text import read_term
from tests.shared import shared

HARD_AREAS = "vùng khó khăn, hải đảo"
MAY_GROW = f"Thời gian có thể kéo dài hơn đối với {HARD_AREAS}"
SAME_DAY_OR_3 = "several: 1 same_day | 3 calendar_days [nếu có lý do chính đáng]"


def by_area(usual: str, hard: str) -> str:
    return (
        f"several: {usual} calendar_days [khu vực thường] | {hard} calendar_days [{HARD_AREAS}]"
    )


DECIDED = {
    "1.011441": SAME_DAY_OR_3,
    "1.011442": SAME_DAY_OR_3,
    "1.011443": SAME_DAY_OR_3,
    "1.011444": SAME_DAY_OR_3,
    "1.011445": SAME_DAY_OR_3,
    "1.012753.H19": by_area("17-20", "27-30"),
    "1.012756.H19": "17 working_days",
    "1.012766.H19": "3 working_days",
    "1.012781.H19": (
        "several: 10 calendar_days [nếu phần tăng thêm đã có GCN]"
        " | 20 calendar_days [nếu phần tăng thêm chưa có GCN]"
    ),
    "1.012782.H19": (
        "several: 15 calendar_days [nếu không có nhu cầu xác định lại diện tích đất ở]"
        " | 20 calendar_days [nếu có nhu cầu xác định lại diện tích đất ở]"
    ),
    "1.012783.H19": (
        "range: 5-10 working_days; Trường hợp cấp đổi đồng loạt do đo đạc lại bản đồ, thời gian"
        " theo dự án được duyệt"
    ),
    "1.012784.H19": "12 working_days",
    "1.012785.H19": "8 working_days (Không tính thời gian 30 ngày niêm yết công khai)",
    "1.012786.H19": "10 working_days (Không tính thời gian niêm yết, đăng tin 15 ngày)",
    "1.012787.H19": "8 working_days",
    "1.012789.H19": (
        "several: 1 same_day [nếu dữ liệu có sẵn] | 10 calendar_days [nếu dữ liệu không có sẵn]"
    ),
    "1.012790.H19": "8 working_days",
    "1.012791.H19": (
        "range: 20-25 working_days; Tùy thuộc vào việc GCN bị thu hồi được cấp lần đầu hay cấp"
        " do biến động"
    ),
    "1.012796.H19": "8 working_days",
    "1.012805.H19": by_area("50", "60"),
    "1.012812.H19": "30 working_days",
    "1.012817.H19": by_area("20", "30"),
    "1.012818.H19": "range: 20-25 working_days",
    "1.013831.H19": (
        "several: 4 calendar_days [Cho thuê/thuê lại trong dự án KCHT]"
        " | 8 calendar_days [Chuyển đổi, chuyển nhượng, thừa kế, tặng cho, góp vốn];"
        f" {MAY_GROW}"
    ),
    "1.013833.H19": (
        "several: 4 calendar_days [Đổi tên, thay đổi thông tin, số hiệu, địa chỉ]"
        " | 5 calendar_days [Thay đổi hạn chế quyền, quyền đối với thửa đất liền kề]"
        f" | 10 calendar_days [Giảm diện tích do sạt lở tự nhiên]; {MAY_GROW}"
    ),
    "1.013947.H19": by_area("7", "17"),
    "1.013978.H19": by_area("17-20", "27-30"),
    "1.013980.H19": (
        "several: 8-10 calendar_days [Tùy trường hợp cụ thể]"
        f" | +10 calendar_days [Thời gian tăng thêm đối với {HARD_AREAS}]"
    ),
    "1.013988.H19": "1 working_days",
    "1.013992.H19": by_area("7", "17"),
    "1.013995.H19": (
        "several: 5 calendar_days [Đăng ký thay đổi về tài sản]"
        " | 8 calendar_days [Đăng ký quyền sở hữu tài sản, gia hạn thời hạn sở hữu nhà ở];"
        f" {MAY_GROW}"
    ),
}


def told(reading: TermReading) -> str:
    """Put a reading into one line."""
    left_out = f" ({reading.not_counted})" if reading.not_counted else ""
    if isinstance(reading, ReadTerm):
        amount, unit = in_days(reading.term)
        return f"{amount} {unit}{left_out}"
    options = " | ".join(told_option(option) for option in reading.options)
    return "; ".join([f"{reading.why}: {options}", *reading.conditions]) + left_out


def told_option(option: TermOption) -> str:
    amount = str(option.low) if option.low == option.high else f"{option.low}-{option.high}"
    condition = f" [{option.condition}]" if option.condition else ""
    return f"{'+' if option.adds else ''}{amount} {option.unit}{condition}"


def test_each_of_the_31_is_read_or_refused_for_its_reason() -> None:
    with shared("data/vn/procedures_land_31.csv").open(encoding="utf-8", newline="") as file:
        texts = {
            row["ma_tthc"]: row["thoi_gian_giai_quyet_text"] for row in csv.DictReader(file)
        }

    assert {code: told(read_term(text)) for code, text in texts.items()} == DECIDED
