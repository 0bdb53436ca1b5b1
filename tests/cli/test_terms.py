"""`dunghan terms` answers every line of standard input with one line of JSON."""

import json
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main
from tests.offices import ROOT, FolderOffice

LIMIT = 60


def call(given: str | bytes, *options: str) -> Result:
    """Run the command where there are no settings at all."""
    words = ["--settings", "nowhere/settings.toml", "terms", *options]
    return CliRunner().invoke(main, words, input=given, prog_name="dunghan")


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def only(given: str | bytes, *options: str) -> dict[str, Any]:
    (answer,) = answers(call(given, *options))
    return answer


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        pytest.param("05 ngày làm việc", 5, "working_days", id="working days"),
        pytest.param("60 ngày", 60, "calendar_days", id="days"),
        pytest.param("03 giờ làm việc", 3, "working_hours", id="hours"),
        pytest.param("02 tháng", 2, "months", id="months"),
        pytest.param("trong ngày làm việc", 1, "same_day", id="the same day"),
        pytest.param("½ ngày", 0.5, "working_days", id="half a day"),
        pytest.param("1,5 ngày làm việc", 1.5, "working_days", id="one and a half"),
    ],
)
def test_a_term_is_an_amount_and_a_unit(text: str, amount: float, unit: str) -> None:
    result = call(f"{text}\n")

    assert answers(result) == [{"text": text, "amount": amount, "unit": unit}]
    assert result.exit_code == 0
    assert result.stderr == ""


def test_what_does_not_count_is_told() -> None:
    assert only("8 ngày làm việc (không tính thời gian niêm yết)") == {
        "text": "8 ngày làm việc (không tính thời gian niêm yết)",
        "amount": 8,
        "unit": "working_days",
        "not_counted": "không tính thời gian niêm yết",
    }


def test_a_range_is_told_with_its_ends() -> None:
    answer = only("10-25 ngày")

    assert answer.pop("message").startswith("Thời hạn là một khoảng, không rõ lấy số nào;")
    assert answer == {
        "text": "10-25 ngày",
        "error": "range",
        "low": 10,
        "high": 25,
        "unit": "calendar_days",
        "options": [{"low": 10, "high": 25, "unit": "calendar_days"}],
    }


def test_several_terms_are_told_with_their_conditions() -> None:
    answer = only("½-1 ngày: A | tăng thêm 10 ngày: B | Có thể dài hơn | (không tính niêm yết)")

    assert answer["error"] == "several"
    assert answer["options"] == [
        {"low": 0.5, "high": 1, "unit": "working_days", "condition": "A"},
        {"amount": 10, "unit": "calendar_days", "condition": "tăng thêm B", "adds": True},
    ]
    assert answer["conditions"] == ["Có thể dài hơn"]
    assert answer["not_counted"] == "không tính niêm yết"


def test_shares_are_told_with_whose_they_are() -> None:
    answer = only("10 ngày, trong đó UBND xã 04 ngày, Sở 06 ngày")

    assert answer["error"] == "several"
    assert answer["options"] == [
        {"amount": 10, "unit": "calendar_days"},
        {"amount": 4, "unit": "calendar_days", "condition": "trong đó UBND xã"},
        {"amount": 6, "unit": "calendar_days", "condition": "Sở"},
    ]


def test_a_number_without_unit_is_refused_unless_the_column_has_one() -> None:
    bare = only("05")

    assert (bare["error"], bare["options"]) == ("no_unit", [{"amount": 5}])
    assert only("05", "--unit", "months") == {"text": "05", "amount": 5, "unit": "months"}


def test_an_amount_out_of_range_is_told_with_the_range() -> None:
    answer = only("9999 ngày")

    assert answer["error"] == "out_of_range"
    assert (answer["least"], answer["most"]) == (1, 3650)
    assert "options" not in answer


def test_a_line_that_cannot_be_read_stops_no_other() -> None:
    result = call("\ufeff05 ngày\r\n\n".encode() + b"\xff\xfe\n" + "02 tuần".encode())

    found = answers(result)
    assert [one.get("error") for one in found] == [None, "empty", "not_utf8", None]
    assert found[0]["text"] == "05 ngày"
    assert found[2]["message"].startswith("Dòng này không phải chữ UTF-8;")
    assert found[3]["amount"] == 14
    assert result.exit_code == 1
    assert result.stderr == ""


@pytest.mark.parametrize(
    "letter",
    [pytest.param("x", id="one byte a letter"), pytest.param("ệ", id="cut within a letter")],
)
def test_an_endless_line_is_neither_kept_nor_repeated(letter: str) -> None:
    result = call(letter * 100_000 + "\n05 ngày\n")

    endless, after = answers(result)
    assert endless["error"] == "too_long"
    assert endless["text"] == letter * 100
    assert after["amount"] == 5


def test_nothing_in_is_nothing_out() -> None:
    result = call("")

    assert (result.exit_code, result.stdout) == (0, "")


def test_a_unit_that_there_is_not_is_wrong_use() -> None:
    result = call("", "--unit", "half_days")

    assert result.exit_code == 2
    assert "working_days, calendar_days, working_hours, months" in result.stderr


def test_each_line_is_answered_at_once() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "monitor", "terms"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told = []
        for text in ("05 ngày", "06 ngày"):
            process.stdin.write(f"{text}\n".encode())
            process.stdin.flush()
            told.append(json.loads(process.stdout.readline())["amount"])
        process.stdin.close()
        process.wait(LIMIT)

    assert told == [5, 6]
    assert process.returncode == 0


def test_check_tells_what_a_term_leaves_out(office: FolderOffice) -> None:
    file = office.folder / "procedures.csv"
    plain, text = "12 ngày,", "12 ngày (không tính thời gian niêm yết),"
    lines = file.read_text(encoding="utf-8")
    file.write_text(lines.replace(plain, text), encoding="utf-8")

    told = office.call("check", "--at", "2026-11-11T07:15").stdout

    assert (
        "[lưu ý]  Thủ tục 1.000004 có thời gian không tính vào thời hạn 12 ngày: "
        "“không tính thời gian niêm yết”: chương trình chỉ trừ khi" in told
    )
