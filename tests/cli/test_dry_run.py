"""A dry run lists exactly what the real run makes, and changes nothing anywhere."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import vn
from tests.cli.conftest import MORNING
from tests.domain.strategies import drawing
from tests.offices import FolderOffice, a_row, an_office, lay_list, lay_messages, three_messages

LATER = "2026-11-13T08:30"


def content(office: FolderOffice) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of an office's database."""
    with closing(sqlite3.connect(office.var / "monitor.db")) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            for (name,) in names.fetchall()
        }


def files(office: FolderOffice) -> set[Path]:
    return {
        path
        for path in office.folder.rglob("*")
        if not path.name.endswith(("-wal", "-shm"))  # SQLite's own, while it is open
    }


def finding_keys(office: FolderOffice) -> set[tuple[Any, ...]]:
    listed = office.json("findings", "list", "--all", "--limit", "9999")
    return {key_of(one) for one in listed["findings"]}


def key_of(one: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(one[name] for name in ("dossier", "unit", "rule", "stage", "deadline"))


def message_keys(office: FolderOffice) -> set[str]:
    return {one["key"] for one in office.json("outbox", "list")}


def rehearsed(office: FolderOffice, command: str, at: str) -> dict[str, Any]:
    """Rehearse a command, twice, and see that nothing has changed."""
    before = content(office), files(office)
    first = office.json(command, "--dry-run", "--at", at)
    second = office.json(command, "--dry-run", "--at", at)
    assert first == second
    assert (content(office), files(office)) == before
    facts: dict[str, Any] = first
    return facts


@pytest.fixture
def taken(office: FolderOffice) -> FolderOffice:
    """Return an office that has read an export, and judged nothing."""
    office.done("ingest", lay_messages(office.folder, three_messages()), "--at", MORNING)
    return office


def test_a_scan_is_rehearsed(taken: FolderOffice) -> None:
    facts = rehearsed(taken, "scan", MORNING)
    before = finding_keys(taken)

    taken.done("scan", "--at", MORNING)

    made = finding_keys(taken) - before
    assert {key_of(one) for one in facts["findings"]} == made
    assert len(facts["findings"]) == len(made) > 0


def test_a_telling_is_rehearsed_with_the_scan_before_it(taken: FolderOffice) -> None:
    facts = rehearsed(taken, "notify", MORNING)

    taken.done("notify", "--at", MORNING)

    assert {key_of(one) for one in facts["findings"]} == finding_keys(taken)
    assert {one["key"] for one in facts["messages"]} == message_keys(taken)
    assert {one["state"] for one in facts["messages"]} == {"ready"}


def test_what_is_told_of_it_names_persons_and_no_mailbox(busy: FolderOffice) -> None:
    told = busy.done("notify", "--dry-run", "--at", LATER)

    assert told.startswith("Chạy thử lượt xét và soạn thư lúc 08:30 13/11/2026, không thay đổi")
    assert "  digest/binh/2026-11-13/morning  nhắc hạn  chờ gửi" in told.splitlines()
    assert "@" not in told


def test_what_a_scan_would_find_is_told_line_by_line(taken: FolderOffice) -> None:
    lines = taken.done("scan", "--dry-run", "--at", MORNING).splitlines()

    assert lines[0].startswith("Chạy thử, không thay đổi gì: sẽ xét 3 hồ sơ, 5 điều mới")
    assert any(
        "sắp đến hạn (mốc 3 ngày làm việc)  hạn 17:00 16/11/2026" in one for one in lines
    )


def test_the_rehearsal_hinders_nobody(taken: FolderOffice) -> None:
    with taken.app("2026-11-11 07:15") as app, app.rehearsing() as rehearsal:
        with rehearsal.writing() as copied, app.outside.store.writing() as work:
            copied.done.mark("there", at=vn("2026-11-11 07:15"))
            work.done.mark("here", at=vn("2026-11-11 07:15"))
        with rehearsal.reading() as copied, app.outside.store.reading() as work:
            found = [(one.done.has("here"), one.done.has("there")) for one in (copied, work)]

    assert found == [(False, True), (True, False)]


@pytest.mark.parametrize("command", ["scan", "notify"])
def test_an_office_that_never_worked_has_nothing_to_rehearse(
    office: FolderOffice, command: str
) -> None:
    facts = office.json(command, "--dry-run", "--at", MORNING)

    assert facts["findings"] == []


def test_a_storm_is_rehearsed_as_held(office: FolderOffice) -> None:
    office.done("tick", "--at", "2026-11-10T08:30")
    rows = [
        a_row(
            f"H99.01-261026-{n:04d}", received="26/10/2026 08:00", promised="09/11/2026 17:00"
        )
        for n in range(30)
    ]
    lay_list(office.inbox, a_row())
    office.done("tick", "--at", MORNING)
    lay_list(office.inbox, a_row(), *rows, name="ds_20261112_0710.csv")
    office.done("ingest", office.inbox / "ds_20261112_0710.csv", "--at", "2026-11-12T07:15")

    result = office.call("notify", "--dry-run", "--json", "--at", "2026-11-12T07:20")
    real = office.call("notify", "--at", "2026-11-12T07:20")

    assert (result.exit_code, real.exit_code) == (1, 1)
    assert '"state": "held"' in result.stdout
    assert "Giữ lại" in real.stdout


DAYS = st.lists(st.integers(min_value=9, max_value=20), min_size=1, max_size=6)


@given(promised=DAYS, hours=st.lists(st.integers(1, 60), min_size=1, max_size=2))
@settings(drawing(2), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_the_dry_run_makes_the_keys_of_the_real_one(
    tmp_path_factory: pytest.TempPathFactory, promised: list[int], hours: list[int]
) -> None:
    office = an_office(tmp_path_factory.mktemp("dry") / "office")
    rows = [
        a_row(f"H99.01-261102-{n:04d}", promised=f"{day:02d}/11/2026 17:00")
        for n, day in enumerate(promised)
    ]
    office.done("ingest", lay_list(office.folder, *rows), "--at", MORNING)
    at = 7 + 24 * 11  # hours since the month began
    for more in hours:
        at += more
        instant = f"2026-11-{at // 24:02d}T{at % 24:02d}:40"
        facts = rehearsed(office, "notify", instant)
        findings, messages = finding_keys(office), message_keys(office)
        office.call("notify", "--at", instant)
        assert {key_of(one) for one in facts["findings"]} == finding_keys(office) - findings
        assert {one["key"] for one in facts["messages"]} == message_keys(office) - messages
