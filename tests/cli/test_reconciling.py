"""`dunghan reconcile` tells whether scans had missed anything, and poison stays in sight."""

import sqlite3

from tests.cli.conftest import MORNING
from tests.offices import FolderOffice, a_row, lay_list


def write(office: FolderOffice, statement: str) -> None:
    with sqlite3.connect(office.var / "monitor.db") as connection:
        connection.execute(statement)


def test_where_nothing_has_drifted_one_line_says_so(busy: FolderOffice) -> None:
    told = busy.done("reconcile", "--at", MORNING)

    assert told == "Đã xét lại 3 hồ sơ, 3 đơn vị: không có sai lệch.\n"


def test_a_program_reads_the_same(busy: FolderOffice) -> None:
    assert busy.json("reconcile", "--at", MORNING) == {
        "judged": 3,
        "units": 3,
        "added": 0,
        "ended": 0,
        "unseen": 0,
        "failed": 0,
        "drift": 0,
        "failing": 0,
    }


def test_drift_is_counted_mended_and_told_with_status_1(busy: FolderOffice) -> None:
    write(busy, "UPDATE agenda SET look_at = NULL")

    found = busy.call("reconcile", "--at", MORNING)
    status = busy.call("status", "--at", MORNING).stdout
    again = busy.done("reconcile", "--at", MORNING)

    assert found.exit_code == 1
    assert "chỗ sai lệch" in found.stdout
    assert "không được hẹn xét lại đúng lúc" in status
    assert again == "Đã xét lại 3 hồ sơ, 3 đơn vị: không có sai lệch.\n"
    assert "sai lệch" not in busy.call("status", "--at", MORNING).stdout


def test_a_tick_at_night_that_finds_drift_ends_with_status_1(busy: FolderOffice) -> None:
    night = ("--at", "2026-11-11T20:00")
    busy.done("tick", *night)
    write(busy, "DELETE FROM done WHERE name LIKE 'reconcile/%'")
    write(busy, "UPDATE agenda SET look_at = NULL")

    found = busy.call("tick", *night)

    assert found.exit_code == 1
    assert "không được hẹn xét lại đúng lúc" in found.stderr


def test_one_that_cannot_be_judged_is_in_status_and_reconcile(office: FolderOffice) -> None:
    office.done("ingest", lay_list(office.folder, a_row()), "--at", MORNING)
    office.done("scan", "--at", MORNING)
    write(office, "UPDATE agenda SET failures = 2, why = 'Quy tắc “overdue” bị lỗi'")

    found = office.call("reconcile", "--at", MORNING)
    status = office.call("status", "--at", MORNING).stdout

    assert found.exit_code == 1
    assert "Chưa xét được 1 hồ sơ; xem bằng “dunghan status”." in found.stdout
    assert "(đã thử 2 lần): Quy tắc “overdue” bị lỗi" in status


def test_an_instant_before_the_last_judging_is_refused(busy: FolderOffice) -> None:
    before = busy.json("findings", "list")

    refused = busy.call("reconcile", "--at", "2026-11-10T09:00")

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "lần xét gần nhất là lúc 07:15 11/11/2026" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert busy.json("findings", "list") == before
    assert busy.done("reconcile", "--at", MORNING).endswith("không có sai lệch.\n")
