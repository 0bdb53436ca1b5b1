"""A file on the shelf is whole, private, and lies where it was put."""

from pathlib import Path

import pytest

from monitor.store.shelf import FolderShelf


def names(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_a_file_lies_whole_where_it_was_put_for_its_owner_alone(tmp_path: Path) -> None:
    FolderShelf(tmp_path).put("letters", "H99.01-0001-du-thao.pdf", b"%PDF-1.7")

    path = tmp_path / "letters" / "H99.01-0001-du-thao.pdf"
    assert path.read_bytes() == b"%PDF-1.7"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert names(tmp_path) == ["letters/H99.01-0001-du-thao.pdf"]


def test_a_newer_file_takes_the_place_of_the_older(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    shelf.put("letters", "one.pdf", b"old")

    shelf.put("letters", "one.pdf", b"new")

    assert (tmp_path / "letters" / "one.pdf").read_bytes() == b"new"


def test_a_file_is_taken_away_and_a_missing_one_is_no_fault(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    shelf.put("letters", "a/b.pdf", b"one")

    shelf.remove("letters", "a/b.pdf")
    shelf.remove("letters", "a/b.pdf")
    shelf.remove("print", "never.pdf")

    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../../outside.pdf", id="a way out"),
        pytest.param("/etc/passwd", id="a way to the root"),
        pytest.param(".hidden.pdf", id="hidden"),
        pytest.param("..", id="nothing but dots"),
        pytest.param("a\r\nb.pdf", id="two lines"),
        pytest.param("a\x00b.pdf", id="a null"),
        pytest.param("hồ sơ/1.pdf", id="a folder and Vietnamese"),
        pytest.param("H99" * 60 + ".pdf", id="a long code"),
    ],
)
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    FolderShelf(tmp_path).put("letters", name, b"one")

    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert path.parent == tmp_path / "letters"
    assert not path.name.startswith(".")


def test_two_names_that_differ_are_two_files(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    told = ["a/b.pdf", "a_b.pdf", "a b.pdf", "a\\b.pdf", "a__b.pdf", ".a_b.pdf"]

    for name in told:
        shelf.put("letters", name, name.encode())

    assert len(names(tmp_path)) == len(told)
    found = {path.read_bytes().decode() for path in (tmp_path / "letters").iterdir()}
    assert found == set(told)


def test_a_file_that_cannot_be_laid_down_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "letters" / "one.pdf").mkdir(parents=True)

    with pytest.raises(OSError, match="directory"):
        FolderShelf(tmp_path).put("letters", "one.pdf", b"one")

    assert names(tmp_path) == []
