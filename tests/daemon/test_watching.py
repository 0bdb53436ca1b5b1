"""Watchers see what the tables say: the same from any process, and nothing of any person."""

import json
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from monitor import __version__
from monitor.bootstrap import App, build
from monitor.daemon.pages import Page
from monitor.daemon.watching import Watch, watched
from monitor.flows.tick import tick
from monitor.store.engine import writing
from tests.builders import vn
from tests.daemon.logged import Logged
from tests.offices import (
    APPLICANT,
    MAILBOX,
    PHONE,
    FolderOffice,
    an_office,
    lay_messages,
    three_messages,
)

MORNING = "2026-11-11 07:15"
SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z_]+="[^"\\]*",?)+)\})? ([0-9.eE+-]+|NaN)')
LABEL = re.compile(r'([a-z_]+)="([^"]*)"')


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, at: str) -> None:
        self.at = vn(at)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock(MORNING)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    """Return an office that has ticked once, and that nobody writes to."""
    office = an_office(tmp_path_factory.mktemp("worked") / "office")
    lay_messages(office.inbox, three_messages())
    with opened(office, Clock(MORNING)) as app:
        tick(app.outside, app.plan, at=app.clock())
    return office


@pytest.fixture
def office(worked: FolderOffice, tmp_path: Path) -> FolderOffice:
    return FolderOffice(folder=Path(shutil.copytree(worked.folder, tmp_path / "office")))


@contextmanager
def opened(office: FolderOffice, clock: Clock) -> Iterator[App]:
    app = build(office.settings, environ={}, clock=clock)
    try:
        yield app
    finally:
        app.close()


@pytest.fixture
def app(office: FolderOffice, clock: Clock) -> Iterator[App]:
    with opened(office, clock) as app:
        yield app


@pytest.fixture
def logged() -> Logged:
    return Logged()


def asked(watch: Watch, path: str) -> Page:
    return watch.pages()[path]()


def health(watch: Watch, path: str = "/healthz") -> tuple[int, Any]:
    page = asked(watch, path)
    return page.status, json.loads(page.body)


def signs(told: list[dict[str, Any]]) -> list[str]:
    return [one["sign"] for one in told]


