"""`dunghan findings`: listed, shown, acknowledged and explained from the command line."""

import re
from dataclasses import replace

import pytest

from monitor.bootstrap import build
from monitor.cli.finding_lines import deadline_of, table_lines
from monitor.domain.finding import Finding, Severity
from monitor.ports.store import Standing
from tests.builders import vn
from tests.cli.conftest import MORNING
from tests.offices import CODE, FOREIGN, PAPER, FolderOffice

KEYS = {
    *("id", "dossier", "unit", "rule", "stage", "deadline", "severity", "tells", "facts"),
    *("state", "found_at", "ended_at", "is_baseline", "told", "notes"),
}
REASON = "Hệ thống nguồn đồng bộ chậm từ ngày 09/11, kết quả đã trả cho người nộp đúng hẹn"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands run on the evening of the day, whatever the machine's clock says."""
    assert build.__kwdefaults__ is not None
    monkeypatch.setitem(build.__kwdefaults__, "clock", lambda: vn("2026-11-11 18:00"))


def dossiers(office: FolderOffice, *options: str) -> list[str]:
    listed = office.json("findings", "list", "--at", MORNING, *options)
    return sorted(one["dossier"] for one in listed["findings"])


def id_of(office: FolderOffice, rule: str = "due_soon", dossier: str = CODE) -> str:
    listed = office.json("findings", "list", "--rule", rule)
    return next(str(one["id"]) for one in listed["findings"] if one["dossier"] == dossier)


def test_findings_are_listed_for_people_within_a_hundred_letters(worked: FolderOffice) -> None:
    lines = worked.done("findings", "list").splitlines()

    assert " ".join(lines[0].split()) == "Số Hồ sơ, đơn vị Nội dung Hạn Nêu từ"
    due_soon = rf" +\d+ {FOREIGN} +sắp đến hạn \(3 ngày\) +17:00 16/11/2026  11/11/2026"
    assert sum(re.fullmatch(due_soon, line) is not None for line in lines) == 1
    assert lines[-1] == f"Tất cả {len(lines) - 2} điều."
    assert max(map(len, lines)) <= 100
    columns = {(line.index("17:00"), line.index("11/11/2026")) for line in lines[1:-1]}
    assert len(columns) == 1


def test_findings_are_listed_for_programs(worked: FolderOffice) -> None:
    listed = worked.json("findings", "list")

    assert listed["total"] == len(listed["findings"])
    assert listed["next"] is None
    assert all(set(one) == KEYS for one in listed["findings"])
    (soon,) = (
        one for one in listed["findings"] if (one["rule"], one["dossier"]) == ("due_soon", CODE)
    )
    assert soon["deadline"] == "2026-11-16T17:00:00+07:00"
    assert (soon["facts"]["days_left"], soon["state"]) == (3, "standing")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        pytest.param(["--rule", "due_soon"], [CODE, PAPER, FOREIGN], id="of one rule"),
        pytest.param(["--rule", "overdue"], [], id="of a rule that is silent"),
        pytest.param(
            ["--rule", "due_soon", "--unit", "TBA"],
            [CODE, PAPER, FOREIGN],
            id="of a unit and those below",
        ),
        pytest.param(["--unit", "TTHCC"], [], id="of a unit without any"),
        pytest.param(["--severity", "breach"], [], id="of a severity"),
        pytest.param(["--older-than", "1"], [], id="older than a day"),
        pytest.param(["--older-than", "999999999"], [], id="older than anything"),
        pytest.param(
            ["--newer-than", "1", "--rule", "due_soon"], [CODE, PAPER, FOREIGN], id="newer"
        ),
        pytest.param(["--state", "resolved"], [], id="resolved"),
        pytest.param(["--state", "acknowledged"], [], id="acknowledged"),
        pytest.param(["--all", "--rule", "due_soon"], [CODE, PAPER, FOREIGN], id="all"),
    ],
)
def test_findings_are_narrowed(
    worked: FolderOffice, options: list[str], found: list[str]
) -> None:
    assert dossiers(worked, *options) == sorted(found)


