"""A drop folder hands out its files and moves them away where it says so."""

import os
from pathlib import Path

import pytest

from monitor.domain.errors import SourceFileError
from monitor.sources import SourceOptions
from monitor.sources.inbox import FolderInbox, fingerprint, open_file
from tests.builders import vn
from tests.sources.files import LIST_HEADER, Line, a_list_line, write_csv, write_json

LIST: tuple[Line, ...] = (LIST_HEADER, a_list_line())


def an_inbox(folder: Path, *, moves: bool = True) -> FolderInbox:
    return FolderInbox(system="test", folder=folder, options=SourceOptions(), moves=moves)


def test_a_folder_that_is_missing_has_no_files(tmp_path: Path) -> None:
    assert an_inbox(tmp_path / "none").waiting() == []


def test_only_exports_wait(tmp_path: Path) -> None:
    for name in ("b.csv", "a.CSV", "~$a.xlsx", ".hidden.csv", "readme.md"):
        write_csv(tmp_path / name, LIST)
    (tmp_path / "folder.csv").mkdir()

    waiting = an_inbox(tmp_path).waiting()

    assert [one.name for one in waiting] == ["a.CSV", "b.csv"]
    assert waiting[0].sha256 == waiting[1].sha256 == fingerprint(tmp_path / "b.csv")


def test_a_file_speaks_as_of_what_it_states(tmp_path: Path) -> None:
    write_csv(tmp_path / "ds_2026-11-02.csv", LIST)
    inbox = an_inbox(tmp_path)

    file = inbox.read(inbox.waiting()[0])

    assert (file.system, file.name) == ("test", "ds_2026-11-02.csv")
    assert file.exported_at == vn("2026-11-02")
    assert file.is_stated
    assert len(list(file.export.rows)) == 1


def test_a_file_that_states_nothing_speaks_as_of_its_own_time(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ds.csv", LIST)
    changed = vn("2026-11-02 07:10").timestamp()
    os.utime(path, (changed, changed))

    file = open_file(path, system="test", options=SourceOptions())

    assert file.exported_at == vn("2026-11-02 07:10")
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
    write_csv(tmp_path / "ds.csv", LIST)
    inbox = an_inbox(tmp_path)
    waiting = inbox.waiting()[0]

    inbox.settle(waiting, is_taken=is_taken)
    inbox.settle(waiting, is_taken=is_taken)

    assert inbox.waiting() == []
    assert (tmp_path / target / "ds.csv").exists()


def test_a_folder_that_is_only_read_keeps_its_files(tmp_path: Path) -> None:
    write_csv(tmp_path / "ds.csv", LIST)
    inbox = an_inbox(tmp_path, moves=False)

    inbox.settle(inbox.waiting()[0], is_taken=True)

    assert len(inbox.waiting()) == 1
