"""A backup laid down again: whole, at our schema, and what was there before set aside."""

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.catalogues.told import sentence
from monitor.domain.backup import backup_name
from monitor.domain.errors import LostDatabaseError, RestoreError
from monitor.store.backup_file import DATABASE
from monitor.store.backups import Backups, backups_in
from monitor.store.engine import open_engine
from monitor.store.identity import check_file, check_identity, mark_of
from monitor.store.office_files import OfficeFiles
from monitor.store.restoring import STAGE, stage
from monitor.store.schema import version_of
from tests.builders import vn
from tests.store.older import VERSIONS, brought_to
from tests.store.test_backups import AT, an_office, put
from tests.stores import NAME, an_engine, open_store

NOW = vn("2026-11-12 10:00")


@pytest.fixture
def office(tmp_path: Path, blank: Path) -> OfficeFiles:
    return an_office(tmp_path, blank)


def backed_up(office: OfficeFiles, folder: Path) -> Path:
    """Back the office up with the mark `one`, then let it go on to `two`."""
    engine = an_engine(office.database)
    put(engine, "one")
    Backups(engine, office, folder, keep=None, program="1.0").back_up(at=AT)
    put(engine, "two")
    (office.var / "letters" / "H2.pdf").write_bytes(b"later")
    engine.dispose()
    return backups_in(folder)[-1]


def lay(office: OfficeFiles, source: Path) -> Path:
    with stage(source, office, at=NOW) as staged:
        return staged.put_in_place(at=NOW)


