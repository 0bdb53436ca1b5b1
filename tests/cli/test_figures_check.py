"""`dunghan figures check`: accounts of others in, what contradicts itself out."""

import csv
import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from monitor.catalogues import load_catalogue
from monitor.cli import main
from monitor.domain.stated import Column
from monitor.sources.cells import Cell
from tests.shared import shared
from tests.sources.files import Line, write_csv, write_xlsx

ACCOUNTS = Path(__file__).parent / "five_accounts.csv"
PUBLISHED = "data/stats/published_figures.csv"
VERDICTS = {"yes": "consistent", "no": "inconsistent", "n/a": "uncheckable"}
TOLD = re.compile(r"(?:.*)=(OK|approx|OFF)(?:\((-?\d+)\))?")

Checked = dict[str, Any]


def call(path: Path, *words: str) -> Result:
    """Run the command where there is no office: it needs none."""
    return CliRunner().invoke(main, ["figures", "check", str(path), *words])


def checked(path: Path) -> dict[str, Checked]:
    result = call(path, "--json")
    found: list[Checked] = json.loads(result.stdout)
    assert result.stderr == ""
    assert result.exit_code == any(line["verdict"] == "inconsistent" for line in found)
    return {line["id"]: line for line in found}


def contradictions(line: Checked) -> list[tuple[str, object, object]]:
    """Return the sums that fail with both sides, and the percentages with what they are."""
    return [
        *(
            (one["identity"], one["left"], one["right"])
            for one in line["identities"]
            if not one["holds"]
        ),
        *(
            (one["label"], one["stated"], one["computed"])
            for one in line["percentages"]
            if one["holds"] is False
        ),
    ]


# The published figures


def the_published() -> list[dict[str, str]]:
    with shared(PUBLISHED).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_published_figures_are_judged_as_they_are_known_to_be() -> None:
    rows = the_published()

    found = checked(shared(PUBLISHED))

    assert len(rows) == 19
    assert {code: line["verdict"] for code, line in found.items()} == {
        row["id"]: VERDICTS[row["all_consistent"]] for row in rows
    }


def test_each_published_identity_is_found_with_its_difference() -> None:
    found = checked(shared(PUBLISHED))

    for row in the_published():
        expected: Counter[tuple[bool, int]] = Counter()
        for told in filter(None, row["identities"].split("; ")):
            match = TOLD.fullmatch(told)
            assert match, told
            expected[match[1] != "OFF", int(match[2] or 0)] += 1
        sums = found[row["id"]]["identities"]
        assert not expected - Counter((one["holds"], one["difference"]) for one in sums)


def test_each_published_percentage_is_counted_as_it_is_known_to_be() -> None:
    found = checked(shared(PUBLISHED))

    for row in the_published():
        told = [one.rpartition(" ")[2] for one in row["percent_check"].split("; ") if one]
        shares = found[row["id"]]["percentages"]
        assert [one["holds"] for one in shares] == [word != "OFF" for word in told]


# The five accounts


FOUND: dict[str, tuple[str, list[tuple[str, object, object]]]] = {
    "BL": ("uncheckable", []),
    "BL-MC": (
        "inconsistent",
        [("early_or_on_time+late+pending_within<=total_to_process", 1231, 1225)],
    ),
    "BL-MC-gồm-trễ": ("consistent", []),
    "BL-ĐĐ": ("consistent", []),
    "BL-xã": (
        "inconsistent",
        [("resolved_total+pending_total=total_to_process", 3089, 3091)],
    ),
    "LK": ("consistent", []),
    "LK-TP-mức-3-4": ("consistent", []),
    "LK-xã-mức-3-4": ("consistent", []),
    "QB": ("uncheckable", []),
    "QB-liên-thông": ("uncheckable", []),
    "HB": ("consistent", []),
    "HB-tỉnh": ("inconsistent", [("giải quyết", 92.38, 75.61)]),
    "HB-huyện": ("consistent", []),
    "HB-xã": ("uncheckable", []),
    "TT": (
        "inconsistent",
        [
            ("resolved_total+pending_total=total_to_process", 2708, 2704),
            ("bưu chính", 2.56, 2.57),
            ("trước hạn và đúng hạn", 99.73, 99.77),
        ],
    ),
}


