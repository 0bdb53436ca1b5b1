"""`dunghan due`: an auditor's cases in, one answer a line out, and nobody's guess."""

import csv
import io
import json
import os
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from monitor.cli import main
from monitor.cli.case_lines import LONGEST
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.cases.calendar import read_calendar
from monitor.domain.cases.operations import OPERATIONS
from tests.domain.cases.asking import WEEK, a_written_calendar
from tests.offices import ROOT, FolderOffice, an_office
from tests.shared import shared

Case = dict[str, Any]

NOT_OURS = {  # by the README of the data, or another case of the same file says otherwise
    "working_hours-004": "a start on a rest day moves first",
    "working_hours-005": "a start on a rest day moves first",
    "working_hours-007": "a start on a rest day moves first",
    "working_hours-008": "a start on a rest day moves first",
    "jbpm-011": "believed a defect of its origin",
    "glpi-010": "a span reversed is nothing; working_hours-053 and date_manip-006: negative",
}
OTHER_PRODUCTS = {"add_working_days_keep_time", "add_working_days_then_time"}
SHARED_CASES = "data/oracles/working_time_cases.jsonl"


def lines_of(text: str) -> list[Case]:
    return [json.loads(line) for line in text.splitlines()]


def a_line(number: object = 1, **fields: Any) -> str:
    case = {
        "id": number,
        "op": "is_working_day",
        "calendar": a_written_calendar(),
        "input": {"date": "2026-11-02"},
    }
    return json.dumps({**case, **fields}, ensure_ascii=False)


def answers(office: FolderOffice, text: str | bytes, *words: str) -> list[Case]:
    """Run the command on a file of this text; what it says on standard error is nothing."""
    file = office.folder / "cases.jsonl"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = office.call("due", "--cases", file, *words)
    found = lines_of(result.stdout)
    assert result.stderr == ""
    assert result.exit_code == any("error" in line for line in found)
    return found


def the_cases() -> list[Case]:
    named = os.environ.get("WORKING_TIME_CASES")
    path = Path(named) if named else shared(SHARED_CASES)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def agree(case: Case, found: object) -> bool:
    """Compare with what is expected; instants by position on the case's calendar."""
    expected = case["expected"]
    if not isinstance(found, str) or "T" not in found:
        return bool(found == expected)
    written = read_calendar(case["calendar"], file="")
    year = int(found[:4])
    calendar = WorkingCalendar(replace(written.spec, first_year=year - 2, last_year=year + 2))
    at = datetime.fromisoformat(expected)
    theirs = at if at.tzinfo else at.replace(tzinfo=calendar.zone)
    return calendar.position(datetime.fromisoformat(found)) == calendar.position(theirs)


def test_published_cases_agree(office: FolderOffice) -> None:
    cases = the_cases()

    found = answers(office, "\n".join(map(json.dumps, cases)))

    assert [line["id"] for line in found] == [case["id"] for case in cases]
    pairs = list(zip(cases, found, strict=True))
    refused = [(case["op"], line["code"]) for case, line in pairs if "error" in line]
    assert {op for op, _ in refused}.isdisjoint(OPERATIONS)
    assert {code for _, code in refused} <= {"unknown_op"}
    wrong = {
        case["id"]: line["result"]
        for case, line in pairs
        if "result" in line and not agree(case, line["result"])
    }
    assert wrong.keys() <= NOT_OURS.keys(), wrong


def test_the_shared_cases_are_answered_but_for_other_products_own(
    office: FolderOffice,
) -> None:
    text = shared(SHARED_CASES).read_text(encoding="utf-8")

    found = answers(office, text)

    cases = lines_of(text)
    told = Counter(
        "unknown" if case["op"] in OTHER_PRODUCTS else "answered"
        for case, line in zip(cases, found, strict=True)
        if ("error" in line) == (case["op"] in OTHER_PRODUCTS)
    )
    assert told == {"answered": 108, "unknown": 29}


