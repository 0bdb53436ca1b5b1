"""A database that was there once is never set up anew in silence."""

import shutil
from pathlib import Path

import pytest

from monitor.domain.backup import backup_name
from monitor.domain.errors import BrokenDatabaseError, LostDatabaseError
from monitor.store.engine import open_engine
from monitor.store.identity import check_file, check_identity, mark_of
from monitor.store.schema import prepare
from tests.builders import vn
from tests.stores import NAME, copy_store

AT = vn("2026-11-12 10:00")


def opened(database: Path, *, backups: Path | None = None) -> None:
    """Open a database as the program does."""
    check_file(database, backups=backups, at=AT)
    engine = open_engine(f"sqlite:///{database}")
    try:
        prepare(engine)
        check_identity(engine, database, backups=backups, at=AT)
    finally:
        engine.dispose()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "var" / NAME


def test_a_new_one_is_set_up_and_marked_once(database: Path) -> None:
    opened(database)
    mark = mark_of(database).read_text(encoding="ascii")

    opened(database)

    assert mark_of(database).read_text(encoding="ascii") == mark
    assert len(mark.strip()) == 8
    assert mark_of(database).stat().st_mode & 0o777 == 0o600


def test_one_of_an_earlier_program_is_marked(database: Path, blank: Path) -> None:
    database.parent.mkdir()
    copy_store(blank, database)

    opened(database)

    assert mark_of(database).exists()


def test_a_mark_that_was_lost_is_made_again(database: Path) -> None:
    opened(database)
    mark = mark_of(database).read_text(encoding="ascii")
    mark_of(database).unlink()

    opened(database)

    assert mark_of(database).read_text(encoding="ascii") == mark


@pytest.mark.parametrize("is_empty", [False, True], ids=["gone", "emptied"])
def test_one_that_is_gone_is_refused_and_nothing_is_made(
    database: Path, is_empty: bool
) -> None:
    opened(database)
    database.unlink()
    if is_empty:
        database.touch()

    with pytest.raises(LostDatabaseError) as caught:
        opened(database)

    assert caught.value.facts["sign"] == str(mark_of(database))
    assert caught.value.facts["newest"] == ""
    assert database.exists() == is_empty


def test_backups_tell_of_one_where_the_whole_folder_is_gone(
    database: Path, tmp_path: Path
) -> None:
    newest = tmp_path / "sao-luu" / backup_name(vn("2026-11-12 02:30"))
    newest.parent.mkdir()
    newest.touch()

    with pytest.raises(LostDatabaseError) as caught:
        opened(database, backups=newest.parent)

    assert (caught.value.facts["sign"], caught.value.facts["newest"]) == (str(newest),) * 2
    assert not database.parent.exists()


def test_another_in_its_place_is_refused(database: Path, blank: Path, tmp_path: Path) -> None:
    opened(database)
    kept = tmp_path / "other" / NAME
    opened(kept)
    for other in (kept, blank):
        shutil.copy(other, database)
        with pytest.raises(LostDatabaseError):
            opened(database)


def test_a_file_that_is_none_is_told(database: Path) -> None:
    database.parent.mkdir()
    database.write_bytes(b"garbage" * 100)

    with pytest.raises(BrokenDatabaseError):
        opened(database)
