"""`backup`, `restore`, `export-dossier`, and a database that is lost or broken."""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy.exc import DatabaseError, OperationalError

from monitor.daemon import LOCK, TICK_LOCK, alone
from monitor.store.backups import backups_in
from tests.builders import vn
from tests.cli.conftest import MORNING
from tests.offices import (
    APPLICANT,
    CODE,
    MAILBOX,
    FolderOffice,
    lay_messages,
    three_messages,
)

BACKUPS = '\n[backup]\nfolder = "sao-luu"\n'


@pytest.fixture
def kept(busy: FolderOffice) -> FolderOffice:
    """Return an office at work that has named a folder for backups."""
    text = busy.settings.read_text(encoding="utf-8")
    busy.settings.write_text(text + BACKUPS, encoding="utf-8")
    return busy


def newest(office: FolderOffice) -> Path:
    return backups_in(office.folder / "sao-luu")[-1]


def held_up(office: FolderOffice) -> int:
    with closing(sqlite3.connect(office.var / "monitor.db")) as connection:
        query = "SELECT count(*) FROM messages WHERE state = 'held'"
        return int(connection.execute(query).fetchone()[0])


def test_a_backup_says_what_it_holds_and_status_when_it_was(kept: FolderOffice) -> None:
    told = kept.done("backup")

    assert told.startswith(f"Đã sao lưu vào {newest(kept)} (")
    assert told.endswith("; đã đọc lại và khớp.\n")
    assert kept.json("backup")["name"] == newest(kept).name
    assert kept.json("status")["backup"] is not None


def test_one_elsewhere_removes_nothing(kept: FolderOffice, tmp_path: Path) -> None:
    text = kept.settings.read_text(encoding="utf-8")
    kept.settings.write_text(f"{text}keep = 1\n", encoding="utf-8")
    for _ in range(2):
        kept.done("backup", tmp_path / "elsewhere")
    kept.done("backup")

    assert len(backups_in(tmp_path / "elsewhere")) == 2
    assert "Đã bỏ 1 bản sao lưu cũ nhất." in kept.done("backup")


def test_without_a_folder_a_person_is_asked_for_one(busy: FolderOffice) -> None:
    result = busy.call("backup")

    assert result.exit_code == 1
    assert result.stderr.startswith("Chưa biết sao lưu vào đâu; đề nghị ghi thư mục")


def test_a_folder_that_cannot_be_written_is_told(kept: FolderOffice) -> None:
    (kept.folder / "sao-luu").touch()

    result = kept.call("backup")

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Không sao lưu được vào {kept.folder / 'sao-luu'}: ")


def test_a_tick_makes_the_day_s_backup(kept: FolderOffice) -> None:
    kept.done("tick", "--at", "2026-11-12T07:30")
    kept.done("tick", "--at", "2026-11-12T07:40")

    assert newest(kept).name == "dunghan-20261112T073000.zip"
    assert len(backups_in(kept.folder / "sao-luu")) == 1


def test_after_a_restore_nothing_goes_out_until_a_person_says_so(kept: FolderOffice) -> None:
    kept.done("notify", "--at", "2026-11-12T08:31")  # queued, not sent
    kept.done("backup")
    kept.done("deliver", "--at", "2026-11-12T08:32")
    sent = kept.mails

    told = kept.done("restore", newest(kept))
    kept.call("tick", "--at", "2026-11-12T08:45")

    assert f"Đã phục hồi từ {newest(kept)}, bản sao lưu lúc" in told
    assert "Chưa gửi thư nào; " in told
    assert held_up(kept) > 0
    assert kept.mails == sent
    assert "Từ bây giờ thư được gửi trở lại" in kept.done("restore", "--resume")
    again = kept.call("restore", "--resume")
    assert (again.exit_code, again.stdout) == (
        1,
        "Việc gửi thư không bị dừng nên không có gì thay đổi.\n",
    )


def test_of_a_folder_the_file_taken_is_named_and_one_of_days_to_come_told(
    kept: FolderOffice,
) -> None:
    kept.done("backup")
    made = newest(kept)
    ahead = made.with_name("dunghan-20990101T000000.zip")
    shutil.copy(made, ahead)

    plain = kept.done("restore", made.parent)
    made.unlink()
    told = kept.done("restore", made.parent)

    assert f"Đã phục hồi từ {made}, " in plain
    assert "thời điểm chưa tới" not in plain
    assert f"Đã phục hồi từ {ahead}, " in told
    assert "thời điểm chưa tới" in told


def test_what_is_decided_anew_has_the_keys_that_it_had(
    kept: FolderOffice,
) -> None:
    kept.done("backup")
    kept.done("tick", "--at", "2026-11-12T08:31")
    before = keys(kept)
    kept.done("restore", newest(kept))
    kept.call("tick", "--at", "2026-11-12T08:45")

    assert keys(kept) == before


def keys(office: FolderOffice) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(office.var / "monitor.db")) as connection:
        query = "SELECT key, message_id FROM messages WHERE kind <> 'workbook' ORDER BY key"
        return connection.execute(query).fetchall()


def test_a_bare_database_and_an_older_one_are_told_apart(
    kept: FolderOffice, tmp_path: Path
) -> None:
    kept.done("backup")
    with ZipFile(newest(kept)) as archive:
        archive.extract("database/monitor.db", tmp_path)

    told = kept.done("restore", tmp_path / "database" / "monitor.db")

    assert "văn bản, báo cáo trong thư mục giữ như cũ" in told