def marks(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM done ORDER BY name")]


@pytest.mark.parametrize("by_folder", [False, True], ids=["the file", "its folder"])
def test_the_state_of_then_is_there_and_that_of_now_aside(
    office: OfficeFiles, tmp_path: Path, by_folder: bool
) -> None:
    source = backed_up(office, tmp_path / "sao-luu")
    (tmp_path / "so-viec" / "KT" / "a.xlsx").write_bytes(b"a unit is writing")
    (office.var / "print").mkdir()

    aside = lay(office, source.parent if by_folder else source)

    assert marks(office.database) == ["one"]
    assert marks(aside / NAME) == ["one", "two"]
    assert sorted(path.name for path in (office.var / "letters").iterdir()) == ["H1.pdf"]
    assert (aside / "letters" / "H2.pdf").read_bytes() == b"later"
    assert (aside / "print").is_dir()
    assert (tmp_path / "so-viec" / "KT" / "a.xlsx").read_bytes() == b"a unit is writing"
    assert aside.name == "truoc-phuc-hoi-20261112T100000"
    assert not list(office.var.glob(f"{STAGE}*"))
    engine = open_engine(f"sqlite:///{office.database}")
    check_identity(engine, office.database, backups=None, at=NOW)
    engine.dispose()


def test_files_are_their_owner_s_and_lost_workbooks_come_back(
    office: OfficeFiles, tmp_path: Path
) -> None:
    source = backed_up(office, tmp_path / "sao-luu")
    shutil.rmtree(tmp_path / "so-viec")

    aside = lay(office, source)

    workbook = tmp_path / "so-viec" / "KT" / "a.xlsx"
    assert workbook.read_bytes() == b"PK"
    assert workbook.stat().st_mode & 0o777 == 0o660
    assert aside.stat().st_mode & 0o777 == 0o700
    assert office.database.stat().st_mode & 0o777 == 0o600
    assert (office.var / "letters" / "H1.pdf").stat().st_mode & 0o777 == 0o600
    assert (office.var / "letters").stat().st_mode & 0o777 == 0o700


def test_on_a_new_machine_there_is_nothing_to_set_aside(
    office: OfficeFiles, tmp_path: Path
) -> None:
    source = backed_up(office, tmp_path / "sao-luu")
    new = replace(office, database=tmp_path / "new" / "db" / NAME, var=tmp_path / "new" / "var")

    aside = lay(new, source)
    again = lay(new, source)

    assert list(aside.iterdir()) == []
    assert marks(again / NAME) == ["one"]
    assert marks(new.database) == ["one"]
    assert (new.var / "reports" / "thang-11.xlsx").exists()


@pytest.mark.parametrize("version", [VERSIONS[0], VERSIONS[-2]])
def test_an_older_one_is_brought_to_our_schema(
    office: OfficeFiles, tmp_path: Path, version: str
) -> None:
    old = replace(office, database=brought_to(tmp_path / "old" / NAME, version))
    engine = an_engine(old.database)
    Backups(engine, old, tmp_path / "sao-luu", keep=1, program="0.1").back_up(at=AT)
    engine.dispose()

    with stage(tmp_path / "sao-luu", office, at=NOW) as staged:
        before = staged.schema
        staged.put_in_place(at=NOW)

    assert before == version
    with open_store(office.database) as store:
        assert version_of(store.engine) == VERSIONS[-1]


def test_a_bare_database_is_taken_with_its_log(office: OfficeFiles, tmp_path: Path) -> None:
    engine = an_engine(office.database)
    put(engine, "in the log")
    folder = tmp_path / "by hand"
    folder.mkdir()
    for path in office.database.parent.glob(f"{NAME}*"):
        shutil.copy(path, folder / path.name)
    engine.dispose()

    with stage(folder / NAME, office, at=NOW) as staged:
        made_at = staged.made_at
        staged.put_in_place(at=NOW)

    assert made_at is None
    assert marks(office.database) == ["in the log"]
    assert (office.var / "letters" / "H1.pdf").exists()


def test_garbage_in_the_place_of_the_database_keeps_nobody_away(
    office: OfficeFiles, tmp_path: Path
) -> None:
    source = backed_up(office, tmp_path / "sao-luu")
    office.database.write_bytes(b"garbage")

    aside = lay(office, source)

    assert marks(office.database) == ["one"]
    assert (aside / NAME).read_bytes() == b"garbage"


def test_killed_half_way_there_is_no_database_and_everybody_says_so(
    office: OfficeFiles, tmp_path: Path
) -> None:
    source = backed_up(office, tmp_path / "sao-luu")
    lay(office, source)

    office.database.replace(tmp_path / "set-aside.db")  # so far it came

    with pytest.raises(LostDatabaseError):
        check_file(office.database, backups=None, at=NOW)
    lay(office, source)
    assert marks(office.database) == ["one"]
    assert mark_of(office.database).exists()


def test_a_shelf_that_cannot_be_moved_leaves_everything_where_it_was(
    office: OfficeFiles, tmp_path: Path
) -> None:
    source = backed_up(office, tmp_path / "sao-luu")
    shutil.rmtree(office.var / "reports")
    (office.var / "reports").symlink_to(tmp_path / "unmounted")  # a folder cannot replace it

    with pytest.raises(RestoreError) as caught:
        lay(office, source)

    facts = caught.value.facts
    assert (facts["reason"], facts["path"]) == ("immovable", office.var / "reports")
    assert str(office.var / "reports") in sentence(caught.value)
    assert marks(office.database) == ["one", "two"]
    assert (office.var / "letters" / "H2.pdf").read_bytes() == b"later"
    assert not list(office.var.glob("truoc-phuc-hoi-*"))


def test_what_cannot_be_put_back_either_is_told_with_where_it_lies(
    office: OfficeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = backed_up(office, tmp_path / "sao-luu")
    replace_ = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if Path(target).name == "reports" or path.parent.name.startswith("truoc-phuc-hoi-"):
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        return replace_(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(RestoreError) as caught:
        lay(office, source)

    aside = office.var / "truoc-phuc-hoi-20261112T100000"
    assert caught.value.facts["reason"] == "half_moved"
    assert str(aside) in sentence(caught.value)
    assert marks(aside / NAME) == ["one", "two"]


def test_of_a_folder_the_newest_of_before_now_is_taken(
    office: OfficeFiles, tmp_path: Path
) -> None:
    folder = tmp_path / "sao-luu"
    source = backed_up(office, folder)
    ahead = folder / backup_name(vn("2029-01-01 00:00"))
    shutil.copy(source, ahead)

    with stage(folder, office, at=NOW) as staged:
        assert staged.source == source
    source.unlink()
    with stage(folder, office, at=NOW) as staged:
        assert staged.source == ahead


def test_while_somebody_writes_nothing_is_touched(office: OfficeFiles, tmp_path: Path) -> None:
    source = backed_up(office, tmp_path / "sao-luu")
    with closing(sqlite3.connect(office.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RestoreError) as caught, stage(source, office, at=NOW):
            pass

    assert caught.value.facts["reason"] == "busy"
    assert marks(office.database) == ["one", "two"]


def newer(path: Path) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    return path


def empty(path: Path) -> Path:
    path.mkdir()
    return path


def garbage(path: Path) -> Path:
    path.write_bytes(b"garbage" * 100)
    return path


def test_what_cannot_be_used_is_refused_before_anything_is_touched(
    office: OfficeFiles, tmp_path: Path, blank: Path
) -> None:
    engine = an_engine(office.database)
    put(engine, "one")
    engine.dispose()
    sources = {
        "newer": newer(Path(shutil.copy(blank, tmp_path / "newer.db"))),
        "none": empty(tmp_path / "empty"),
        "not_a_backup": garbage(tmp_path / "garbage"),
    }

    for reason, source in sources.items():
        with pytest.raises(RestoreError) as caught, stage(source, office, at=NOW):
            pass
        assert caught.value.facts["reason"] == reason
    assert marks(office.database) == ["one"]


def test_a_backup_without_its_database_or_with_another_is_refused(
    office: OfficeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("database/other.db", "elsewhere/monitor.db"):
        monkeypatch.setattr("monitor.store.backups.DATABASE", name)
        source = backed_up_as(office, tmp_path / name.replace("/", "-"))
        with pytest.raises(RestoreError) as caught, stage(source, office, at=NOW):
            pass
        assert caught.value.facts["reason"] == "not_a_backup"
    assert DATABASE == "database/monitor.db"


def backed_up_as(office: OfficeFiles, folder: Path) -> Path:
    engine = an_engine(office.database)
    Backups(engine, office, folder, keep=None, program="1.0").back_up(at=AT)
    engine.dispose()
    return backups_in(folder)[-1]
