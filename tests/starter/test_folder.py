"""Files laid out on a real disk: what is there is kept, what was cut off is completed."""

import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.domain.errors import ForeignFolderError
from monitor.domain.laid_out import Kind, Move, Step
from monitor.starter.carried import File
from monitor.starter.folder import RECORD, is_laid_out, lay, look, owner_of

NOBODY = 65_534
FIRST = {
    "settings.toml": File(content=b"first settings", kind=Kind.NEEDED),
    "units.csv": File(content=b"sample", kind=Kind.SAMPLE),
    "templates/emails/a.txt": File(content=b"first a"),
    "templates/b.txt": File(content=b"first b"),
}
SECOND = {
    "settings.toml": File(content=b"second settings", kind=Kind.NEEDED),
    "units.csv": File(content=b"sample", kind=Kind.SAMPLE),
    "templates/emails/a.txt": File(content=b"second a"),
    "templates/c.txt": File(content=b"second c"),
}


def moves(steps: tuple[Step, ...]) -> dict[str, Move]:
    return {step.path: step.move for step in steps if step.move is not Move.NOTHING}


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != RECORD
    }


def test_everything_is_laid_for_its_owner_alone(tmp_path: Path) -> None:
    steps = lay(tmp_path, FIRST)

    assert set(moves(steps).values()) == {Move.LAY}
    assert texts(tmp_path) == {path: file.content.decode() for path, file in FIRST.items()}
    assert is_laid_out(tmp_path)
    modes = {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {0o600, 0o700}


def test_a_new_version_keeps_what_was_edited_and_says_what_changed(tmp_path: Path) -> None:
    lay(tmp_path, FIRST)
    (tmp_path / "templates" / "emails" / "a.txt").write_text("my a", encoding="utf-8")

    foreseen = look(tmp_path, SECOND)
    steps = lay(tmp_path, SECOND)

    assert foreseen == steps
    assert moves(steps) == {
        "settings.toml": Move.UPDATE,
        "units.csv": Move.UNTOUCHED,
        "templates/emails/a.txt": Move.OFFER,
        "templates/b.txt": Move.DROPPED,
        "templates/c.txt": Move.LAY,
    }
    assert texts(tmp_path) == {
        "settings.toml": "second settings",
        "units.csv": "sample",
        "templates/emails/a.txt": "my a",
        "templates/emails/a.txt.new": "second a",
        "templates/b.txt": "first b",
        "templates/c.txt": "second c",
    }
    assert moves(lay(tmp_path, SECOND)) == {
        "units.csv": Move.UNTOUCHED,
        "templates/emails/a.txt": Move.LAGS,
    }


def test_what_was_taken_away_stays_away(tmp_path: Path) -> None:
    lay(tmp_path, FIRST)
    for name in ("units.csv", "templates/b.txt", "settings.toml"):
        (tmp_path / name).unlink()

    steps = lay(tmp_path, FIRST)

    assert moves(steps) == {"settings.toml": Move.LAY, "templates/b.txt": Move.MISSING}
    assert not (tmp_path / "templates" / "b.txt").exists()


def test_a_run_that_was_cut_off_is_completed(tmp_path: Path) -> None:
    lay(tmp_path, {name: FIRST[name] for name in ("settings.toml", "templates/b.txt")})
    (tmp_path / RECORD).unlink()

    steps = lay(tmp_path, FIRST)

    assert moves(steps) == {
        "units.csv": Move.LAY,
        "templates/emails/a.txt": Move.LAY,
    }
    assert moves(lay(tmp_path, SECOND))["settings.toml"] is Move.UPDATE


@pytest.mark.parametrize("record", [b"", b"[]", b'{"settings.toml": 7}', b"\xff\xfe"])
def test_without_its_record_everything_that_differs_counts_as_edited(
    tmp_path: Path, record: bytes
) -> None:
    lay(tmp_path, FIRST)
    (tmp_path / RECORD).write_bytes(record)

    steps = lay(tmp_path, SECOND)

    assert moves(steps)["settings.toml"] is Move.OFFER
    assert (tmp_path / "settings.toml").read_text(encoding="utf-8") == "first settings"


def a_file_in_place_of_a_folder(folder: Path) -> None:
    (folder / "templates").write_text("mine", encoding="utf-8")


def a_folder_in_place_of_a_file(folder: Path) -> None:
    (folder / "settings.toml").mkdir()


@pytest.mark.parametrize("spoil", [a_file_in_place_of_a_folder, a_folder_in_place_of_a_file])
def test_what_stands_in_the_way_is_an_error_and_stays(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())

    with pytest.raises(OSError, match=r"templates|settings\.toml"):
        lay(tmp_path, FIRST)

    assert set(before) <= {path.name for path in tmp_path.iterdir()}
    assert not is_laid_out(tmp_path)


def test_a_disk_that_takes_no_more_leaves_no_half_file(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            lay(tmp_path, FIRST)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert texts(tmp_path) == {}
    assert set(moves(lay(tmp_path, FIRST)).values()) == {Move.LAY}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_root_leaves_nothing_that_the_owner_cannot_read(tmp_path: Path) -> None:
    os.chown(tmp_path, NOBODY, NOBODY)

    with pytest.raises(ForeignFolderError) as caught:
        lay(tmp_path, FIRST)

    assert caught.value.facts == {"folder": str(tmp_path), "owner": owner_of(tmp_path)}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_an_owner_without_a_name_is_known_by_number(tmp_path: Path) -> None:
    os.chown(tmp_path, 123_456, 123_456)

    assert owner_of(tmp_path) == "123456"
