"""The service manager is told over a real datagram socket."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.daemon.systemd import Systemd


@contextmanager
def listening(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.settimeout(5)
        manager.bind(address)
        yield manager


@pytest.fixture(params=["file", "abstract"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return an address as systemd writes it, of a file or of the kernel's own."""
    return str(tmp_path / "notify") if request.param == "file" else f"@dunghan-{os.getpid()}"


def bound(address: str) -> str:
    return address.replace("@", "\0")


def test_it_is_told_in_lines_of_one_datagram(address: str) -> None:
    with listening(bound(address)) as manager:
        Systemd({"NOTIFY_SOCKET": address}).tell(READY=1, STATUS="Đang chạy.")

        assert manager.recv(1_000).decode() == "READY=1\nSTATUS=Đang chạy."


def test_nobody_is_told_where_nobody_listens(tmp_path: Path) -> None:
    Systemd({}).tell(READY=1)
    Systemd({"NOTIFY_SOCKET": str(tmp_path / "gone")}).tell(READY=1)


def test_a_manager_that_does_not_read_holds_nobody_up(tmp_path: Path) -> None:
    with listening(str(tmp_path / "notify")):
        systemd = Systemd({"NOTIFY_SOCKET": str(tmp_path / "notify")})
        for _ in range(2_000):
            systemd.tell(STATUS="x" * 500)


@pytest.mark.parametrize(
    ("environ", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "30000000"}, 30.0),
        ({"WATCHDOG_USEC": "1500000", "WATCHDOG_PID": str(os.getpid())}, 1.5),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "often"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
    ],
)
def test_how_often_it_wants_to_hear_is_read(
    environ: dict[str, str], seconds: float | None
) -> None:
    assert Systemd(environ).watchdog_seconds == seconds