def test_published_due_dates_agree_as_cases_and_as_dossiers(office: FolderOffice) -> None:
    path = shared("data/oracles/vn_due_working_days.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cases = "\n".join(
        json.dumps(
            {
                "op": "due_date_working_days",
                "input": {"received": row["received_date"], "days": int(row["working_days"])},
            }
        )
        for row in rows
    )
    sheet = "received,term\n" + "".join(
        f"{row['received_date']},{row['working_days']} ngày làm việc\n" for row in rows
    )

    days = [line["result"] for line in answers(office, cases)]
    instants = [line["result"] for line in answers(office, sheet)]

    expected = [row["due_date"] for row in rows]
    assert len(expected) == 501
    assert days == expected
    assert instants == [f"{day}T17:00:00+07:00" for day in expected]


# JSON lines


def test_answers_are_plain_and_in_order(office: FolderOffice) -> None:
    text = "\n".join(
        [
            a_line("một"),
            a_line(2, op="next_working_instant", input={"at": "2026-11-07T10:00"}),
            "",
            a_line(None, op="add_working_days", input={"start": "2026-11-02", "days": 1}),
        ]
    )

    assert answers(office, text) == [
        {"id": "một", "result": True},
        {"id": 2, "result": "2026-11-09T09:00:00+00:00"},
        {"id": None, "result": "2026-11-03"},
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param(b"not json", "not_json", id="words"),
        pytest.param(b'"a text"', "not_json", id="a text"),
        pytest.param(b'[{"id": 1}]', "not_json", id="a list"),
        pytest.param(b'{"id": NaN}', "not_json", id="not a number"),
        pytest.param(b'{"id": 1e999}', "not_json", id="an infinity"),
        pytest.param(b'{"id": ' + b"9" * 5_000 + b"}", "not_json", id="thousands of digits"),
        pytest.param(b'{"id": "\xff"}', "not_utf8", id="no UTF-8"),
        pytest.param(b"[" * 100_000, "too_deep", id="deep"),
        pytest.param(b'{"a":' * 100_000, "too_deep", id="deep tables"),
        pytest.param(b'{"id": 1, "id": 2}', "repeated_key", id="a key twice"),
        pytest.param(b'{"id": "' + b"x" * LONGEST + b'"}', "too_long", id="long"),
        pytest.param(b"x" * (3 * LONGEST), "too_long", id="very long"),
        pytest.param(b'{"id": [1]}', "not_text", id="a list for a name"),
        pytest.param(b"{}", "missing", id="nothing"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_number(
    office: FolderOffice, line: bytes, code: str
) -> None:
    good = a_line().encode()

    found = answers(office, b"\n".join([good, line, good]))

    assert [one.get("result") for one in found] == [True, None, True]
    assert found[1].keys() == {"id", "error", "code", "line"}
    assert (found[1]["id"], found[1]["code"], found[1]["line"]) == (None, code, 2)


def test_a_last_line_beyond_measure_is_told(office: FolderOffice) -> None:
    found = answers(office, a_line().encode() + b"\n" + b"x" * (LONGEST + 1))

    assert [line.get("code") for line in found] == [None, "too_long"]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        pytest.param('{"id"', None, id="a remark"),
        pytest.param('"calendar": {', None, id="a calendar"),
        pytest.param('"input": {', "unread", id="an input"),
    ],
)
def test_whatever_is_nested_is_answered_or_told(
    office: FolderOffice, at: str, code: str | None
) -> None:
    opens, _, rest = at.rpartition("{")
    line = a_line().replace(at, f'{opens}{{"note": DEEP, {rest}', 1)
    text = "\n".join(
        line.replace("DEEP", "[" * depth + "]" * depth) for depth in range(100, 1_000)
    )

    found = answers(office, text)

    assert {line.get("code") for line in found} == {code, "too_deep"}


def test_a_number_with_a_fraction_of_nothing_is_whole(office: FolderOffice) -> None:
    values = {"start": "2026-11-02T10:00", "seconds": 60.0}

    (found,) = answers(office, a_line(op="add_working_time", input=values))

    assert found["result"] == "2026-11-02T10:01:00+00:00"


