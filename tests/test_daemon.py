"""The daemon as systemd sees it: a process that works, ends cleanly, and survives a kill."""

import asyncio
import json
import logging
import os
import signal
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
import structlog

from monitor.bootstrap import build
from monitor.clock import now
from monitor.daemon import LOCK, alone, run_daemon
from monitor.domain.errors import CalendarGapError
from monitor.logs import open_log
from tests.offices import (
    APPLICANT,
    CODE,
    MAILBOX,
    PHONE,
    FolderOffice,
    an_office,
    lay_messages,
    three_messages,
)

PATIENCE = 60  # seconds until a test gives up, on a machine with much else to do
END_WITHIN = 10
# An office that works around the clock: whenever these tests run, its mails are due.
ALWAYS_OPEN = """
[calendars.hanh_chinh]
first_year = 2024
last_year = 2099
week.monday = ["00:00-23:59"]
week.tuesday = ["00:00-23:59"]
week.wednesday = ["00:00-23:59"]
week.thursday = ["00:00-23:59"]
week.friday = ["00:00-23:59"]
week.saturday = ["00:00-23:59"]
week.sunday = ["00:00-23:59"]
days = []
"""
KINDS = ["baseline", "leader", "operator", "workbook", "workbook"]  # of the unit and the signer
ALIKE = 3  # all but the workbooks, which bear the instant they were made at
QUICK = "\n[run]\ntick_seconds = 1\ndeliver_seconds = 1\n"
REASON = "Chi nhánh đất đai chưa gửi kết quả trích đo đã đề nghị tại văn bản 12/KT ngày 05/11"


def an_open_office(folder: Path) -> FolderOffice:
    folder.mkdir(parents=True)
    calendar = folder / "calendar.toml"
    calendar.write_text(ALWAYS_OPEN, encoding="utf-8")
    return an_office(folder, calendar=calendar, more=QUICK)


@pytest.fixture
def office(tmp_path: Path) -> FolderOffice:
    return an_open_office(tmp_path / "office")


def lay(*offices: FolderOffice) -> None:
    """Lay down an export of this minute, of dossiers long overdue."""
    at = f"{now():%Y-%m-%d %H:%M}"
    dates = {"NgayTiepNhan": "20260302080000", "NgayHenTra": "20260305170000"}
    for office in offices:
        lay_messages(office.inbox, [{**one, **dates} for one in three_messages()], at=at)


@contextmanager
def running(office: FolderOffice) -> Iterator[Popen[bytes]]:
    """Run a daemon that has started; whatever happens, it does not outlive the test."""
    with office.process("run") as process:
        try:
            assert process.stderr is not None
            assert json.loads(process.stderr.readline())["event"] == "started"
            yield process
        finally:
            process.kill()


def until(is_so: Callable[[], bool], process: Popen[bytes]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not is_so():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < give_up
        time.sleep(0.05)


def rows(office: FolderOffice, query: str) -> list[tuple[Any, ...]]:
    path = office.var / "monitor.db"
    if not path.exists():
        return []
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return list(connection.execute(query))
    except sqlite3.OperationalError:  # not set up yet
        return []
    finally:
        connection.close()


def is_all_sent(office: FolderOffice) -> bool:
    states = {state for (state,) in rows(office, "SELECT state FROM messages")}
    return states == {"sent"} and bool(
        rows(office, "SELECT 1 FROM done WHERE name LIKE 'digest/%'")
    )


Log = list[dict[str, Any]]


def end(process: Popen[bytes], number: int = signal.SIGTERM) -> tuple[str, Log]:
    """End a daemon as systemd does; return what it printed and the lines of its log."""
    process.send_signal(number)
    out, err = process.communicate(timeout=END_WITHIN)
    assert process.returncode == 0, err.decode()
    return out.decode(), [json.loads(line) for line in err.decode().splitlines()]


def descendants(pid: int) -> set[int]:
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(child) for one in threads for child in one.read_text("ascii").split()}


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    except FileNotFoundError:
        return False
    return state.split()[0] != "Z"