def test_the_five_accounts_are_judged() -> None:
    found = checked(ACCOUNTS)

    assert {
        code: (line["verdict"], contradictions(line)) for code, line in found.items()
    } == FOUND


def test_the_late_ones_that_explain_a_difference_are_named() -> None:
    (found,) = checked(ACCOUNTS)["BL-MC"]["identities"]

    assert (found["difference"], found["same_as"]) == (6, ["late"])
    assert (
        "“Trước hạn và đúng hạn” + “Giải quyết quá hạn” + “Trong hạn” không thể hơn "
        "“Tổng số phải giải quyết”: 1.231 > 1.225, thừa 6 "
        "(đúng bằng “Giải quyết quá hạn”: đề nghị xem có bị tính hai lần hoặc bỏ sót không)"
    ) in call(ACCOUNTS).stdout


def test_percentages_without_numerator_are_not_guessed() -> None:
    shares = checked(ACCOUNTS)["BL"]["percentages"]

    assert shares == [
        {
            "label": label,
            "stated": stated,
            "computed": None,
            "difference": None,
            "holds": None,
        }
        for label, stated in (("trước hạn, đúng hạn", 99.47), ("trễ hạn", 0.53))
    ]


# What is printed for people

HEAD = (
    *("id", "place", "period_from", "period_to", "approx", "total_to_process"),
    *("resolved_total", "pending_total", "stated_percentages", "ghi chú"),
)


def a_line(  # noqa: PLR0913 - a builder names whatever a test may care about
    code: str = "a",
    total: Cell = "1000",
    resolved: Cell = "890",
    pending: Cell = "110",
    shares: str = "",
    *,
    rounded: str = "",
) -> Line:
    return (code, "Xã Ví Dụ", "", "", rounded, total, resolved, pending, shares, "không đọc")


def a_share(value: str, denominator: str = "total_to_process") -> str:
    return (
        f'[{{"label": "tỷ lệ", "value": {value}, "num": "resolved_total", '
        f'"den": "{denominator}"}}]'
    )


def test_people_read_every_comparison_in_their_words(tmp_path: Path) -> None:
    lines = [
        a_line("khớp", shares=a_share("89.0")),
        a_line("lệch", pending="115", shares=a_share('"89,5%"')),
        a_line("gần", pending="115", shares=a_share("89.5"), rounded="1"),
        a_line("thiếu", resolved="", pending="", shares=a_share("89")),
    ]

    result = call(write_csv(tmp_path / "số liệu.csv", [HEAD, *lines]))

    whole = "“Đã giải quyết” + “Đang giải quyết” = “Tổng số phải giải quyết”"
    assert result.stdout.splitlines() == [
        f"số liệu.csv: đọc 4 dòng; các cột được xét: {', '.join(HEAD[:-1])}.",
        "[khớp] khớp: Xã Ví Dụ",
        f"  {whole}: 1.000 = 1.000",
        "  tỷ lệ: nêu 89,0%, tính được 89,0%",
        "[MÂU THUẪN] lệch: Xã Ví Dụ",
        f"  {whole}: 1.005 ≠ 1.000, lệch 5",
        "  tỷ lệ: nêu 89,5%, tính được 89,0%: không khớp",
        "[khớp] gần: Xã Ví Dụ",
        f"  {whole}: 1.005, 1.000; lệch 5, trong mức làm tròn 1%",
        "  tỷ lệ: nêu 89,5%, tính được 89,0%; trong mức làm tròn 1%",
        "[chưa đủ số liệu] thiếu: Xã Ví Dụ",
        "  tỷ lệ: nêu 89%, không đủ tử số và mẫu số để tính",
        (
            "4 dòng: 2 khớp, 1 mâu thuẫn, 1 không đủ số liệu để kiểm tra; "
            "0 dòng không đọc được hoặc có ô không đọc được."
        ),
    ]
    assert result.exit_code == 1