@pytest.mark.parametrize(
    ("fields", "code", "told"),
    [
        pytest.param({"op": "frob"}, "unknown_op", "“frob”", id="an operation"),
        pytest.param({"input": {}}, "missing", "Thiếu “date”", id="a field"),
        pytest.param({"input": {"date": 7}}, "not_text", "“date”", id="a number for a date"),
        pytest.param(
            {"input": {"date": "2026-11-02", "pauses": []}},
            "unread",
            "“pauses”; các mục được đọc là: date, day, at;",
            id="a field that is not read",
        ),
        pytest.param(
            {"input": {"date": "2026-11-02", "at": "2026-11-02T09:00"}},
            "two_names",
            "“date” và “at”",
            id="a field under two names",
        ),
        pytest.param(
            {
                "op": "working_days_between",
                "input": {"start": "2026-11-02", "end": "2026-11-03", "ends": "both"},
            },
            "not_ends",
            "both ends included; both ends excluded",
            id="ends that nobody knows",
        ),
        pytest.param(
            {"calender": None}, "nearly", "“calender”; có phải là “calendar”", id="a key"
        ),
        pytest.param({"calendar": "xa"}, "unknown_calendar", "hanh_chinh", id="a calendar"),
        pytest.param(
            {
                "op": "is_working_time",
                "calendar": {"week": WEEK},
                "input": {"at": "2026-11-02T09:00"},
            },
            "naive_time",
            "ví dụ +07:00",
            id="no zone",
        ),
        pytest.param(
            {
                "op": "due_date_working_days",
                "input": {"received": "2026-11-02", "days": 10_000},
            },
            "bad_amount",
            "từ 1 đến 3650",
            id="a term beyond measure",
        ),
        pytest.param(
            {
                "op": "worked_seconds_with_pauses",
                "input": {"start": "2026-11-03T09:00Z", "end": "2026-11-02T09:00Z"},
            },
            "reversed_span",
            "trước khi bắt đầu",
            id="an end before the start",
        ),
        pytest.param(
            {"calendar": a_written_calendar(week={"mon": [["22:00", "02:00"]]})},
            "session_midnight",
            "calendar.week.mon",
            id="across midnight",
        ),
        pytest.param(
            {"calendar": a_written_calendar(week={"mon": [["08:00", "12:00"]] * 2})},
            "session_overlap",
            "cases.jsonl",
            id="overlapping",
        ),
        pytest.param(
            {
                "calendar": a_written_calendar(
                    holidays=["2026-11-02"], special_days={"2026-11-02": [["08:00", "12:00"]]}
                )
            },
            "calendar_conflict",
            "02/11/2026",
            id="contradicting rows",
        ),
        pytest.param(
            {
                "op": "due_date_working_days",
                "calendar": None,
                "input": {"received": "2030-01-02", "days": 1},
            },
            "calendar_gap",
            "năm 2030",
            id="a year that is not loaded",
        ),
        pytest.param(
            {
                "op": "due_with_pauses",
                "input": {
                    "start": "2026-11-02T09:00",
                    "seconds": 60,
                    "pauses": [["2026-11-02T09:00", None]],
                },
            },
            "open_pause",
            "chưa có hạn",
            id="a pause without end",
        ),
    ],
)
def test_a_case_that_cannot_be_answered_is_told_in_one_sentence(
    office: FolderOffice, fields: Case, code: str, told: str
) -> None:
    found = answers(office, "\n".join([a_line(1), a_line(2, **fields), a_line(3)]))

    assert [line["id"] for line in found] == [1, 2, 3]
    assert found[1]["code"] == code
    assert told in found[1]["error"]
    assert "{" not in found[1]["error"]
    assert "result" not in found[1]


def test_letters_that_no_encoding_has_do_not_stop_the_answer(office: FolderOffice) -> None:
    (found,) = answers(office, a_line().replace('"id": 1', '"id": "\\ud800"'))

    assert found == {"id": "\ud800", "result": True}


def test_a_case_without_a_calendar_is_counted_by_the_office_s(office: FolderOffice) -> None:
    op, values = "due_date_working_days", {"received": "2027-02-01", "days": 10}
    line = a_line(op=op, calendar=None, input=values)
    named = a_line(op=op, calendar="hanh_chinh", input=values)

    found = answers(office, f"{line}\n{named}")

    assert found == [{"id": 1, "result": "2027-02-22", "estimated": True}] * 2


