"""The command line as a process of its own: what a shell, a pipe and a terminal see."""

import json
import os
import pty

from tests.offices import FolderOffice, a_row, lay_list

LIMIT = 60


def test_the_module_is_the_command_and_speaks_vietnamese_in_any_shell(
    worked: FolderOffice,
) -> None:
    with worked.process("explain", "H99", env={"LC_ALL": "C"}) as process:
        out, err = process.communicate(timeout=LIMIT)

    assert (process.returncode, out) == (1, b"")
    assert err.decode().startswith("Không có hồ sơ nào mang mã “H99”")


def test_whoever_stops_reading_leaves_no_trace(worked: FolderOffice) -> None:
    with worked.process("calendar", "show", "2026-11") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
        process.wait(LIMIT)

    assert told == b""


def test_long_work_shows_on_a_terminal_how_far_it_is(office: FolderOffice) -> None:
    path = lay_list(office.folder, *(a_row(f"H99.{n}") for n in range(600)))
    ours, theirs = pty.openpty()
    words = ("ingest", path, "--json", "--at", "2026-11-11T07:15")
    try:
        with office.process(*words, err=theirs) as process:
            out, _ = process.communicate(timeout=LIMIT)
        shown = os.read(ours, 65_536).decode()
    finally:
        os.close(ours)
        os.close(theirs)

    assert json.loads(out)["added"] == 600
    assert "Đang nạp" in shown
    assert "100%" in shown