def kinds(office: FolderOffice) -> list[str]:
    return [kind for (kind,) in rows(office, "SELECT kind FROM messages ORDER BY kind")]


def whole(office: FolderOffice) -> set[str]:
    """Return the mails two offices send alike, seeing that nothing lies about half done."""
    folder = office.folder / "mail"
    assert [path.name for path in folder.iterdir() if path.suffix != ".eml"] == []
    sent = rows(office, "SELECT message_id FROM messages WHERE state = 'sent'")
    assert len(office.mails) == len(sent)
    query = "SELECT message_id FROM messages WHERE state = 'sent' AND kind <> 'workbook'"
    return {message_id for (message_id,) in rows(office, query)}


def test_a_daemon_works_and_ends_cleanly(office: FolderOffice) -> None:
    lay(office)
    with running(office) as process:
        until(lambda: is_all_sent(office), process)
        office.done(
            *("letters", "answer", CODE, "--late", "--cause", "B2", "--text", REASON),
            *("--new-date", "2099-11-30"),
        )
        draft = office.var / "letters" / f"{CODE}-du-thao.pdf"
        until(draft.exists, process)
        children = descendants(process.pid)
        out, log = end(process)

    assert out.splitlines() == [
        "Đang chạy; dừng bằng Ctrl+C hoặc SIGTERM.",
        "Đã dừng; không có thư nào dở dang.",
    ]
    assert kinds(office) == KINDS
    assert len(whole(office)) == ALIKE
    assert [path.name for path in (office.inbox / "done").iterdir()]
    assert children
    assert not any(is_alive(child) for child in children)
    assert_the_log_is_clean(log)
    events = [line["event"] for line in log]
    assert events[-1] == "stopped"
    assert events.count("stopping") == 1
    ticks = [line for line in log if line["event"] == "tick"]
    assert ticks[0]["files"] == 1
    assert ticks[0]["judged"] == 3
    assert any(line.get("letters_set") == 1 for line in ticks)
    assert sum(line["sent"] for line in log if line["event"] == "deliver") == len(KINDS)


def assert_the_log_is_clean(log: list[dict[str, Any]]) -> None:
    told = json.dumps(log, ensure_ascii=False)
    assert all({"event", "level", "timestamp"} <= set(line) for line in log)
    assert not any(word in told for word in (APPLICANT, PHONE, MAILBOX, "vidu.example"))


def test_an_interrupt_ends_it_as_well(office: FolderOffice) -> None:
    with running(office) as process:
        until(lambda: bool(rows(office, "SELECT 1 FROM heartbeats")), process)
        _, log = end(process, signal.SIGINT)

    assert log[-1]["event"] == "stopped"


def test_a_kill_at_any_moment_neither_loses_nor_repeats(tmp_path: Path) -> None:
    calm, hurt = an_open_office(tmp_path / "calm"), an_open_office(tmp_path / "hurt")
    lay(calm, hurt)
    with running(calm) as process:
        until(lambda: is_all_sent(calm), process)
        end(process)
    moments: list[Callable[[], bool]] = [
        lambda: bool(rows(hurt, "SELECT 1 FROM imports")),
        lambda: bool(rows(hurt, "SELECT 1 FROM messages")),
        lambda: bool(hurt.mails),
    ]

    for moment in moments:
        with running(hurt) as process:
            until(moment, process)
            children = descendants(process.pid)
            process.kill()
            process.wait()
        assert_all_end(children)
    let_leases_end(hurt)
    with running(hurt) as process:
        until(lambda: is_all_sent(hurt), process)
        end(process)

    assert kinds(hurt) == kinds(calm)
    assert whole(hurt) == whole(calm)
    with running(hurt) as process:
        beat = "SELECT at FROM heartbeats WHERE name = 'tick'"
        before = rows(hurt, beat)
        until(
            lambda: rows(hurt, "SELECT at FROM heartbeats WHERE name = 'tick'") != before,
            process,
        )
        end(process)
    assert whole(hurt) == whole(calm)