def test_a_case_with_a_calendar_of_its_own_needs_no_settings(tmp_path: Path) -> None:
    file = tmp_path / "cases.txt"
    file.write_text(f"{a_line()}\n{a_line(2, calendar=None)}\n", encoding="utf-8")
    words = ["--settings", str(tmp_path / "none.toml"), "due", "--cases", str(file)]

    result = CliRunner().invoke(main, words, prog_name="dunghan")

    assert lines_of(result.stdout) == [{"id": 1, "result": True}]
    assert result.exit_code == 2
    assert "Không tìm thấy tệp thiết lập" in result.stderr


def test_settings_that_cannot_be_are_told_once(tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.toml"
    calendar.write_text("calendars = 5\n", encoding="utf-8")
    office = an_office(tmp_path / "office", calendar=calendar)
    file = tmp_path / "cases.jsonl"
    file.write_text(f"{a_line(1, calendar=None)}\n{a_line(2)}\n", encoding="utf-8")

    result = office.call("due", "--cases", file)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "calendar.toml" in result.stderr


def test_no_database_and_no_directory_are_opened(tmp_path: Path) -> None:
    office = an_office(tmp_path / "office")
    for name in ("units", "officials", "procedures"):
        (office.folder / f"{name}.csv").unlink()

    assert answers(office, a_line(calendar=None)) == [{"id": 1, "result": True}]
    assert not office.var.exists()


@pytest.mark.parametrize("is_marked", [False, True])
def test_standard_input_is_read_line_by_line(office: FolderOffice, *, is_marked: bool) -> None:
    words = ["--settings", str(office.settings), "due", "--cases", "-"]
    text = f"{a_line()}\nx\n".encode("utf-8-sig" if is_marked else "utf-8")

    result = CliRunner().invoke(main, words, input=text, prog_name="dunghan")

    assert [line.get("result") for line in lines_of(result.stdout)] == [True, None]
    assert result.exit_code == 1


def test_an_answer_comes_before_the_next_question_is_asked(office: FolderOffice) -> None:
    with office.process("due", "--cases", "-", into=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in (1, 2):
            process.stdin.write(a_line(number).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline()) == {"id": number, "result": True}
        process.stdin.close()

        assert process.wait(60) == 0


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_no_cases_no_answers(office: FolderOffice, text: str) -> None:
    assert answers(office, text) == []


# Dossiers

HEAD = "Mã hồ sơ;Ngày tiếp nhận;Thời hạn;Tạm dừng\n"


def test_dossiers_are_dated_by_the_shipped_calendar(office: FolderOffice) -> None:
    sheet = (
        f"\ufeff{HEAD}"
        "H1;02/11/2026 08:00;05 ngày làm việc;\n"
        "H2;02/11/2026 08:00;04 giờ làm việc;\n"
        'H3;02/11/2026 08:00;05 ngày làm việc;"03/11/2026 08:00 - 05/11/2026 08:00"\n'
        ";01/02/2027;05 ngày làm việc;\n"
    )

    assert answers(office, sheet) == [
        {"id": "H1", "result": "2026-11-09T17:00:00+07:00"},
        {"id": "H2", "result": "2026-11-02T14:00:00+07:00"},
        {"id": "H3", "result": "2026-11-11T17:00:00+07:00"},
        {"id": 5, "result": "2027-02-15T17:00:00+07:00", "estimated": True},
    ]


def test_a_workbook_is_a_sheet_whatever_letters_stand_in_it(office: FolderOffice) -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["Ngày tiếp nhận", "Thời hạn"])
    book.active.append(["02/11/2026", "05 ngày làm việc"])
    book.save(file)
    with zipfile.ZipFile(file, "a") as inside:
        inside.writestr("note.txt", "\n{}\n")

    found = answers(office, file.getvalue())

    assert found == [{"id": 2, "result": "2026-11-09T17:00:00+07:00"}]


def test_a_dossier_that_cannot_be_dated_spoils_no_other(office: FolderOffice) -> None:
    sheet = (
        f"{HEAD}H1;02/11/2026;nhanh;\nH2;31/02/2026;05 ngày làm việc;\n"
        "H3;02/11/2026;05 ngày làm việc;05/11/2026 - 03/11/2026\n"
        "H4;02/11/2026;05 ngày làm việc;03/11/2026 08:00 -\n"
        "H5;20/12/2027;30 ngày làm việc;\nH6;02/11/2026;05 ngày làm việc;\n"
    )

    found = answers(office, sheet)

    assert [line["id"] for line in found] == [f"H{n}" for n in range(1, 7)]
    assert [line.get("code") for line in found] == [
        *("bad_term", "not_date", "reversed_span", "open_pause", "calendar_gap", None),
    ]
    assert [line["line"] for line in found[:-1]] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("rule", "due"),
    [("resume", "2026-11-11"), ("reset", "2026-11-12"), ("run", "2026-11-09")],
)
def test_a_pause_of_a_dossier_counts_by_the_rule(
    office: FolderOffice, rule: str, due: str
) -> None:
    sheet = f"{HEAD}H1;02/11/2026;05 ngày làm việc;03/11/2026 08:00 - 05/11/2026 08:00\n"

    (found,) = answers(office, sheet, "--on-supplement", rule)

    assert found["result"] == f"{due}T17:00:00+07:00"