@pytest.mark.parametrize("name", [LOCK, TICK_LOCK])
def test_a_program_that_runs_is_not_pulled_the_rug_from_under(
    kept: FolderOffice, name: str
) -> None:
    kept.done("backup")
    with alone(kept.var, at=vn("2026-11-12 08:00"), name=name):
        result = kept.call("restore", newest(kept))

    assert result.exit_code == 1
    assert "chương trình đang chạy (tiến trình" in result.stderr


@pytest.mark.parametrize("words", [(), ("x.zip", "--resume")], ids=["neither", "both"])
def test_one_of_two_is_said(kept: FolderOffice, words: tuple[str, ...]) -> None:
    result = kept.call("restore", *words)

    assert result.exit_code == 2
    assert "hoặc chỉ dùng --resume" in result.stderr


def test_a_backup_that_cannot_be_used_is_told(kept: FolderOffice, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"garbage")

    result = kept.call("restore", tmp_path / "x.zip")

    assert result.exit_code == 1
    assert result.stderr.startswith("Không phục hồi được từ x.zip: tệp không phải bản sao lưu")


# A database that is lost or broken


@pytest.mark.parametrize("what", ["garbage", "gone", "empty", "torn"])
def test_it_is_told_plainly_and_the_last_backup_named(kept: FolderOffice, what: str) -> None:
    kept.done("backup")
    database = kept.var / "monitor.db"
    content = database.read_bytes()
    database.unlink()
    if what == "torn":
        database.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    elif what != "gone":
        database.write_bytes(b"garbage" * 100 if what == "garbage" else b"")

    for command in ("status", "tick", "run", "init"):
        result = kept.call(command)
        assert result.exit_code == 1
        assert result.stdout.count("\n") + result.stderr.count("\n") == 1
        assert f"“dunghan restore {newest(kept)}”" in result.stderr

    kept.done("restore", newest(kept))
    kept.done("status")


def test_without_a_backup_it_is_told_all_the_same(busy: FolderOffice) -> None:
    busy.done("status")
    (busy.var / "monitor.db").unlink()

    result = busy.call("status")

    assert result.exit_code == 1
    assert "không lập mới để khỏi gửi lại mọi thư" in result.stderr
    assert "{" not in result.stderr


def test_one_that_breaks_in_the_middle_of_a_command_is_told(kept: FolderOffice) -> None:
    kept.done("backup")
    with kept.app("2026-11-12 08:00") as app:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorname = "SQLITE_CORRUPT"
        broken = app.broken(DatabaseError("SELECT", {}, error))
        other = app.broken(OperationalError("SELECT", {}, Exception("locked")))

    assert broken is not None
    assert broken.facts["newest"] == str(newest(kept))
    assert other is None


# Everything on one dossier


def test_everything_held_on_a_dossier_is_handed_out(
    worked: FolderOffice, tmp_path: Path
) -> None:
    path = tmp_path / "ho-so.zip"

    told = worked.done("export-dossier", CODE, path)

    assert told.startswith(f"Hồ sơ {CODE}: đã ghi ")
    assert path.stat().st_mode & 0o777 == 0o600
    with ZipFile(path) as archive:
        found = json.loads(archive.read("ho-so.json"))
    assert found["dossier"] == CODE
    assert found["tables"]["applicants"][0]["name"] == APPLICANT
    assert found["tables"]["applicants"][0]["mailbox"] == MAILBOX
    assert {row["code"] for row in found["tables"]["dossiers"]} == {CODE}
    id_ = found["tables"]["dossiers"][0]["id"]
    assert {row["dossier_id"] for row in found["tables"]["findings"]} == {id_}
    assert found["tables"]["letters"]
    assert found["tables"]["imports"]
    assert datetime.fromisoformat(found["exported_at"]).utcoffset() is not None


def test_a_dossier_nobody_knows_or_a_file_that_is_there(
    worked: FolderOffice, tmp_path: Path
) -> None:
    (tmp_path / "there.zip").touch()

    unknown = worked.call("export-dossier", "NOBODY", tmp_path / "a.zip")
    there = worked.call("export-dossier", CODE, tmp_path / "there.zip")

    assert (unknown.exit_code, there.exit_code) == (1, 2)
    assert not (tmp_path / "a.zip").exists()
    assert "Đã có" in there.stderr


# Whose files they are


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=["open", "usual", "closed"])
def mask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.usefixtures("mask")
def test_all_that_the_program_lays_down_is_its_owner_s_alone(bare: FolderOffice) -> None:
    text = bare.settings.read_text(encoding="utf-8")
    bare.settings.write_text(text + BACKUPS, encoding="utf-8")
    lay_messages(bare.inbox, three_messages())
    bare.done("tick", "--at", MORNING)
    bare.done("backup")
    bare.done("export-dossier", CODE, bare.var / "ho-so.zip")
    with bare.app("2026-11-11 08:00") as app, app.outside.store.writing() as work:
        work.done.beat("x", at=vn("2026-11-11 08:00"))
        found = modes(bare.var, bare.folder / "sao-luu", bare.folder / "mail")

    shared = {name: mode for name, mode in found.items() if "so-viec" in name}
    own = {name: mode for name, mode in found.items() if name not in shared}
    assert "monitor.db-wal" in own
    assert {name for name, mode in own.items() if mode not in {0o600, 0o700}} == set()
    assert shared
    assert {name for name, mode in shared.items() if mode not in {0o660, 0o770}} == set()


def modes(*folders: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_mode & 0o777
        for folder in folders
        for path in folder.rglob("*")
    }
