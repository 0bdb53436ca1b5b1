"""SIGHUP: the settings are read anew, or it is said why not."""

import signal
import socket
from pathlib import Path

from tests.daemon.process import PATIENCE, Daemon, rows, running, until
from tests.offices import FolderOffice, lay_messages, three_messages


def faults(office: FolderOffice) -> dict[str, str]:
    return dict(rows(office, "SELECT name, detail FROM faults"))


def reload(daemon: Daemon, event: str, *, times: int = 1) -> dict[str, object]:
    """Ask for the settings to be read anew; return what the log says of it."""
    before = len(daemon.log())
    daemon.process.send_signal(signal.SIGHUP)

    def told() -> list[dict[str, object]]:
        return [line for line in daemon.log()[before:] if line["event"] == event]

    until(lambda: len(told()) == times, daemon)
    return told()[-1]


def test_settings_are_read_anew_or_the_old_ones_stay(
    office: FolderOffice, tmp_path: Path
) -> None:
    settings = office.settings.read_text(encoding="utf-8")
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.settimeout(PATIENCE)
        manager.bind(address)
        with running(office, env={"NOTIFY_SOCKET": address}) as daemon:
            assert manager.recv(1_000).decode() == "READY=1\nSTATUS=Đang chạy."

            office.settings.write_text(settings + "strange = 1\n", encoding="utf-8")
            refused = reload(daemon, "reload refused")
            assert refused["code"] == "bad_settings"
            until(lambda: "reload" in faults(office), daemon)
            assert "strange" in faults(office)["reload"]
            assert faults(office)["reload"].startswith(
                "Chương trình vẫn chạy với thiết lập cũ: "
            )
            assert "chưa chạy" not in faults(office)["reload"]
            reloading = manager.recv(1_000).decode().splitlines()
            assert reloading[0] == "RELOADING=1"
            assert reloading[1].startswith("MONOTONIC_USEC=")
            assert manager.recv(1_000).decode().startswith("READY=1\nSTATUS=Đang chạy với cấu")

            moved = settings.replace("[paths]", '[paths]\nvar = "elsewhere"')
            office.settings.write_text(moved, encoding="utf-8")
            refused = reload(daemon, "reload refused")
            assert refused["code"] == "restart_needed"
            until(lambda: "paths.var" in faults(office)["reload"], daemon)

            inbox = office.folder / "new-inbox"
            inbox.mkdir()
            lay_messages(inbox, three_messages())
            new = settings.replace('folder = "inbox"', f'folder = "{inbox.name}"')
            office.settings.write_text(new, encoding="utf-8")
            reload(daemon, "started")
            assert "reload" not in faults(office)
            ticked = "SELECT 1 FROM heartbeats WHERE name = 'tick'"
            until(lambda: bool(rows(office, ticked)), daemon)
            until(lambda: bool(rows(office, OF_THE_NEW)), daemon)
            _, log = daemon.end()
        manager.settimeout(0)
        told = _all(manager)

    assert not (office.folder / "elsewhere" / "monitor.db").exists()
    assert [one.splitlines()[0] for one in told][-3:] == [
        "RELOADING=1",
        "READY=1",
        "STOPPING=1",
    ]
    assert log[-1]["event"] == "stopped"


def test_a_start_takes_back_that_settings_were_refused(office: FolderOffice) -> None:
    settings = office.settings.read_text(encoding="utf-8")
    with running(office) as daemon:
        office.settings.write_text(settings + "strange = 1\n", encoding="utf-8")
        reload(daemon, "reload refused")
        until(lambda: "reload" in faults(office), daemon)
        daemon.end()
    office.settings.write_text(settings, encoding="utf-8")

    with running(office):
        assert "reload" not in faults(office)


OF_THE_NEW = "SELECT 1 FROM imports WHERE state = 'merged'"  # nothing lies in the old folder


def _all(manager: socket.socket) -> list[str]:
    told = []
    try:
        while True:
            told.append(manager.recv(1_000).decode())
    except BlockingIOError:
        return told