def samples(exposition: bytes) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Read the text format by its own description, not by the library that wrote it."""
    found = {}
    known: dict[str, str] = {}
    for line in exposition.decode().splitlines():
        if line.startswith("# HELP "):
            continue
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in known
            known[name] = kind
            continue
        match = SAMPLE.fullmatch(line)
        assert match is not None, line
        name, labels, value = match.groups()
        assert name in known
        key = (name, tuple(LABEL.findall(labels or "")))
        assert key not in found
        found[key] = float(value)
    assert exposition.endswith(b"\n")
    return found


def test_an_office_at_work_is_live_and_ready(app: App, logged: Logged) -> None:
    watch = Watch(app, logged.log)

    status, told = health(watch)

    assert status == 200
    assert (told["live"], told["ready"]) == (True, True)
    assert (told["dead"], told["unready"]) == ([], [])
    assert "backup" in signs(told["minded"])
    assert told["at"] == "2026-11-11T07:15:00+07:00"
    assert health(watch, "/healthz/live")[0] == 200
    assert health(watch, "/healthz/ready")[0] == 200


def test_a_daemon_that_ticks_no_more_is_dead(app: App, clock: Clock, logged: Logged) -> None:
    watch = Watch(app, logged.log)
    clock.at += timedelta(minutes=11)

    status, told = health(watch, "/healthz/live")

    assert status == 503
    assert signs(told["dead"]) == ["tick_old"]
    assert told["dead"][0]["minutes"] == 11
    assert told["dead"][0]["told"].startswith(
        "Lượt gần nhất đã 11 phút trước (cho phép 10 phút)"
    )
    assert health(watch)[0] == 503


def test_a_share_that_is_not_mounted_keeps_from_work(
    app: App, office: FolderOffice, logged: Logged
) -> None:
    office.inbox.rename(office.folder / "elsewhere")
    watch = Watch(app, logged.log)

    status, told = health(watch, "/healthz/ready")

    assert status == 503
    assert told["unready"][0]["system"] == "tinh"
    assert health(watch, "/healthz/live")[0] == 200


def test_a_database_that_cannot_be_read_is_told_and_logged(app: App, logged: Logged) -> None:
    watch = Watch(app, logged.log)
    with writing(app.store.engine) as connection:
        connection.execute(text("DROP TABLE faults"))

    status, told = health(watch)
    metrics = samples(asked(watch, "/metrics").body)

    assert status == 503
    assert signs(told["unready"]) == ["database"]
    assert metrics["dunghan_database_up", ()] == 0
    assert metrics["dunghan_ready", ()] == 0
    assert ("dunghan_dossiers_open", ()) not in metrics
    assert logged.lines == [{"event": "watching failed", "error": "OperationalError"}]


def test_the_metrics_are_what_the_tables_say(app: App, clock: Clock, logged: Logged) -> None:
    clock.at += timedelta(minutes=2)

    page = asked(Watch(app, logged.log), "/metrics")
    found = samples(page.body)

    assert page.kind == "text/plain; version=0.0.4; charset=utf-8"
    assert found["dunghan_build_info", (("version", __version__),)] == 1
    assert found["dunghan_live", ()] == found["dunghan_ready", ()] == 1
    assert found["dunghan_tick_age_seconds", ()] == 120
    assert found["dunghan_export_age_seconds", (("system", "tinh"),)] == 7 * 60
    assert found["dunghan_import_age_seconds", (("system", "tinh"),)] == 120
    assert found["dunghan_dossiers_open", ()] == 3
    assert found["dunghan_dossiers_late", ()] == found["dunghan_dossiers_due_today", ()] == 0
    assert found["dunghan_findings", (("rule", "due_soon"),)] == 3
    assert found["dunghan_letters", (("state", "asked"),)] == 2
    assert found["dunghan_messages", (("state", "ready"),)] == 3
    assert found["dunghan_messages", (("state", "superseded"),)] == 0
    assert found["dunghan_messages_uncertain", ()] == 0
    assert found["dunghan_oldest_waiting_message_age_seconds", ()] == 120
    assert found["dunghan_calendar_days_ahead", (("calendar", "hanh_chinh"),)] == 415
    assert ("dunghan_delivery_age_seconds", ()) not in found
    assert found["process_resident_memory_bytes", ()] > 0


def test_faults_are_counted_by_what_they_are_about(app: App, logged: Logged) -> None:
    with app.outside.store.writing() as work:
        for name in ("letter/H99-1", "letter/H99-2", "calendar"):
            work.done.fault(name, at=app.clock(), detail=APPLICANT)
    watch = Watch(app, logged.log)

    found = samples(asked(watch, "/metrics").body)

    assert found["dunghan_faults", (("kind", "letter"),)] == 2
    assert found["dunghan_faults", (("kind", "calendar"),)] == 1
    assert "faults" in signs(health(watch)[1]["minded"])


def test_no_page_names_anybody(app: App, logged: Logged) -> None:
    with app.outside.store.writing() as work:
        work.done.fault(f"mail/digest/{MAILBOX}", at=app.clock(), detail=APPLICANT)
    watch = Watch(app, logged.log)

    shown = b"".join(asked(watch, path).body for path in watch.pages()).decode()

    assert not any(word in shown for word in (APPLICANT, PHONE, MAILBOX, "vidu.example"))
    assert "H99" not in shown


def test_another_process_shows_the_same(
    app: App, office: FolderOffice, clock: Clock, logged: Logged
) -> None:
    with opened(office, clock) as other:
        pages = [asked(Watch(one, logged.log), "/metrics").body for one in (app, other)]
        told = [asked(Watch(one, logged.log), "/healthz").body for one in (app, other)]

    ours, theirs = (
        {key: value for key, value in samples(one).items() if key[0].startswith("dunghan")}
        for one in pages
    )
    assert ours == theirs
    assert told[0] == told[1]


def test_counts_are_kept_for_a_moment(app: App, logged: Logged) -> None:
    watch = Watch(app, logged.log)
    first = watch.look()

    assert watch.look() is first


def test_the_pages_are_served_while_it_lasts(
    app: App, office: FolderOffice, clock: Clock, logged: Logged
) -> None:
    text_ = office.settings.read_text(encoding="utf-8")
    office.settings.write_text(text_.replace('listen = ""', 'listen = "127.0.0.1:1"'), "utf-8")
    with opened(office, clock) as unlucky, watched(unlucky, logged.log) as port:
        assert port is None or port == 1  # who is root may take it
    with watched(app, logged.log) as port:
        assert port is None


def test_a_port_that_is_taken_is_written_down_and_stops_nothing(
    office: FolderOffice, clock: Clock, logged: Logged
) -> None:
    with a_free_port() as free:
        listen = f'listen = "127.0.0.1:{free}"'
    text_ = office.settings.read_text(encoding="utf-8")
    office.settings.write_text(text_.replace('listen = ""', listen), encoding="utf-8")

    with opened(office, clock) as first, watched(first, logged.log) as port:
        assert port == free
        with closing(HTTPConnection("127.0.0.1", free, timeout=10)) as connection:
            connection.request("GET", "/healthz/live")
            assert connection.getresponse().status == 200
        with watched(first, logged.log) as second:
            assert second is None

    assert [line["event"] for line in logged.lines] == ["watched", "not watched"]
    assert logged.lines[1] == {"event": "not watched", "port": free, "error": "OSError"}


@contextmanager
def a_free_port() -> Iterator[int]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        yield int(one.getsockname()[1])
