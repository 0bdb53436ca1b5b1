"""A daemon as a process of its own, an office for it, and what its end has to look like."""

import json
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from tempfile import NamedTemporaryFile
from typing import Any

from monitor.clock import now
from tests.offices import (
    APPLICANT,
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
QUICK = "\n[run]\ntick_seconds = 1\ndeliver_seconds = 1\n"


def an_open_office(folder: Path, *, more: str = QUICK) -> FolderOffice:
    """Set up an office whose mails are due at any hour; `more` is added to its settings."""
    folder.mkdir(parents=True)
    calendar = folder / "calendar.toml"
    calendar.write_text(ALWAYS_OPEN, encoding="utf-8")
    return an_office(folder, calendar=calendar, more=more)


def lay(*offices: FolderOffice) -> None:
    """Lay down an export of this minute, of dossiers long overdue."""
    at = f"{now():%Y-%m-%d %H:%M}"
    dates = {"NgayTiepNhan": "20260302080000", "NgayHenTra": "20260305170000"}
    for office in offices:
        lay_messages(office.inbox, [{**one, **dates} for one in three_messages()], at=at)


Log = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """A daemon in a process of its own, and the file that its log goes to."""

    process: Popen[bytes]
    log_file: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def log(self) -> Log:
        """Return the whole lines written so far."""
        text = self.log_file.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines(keepends=True) if line[-1] == "\n"]

    def has_told(self, event: str) -> bool:
        return any(line["event"] == event for line in self.log())

    def end(self, number: int = signal.SIGTERM) -> tuple[str, Log]:
        """End it as systemd does; return what it printed and the lines of its log."""
        self.process.send_signal(number)
        out, _ = self.process.communicate(timeout=END_WITHIN)
        assert self.process.returncode == 0, self.log_file.read_text(encoding="utf-8")
        return out.decode(), self.log()


@contextmanager
def running(
    office: FolderOffice, *words: str, env: Mapping[str, str] | None = None
) -> Iterator[Daemon]:
    """Run a daemon that has started, or the command that `words` are; it outlives no test."""
    with (
        NamedTemporaryFile(dir=office.folder, suffix=".log") as file,
        office.process(*(words or ("run",)), err=file.fileno(), env=env) as process,
    ):
        daemon = Daemon(process=process, log_file=Path(file.name))
        try:
            until(lambda: daemon.has_told("started"), daemon)
            yield daemon
        finally:
            process.kill()


def until(is_so: Callable[[], bool], daemon: Daemon) -> None:
    """Wait for something that a living daemon brings about."""
    give_up = time.monotonic() + PATIENCE
    while not is_so():
        assert daemon.process.poll() is None, daemon.log_file.read_text(encoding="utf-8")
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


def descendants(pid: int) -> set[int]:
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(child) for one in threads for child in one.read_text("ascii").split()}


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    except FileNotFoundError:
        return False
    return state.split()[0] != "Z"


def assert_the_log_is_clean(log: Log) -> None:
    told = json.dumps(log, ensure_ascii=False)
    assert all({"event", "level", "timestamp"} <= set(line) for line in log)
    assert not any(word in told for word in (APPLICANT, PHONE, MAILBOX, "vidu.example"))
