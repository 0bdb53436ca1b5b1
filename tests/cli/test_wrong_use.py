"""A command used wrongly says so in one sentence, with status 2, and touches nothing."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from monitor.cli import main
from monitor.cli.usage import Program, wrong_use
from tests.offices import CODE, FolderOffice


@pytest.mark.parametrize(
    ("args", "told"),
    [
        pytest.param(["frob"], "Không có lệnh “frob”.", id="no such command"),
        pytest.param(["letters", "frob"], "Không có lệnh “frob”.", id="no such inner command"),
        pytest.param([], "thiếu tên lệnh", id="no command"),
        pytest.param(["explain"], "còn thiếu MÃ.", id="an argument is missing"),
        pytest.param(["ingest"], "còn thiếu TỆP.", id="a file is missing"),
        pytest.param(["report"], "đúng một kỳ", id="no period"),
        pytest.param(
            ["report", "--month", "2026-10", "--year", "2026"], "đúng một kỳ", id="two periods"
        ),
        pytest.param(
            ["report", "--half", "2026-H1", "--to", "2026-06-30"],
            "đúng một kỳ",
            id="a period and a day",
        ),
        pytest.param(["report", "--from", "2026-10-01"], "cùng với --to", id="no end"),
        pytest.param(["report", "--to", "2026-10-01"], "cùng với --to", id="no beginning"),
        pytest.param(
            ["report", "--from", "02/10/2026", "--to", "2026-10-01"],
            "không muộn hơn --to",
            id="a period that runs backwards",
        ),
        pytest.param(["report", "--quarter", "2026-Q5"], "ví dụ 2026-Q3", id="no quarter"),
        pytest.param(["report", "--half", "2026-Q1"], "H1 hoặc H2", id="no half-year"),
        pytest.param(["report", "--year", "1989"], "từ 1990 đến 2099", id="a year long ago"),
        pytest.param(["explain", CODE, "more"], "thừa tham số", id="too many arguments"),
        pytest.param(["status", "--frob"], "không có tùy chọn --frob", id="no such option"),
        pytest.param(["status", "--at"], "--at dùng chưa đúng", id="an option without value"),
        pytest.param(["status", "--json=yes"], "--json dùng chưa đúng", id="a flag with one"),
        pytest.param(["status", "--at", "foo"], "ví dụ 2026-11-12T09:00", id="no instant"),
        pytest.param(["status", "--at", "0001-01-01"], "từ năm 1990", id="the year 1"),
        pytest.param(["status", "--at", "9999-12-31T23:59"], "năm 2099", id="the year 9999"),
        pytest.param(["calendar", "show", "2026-13"], "THÁNG không dùng", id="no month"),
        pytest.param(["calendar", "show", "1000-01"], "từ năm 1990", id="a month long ago"),
        pytest.param(["report", "--month", "11/2026"], "ví dụ 2026-11", id="month as day"),
        pytest.param(
            ["outbox", "list", "--state", "gone"],
            "một trong các giá trị ready, held, sent, parked, superseded",
            id="no such state",
        ),
        pytest.param(
            ["ingest", "x.csv", "--source", "sheet"], "ledger, list, national", id="no source"
        ),
        pytest.param(
            ["letters", "answer", CODE], "hoặc --has-result, hoặc --late", id="no answer"
        ),
        pytest.param(["letters", "answer", CODE, "--late"], "--cause", id="half an answer"),
        pytest.param(
            ["letters", "answer", CODE, "--in-time", "--cause", "B2"],
            "không đi cùng",
            id="both answers",
        ),
        pytest.param(
            ["letters", "answer", CODE, "--has-result", "--text", "đã có kết quả"],
            "không đi cùng",
            id="a result, and a reason for a letter",
        ),
        pytest.param(
            ["letters", "answer", CODE, "--late", "--new-date", "31/11/2026"],
            "ví dụ 2026-11-30 hoặc 30/11/2026",
            id="no day",
        ),
        pytest.param(
            ["letters", "answer", CODE, "--late", "--new-date", "01/01/1900"],
            "từ năm 1990",
            id="a day in 1900",
        ),
        pytest.param(["ingest", "x.csv", "--system", "xa"], "là tinh", id="no such system"),
        pytest.param(["letters", "approve", CODE], "còn thiếu --by", id="nobody approves"),
    ],
)
def test_one_sentence(office: FolderOffice, args: list[str], told: str) -> None:
    result = office.call(*args)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert isinstance(result.exception, SystemExit)


def test_a_missing_settings_file_is_told(tmp_path: Path) -> None:
    words = ["--settings", str(tmp_path / "none.toml"), "status"]

    result = CliRunner().invoke(main, words, prog_name="dunghan")

    assert result.exit_code == 2
    assert "Không tìm thấy tệp thiết lập" in result.stderr
    assert "--settings" in result.stderr


def test_whoever_asks_nothing_reads_the_help() -> None:
    result = CliRunner().invoke(main, [], prog_name="dunghan")

    assert result.exit_code == 2
    assert result.output.startswith("Cách dùng: dunghan")


def test_what_is_unheard_of_is_told_all_the_same() -> None:
    assert wrong_use(click.UsageError("no idea")).startswith("Lệnh viết chưa đúng")
    assert wrong_use(click.BadParameter("xấu")) == "Giá trị của ? không dùng được: xấu."


def test_an_interrupted_command_says_so() -> None:
    @click.group(cls=Program)
    def program() -> None:
        """Hold one command."""

    @program.command("sleep")
    def sleep() -> None:
        raise KeyboardInterrupt

    result = CliRunner().invoke(program, ["sleep"])

    assert result.exit_code == 130
    assert "Đã dừng theo yêu cầu." in result.stderr
