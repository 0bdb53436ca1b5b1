"""The watchdog in a process of its own: it ends what hangs, and leaves alone what lives."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.daemon.watchdog import HUNG
from tests.offices import ROOT

PATIENCE = 60


def the_watched(case: str, **environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
        [sys.executable, "-m", "tests.daemon.watched", case],
        cwd=ROOT,
        env={**os.environ, **environ},
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def the_manager(folder: Path) -> Iterator[tuple[socket.socket, dict[str, str]]]:
    """Listen as systemd does, and yield the environment that says where."""
    address = str(folder / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.settimeout(PATIENCE)
        manager.bind(address)
        yield manager, {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "100000"}


def test_a_loop_that_hangs_is_ended_and_the_log_says_where_it_hung() -> None:
    with the_watched("the loop hangs") as process:
        _, err = process.communicate(timeout=PATIENCE)

    assert process.returncode == HUNG
    (told,) = [json.loads(line) for line in err.splitlines()]
    assert (told["event"], told["level"], told["jobs"]) == ("hung", "critical", ["loop"])
    assert any(" hang" in frame for thread in told["threads"] for frame in thread)


def test_a_job_that_hangs_is_ended_even_when_the_log_hangs_too(tmp_path: Path) -> None:
    with (
        the_manager(tmp_path) as (manager, environ),
        the_watched("a job and the log hang", **environ) as process,
    ):
        told = [manager.recv(1_000).decode()]
        while not told[-1].startswith("STATUS"):
            told.append(manager.recv(1_000).decode())
        _, err = process.communicate(timeout=PATIENCE)

    assert (process.returncode, err) == (HUNG, "")
    assert told[-1] == "STATUS=Bị treo, tự dừng để được chạy lại."
    assert set(told[:-1]) == {"WATCHDOG=1"}


def test_what_goes_on_is_left_alone_and_told_to_the_service_manager(tmp_path: Path) -> None:
    with (
        the_manager(tmp_path) as (manager, environ),
        the_watched("all live", **environ) as process,
    ):
        told = {manager.recv(100) for _ in range(5)}
        process.communicate(timeout=PATIENCE)

    assert told == {b"WATCHDOG=1"}
    assert process.returncode == 0
