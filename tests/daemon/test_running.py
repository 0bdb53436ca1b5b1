"""The daemon as systemd sees it: a process that works, ends cleanly, and survives a kill."""

import asyncio
import json
import logging
import os
import platform
import signal
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import structlog

from monitor.bootstrap import build
from monitor.clock import now
from monitor.daemon import run_daemon
from monitor.domain.errors import CalendarGapError
from monitor.logs import open_log
from tests.daemon.process import (
    PATIENCE,
    Daemon,
    an_open_office,
    assert_the_log_is_clean,
    descendants,
    is_alive,
    is_all_sent,
    lay,
    rows,
    running,
    until,
)
from tests.offices import APPLICANT, CODE, MAILBOX, FolderOffice

KINDS = ["baseline", "leader", "operator", "workbook", "workbook"]  # of the unit and the signer
ALIKE = 3  # all but the workbooks, which bear the instant they were made at
REASON = "Chi nhánh đất đai chưa gửi kết quả trích đo đã đề nghị tại văn bản 12/KT ngày 05/11"


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
    with running(office) as daemon:
        until(lambda: is_all_sent(office), daemon)
        office.done(
            *("letters", "answer", CODE, "--late", "--cause", "B2", "--text", REASON),
            *("--new-date", "2099-11-30"),
        )
        draft = office.var / "letters" / f"{CODE}-du-thao.pdf"
        until(draft.exists, daemon)
        children = descendants(daemon.pid)
        out, log = daemon.end()

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


def test_an_interrupt_ends_it_as_well(office: FolderOffice) -> None:
    with running(office) as daemon:
        until(lambda: bool(rows(office, "SELECT 1 FROM heartbeats")), daemon)
        _, log = daemon.end(signal.SIGINT)

    assert log[-1]["event"] == "stopped"


def test_a_kill_at_any_moment_neither_loses_nor_repeats(tmp_path: Path) -> None:
    calm, hurt = an_open_office(tmp_path / "calm"), an_open_office(tmp_path / "hurt")
    lay(calm, hurt)
    with running(calm) as daemon:
        until(lambda: is_all_sent(calm), daemon)
        daemon.end()
    moments: list[Callable[[], bool]] = [
        lambda: bool(rows(hurt, "SELECT 1 FROM imports")),
        lambda: bool(rows(hurt, "SELECT 1 FROM messages")),
        lambda: bool(hurt.mails),
    ]

    for moment in moments:
        with running(hurt) as daemon:
            until(moment, daemon)
            children = descendants(daemon.pid)
            daemon.process.kill()
            daemon.process.wait()
        assert_all_end(children)
    let_leases_end(hurt)
    with running(hurt) as daemon:
        until(lambda: is_all_sent(hurt), daemon)
        daemon.end()

    assert kinds(hurt) == kinds(calm)
    assert whole(hurt) == whole(calm)
    with running(hurt) as daemon:
        beat = "SELECT at FROM heartbeats WHERE name = 'tick'"
        before = rows(hurt, beat)
        until(
            lambda: rows(hurt, "SELECT at FROM heartbeats WHERE name = 'tick'") != before,
            daemon,
        )
        daemon.end()
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
        with running(office) as second:
            until(lambda: is_all_sent(office), second)
            told, log = second.end()
        alone_told, _ = first.end()

    assert told.startswith("Đã có tiến trình khác chạy trên cơ sở dữ liệu này")
    assert f"(pid {first.pid}, máy {platform.node()}, từ " in told
    assert log[-1]["event"] == "stopped"
    assert "tiến trình khác" not in alone_told
    assert len(whole(office)) == ALIKE


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
        if errors and is_in_a_job():
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


def test_a_database_that_breaks_is_told_with_the_backup_to_lay_down(
    office: FolderOffice,
) -> None:
    text = office.settings.read_text(encoding="utf-8")
    office.settings.write_text(f'{text}\n[backup]\nfolder = "ban-sao"\n', encoding="utf-8")
    office.done("backup")
    (backup,) = (office.folder / "ban-sao").glob("*.zip")

    with running(office) as daemon:
        for name in ("monitor.db-wal", "monitor.db-shm"):
            (office.var / name).unlink(missing_ok=True)
        (office.var / "monitor.db").write_bytes(b"garbage " * 4096)
        until(lambda: bool(codes(daemon) - {""}), daemon)
        _, log = daemon.end()
    told = [line for line in log if line.get("code") == "broken_database"]

    assert {line["event"] for line in told} == {"job failed"}
    assert {line["backup"] for line in told} == {backup.name}


def codes(daemon: Daemon) -> set[str]:
    """Return the codes of the jobs that failed so far."""
    return {line["code"] for line in daemon.log() if line["event"] == "job failed"}


def is_in_a_job() -> bool:
    """Tell whether the dispatcher calls, and not whoever sets up, looks on or writes."""
    if threading.current_thread() is not threading.main_thread():
        return False
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return False
    name = getattr(task.get_coro(), "__qualname__", "") if task else ""
    return name == "EmbeddedDispatcher._run"


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
