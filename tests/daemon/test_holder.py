"""Who holds the office's lock can be seen without taking it, and `status` tells."""

import os
from pathlib import Path

from monitor.daemon.lock import LOCK, Holder, alone, holder_of
from tests.builders import vn
from tests.offices import FolderOffice

AT = vn("2026-11-12 08:00")


def test_a_lock_that_nobody_holds_has_no_holder(tmp_path: Path) -> None:
    assert holder_of(tmp_path) is None
    (tmp_path / LOCK).write_text("pid 1", encoding="utf-8")

    assert holder_of(tmp_path) is None


def test_who_holds_it_is_told_and_not_disturbed(tmp_path: Path) -> None:
    with alone(tmp_path, at=AT):
        told = holder_of(tmp_path)
        (tmp_path / LOCK).write_text("being written", encoding="utf-8")
        untold = holder_of(tmp_path)

    assert told is not None
    assert (told.pid, told.since) == (os.getpid(), AT)
    assert untold == Holder()
    with alone(tmp_path, at=AT) as other:
        assert other is None


def test_status_tells_who_runs(office: FolderOffice) -> None:
    office.done("init")
    with alone(office.var, at=AT):
        told = office.done("status")
        facts = office.json("status")
        (office.var / LOCK).write_text("being written", encoding="utf-8")
        nameless = office.done("status")

    assert f"Chạy thường trực: tiến trình {os.getpid()} trên máy " in told
    assert "từ 08:00 12/11/2026" in told
    assert facts["runs"]["pid"] == os.getpid()
    assert "Chạy thường trực: có\n" in nameless