def test_a_long_list_is_read_page_by_page(worked: FolderOffice) -> None:
    lines = worked.done("findings", "list", "--rule", "due_soon", "--limit", "2").splitlines()
    first = worked.json("findings", "list", "--rule", "due_soon", "--limit", "2")
    rest = worked.json("findings", "list", "--rule", "due_soon", "--after", str(first["next"]))

    assert lines[-2:] == [
        "Đã liệt kê 2 trong 3 điều.",
        f"Xem tiếp: thêm --after {first['next']}.",
    ]
    assert (first["total"], len(rest["findings"]), rest["next"]) == (3, 1, None)


@pytest.mark.parametrize(
    ("args", "status", "told"),
    [
        pytest.param(["list", "--unit", "XX"], 1, "mang mã “XX”", id="no such unit"),
        pytest.param(["list", "--rule", "x"], 2, "Không có quy tắc “x”", id="no such rule"),
        pytest.param(
            ["list", "--all", "--state", "resolved"], 2, "--all đã gồm", id="two states"
        ),
        pytest.param(["show", "999"], 1, "mang số 999", id="no such finding"),
        pytest.param(
            ["ack", "999", "--by", "tam", "--note", "x"], 1, "mang số 999", id="none to ack"
        ),
        pytest.param(
            ["ack", "1", "--by", "ai", "--note", "x"], 1, "không có “ai”", id="nobody"
        ),
        pytest.param(
            ["explain", "1", "--by", "tam", "--text", "do khách quan"],
            1,
            "ít nhất 8 chữ",
            id="hollow",
        ),
        pytest.param(["ack", "1", "--by", "tam", "--note", " "], 1, "Chưa ghi gì", id="blank"),
        pytest.param(["ack", "--by", "tam", "--note", "x"], 2, "còn thiếu", id="none named"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    busy: FolderOffice, args: list[str], status: int, told: str
) -> None:
    result = busy.call("findings", *args)

    assert (result.exit_code, result.stdout) == (status, "")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_empty_list_says_so(worked: FolderOffice) -> None:
    args = ("findings", "list", "--rule", "overdue")

    assert worked.done(*args) == "Không có gì để liệt kê.\n"
    assert worked.json(*args) == {"total": 0, "next": None, "findings": []}


def test_one_finding_is_shown_with_all_that_is_known(worked: FolderOffice) -> None:
    number = id_of(worked)

    lines = worked.done("findings", "show", number).splitlines()

    assert lines == [
        f"Điều số {number}: sắp đến hạn (mốc 3 ngày làm việc)",
        f"  Hồ sơ: {CODE}",
        "  Mức: cảnh báo",
        "  Nêu từ: 07:15 11/11/2026 (có từ lần nạp đầu, không báo riêng)",
        "  Hiện nay: đang nêu",
        "  Số liệu:",
        "    Hạn trả kết quả: 17:00 16/11/2026",
        "    Hạn tính theo: giấy hẹn",
        "    Hạn còn tạm tính: không",
        "    Số ngày làm việc còn lại (chưa kể hôm nay): 3",
        "  Chưa báo ai.",
    ]


def test_what_is_acknowledged_is_marked_and_shown(busy: FolderOffice) -> None:
    number = id_of(busy)

    told = busy.done("findings", "ack", number, "--by", "tam", "--note", "Đang trình ký")
    lines = busy.done("findings", "list", "--rule", "due_soon").splitlines()

    assert told == (
        f"Đã ghi nhận điều số {number}: {CODE}, sắp đến hạn (mốc 3 ngày làm việc).\n"
    )
    assert [line for line in lines if line.endswith("GN")] == [
        line for line in lines if CODE in line
    ]
    assert lines[-2] == "GN: đã ghi nhận."
    assert dossiers(busy, "--state", "acknowledged") == [CODE]


def test_several_are_acknowledged_at_once(busy: FolderOffice) -> None:
    numbers = [id_of(busy, dossier=code) for code in (CODE, PAPER)]

    busy.done("findings", "ack", *numbers, "--by", "binh", "--note", "Đã phân công")

    assert dossiers(busy, "--state", "acknowledged") == [CODE, PAPER]


def test_an_explanation_is_shown_with_who_when_and_how(busy: FolderOffice) -> None:
    number = id_of(busy)

    args = ("explain", number, "--by", "tam", "--text", REASON, "--at", "2026-11-11T09:00")
    busy.done("findings", *args)
    lines = busy.done("findings", "show", number).splitlines()
    facts = busy.json("findings", "show", number)

    assert lines[-2:] == [
        "  Ý kiến:",
        f"    09:00 11/11/2026  Ngô Thị Mẫu Tâm giải trình (bằng lệnh): {REASON}",
    ]
    assert facts["state"] == "explained"
    assert facts["notes"] == [
        {
            "kind": "explained",
            "by": "tam",
            "at": "2026-11-11T09:00:00+07:00",
            "text": REASON,
            "way": "command",
        }
    ]
    assert dossiers(busy, "--state", "explained") == [CODE]


def test_who_was_told_the_stages_and_the_end_are_shown(busy: FolderOffice) -> None:
    first = id_of(busy)
    busy.done("tick", "--at", "2026-11-13T08:30")  # one day left: the next stage
    second = id_of(busy)

    lines = busy.done("findings", "show", first).splitlines()
    facts = busy.json("findings", "show", second)

    assert "  Kết thúc: 08:30 13/11/2026, đã nêu lại ở mức sau" in lines
    assert (
        f"    số {second}: sắp đến hạn (mốc 1 ngày làm việc), hạn 17:00 16/11/2026, "
        "nêu từ 08:30 13/11/2026: đang nêu"
    ) in lines
    assert [one["state"] for one in facts["stages"]] == ["repeated", "standing"]
    assert [(one["person"], one["state"]) for one in facts["heard"]] == [("binh", "sent")]
    told = busy.done("findings", "show", second)
    assert "Vũ Văn Mẫu Bình, lúc 08:30 13/11/2026, đã gửi (thư digest/binh/2026-11-13" in told


def test_the_same_said_again_is_told_to_be_known(busy: FolderOffice) -> None:
    number = id_of(busy)
    args = ("findings", "ack", number, "--by", "tam", "--note", "Đang trình ký")
    busy.done(*args)

    again = busy.done(*args)

    assert again.endswith("đã ghi nhận từ trước, không ghi thêm.\n")
    assert len(busy.json("findings", "show", number)["notes"]) == 1


@pytest.mark.parametrize(
    ("at", "told"),
    [
        pytest.param("2026-11-11T18:01", "chưa đến (bây giờ là 18:00 11/11/2026)", id="later"),
        pytest.param("2026-11-11T07:14", "nêu từ 07:15 11/11/2026", id="before it was found"),
    ],
)
def test_words_of_another_time_are_refused(busy: FolderOffice, at: str, told: str) -> None:
    number = id_of(busy)

    result = busy.call(
        "findings", "explain", number, "--by", "tam", "--text", REASON, "--at", at
    )

    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert busy.json("findings", "show", number)["notes"] == []


def test_a_finding_is_shown_as_it_was(busy: FolderOffice) -> None:
    first = id_of(busy)
    args = ("explain", first, "--by", "tam", "--text", REASON, "--at", "2026-11-11T09:00")
    busy.done("findings", *args)
    busy.done("tick", "--at", "2026-11-13T08:30")

    then = busy.json("findings", "show", first, "--at", "2026-11-11T08:59")
    ended = busy.json("findings", "show", first, "--at", "2026-11-13T08:30")
    unknown = busy.call("findings", "show", first, "--at", "2026-11-11T07:00")

    assert (then["state"], then["ended_at"], then["notes"]) == ("standing", None, [])
    assert (then["heard"], len(then["stages"])) == ([], 1)
    assert (ended["state"], len(ended["notes"])) == ("repeated", 1)
    assert unknown.exit_code == 1


def test_an_instant_that_is_no_deadline_is_not_shown_as_one() -> None:
    paused = Finding(
        rule="paused_long",
        dossier="d",
        stage="10d",
        deadline=vn("2026-11-02 08:00"),
        severity=Severity.NOTICE,
        tells=(),
    )

    one = Standing(id=1, finding=paused, is_baseline=False, found_at=vn("2026-11-11 08:00"))
    (_, row, *_) = table_lines([one])

    assert deadline_of(paused) is None
    assert deadline_of(replace(paused, rule="overdue")) == vn("2026-11-02 08:00")
    assert "02/11/2026" not in row
