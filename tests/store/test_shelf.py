"""The shelf: whole files, for their owner alone, and nowhere but below its folder."""

import os
import stat
from pathlib import Path

import pytest

from monitor.store.shelf import FolderShelf, safe_name

PDF = b"%PDF-1.7 a letter"


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_laid_down_for_its_owner_alone(tmp_path: Path) -> None:
    root = tmp_path / "var"

    FolderShelf(root).put("letters", "H99.01-0001-du-thao.pdf", PDF)

    path = root / "letters" / "H99.01-0001-du-thao.pdf"
    assert path.read_bytes() == PDF
    assert files(root) == [path]
    assert mode(path) == 0o600
    assert mode(root) == mode(path.parent) == 0o700


def test_a_shared_file_is_laid_down_for_the_group_too(tmp_path: Path) -> None:
    FolderShelf(tmp_path / "so-viec", is_shared=True).put("KT", "so-viec.xlsx", b"PK")

    path = tmp_path / "so-viec" / "KT" / "so-viec.xlsx"
    assert mode(path) == 0o660
    assert mode(path.parent) & 0o007 == 0


def test_a_draft_is_laid_down_for_its_owner_alone_and_leaves_nothing_else(
    tmp_path: Path,
) -> None:
    with FolderShelf(tmp_path).draft("reports") as draft:
        draft.path.write_bytes(b"PK")
        hidden = files(tmp_path)
        draft.lay("a.xlsx")

    path = tmp_path / "reports" / "a.xlsx"
    assert files(tmp_path) == [path]
    assert mode(path) == 0o600
    assert [one.name[0] for one in hidden] == ["."]


def test_a_file_takes_the_place_of_one_of_its_name(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    shelf.put("print", "a.pdf", b"old")

    shelf.put("print", "a.pdf", b"new")

    assert [path.read_bytes() for path in files(tmp_path)] == [b"new"]


def test_whoever_reads_meanwhile_reads_one_whole_file(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    shelf.put("print", "a.pdf", b"old")
    with (tmp_path / "print" / "a.pdf").open("rb") as reading:
        shelf.put("print", "a.pdf", b"new")

        assert reading.read() == b"old"


def test_what_cannot_be_laid_down_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "print" / "a.pdf").mkdir(parents=True)

    with pytest.raises(IsADirectoryError):
        FolderShelf(tmp_path).put("print", "a.pdf", PDF)

    assert files(tmp_path) == []


def test_a_file_is_taken_away_once(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    shelf.put("print", "a.pdf", PDF)

    shelf.remove("print", "a.pdf")
    shelf.remove("print", "a.pdf")
    shelf.remove("nowhere", "a.pdf")

    assert files(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../../etc/cron.d/x.pdf", id="upward"),
        pytest.param("/etc/passwd", id="from the root"),
        pytest.param("..", id="the folder above"),
        pytest.param(".", id="the folder itself"),
        pytest.param("", id="nothing"),
        pytest.param(".hidden.pdf", id="hidden"),
        pytest.param("H99\r\nX.pdf", id="a line break"),
        pytest.param("a\x00b.pdf", id="a zero byte"),
        pytest.param("a\\b:c*?.pdf", id="what Windows forbids"),
        pytest.param("Hồ sơ số 1.pdf", id="blanks"),
        pytest.param("\udc80.pdf", id="half a character"),
        pytest.param("Ầ" * 100 + "-du-thao.pdf", id="too long in bytes"),
        pytest.param("a." + "b" * 300, id="a long ending"),
    ],
)
def test_any_name_lies_in_its_folder_and_is_found_again(tmp_path: Path, name: str) -> None:
    shelf = FolderShelf(tmp_path)

    shelf.put("letters", name, PDF)

    found = files(tmp_path)
    assert [path.parent for path in found] == [tmp_path / "letters"]
    assert len(os.fsencode(found[0].name)) <= 255
    shelf.remove("letters", name)
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("H99/1.pdf", "H99_1.pdf", id="made safe"),
        pytest.param("H99/1.pdf", "H99:1.pdf", id="both made safe"),
        pytest.param("Ầ" * 100 + "1.pdf", "Ầ" * 100 + "2.pdf", id="both cut"),
    ],
)
def test_two_names_are_two_files(one: str, other: str) -> None:
    assert safe_name(one) != safe_name(other)
    assert safe_name(one).endswith(".pdf")


def test_a_code_as_offices_write_it_stays_readable() -> None:
    name = "H99.10.27-261102-0001-trinh-ky.pdf"

    assert safe_name(name) == name


def test_what_a_killed_process_left_is_taken_away_a_day_later(tmp_path: Path) -> None:
    left, young = (tmp_path / "reports" / f".draft-{name}" for name in ("left", "young"))
    left.parent.mkdir()
    for path in (left, young):
        path.write_bytes(b"PK")
    os.utime(left, times=(0, 0))

    FolderShelf(tmp_path).put("reports", "a.pdf", PDF)

    assert files(tmp_path) == [young, tmp_path / "reports" / "a.pdf"]
