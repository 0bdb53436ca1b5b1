"""Backups: whole, verified, as of one instant while others write; old ones outlast failures."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine

from monitor.domain.backup import backup_name, is_backup
from monitor.domain.errors import BackupError, RestoreError
from monitor.store import backups as backups_module
from monitor.store import copying
from monitor.store.backup_file import DATABASE, MANIFEST, check_backup, read_manifest
from monitor.store.backups import (
    LOCK,
    PART,
    WORK,
    Backups,
    backups_in,
    newest_backup,
    save_before_upgrade,
)
from monitor.store.copying import copy_database, look_at
from monitor.store.engine import writing
from monitor.store.office_files import OfficeFiles
from monitor.store.schema import upgrade
from tests.builders import vn
from tests.store.older import brought_to
from tests.stores import NAME, an_engine, copy_store

AT = vn("2026-11-12 02:30")


@pytest.fixture
def office(tmp_path: Path, blank: Path) -> OfficeFiles:
    return an_office(tmp_path, blank)


def an_office(tmp_path: Path, blank: Path) -> OfficeFiles:
    """Return an office with a letter, a report, a workbook and settings."""
    var = tmp_path / "var"
    for name in ("var/letters/H1.pdf", "var/reports/thang-11.xlsx", "var/notes/private.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    (tmp_path / "so-viec" / "KT").mkdir(parents=True)
    (tmp_path / "so-viec" / "KT" / "a.xlsx").write_bytes(b"PK")
    (var / "letters" / ".draft").write_bytes(b"half")
    (var / "letters" / "link.pdf").symlink_to(tmp_path / "settings.toml")
    (tmp_path / "settings.toml").write_text("[mail]", encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text("<p>", encoding="utf-8")
    copy_store(blank, var / NAME)
    return OfficeFiles(
        database=var / NAME,
        var=var,
        workbooks=tmp_path / "so-viec",
        office={
            "settings.toml": tmp_path / "settings.toml",
            "templates": tmp_path / "templates",
            "gone.toml": tmp_path / "gone.toml",
        },
    )


@pytest.fixture
def engine(office: OfficeFiles) -> Iterator[Engine]:
    opened = an_engine(office.database)
    yield opened
    opened.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sao-luu"


@pytest.fixture
def keeper(engine: Engine, office: OfficeFiles, folder: Path) -> Backups:
    return Backups(engine, office, folder, keep=2, program="1.0")


def put(engine: Engine, name: str) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO done VALUES (?, 0)", (name,))


def test_it_holds_everything_that_an_office_is_rebuilt_from(
    keeper: Backups, engine: Engine, folder: Path
) -> None:
    put(engine, "one")

    done = keeper.back_up(at=AT)

    path = folder / "dunghan-20261112T023000.zip"
    manifest = read_manifest(path)
    assert set(manifest.files) == {
        DATABASE,
        "var/letters/H1.pdf",
        "var/reports/thang-11.xlsx",
        "so-viec/KT/a.xlsx",
        "office/settings.toml",
        "office/templates/a.html",
    }
    assert (manifest.rows["done"], manifest.made_at, manifest.program) == (1, AT, "1.0")
    assert (done.place, done.files, done.removed) == (str(path), 5, 0)
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert check_backup(path) == manifest


def test_two_of_one_second_are_two_and_the_oldest_go(keeper: Backups, folder: Path) -> None:
    (folder / "thesis.zip").parent.mkdir()
    (folder / "thesis.zip").touch()

    made = [keeper.back_up(at=AT) for _ in range(3)]

    assert [one.removed for one in made] == [0, 0, 1]
    assert [path.name for path in backups_in(folder)] == [
        backup_name(AT, 2),
        backup_name(AT, 3),
    ]
    assert (folder / "thesis.zip").exists()


def test_one_named_ahead_of_the_clock_costs_no_other(keeper: Backups, folder: Path) -> None:
    folder.mkdir()
    ahead = [folder / backup_name(vn(f"2029-01-0{day} 00:00")) for day in (1, 2, 3)]
    for path in ahead:
        path.touch()

    made = [Path(keeper.back_up(at=AT + timedelta(days=day)).place) for day in range(3)]

    assert backups_in(folder) == [*made[1:], *ahead]
    assert newest_backup(folder, at=AT + timedelta(days=9)) == made[2]
    for path in made:
        path.unlink(missing_ok=True)
    assert newest_backup(folder, at=AT) == ahead[2]
    assert newest_backup(folder / "never", at=AT) is None


def test_the_one_just_made_stays_where_its_name_is_the_oldest(
    keeper: Backups, folder: Path
) -> None:
    made = [Path(keeper.back_up(at=AT).place) for _ in range(4)]

    assert made[-1].exists()
    assert len(backups_in(folder)) == 2


def test_names_are_in_the_order_of_their_making(tmp_path: Path) -> None:
    names = [backup_name(AT, turn) for turn in (10, 2, 1)] + [backup_name(vn("2026-01-01"))]
    for name in names:
        (tmp_path / name).touch()

    assert [path.name for path in backups_in(tmp_path)] == [names[3], *reversed(names[:3])]
    assert backups_in(tmp_path / "never") == []
    assert not is_backup("dunghan-20261112T023000.zip.part")


def test_who_writes_meanwhile_is_kept_waiting_by_nothing_and_is_not_in_it(
    engine: Engine, office: OfficeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGES", 1)
    put(engine, "before")
    started, ended, written = threading.Event(), threading.Event(), list[str]()

    def write() -> None:
        with closing(
            sqlite3.connect(office.database, timeout=0, isolation_level=None)
        ) as other:
            while not ended.is_set():
                other.execute("INSERT INTO done VALUES (?, 0)", (f"after {len(written)}",))
                written.append("x")
                started.set()

    writer = threading.Thread(target=write)
    with engine.connect() as connection:  # the copy comes from a connection of its own
        connection.exec_driver_sql("SELECT 1")
    writer.start()
    started.wait()
    try:
        held = copy_database(engine, tmp_path / "copy.db")
        count = len(written)
    finally:
        ended.set()
        writer.join()

    assert look_at(tmp_path / "copy.db") == held
    assert 1 < held.rows["done"] <= count + 1
    assert not list(tmp_path.glob("copy.db-*"))


def test_killed_half_way_the_next_one_clears_up(
    keeper: Backups, office: OfficeFiles, folder: Path
) -> None:
    keeper.back_up(at=AT)
    left = office.database.parent / f"{WORK}killed"
    left.mkdir()
    (left / "monitor.db").write_bytes(b"half")
    part = folder / f".{backup_name(AT, 7)}{PART}"
    part.write_bytes(b"half")
    strange = folder / f".mine{PART}"
    strange.touch()

    keeper.back_up(at=AT)

    assert not left.exists()
    assert not part.exists()
    assert strange.exists()
    assert len(backups_in(folder)) == 2


def fill_the_disk(*_: object, **__: object) -> None:
    raise OSError(28, os.strerror(28))


def break_the_copy(path: Path) -> object:
    raise RestoreError(file=path.name, reason="broken")


def lose_a_row(engine: Engine, path: Path) -> object:
    held = copy_database(engine, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute("DELETE FROM done")
    return held


def break_the_original(*_: object) -> None:
    raise sqlite3.DatabaseError


def say_full(*_: object) -> None:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    raise error


@pytest.mark.parametrize(
    ("name", "by", "reason"),
    [
        pytest.param("write_backup", fill_the_disk, "full", id="the disk is full"),
        pytest.param("copy_database", say_full, "full", id="the database's disk is"),
        pytest.param("copy_database", break_the_original, "database", id="broken"),
        pytest.param("copy_database", lose_a_row, "unlike", id="a row is lost on the way"),
        pytest.param("check_backup", break_the_copy, "unlike", id="it reads back otherwise"),
    ],
)
def test_one_that_fails_leaves_the_others_and_nothing_else(
    tmp_path: Path, blank: Path, name: str, by: Callable[..., object], reason: str
) -> None:
    office, folder = an_office(tmp_path, blank), tmp_path / "sao-luu"
    engine = an_engine(office.database)
    keeper = Backups(engine, office, folder, keep=2, program="1.0")
    put(engine, "one")
    keeper.back_up(at=AT)
    keeper.back_up(at=AT)
    before = [(path.name, path.read_bytes()) for path in backups_in(folder)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backups_module, name, by)
        with pytest.raises(BackupError) as caught:
            keeper.back_up(at=AT)
    engine.dispose()

    assert caught.value.facts["reason"] == reason
    assert [(path.name, path.read_bytes()) for path in backups_in(folder)] == before
    assert sorted(path.name for path in folder.iterdir()) == sorted(kept for kept, _ in before)
    assert not list(office.database.parent.glob(f"{WORK}*"))


def test_a_folder_that_cannot_be_made_is_told(
    engine: Engine, office: OfficeFiles, tmp_path: Path
) -> None:
    keeper = Backups(engine, office, tmp_path / "no" / "disk", keep=1, program="1.0")

    with pytest.raises(BackupError) as caught:
        keeper.back_up(at=AT)

    assert caught.value.facts["reason"] == "disk"


def test_one_at_a_time(keeper: Backups, office: OfficeFiles) -> None:
    with office.database.with_name(LOCK).open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(BackupError) as caught:
            keeper.back_up(at=AT)

    assert caught.value.facts["reason"] == "busy"


def test_settling_empties_the_log(keeper: Backups, engine: Engine, office: OfficeFiles) -> None:
    put(engine, "one")
    log = office.database.with_name(f"{NAME}-wal")
    assert log.stat().st_size > 0

    keeper.settle()

    assert log.stat().st_size == 0


# What is read back


def test_a_file_changed_on_the_way_is_found(keeper: Backups, folder: Path) -> None:
    keeper.back_up(at=AT)
    (path,) = backups_in(folder)
    content = bytearray(path.read_bytes())
    said = b"var/letters/H1.pdf"  # its name in the archive, then its own words
    content[content.index(said, content.index(said) + 1)] ^= 1
    path.write_bytes(content)

    with pytest.raises(RestoreError) as caught:
        check_backup(path)

    assert caught.value.facts["reason"] == "broken"


@pytest.mark.parametrize(
    ("add", "reason"),
    [
        pytest.param({}, "not_a_backup", id="no list"),
        pytest.param({MANIFEST: "{"}, "broken", id="a torn list"),
        pytest.param({MANIFEST: '{"format": 2}'}, "newer", id="of a newer program"),
        pytest.param({MANIFEST: '{"format": 1}'}, "broken", id="a list of nothing"),
        pytest.param(
            {
                "../evil": "x",
                MANIFEST: '{"format": 1, "made_at": "2026-11-12", "program": "", "schema": "",'
                ' "rows": {}, "files": {"../evil": {"size": 1, "sha256": ""}}}',
            },
            "broken",
            id="a way out of the folder",
        ),
        pytest.param(
            {
                "a": "x",
                MANIFEST: '{"format": 1, "made_at": "2026-11-12", "program": "", "schema": "",'
                ' "rows": {}, "files": {}}',
            },
            "broken",
            id="a file that is not in the list",
        ),
    ],
)
def test_what_is_no_backup_is_refused(tmp_path: Path, add: dict[str, str], reason: str) -> None:
    path = tmp_path / "x.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x") if not add else None
        for name, text in add.items():
            archive.writestr(name, text)

    with pytest.raises(RestoreError) as caught:
        check_backup(path)

    assert caught.value.facts["reason"] == reason


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no archive")

    with pytest.raises(RestoreError):
        read_manifest(tmp_path / "x.zip")


def test_a_database_that_is_not_ours_or_not_whole_is_refused(tmp_path: Path) -> None:
    (tmp_path / "garbage.db").write_bytes(b"no database at all" * 100)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE a (b)")
    reasons = []
    for name in ("garbage.db", "other.db"):
        with pytest.raises(RestoreError) as caught:
            look_at(tmp_path / name)
        reasons.append(caught.value.facts["reason"])

    assert reasons == ["broken", "not_ours"]


def test_rows_that_hang_on_nothing_are_no_whole_database(blank: Path, tmp_path: Path) -> None:
    path = copy_store(blank, tmp_path / NAME)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO told VALUES (1, 'hoa', 'digest')")

    with pytest.raises(RestoreError):
        look_at(path)


# Before an upgrade


def test_an_older_database_is_copied_beside_itself(tmp_path: Path) -> None:
    path = brought_to(tmp_path / NAME, "0008")

    saved = save_before_upgrade(f"sqlite:///{path}", path, at=AT)
    again = save_before_upgrade(f"sqlite:///{path}", path, at=AT)

    assert saved == tmp_path / "truoc-nang-cap-0008-20261112T023000.db"
    assert again == tmp_path / "truoc-nang-cap-0008-20261112T023000-2.db"
    assert look_at(saved).schema == "0008"
    assert saved.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("version", ["", "9999"], ids=["of today", "newer"])
def test_one_that_nothing_will_change_is_not(tmp_path: Path, version: str) -> None:
    path = tmp_path / NAME
    engine = an_engine(path)
    upgrade(engine)
    if version:
        with writing(engine) as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (version,))
    engine.dispose()

    assert save_before_upgrade(f"sqlite:///{path}", path, at=AT) is None


def test_an_upgrade_waits_for_a_copy_that_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = brought_to(tmp_path / NAME, "0008")
    monkeypatch.setattr(backups_module, "look_at", break_the_copy)

    with pytest.raises(BackupError):
        save_before_upgrade(f"sqlite:///{path}", path, at=AT)

    assert sorted(one.name for one in tmp_path.iterdir()) == [NAME]
