"""SIGTERM: what is in hand is ended first, and what does not end is left."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event

from tests.channels.post import Post, a_post
from tests.daemon.process import (
    END_WITHIN,
    PATIENCE,
    Daemon,
    an_open_office,
    lay,
    rows,
    running,
    until,
)
from tests.offices import ROOT, FolderOffice, a_row, lay_list

ROWS = 8_000  # eight steps of a merge


def hold(free: Event) -> None:
    free.wait(PATIENCE)


@contextmanager
def a_slow_post(office: FolderOffice) -> Iterator[tuple[Post, Event]]:
    """Serve mail, and answer to the end of a content only once the event is set."""
    free = Event()
    with a_post() as post:
        post.on_accepted = partial(hold, free)
        settings = office.settings.read_text(encoding="utf-8")
        server = (
            f'[mail]\nchannel = "smtp"\nhost = "127.0.0.1"\nport = {post.port}\ntls = "none"'
        )
        office.settings.write_text(settings.replace("[mail]", server), encoding="utf-8")
        try:
            yield post, free
        finally:
            free.set()


def states(office: FolderOffice) -> list[str]:
    return [state for (state,) in rows(office, "SELECT state FROM messages")]


def test_the_mail_in_hand_is_finished(office: FolderOffice) -> None:
    lay(office)
    with a_slow_post(office) as (post, free), running(office) as daemon:
        until(lambda: bool(post.accepted), daemon)
        daemon.process.send_signal(signal.SIGTERM)
        until(lambda: daemon.has_told("stopping"), daemon)
        assert "sent" not in states(office)
        free.set()
        out, log = daemon.end()

    assert out.splitlines()[-1] == "Đã dừng; không có thư nào dở dang."
    events = [line["event"] for line in log]
    assert (events.count("stopping"), events[-1]) == (1, "stopped")  # though told twice
    assert states(office).count("sent") == len(post.accepted)
    in_data = rows(office, "SELECT 1 FROM messages WHERE phase = 'data'")
    assert in_data == []


@contextmanager
def a_hasty_daemon(office: FolderOffice) -> Iterator[Daemon]:
    """Run a daemon that gives what is in hand half a second."""
    log = office.folder / "hasty.log"
    words = [
        sys.executable,
        "-m",
        "tests.daemon.hasty",
        "--settings",
        str(office.settings),
        "run",
    ]
    with (
        log.open("wb") as file,
        subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=file) as process,  # noqa: S603
    ):
        daemon = Daemon(process=process, log_file=log)
        try:
            until(lambda: daemon.has_told("started"), daemon)
            yield daemon
        finally:
            process.kill()


def test_a_mail_that_does_not_end_is_left_and_goes_out_again_the_same(
    office: FolderOffice,
) -> None:
    lay(office)
    with a_slow_post(office) as (post, free), a_hasty_daemon(office) as daemon:
        until(lambda: bool(post.accepted), daemon)
        _, log = daemon.end()
        free.set()

        assert log[-1]["event"] == "left at once"
        assert "sent" not in states(office)
        with sqlite3.connect(office.var / "monitor.db") as connection:  # as the minutes would
            connection.execute("UPDATE messages SET claimable_at = 0 WHERE state = 'ready'")
        connection.close()
        before = {one.content for one in post.accepted}
        while "ready" in states(office):
            office.call("deliver")
            with sqlite3.connect(office.var / "monitor.db") as connection:
                connection.execute("UPDATE messages SET claimable_at = 0")
            connection.close()

    again = [one.content for one in post.accepted if one.content in before]
    assert len(again) == 2 * len(before)


def test_an_import_is_left_between_two_steps_and_ended_by_the_next_start(
    tmp_path: Path,
) -> None:
    office = an_open_office(tmp_path / "office")
    lay_list(office.inbox, *(a_row(f"H99.01-261102-{n:05}") for n in range(ROWS)))
    merged = "SELECT 1 FROM dossiers LIMIT 1"
    with running(office) as daemon:
        until(lambda: bool(rows(office, merged)), daemon)
        began = time.monotonic()
        _, log = daemon.end()
        took = time.monotonic() - began

    assert took < END_WITHIN
    assert [line["job"] for line in log if line["event"] == "left"] == ["tick"]
    assert rows(office, "SELECT state FROM imports") == [("merging",)]

    with running(office) as daemon:
        until(lambda: rows(office, "SELECT state FROM imports")[-1] == ("merged",), daemon)
        daemon.end()
    assert rows(office, "SELECT count(*) FROM dossiers") == [(ROWS,)]
