"""Whoever may lay files into a folder of ours leads us nowhere else, and stops nobody."""

import os
import stat
from pathlib import Path

import pytest

from monitor.domain.errors import SourceFileError, WorkbookError
from monitor.sources import SourceOptions
from monitor.sources.inbox import FolderInbox, fingerprint
from monitor.sources.limits import MOST_BYTES
from monitor.sources.numbered import read_numbered
from monitor.sources.reasons import Reason
from monitor.sources.so_viec_folder import WorkbookFolder
from monitor.store.shelf import FolderShelf
from tests.builders import vn
from tests.offices import FolderOffice, a_row, aged, lay_list
from tests.sources.files import write_csv

MORNING = "2026-11-11T07:15"
ODD_NAMES = (
    b"no-unicode\xff\xfe.csv",
    b"escape\x1b[2J.csv",
    "to-the-left\u202evsc.csv".encode(),
    b"line\nX: y.csv",
)


def an_inbox(folder: Path) -> FolderInbox:
    folder.mkdir(exist_ok=True)
    return FolderInbox(
        system="tinh",
        folder=folder,
        options=SourceOptions(),
        clock=lambda: vn("2026-11-11 07:15"),
        wait=lambda _: None,
    )


def test_a_link_in_a_drop_folder_is_told_and_not_followed(
    office: FolderOffice, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("Mã hồ sơ,Trạng thái\nMAT-KHAU,Đang xử lý\n", encoding="utf-8")
    (office.inbox / "a.csv").symlink_to(secret)
    lay_list(office.inbox, a_row())

    told = office.call("tick", "--at", MORNING)

    assert "MAT-KHAU" not in told.output
    assert "MAT-KHAU" not in office.done("status")
    assert secret.exists()
    assert (office.inbox / "refused" / "a.csv").is_symlink()
    assert office.json("status")["open"] == 1
    assert "liên kết" in office.done("status")


def test_a_link_is_not_opened_even_to_be_fingerprinted(tmp_path: Path) -> None:
    inbox = an_inbox(tmp_path / "nhan")
    secret = write_csv(tmp_path / "secret.csv", [("Mã hồ sơ", "Trạng thái")])
    (inbox.folder / "a.csv").symlink_to(secret)

    (waiting,) = inbox.waiting()

    assert waiting.sha256 != fingerprint(secret)
    with pytest.raises(SourceFileError, match="link"):
        inbox.read(waiting)
    with pytest.raises(WorkbookError, match="unreadable"):
        WorkbookFolder(folder=inbox).read(waiting)


@pytest.mark.parametrize("name", ["done", "refused"])
def test_files_are_not_moved_through_a_link(tmp_path: Path, name: str) -> None:
    inbox = an_inbox(tmp_path / "nhan")
    elsewhere = tmp_path / "templates"
    elsewhere.mkdir()
    (inbox.folder / name).symlink_to(elsewhere)
    write_csv(inbox.folder / "body.csv", [("Mã hồ sơ", "Trạng thái")])

    for waiting in inbox.waiting():
        inbox.settle(waiting, is_taken=name == "done")

    assert list(elsewhere.iterdir()) == []
    assert (inbox.folder / "body.csv").exists()


def test_names_that_cannot_be_told_are_refused_and_stop_no_other(
    office: FolderOffice,
) -> None:
    for name in ODD_NAMES:
        odd = Path(os.fsdecode(os.fsencode(office.inbox) + b"/" + name))
        odd.write_text("Mã hồ sơ,Trạng thái\nA-1,Đang xử lý\n", encoding="utf-8")
        aged(odd, at=vn("2026-11-11 07:10"))
    lay_list(office.inbox, a_row())

    told = office.call("tick", "--at", MORNING)
    shown = told.output + office.done("status")

    assert isinstance(told.exception, SystemExit | None)
    assert office.json("status")["open"] == 1
    assert shown.count("đặt lại tên") >= len(ODD_NAMES)
    assert all(letter.isprintable() or letter == "\n" for letter in shown)
    refused = {os.fsencode(path.name) for path in (office.inbox / "refused").iterdir()}
    assert refused == set(ODD_NAMES)


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    inbox = an_inbox(tmp_path / "nhan")
    path = write_csv(inbox.folder / "ds.csv", [("Mã hồ sơ", "Trạng thái")])
    (waiting,) = inbox.waiting()
    path.unlink()
    os.mkfifo(path)

    with pytest.raises(SourceFileError, match="unreadable"):
        inbox.read(waiting)


def test_a_file_put_in_place_of_the_one_looked_at_is_not_settled(tmp_path: Path) -> None:
    inbox = an_inbox(tmp_path / "nhan")
    path = write_csv(inbox.folder / "ds.csv", [("Mã hồ sơ", "Trạng thái")])
    (waiting,) = inbox.waiting()
    other = write_csv(tmp_path / "other.csv", [("Mã hồ sơ", "Ngày nhận")])
    path.unlink()
    path.symlink_to(other)

    inbox.settle(waiting, is_taken=True)

    assert path.is_symlink()
    assert other.exists()


def test_a_huge_file_is_not_read_to_know_it_again(tmp_path: Path) -> None:
    inbox = an_inbox(tmp_path / "nhan")
    path = inbox.folder / "ds.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    (waiting,) = inbox.waiting()
    with pytest.raises(SourceFileError) as told:
        inbox.read(waiting)
    inbox.settle(waiting, is_taken=False)

    assert told.value.facts["reason"] is Reason.TOO_BIG
    assert (inbox.folder / "refused" / "ds.csv").exists()


@pytest.mark.parametrize("file", ["../bi-mat.pdf", "/etc/passwd", "a/../../x.pdf", "~/x.pdf"])
def test_a_list_of_numbers_names_only_files_beside_it(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "da-ky"
    folder.mkdir()
    header = ("Mã hồ sơ", "Số văn bản", "Ngày văn bản", "Tệp")
    path = write_csv(folder / "so.csv", [header, ("A-1", "07", "11/11/2026", file)])

    (row,) = read_numbered(path)

    named = getattr(row, "file", folder)
    assert named.resolve().is_relative_to(folder)


CODES = ["../../x", "/etc/cron.d/x", "..", ".", "a/b", "a\\b", "-rf", "x" * 100, "CON", "%00"]


@pytest.mark.parametrize("code", CODES)
def test_no_code_leads_out_of_a_shelf(tmp_path: Path, code: str) -> None:
    shelf = FolderShelf(tmp_path / "shelf")

    for folder, name in (("letters", f"{code}.pdf"), ("letters", code)):
        shelf.put(folder, name, b"x")

    laid = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.parent for path in laid} == {tmp_path / "shelf" / "letters"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in laid)