def test_figures_that_agree_end_well(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEAD, a_line()])

    assert call(path).exit_code == 0
    assert call(path, "--json").exit_code == 0


def test_every_column_has_a_header() -> None:
    assert set(Column) < set(load_catalogue("headers")["stated"])


# What is handed in


def test_a_workbook_of_vietnamese_headers_is_read_alike(tmp_path: Path) -> None:
    head = ("Mã dòng", "Phải giải quyết", "Đã giải quyết", "Đang giải quyết", "Tỷ lệ nêu")
    rows: list[Line] = [
        head,
        (1, 10, 6, 4, a_share("60")),
        ("b", "10.776", 10_000.0, 776, None),
    ]

    found = checked(write_xlsx(tmp_path / "a.xlsx", rows))

    assert {code: line["verdict"] for code, line in found.items()} == {
        "1": "consistent",
        "b": "consistent",
    }
    assert [one["holds"] for one in found["1"]["percentages"]] == [True]


def test_small_figures_are_not_taken_for_the_numbers_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id;resolved_total;pending_total;total_to_process\n1;4;6;10\n")

    assert checked(path)["1"]["verdict"] == "consistent"


def test_days_and_further_sheets_of_a_workbook_are_told(tmp_path: Path) -> None:
    days = (datetime(2026, 11, 1), datetime(2026, 11, 30))  # noqa: DTZ001 - as a cell holds it
    book = Workbook()
    for sheet in (book.worksheets[0], book.create_sheet()):
        sheet.append(("id", "period_from", "period_to", "total_to_process"))
        sheet.append(("a", *days, 5))
    book.save(tmp_path / "a.xlsx")

    result = call(tmp_path / "a.xlsx")

    assert "[chưa đủ số liệu] a, từ 01/11/2026 đến 30/11/2026\n" in result.stdout
    assert result.stderr.startswith("1 trang tính khác trong tệp")
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param(
            a_line(total="1.234,5"), "“total_to_process”: Ô này phải là số", id="comma"
        ),
        pytest.param(a_line(total="-5"), "số nguyên không âm", id="negative"),
        pytest.param(a_line(total="1.23"), "Giá trị: “1.23”", id="a point that parts no three"),
        pytest.param(a_line(total="khoảng 5"), "số nguyên không âm", id="words"),
        pytest.param(a_line(total="9" * 13), "số nguyên không âm", id="beyond measure"),
        pytest.param(a_line(""), "cột “id”: Ô bắt buộc đang để trống", id="no id"),
        pytest.param(a_line("tốt"), "cột “id”: Mã này có ở nhiều dòng", id="an id twice"),
        pytest.param(a_line(rounded="có"), "“approx”: Ô này chỉ ghi 1", id="rounded or not"),
        pytest.param(a_line(shares="[{"), "Tỷ lệ phải là danh sách JSON", id="broken JSON"),
        pytest.param(a_line(shares="[" * 3_000), "danh sách JSON", id="deep JSON"),
        pytest.param(a_line(shares="7"), "danh sách JSON", id="a number for a list"),
        pytest.param(a_line(shares="[7]"), "danh sách JSON", id="a number in the list"),
        pytest.param(a_line(shares='[{"label": "a"}]'), "danh sách JSON", id="no value"),
        pytest.param(a_line(shares=a_share("NaN")), "danh sách JSON", id="not a number"),
        pytest.param(a_line(shares=a_share("-1")), "danh sách JSON", id="less than nothing"),
        pytest.param(a_line(shares=a_share("1", "all")), "danh sách JSON", id="no such column"),
        pytest.param(a_line(shares='[{"value": 1, "num": [1]}]'), "danh sách", id="num a list"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_the_others_are_checked(
    tmp_path: Path, line: Line, told: str
) -> None:
    path = write_csv(tmp_path / "a.csv", [HEAD, a_line("tốt"), line, a_line("sau")])

    result = call(path, "--json")

    assert result.stderr.startswith("a.csv, dòng 3, cột “")
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    good, bad, after = json.loads(result.stdout)
    assert (good["id"], after["id"]) == ("tốt", "sau")
    assert {one["verdict"] for one in (good, after)} == {"consistent"}
    assert [one["row"] for one in bad["problems"]] == [3]
    assert bad["verdict"] == ("consistent" if "danh sách" in told else "uncheckable")
    assert good["problems"] == []
    assert result.exit_code == 1


def test_a_cell_that_cannot_be_read_hides_no_contradiction(tmp_path: Path) -> None:
    shares = f'[{{"value": -1}}, {a_share("80")[1:]}'
    line = a_line(pending="x", shares=shares)

    result = call(write_csv(tmp_path / "a.csv", [HEAD, line]), "--json")

    (found,) = json.loads(result.stdout)
    assert found["verdict"] == "inconsistent"
    assert [(one["column"], one["reason"]) for one in found["problems"]] == [
        ("pending_total", "bad_count"),
        ("stated_percentages", "bad_percentages"),
    ]
    assert [one["difference"] for one in found["percentages"]] == ["-9"]
    assert len(result.stderr.splitlines()) == 2


def test_percentages_are_off_by_the_digits_that_they_state(tmp_path: Path) -> None:
    lines = [a_line("a", shares=a_share("89.07")), a_line("b", shares=a_share("88.9"))]

    found = checked(write_csv(tmp_path / "a.csv", [HEAD, *lines]))

    told = [found[code]["percentages"][0]["difference"] for code in ("a", "b")]
    assert told == ["0.07", "-0.1"]


def test_a_percentage_of_nothing_agrees_with_nothing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEAD, a_line("a", "0", "0", "0", a_share("100"))])

    assert checked(path)["a"]["verdict"] == "uncheckable"
    assert "[chưa đủ số liệu] a" in call(path).stdout
    assert "nêu 100%, mẫu số bằng 0" in call(path).stdout


