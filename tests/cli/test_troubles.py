"""Disk, database, settings and directory at fault: one plain sentence, no traceback."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from monitor.catalogues import load_catalogue
from monitor.cli.troubles import database_sentence, disk_sentence
from tests.cli.conftest import MORNING
from tests.offices import FolderOffice, lay_messages, three_messages

WORDS = load_catalogue("operator")


def sentence_of(office: FolderOffice, *args: str | Path) -> str:
    """Return what a command that fails tells, and see that it tells nothing else."""
    result = office.call(*args)
    assert isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code, result.stdout) == (1, "")
    return result.stderr


def test_a_file_that_is_no_database_is_told(bare: FolderOffice) -> None:
    bare.var.mkdir()
    (bare.var / "monitor.db").write_bytes(b"This is no database at all. " * 50)

    told = sentence_of(bare, "status")

    assert told == (
        f"Cơ sở dữ liệu {bare.var / 'monitor.db'} đã hỏng hoặc không phải cơ sở dữ liệu;"
        " đề nghị kiểm tra store.url trong settings.toml, đưa tệp đúng về chỗ cũ hoặc"
        " phục hồi từ một bản sao lưu bằng “dunghan restore”.\n"
    )


def test_a_database_of_another_version_is_told_and_init_says_so_too(
    worked: FolderOffice, busy: FolderOffice
) -> None:
    stamp(busy, "9999")

    assert "phiên bản 9999" in sentence_of(busy, "status")
    assert "phiên bản 9999" in sentence_of(busy, "init")
    assert worked.call("status").exit_code == 0


def stamp(office: FolderOffice, version: str) -> None:
    with sqlite3.connect(office.var / "monitor.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [version])
    connection.close()


def test_a_database_never_set_up_is_brought_to_the_schema_by_init(bare: FolderOffice) -> None:
    bare.var.mkdir()
    with sqlite3.connect(bare.var / "monitor.db") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    connection.close()

    assert "phiên bản -" in sentence_of(bare, "status")
    bare.done("init")
    bare.done("status")


def test_a_database_that_cannot_be_made_is_told(office: FolderOffice) -> None:
    result = office.call("status", env={"DUNGHAN_STORE_URL": "sqlite:////proc/nowhere/x.db"})

    assert result.exit_code == 1
    assert result.stderr.startswith("Không làm việc được với /proc/nowhere: không tìm thấy;")


def test_a_folder_that_cannot_be_written_is_told(busy: FolderOffice) -> None:
    (busy.var / "reports").touch()

    told = sentence_of(busy, "report", "--month", "2026-10", "--at", MORNING)

    assert told.startswith(f"Không làm việc được với {busy.var / 'reports'}")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        pytest.param("EROFS", "ổ đĩa chỉ cho đọc", id="read-only"),
        pytest.param("ENOSPC", "ổ đĩa đã đầy", id="full"),
        pytest.param("EACCES", "không có quyền đọc hoặc ghi", id="forbidden"),
        pytest.param("EIO", "hệ thống báo lỗi EIO", id="anything else"),
    ],
)
def test_what_the_disk_says_is_told_in_words(name: str, why: str) -> None:
    number = getattr(errno, name)
    error = OSError(number, os.strerror(number), "/srv/var")

    told = disk_sentence(error)

    assert told == f"Không làm việc được với /srv/var: {why}; đề nghị kiểm tra rồi chạy lại."


def test_a_disk_that_names_nothing_is_told_too() -> None:
    assert disk_sentence(OSError("strange")).startswith("Không làm việc được với ổ đĩa: ")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("SQLITE_BUSY_SNAPSHOT", "BUSY", id="busy"),
        pytest.param("SQLITE_LOCKED", "LOCKED", id="locked"),
        pytest.param("SQLITE_READONLY_DIRECTORY", "READONLY", id="read-only"),
        pytest.param("SQLITE_CANTOPEN", "CANTOPEN", id="cannot be opened"),
        pytest.param("SQLITE_FULL", "FULL", id="disk full"),
        pytest.param("SQLITE_IOERR_WRITE", "IOERR", id="a fault of the disk"),
        pytest.param("SQLITE_CORRUPT", "CORRUPT", id="broken"),
        pytest.param("SQLITE_ERROR", "other", id="anything else"),
    ],
)
def test_what_the_database_says_is_told_in_words(name: str, key: str) -> None:
    said = sqlite3.OperationalError("whatever it says")
    said.sqlite_errorname = name

    told = database_sentence(OperationalError("SELECT 1", {}, said))

    assert told == WORDS["database"][key]


def test_another_database_that_cannot_be_reached_is_told() -> None:
    error = OperationalError("SELECT 1", {}, Exception("connection refused"))

    assert database_sentence(error) == WORDS["database"]["other"]


def test_a_fault_of_our_own_statement_is_not_explained_away() -> None:
    said = sqlite3.IntegrityError("UNIQUE constraint failed")
    said.sqlite_errorname = "SQLITE_CONSTRAINT_UNIQUE"
    error: DBAPIError = IntegrityError("INSERT", {}, said)

    assert database_sentence(error) is None


def test_a_defect_is_not_hidden(busy: FolderOffice) -> None:
    with sqlite3.connect(busy.var / "monitor.db") as connection:
        connection.execute(
            "CREATE TRIGGER stop BEFORE INSERT ON imports "
            "BEGIN SELECT RAISE(ABORT, 'a defect'); END"
        )
    connection.close()
    path = lay_messages(busy.folder, three_messages(), at="2026-11-11 08:00")

    result = busy.call("ingest", path, "--at", "2026-11-11T08:05")

    assert isinstance(result.exception, IntegrityError)


def test_every_problem_of_the_settings_is_told_one_a_line(office: FolderOffice) -> None:
    text = office.settings.read_text(encoding="utf-8")
    text = text.replace('sender = "dunghan@vidu.example"', 'sender = "dunghan"')
    office.settings.write_text(text + '\n[run]\ntick_seconds = 0\ntack = "x"\n', "utf-8")

    lines = sentence_of(office, "status").splitlines()

    assert lines[0].startswith("Tệp settings.toml có chỗ chưa đúng")
    assert [line.split(":")[0] for line in lines[1:]] == [
        "  - mail.sender",
        "  - run.tick_seconds",
        "  - run.tack",
    ]


def test_settings_that_are_no_toml_are_told(office: FolderOffice) -> None:
    office.settings.write_text("[paths\n", encoding="utf-8")

    lines = sentence_of(office, "status").splitlines()

    assert len(lines) == 2
    assert "sai cú pháp TOML ở dòng 1" in lines[1]


def test_a_missing_calendar_is_told(office: FolderOffice) -> None:
    text = office.settings.read_text(encoding="utf-8").replace("calendar.toml", "none.toml")
    office.settings.write_text(text, encoding="utf-8")

    lines = sentence_of(office, "status").splitlines()

    assert lines[0].startswith("Tệp none.toml có chỗ chưa đúng")
    assert "không đọc được tệp" in lines[1]


def test_a_unit_without_a_name_in_the_directory_is_told(office: FolderOffice) -> None:
    path = office.folder / "units.csv"
    text = path.read_text(encoding="utf-8").replace("KT,Phòng Kinh tế", "KT,")
    path.write_text(text, encoding="utf-8")

    lines = sentence_of(office, "status").splitlines()

    assert lines[0].startswith("Danh mục trong units.csv, officials.csv, procedures.csv")
    assert len(lines) == 2
    assert "units.csv, dòng 4, cột “name”" in lines[1]


def test_a_mailbox_without_at_in_the_directory_stops_nothing(office: FolderOffice) -> None:
    path = office.folder / "officials.csv"
    text = path.read_text(encoding="utf-8").replace("tam@vidu.example", "tam.vidu.example")
    path.write_text(text, encoding="utf-8")

    office.done("status")

    assert "Công chức tam có hộp thư không" in office.call("check").stdout


def test_every_problem_of_the_directory_is_told_one_a_line(office: FolderOffice) -> None:
    (office.folder / "units.csv").unlink()
    path = office.folder / "procedures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("10 ngày", "mươi ngày"), "utf-8")

    lines = sentence_of(office, "status").splitlines()

    assert "units.csv: Không tìm thấy tệp" in lines[1]
    assert len(lines) >= 2