@pytest.mark.parametrize(
    ("pause", "due"),
    [
        pytest.param("05/11/2026 - 05/11/2026", "2026-11-09", id="back the same day"),
        pytest.param("05/11/2026 - 06/11/2026", "2026-11-10", id="back the day after"),
        pytest.param("05/11/2026 - 09/11/2026", "2026-11-11", id="over a weekend"),
    ],
)
def test_a_pause_of_days_ends_as_its_last_day_begins(
    office: FolderOffice, pause: str, due: str
) -> None:
    (found,) = answers(office, f"{HEAD}H1;02/11/2026;05 ngày làm việc;{pause}\n")

    assert found["result"] == f"{due}T17:00:00+07:00"


def test_another_calendar_is_chosen_by_name(tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.toml"
    text = (ROOT / "calendar.toml").read_text(encoding="utf-8")
    more = (
        "\n[calendars.sang]\nfirst_year = 2026\nlast_year = 2026\n"
        'week.monday = ["07:00-11:30"]\n'
    )
    calendar.write_text(text + more, encoding="utf-8")
    office = an_office(tmp_path / "office", calendar=calendar)
    sheet = f"{HEAD}H1;02/11/2026;02 ngày làm việc;\n"
    line = a_line(
        calendar=None, op="add_working_days", input={"start": "2026-11-02", "days": 2}
    )

    (dossier,) = answers(office, sheet, "--calendar", "sang")
    (case,) = answers(office, line, "--calendar", "sang")

    assert dossier["result"] == "2026-11-16T11:30:00+07:00"
    assert case["result"] == "2026-11-16"


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        pytest.param(f"{HEAD}", ["--calendar", "xa"], "hanh_chinh", id="no such calendar"),
        pytest.param(a_line(), ["--on-supplement", "run"], "bảng hồ sơ", id="a rule for cases"),
        pytest.param(
            f"{HEAD}", ["--on-supplement", "stop"], "resume, reset, run", id="no such rule"
        ),
    ],
)
def test_wrong_use_is_told(
    office: FolderOffice, text: str, words: list[str], told: str
) -> None:
    file = office.folder / "cases"
    file.write_text(text, encoding="utf-8")

    result = office.call("due", "--cases", file, *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["none.jsonl", "."])
def test_a_file_that_is_not_there_is_told(office: FolderOffice, name: str) -> None:
    result = office.call("due", "--cases", office.folder / name)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Không có tệp" in result.stderr


def test_a_sheet_without_its_columns_is_told_by_them(office: FolderOffice) -> None:
    file = office.folder / "ds.csv"
    file.write_text("Mã hồ sơ,Ngày nộp\nH1,02/11/2026\n", encoding="utf-8")

    result = office.call("due", "--cases", file)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "“Ngày tiếp nhận”" in result.stderr