def test_a_fraction_in_a_workbook_is_no_thousands(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [HEAD, a_line(total=10.776), a_line("b")])

    result = call(path)

    assert "dòng 2, cột “total_to_process”: Ô này phải là số nguyên" in result.stderr
    assert "2 dòng: 1 khớp, 0 mâu thuẫn" in result.stdout


def test_a_row_of_quotation_marks_that_do_not_match_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,total_to_process\na,1\n"b" x,2\nc,3\n', encoding="utf-8")

    result = call(path, "--json")

    assert "a.csv, dòng 3, cột “id”: Dòng có dấu ngoặc kép" in result.stderr
    assert [(one["id"], one["verdict"]) for one in json.loads(result.stdout)] == [
        (code, "uncheckable") for code in ("a", "", "c")
    ]
    assert "[chưa đủ số liệu] (dòng 3 của tệp)\n" in call(path).stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("", "Tệp không có nội dung", id="nothing"),
        pytest.param("id,total_to_process\n,\n", "Tệp không có nội dung", id="no rows"),
        pytest.param("total_to_process\n1\n", "cột bắt buộc “Mã dòng”", id="no id"),
        pytest.param("id,place\na,b\n", "“Tổng số phải giải quyết”", id="no figures"),
    ],
)
def test_a_file_that_says_nothing_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")

    result = call(path, "--json")

    assert result.stdout == ""
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.exit_code == 1


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = call(tmp_path / "a.csv")

    assert result.stderr.startswith("a.csv: Không tìm thấy tệp")
    assert result.exit_code == 1