def let_leases_end(office: FolderOffice) -> None:
    """Do what two minutes would: a message claimed by the dead may be claimed again."""
    with sqlite3.connect(office.var / "monitor.db") as connection:
        connection.execute("UPDATE messages SET claimable_at = 0 WHERE state = 'ready'")
    connection.close()


def assert_all_end(children: set[int]) -> None:
    give_up = time.monotonic() + PATIENCE
    while any(is_alive(child) for child in children):
        assert time.monotonic() < give_up
        time.sleep(0.05)


def test_a_second_daemon_says_so_and_both_end_well(office: FolderOffice) -> None:
    lay(office)
    with running(office) as first:
        until((office.var / LOCK).exists, first)
        until(lambda: bool((office.var / LOCK).read_text(encoding="ascii")), first)
        with running(office) as second:
            until(lambda: is_all_sent(office), second)
            told, log = end(second)
        alone_told, _ = end(first)

    assert told.startswith("Đã có tiến trình khác chạy trên cơ sở dữ liệu này")
    assert f"(pid {first.pid})" in told
    assert log[-1]["event"] == "stopped"
    assert "tiến trình khác" not in alone_told
    assert len(whole(office)) == ALIKE


def test_a_lock_that_nobody_holds_any_more_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text("pid 1", encoding="ascii")

    with alone(tmp_path) as other:
        assert other is None
        with alone(tmp_path) as third:
            assert third == f"pid {os.getpid()}"


@pytest.fixture
def own_logs() -> Iterator[None]:
    """Give the other tests their logs back."""
    kept = logging.root.handlers[:], logging.root.level
    yield
    logging.captureWarnings(capture=False)
    logging.root.handlers[:], logging.root.level = kept
    structlog.reset_defaults()


def in_this_process(office: FolderOffice, clock: Callable[[], datetime]) -> None:
    """Run a daemon here until its clock sends SIGTERM."""
    app = build(office.settings, environ={}, clock=clock)
    try:
        asyncio.run(run_daemon(app))
    finally:
        app.close()


@pytest.mark.usefixtures("own_logs")
def test_a_job_that_raises_is_written_down_and_called_again(
    office: FolderOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(office)
    said = f"{APPLICANT} {MAILBOX}"
    errors = [LookupError(said), CalendarGapError(calendar=said, year=2099), OSError(said)]

    def failing_clock() -> datetime:
        if threading.current_thread() is threading.main_thread() and errors:
            raise errors.pop()
        return now()

    threading.Timer(0.1, stop_when, [lambda: is_all_sent(office)]).start()
    in_this_process(office, failing_clock)

    log = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    failed = [line for line in log if line["event"] == "job failed"]
    assert {(line["error"], line["code"]) for line in failed} == {
        ("LookupError", ""),
        ("CalendarGapError", "calendar_gap"),
        ("OSError", ""),
    }
    assert {line["job"] for line in failed} <= {"tick", "deliver"}
    assert_the_log_is_clean(log)
    assert len(whole(office)) == ALIKE


def stop_when(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < give_up:
        time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.usefixtures("own_logs")
def test_what_a_library_says_is_written_without_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    open_log()
    error = LookupError(APPLICANT)
    library = logging.getLogger("a.library")

    library.error("lost %s", APPLICANT, exc_info=(LookupError, error, None))
    library.info("chatter")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(APPLICANT, stacklevel=1)

    log = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["logger"], line["level"], line["error"]) for line in log] == [
        ("a.library", "error", "LookupError"),
        ("py.warnings", "warning", ""),
    ]
    assert_the_log_is_clean(log)
