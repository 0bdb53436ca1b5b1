"""Returned mail lies in a Maildir or in plain files; nothing of it is ever deleted."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, cast

import pytest

from monitor.domain.errors import BounceFolderError
from monitor.ports.bounces import ReturnedMail
from monitor.sources.bounce_folder import BounceFolder
from tests.returned_mail import Bounce

NOW = datetime(2026, 11, 12, tzinfo=UTC)
MAIL = Bounce().postfix()


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


def lay(folder: Path, name: str, data: bytes = MAIL, *, age: float = 60) -> Path:
    path = folder / name
    path.write_bytes(data)
    written = NOW.timestamp() - age
    os.utime(path, (written, written))
    return path


def box(folder: Path) -> BounceFolder:
    return BounceFolder(folder=folder, clock=lambda: NOW)


def names(mails: list[ReturnedMail]) -> list[str]:
    return [mail.name for mail in mails]


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_new_mail_of_a_maildir_is_read_and_marked(maildir: Path) -> None:
    lay(maildir / "new", "1.M1.mx", age=0)
    lay(maildir / "new", "2.M2.mx", b"Subject: hop\n\n")
    lay(maildir / "tmp", "3.M3.mx")
    lay(maildir / "cur", "0.M0.mx:2,S")

    known, strange = box(maildir).waiting(10)
    box(maildir).settle(known, is_believed=True)
    box(maildir).settle(strange, is_believed=False)

    assert known.report.outcomes
    assert not strange.report.outcomes
    assert box(maildir).waiting(10) == []
    assert files(maildir) == {
        "cur/0.M0.mx:2,S",
        "cur/1.M1.mx:2,S",
        "cur/2.M2.mx:2,FS",
        "tmp/3.M3.mx",
    }


def test_plain_files_are_read_once_they_are_left_alone(tmp_path: Path) -> None:
    lay(tmp_path, "b.EML")
    lay(tmp_path, "a.eml")
    lay(tmp_path, "fresh.eml", age=1)
    lay(tmp_path, "ahead.eml", age=-3_600)
    lay(tmp_path, ".hidden.eml")
    lay(tmp_path, "doc.pdf")
    (tmp_path / "folder.eml").mkdir()

    mails = box(tmp_path).waiting(10)
    for mail in mails:
        box(tmp_path).settle(mail, is_believed=mail.name != "b.EML")

    assert names(mails) == ["a.eml", "ahead.eml", "b.EML"]
    assert files(tmp_path) == {
        *("da-doc/a.eml", "da-doc/ahead.eml", "de-rieng/b.EML"),
        *("fresh.eml", ".hidden.eml", "doc.pdf"),
    }


def test_two_of_one_name_both_stay(tmp_path: Path) -> None:
    for data in (MAIL, MAIL + b"again"):
        lay(tmp_path, "a.eml", data)
        (mail,) = box(tmp_path).waiting(10)
        box(tmp_path).settle(mail, is_believed=True)

    assert len(files(tmp_path)) == 2


def test_only_so_many_are_read_at_once(maildir: Path) -> None:
    for number in range(5):
        lay(maildir / "new", f"{number}.mx")

    assert names(box(maildir).waiting(3)) == ["0.mx", "1.mx", "2.mx"]


def test_equal_mails_have_one_fingerprint(maildir: Path) -> None:
    lay(maildir / "new", "1.mx")
    lay(maildir / "new", "2.mx")
    lay(maildir / "new", "3.mx", MAIL + b"\n")

    first, second, third = (mail.sha256 for mail in box(maildir).waiting(10))

    assert first == second != third


def test_a_mail_that_was_moved_meanwhile_is_nobodys_trouble(maildir: Path) -> None:
    path = lay(maildir / "new", "1.mx")
    (mail,) = box(maildir).waiting(10)
    path.unlink()

    box(maildir).settle(mail, is_believed=True)

    assert files(maildir) == set()


def test_a_mail_that_cannot_be_read_is_set_aside(
    maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbidden = lay(maildir / "new", "1.mx")
    lay(maildir / "new", "2.mx")
    opened = Path.open

    def refuse(path: Path, mode: str) -> IO[bytes]:
        if path == forbidden:
            raise PermissionError
        return cast("IO[bytes]", opened(path, mode))

    monkeypatch.setattr(Path, "open", refuse)

    unreadable, other = box(maildir).waiting(10)

    assert not unreadable.report.outcomes
    assert other.report.outcomes


@pytest.mark.parametrize("target", ["nowhere", "../mail.txt"])
def test_a_link_is_passed_by(maildir: Path, target: str) -> None:
    lay(maildir, "mail.txt")
    (maildir / "new" / "1.mx").symlink_to(target)

    assert box(maildir).waiting(10) == []


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(BounceFolderError, match="khong-co"):
        box(tmp_path / "khong-co").waiting(10)


def test_a_mail_that_cannot_be_moved_is_told(maildir: Path) -> None:
    lay(maildir / "new", "1.mx")
    (mail,) = box(maildir).waiting(10)
    (maildir / "cur").rmdir()
    (maildir / "cur").write_text("a file where the folder should be")

    with pytest.raises(BounceFolderError):
        box(maildir).settle(mail, is_believed=True)

    assert names(box(maildir).waiting(10)) == ["1.mx"]


def test_ages_are_by_the_machines_clock(tmp_path: Path) -> None:
    lay(tmp_path, "a.eml", age=0)
    later = BounceFolder(folder=tmp_path, clock=lambda: NOW + timedelta(seconds=2))

    assert (names(box(tmp_path).waiting(9)), names(later.waiting(9))) == ([], ["a.eml"])


@pytest.mark.parametrize("name", ["1.mx", "1.mx:2,S", "F.mx", "F:2,S"])
def test_mail_of_a_maildir_is_no_longer_aside_once_the_flag_is_gone(
    maildir: Path, name: str
) -> None:
    flagged = lay(maildir / "cur", "1.M1.mx:2,FS")
    assert box(maildir).has_aside()

    flagged.rename(maildir / "cur" / name)

    assert not box(maildir).has_aside()


def test_mail_in_files_is_no_longer_aside_once_the_folder_is_empty(tmp_path: Path) -> None:
    assert not box(tmp_path).has_aside()
    (tmp_path / "de-rieng").mkdir()
    aside = lay(tmp_path / "de-rieng", "la.eml")
    assert box(tmp_path).has_aside()

    aside.unlink()

    assert not box(tmp_path).has_aside()


def test_a_folder_of_what_is_aside_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "de-rieng").write_text("no folder")

    with pytest.raises(BounceFolderError):
        box(tmp_path).has_aside()
