"""A drop folder hands out whole files and moves them away where it says so."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.domain.errors import SourceFileError
from monitor.ports.sources import Waiting
from monitor.sources import SourceOptions
from monitor.sources.inbox import FolderInbox, fingerprint, open_file
from tests.builders import vn
from tests.sources.files import (
    LIST_HEADER,
    Line,
    a_list_line,
    rows_of,
    write_csv,
    write_json,
)

LIST: tuple[Line, ...] = (LIST_HEADER, a_list_line())
OTHER: tuple[Line, ...] = (LIST_HEADER, a_list_line("H99.01-261102-0002"))
NOW = vn("2026-11-02 07:15")
LONG_AGO = vn("2026-11-02 07:10")


def no_wait(seconds: float) -> None:
    pytest.fail(f"waited {seconds} s")


def an_inbox(
    folder: Path, *, moves: bool = True, wait: Callable[[float], None] = no_wait
) -> FolderInbox:
    return FolderInbox(
        system="test",
        folder=folder,
        options=SourceOptions(),
        moves=moves,
        clock=lambda: NOW,
        wait=wait,
    )


def lay(path: Path, lines: tuple[Line, ...] = LIST, *, at: datetime = LONG_AGO) -> Path:
    write_csv(path, lines)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def names(inbox: FolderInbox) -> list[str]:
    return [one.name for one in inbox.waiting()]


def test_a_folder_that_is_missing_has_no_files_and_says_so(tmp_path: Path) -> None:
    inbox = an_inbox(tmp_path / "none")

    assert (inbox.waiting(), inbox.gone()) == ([], str(tmp_path / "none"))
    inbox.folder.mkdir()
    assert inbox.gone() == ""


def test_a_folder_that_cannot_be_listed_has_no_files_and_says_so(tmp_path: Path) -> None:
    inbox = an_inbox(lay(tmp_path / "a.csv"))

    assert (inbox.waiting(), inbox.gone()) == ([], str(inbox.folder))


def test_exports_wait_and_so_does_what_is_laid_down_by_mistake(tmp_path: Path) -> None:
    for name in ("b.csv", "a.CSV", "scan.pdf", "~$a.xlsx", ".hidden.csv", "readme.md"):
        lay(tmp_path / name)
    for name in ("a.csv.part", "a.csv.filepart", "a.crdownload", "a.tmp"):
        lay(tmp_path / name)
    (tmp_path / "folder.csv").mkdir()

    waiting = an_inbox(tmp_path).waiting()

    assert [one.name for one in waiting] == ["a.CSV", "b.csv", "scan.pdf"]
    assert {one.sha256 for one in waiting} == {fingerprint(tmp_path / "b.csv")}
    assert not any(one.stays for one in waiting)


@pytest.mark.parametrize(
    "age",
    [
        pytest.param(timedelta(seconds=2), id="two seconds old"),
        pytest.param(timedelta(days=-1), id="of a machine whose clock is ahead"),
    ],
)
def test_a_file_left_alone_is_not_waited_for(tmp_path: Path, age: timedelta) -> None:
    lay(tmp_path / "a.csv", at=NOW - age)

    assert names(an_inbox(tmp_path)) == ["a.csv"]


def test_a_file_just_written_is_waited_for(tmp_path: Path) -> None:
    waits: list[float] = []
    lay(tmp_path / "a.csv", at=NOW - timedelta(seconds=0.5))
    lay(tmp_path / "b.csv", at=NOW - timedelta(seconds=1.5))

    found = names(an_inbox(tmp_path, wait=waits.append))

    assert found == ["a.csv", "b.csv"]
    assert waits == [1.5]


def test_a_file_still_being_written_is_left_for_the_next_look(tmp_path: Path) -> None:
    growing = lay(tmp_path / "a.csv", at=NOW)
    lay(tmp_path / "b.csv")

    def someone_writes(_: float) -> None:
        with growing.open("ab") as file:
            file.write(b"more")

    assert names(an_inbox(tmp_path, wait=someone_writes)) == ["b.csv"]
    os.utime(growing, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    assert names(an_inbox(tmp_path)) == ["a.csv", "b.csv"]


def test_a_file_that_vanishes_while_it_is_looked_at_is_none(tmp_path: Path) -> None:
    gone = lay(tmp_path / "a.csv", at=NOW)

    assert names(an_inbox(tmp_path, wait=lambda _: gone.unlink())) == []


def test_a_file_that_vanished_is_told_when_it_is_read(tmp_path: Path) -> None:
    gone = lay(tmp_path / "a.csv")
    inbox = an_inbox(tmp_path)
    waiting = inbox.waiting()[0]
    gone.unlink()

    with pytest.raises(SourceFileError, match="no_file"):
        inbox.read(waiting)
    inbox.settle(waiting, is_taken=False)

    assert not (tmp_path / "refused").exists()


def test_a_file_that_may_not_be_read_waits_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay(tmp_path / "a.csv")
    inbox = an_inbox(tmp_path)
    opened = os.open

    def forbidden(name: str | Path, *args: int, **more: int) -> int:
        if name == path:
            raise PermissionError(errno.EACCES, "denied", str(name))
        return opened(name, *args, **more)

    monkeypatch.setattr(os, "open", forbidden)
    waiting = inbox.waiting()[0]

    with pytest.raises(SourceFileError, match="unreadable"):
        inbox.read(waiting)


def test_a_file_speaks_as_of_what_it_states(tmp_path: Path) -> None:
    lay(tmp_path / "ds_2026-11-02.csv")
    inbox = an_inbox(tmp_path)

    file = inbox.read(inbox.waiting()[0])

    assert (file.system, file.name) == ("test", "ds_2026-11-02.csv")
    assert file.exported_at == vn("2026-11-02")
    assert file.is_stated
    assert len(rows_of(file.export)[0]) == 1


def test_a_file_that_states_nothing_speaks_as_of_its_own_time(tmp_path: Path) -> None:
    file = open_file(lay(tmp_path / "ds.csv"), system="test", options=SourceOptions())

    assert file.exported_at == LONG_AGO
    assert not file.is_stated


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="no_file"):
        open_file(tmp_path / "ds.csv", system="test", options=SourceOptions())


def test_a_folder_of_messages_has_one_fingerprint(tmp_path: Path) -> None:
    write_json(tmp_path / "1.json", [])
    before = fingerprint(tmp_path)
    write_json(tmp_path / "2.json", [])

    assert fingerprint(tmp_path) != before


@pytest.mark.parametrize(
    ("is_taken", "target"),
    [pytest.param(True, "done", id="taken"), pytest.param(False, "refused", id="refused")],
)
def test_a_settled_file_is_moved_away(tmp_path: Path, is_taken: bool, target: str) -> None:
    lay(tmp_path / "ds.csv")
    inbox = an_inbox(tmp_path)
    waiting = inbox.waiting()[0]

    inbox.settle(waiting, is_taken=is_taken)
    inbox.settle(waiting, is_taken=is_taken)

    assert inbox.waiting() == []
    assert [path.name for path in (tmp_path / target).iterdir()] == ["ds.csv"]


def test_files_of_one_name_are_all_kept(tmp_path: Path) -> None:
    inbox = an_inbox(tmp_path)
    for lines in (LIST, OTHER, LIST):
        lay(tmp_path / "ds.csv", lines)
        inbox.settle(inbox.waiting()[0], is_taken=True)

    kept = sorted((tmp_path / "done").iterdir())

    assert [path.name[:3] for path in kept] == ["ds.", "ds~"]
    assert len({path.read_bytes() for path in kept}) == 2


def test_a_file_written_anew_after_it_was_read_stays(tmp_path: Path) -> None:
    lay(tmp_path / "ds.csv")
    inbox = an_inbox(tmp_path)
    waiting = inbox.waiting()[0]
    lay(tmp_path / "ds.csv", OTHER)

    inbox.settle(waiting, is_taken=True)

    assert names(inbox) == ["ds.csv"]


def test_a_file_that_cannot_be_moved_stays(tmp_path: Path) -> None:
    lay(tmp_path / "ds.csv")
    (tmp_path / "done").write_text("in the way", encoding="utf-8")
    inbox = an_inbox(tmp_path)

    inbox.settle(inbox.waiting()[0], is_taken=True)

    assert names(inbox) == ["ds.csv"]


def test_a_folder_that_is_only_read_keeps_its_files(tmp_path: Path) -> None:
    lay(tmp_path / "ds.csv")
    inbox = an_inbox(tmp_path, moves=False)

    inbox.settle(inbox.waiting()[0], is_taken=True)

    expected = Waiting(
        system="test", name="ds.csv", sha256=fingerprint(tmp_path / "ds.csv"), stays=True
    )
    assert inbox.waiting() == [expected]


def test_the_kind_of_a_folder_decides_what_its_files_are(tmp_path: Path) -> None:
    lay(tmp_path / "ds.csv")
    inbox = replace(an_inbox(tmp_path), kind="national")

    with pytest.raises(SourceFileError, match="wrong_kind"):
        inbox.read(inbox.waiting()[0])
