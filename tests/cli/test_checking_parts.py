"""`check` looks at everything there is, and tells what is broken with what to do about it."""

import json
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from monitor.cli import check_machine
from monitor.cli.check_look import Look, Verdict, guarded
from monitor.cli.check_machine import (
    clock_looks,
    folder_looks,
    font_looks,
    listen_looks,
    room_looks,
)
from monitor.cli.check_ways import certificate_looks
from monitor.daemon.lock import alone
from monitor.domain.errors import SigningKeyError, UnknownUnitError
from monitor.domain.room import Room
from monitor.render.certificate import certificate_end
from monitor.settings import load
from monitor.store.inspecting import inspect_database
from tests.authority import SECRET, authority
from tests.builders import vn
from tests.channels.conftest import Certificate, certificate, make_certificate
from tests.channels.post import LOOPBACK, a_post
from tests.offices import FolderOffice
from tests.stores import NAME

__all__ = ["certificate", "make_certificate"]

AT = "2026-06-01T08:00"


def looked(office: FolderOffice, *more: str, env: dict[str, str] | None = None) -> list[Any]:
    found: list[Any] = json.loads(office.call("check", "--json", *more, env=env).stdout)
    return found


def named(looks: list[Any], what: str) -> list[dict[str, str]]:
    return [one for one in looks if one["what"].startswith(what)]


def edit(office: FolderOffice, old: str, new: str) -> None:
    text = office.settings.read_text(encoding="utf-8")
    assert old in text
    office.settings.write_text(text.replace(old, new), encoding="utf-8")


# What cannot be opened


def test_settings_that_are_wrong_are_told_and_the_fonts_are_looked_at(
    office: FolderOffice,
) -> None:
    edit(office, "move_done = true", 'move_done = "có"')

    result = office.call("check")

    first, *_, last = result.stdout.splitlines()
    assert result.exit_code == 1
    assert first.startswith("[chưa]   Tệp thiết lập: Tệp settings.toml có chỗ chưa đúng")
    assert "move_done" in result.stdout
    assert "Phông chữ Liberation Serif" in last
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("file", "what"),
    [
        pytest.param("units.csv", "Danh mục", id="the directory"),
        pytest.param("calendar.toml", "Lịch làm việc", id="the calendar"),
        pytest.param("var/monitor.db", "Cơ sở dữ liệu", id="the database"),
    ],
)
def test_one_broken_part_is_told_and_the_others_are_looked_at(
    office: FolderOffice, file: str, what: str
) -> None:
    calendar = office.folder / "calendar.toml"
    calendar.write_text("", encoding="utf-8")
    text = office.settings.read_text(encoding="utf-8")
    if file == "calendar.toml":
        lines = [
            f'calendar = "{calendar}"' if line.startswith("calendar = ") else line
            for line in text.splitlines()
        ]
        office.settings.write_text("\n".join(lines), encoding="utf-8")
    (office.folder / file).write_text("this is neither [[ nor that " * 99, encoding="utf-8")

    looks = looked(office)

    problems = [one for one in looks if one["verdict"] == "problem"]
    assert [one["what"] for one in problems] == [what]
    assert problems[0]["remedy"]
    assert named(looks, "Thư mục")
    assert named(looks, "Phông chữ")
    assert named(looks, "Thư ghi thành tệp ở")


def test_a_defect_of_ours_is_told_and_no_abort() -> None:
    def break_it(error: Exception) -> Iterator[Look]:
        yield Look(what="one")
        raise error

    for error, told in (
        (LookupError("x"), "không kiểm tra được (LookupError)"),
        (IntegrityError("x", None, sqlite3.IntegrityError()), "(IntegrityError)"),
        (PermissionError(13, "x", "/var/x"), "/var/x: không có quyền đọc hoặc ghi"),
        (UnknownUnitError(unit="X"), "Không có đơn vị nào mang mã “X”"),
    ):
        fine, broken = guarded("what", lambda error=error: break_it(error))  # type: ignore[misc]
        assert fine.verdict is Verdict.OK
        assert broken.verdict is Verdict.PROBLEM
        assert told in broken.remedy


# The database


def test_a_database_that_is_torn_is_told(office: FolderOffice) -> None:
    path = office.var / NAME
    with sqlite3.connect(path) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_findings_standing'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\x02" + b"\xff" * 40)

    (told,) = named(looked(office), "Cơ sở dữ liệu")

    assert told["verdict"] == "problem"
    assert "hỏng" in told["remedy"]
    assert "sao lưu" in told["remedy"]


@pytest.mark.parametrize("is_garbage", [True, False])
def test_a_broken_database_is_told_with_the_newest_backup(
    office: FolderOffice, *, is_garbage: bool
) -> None:
    text = office.settings.read_text(encoding="utf-8")
    office.settings.write_text(f'{text}\n[backup]\nfolder = "ban-sao"\n', encoding="utf-8")
    office.done("backup")
    (backup,) = (office.folder / "ban-sao").glob("*.zip")
    with (office.var / NAME).open("r+b") as file:
        file.seek(0 if is_garbage else 100)
        file.write(b"\xff" * 4000)

    (told,) = named(looked(office), "Cơ sở dữ liệu")

    assert told["verdict"] == "problem"
    assert f"dunghan restore {backup}" in told["remedy"]


def test_a_database_of_another_version_is_told(office: FolderOffice) -> None:
    with sqlite3.connect(office.var / NAME) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    (told,) = named(looked(office), "Cơ sở dữ liệu")

    assert "phiên bản 9999" in told["remedy"]


def test_looking_changes_nothing_and_makes_nothing(
    office: FolderOffice, tmp_path: Path
) -> None:
    before = (office.var / NAME).read_bytes()

    inspect_database(f"sqlite:///{office.var / NAME}")
    inspect_database(f"sqlite:///{tmp_path / 'none.db'}")

    assert (office.var / NAME).read_bytes() == before
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("mounts", "network"),
    [
        pytest.param("/dev/sda1 / ext4 rw 0 0", "", id="one disk"),
        pytest.param("/dev/sda1 / ext4 rw 0 0\nnas:/x {at} nfs4 rw 0 0", "nfs4", id="a share"),
        pytest.param("nas:/x / nfs rw 0 0\n/dev/sdb {at} xfs rw 0 0", "", id="a disk"),
        pytest.param("/dev/sda1 / ext4 rw 0 0\n//s/x {at}/no cifs rw 0 0", "", id="elsewhere"),
        pytest.param(None, "", id="nobody can say"),
    ],
)
def test_a_database_on_a_network_is_told(
    tmp_path: Path, mounts: str | None, network: str
) -> None:
    place = tmp_path / "an office"
    place.mkdir()
    table = tmp_path / "mounts"
    if mounts is not None:
        escaped = str(place).replace(" ", "\\040")
        table.write_text(mounts.format(at=escaped), encoding="utf-8")

    seen = inspect_database(f"sqlite:///{place / 'monitor.db'}", mounts=table)

    assert (seen.is_whole, seen.network) == (True, network)


# The machine


class Rooms:
    """One disk, with this much room in bytes of a hundred gibibytes."""

    def __init__(self, free: int) -> None:
        self.free = free

    def left(self) -> tuple[Room, ...]:
        return (Room(place="var", free=self.free, total=100 << 30),)


def test_a_disk_nearly_full_is_a_warning() -> None:
    (fine,), (scarce,) = room_looks(Rooms(50 << 30)), room_looks(Rooms(3 << 30))

    assert (fine.verdict, fine.what) == (Verdict.OK, "Chỗ trống ở var: 51200 MB")
    assert (scarce.verdict, scarce.what) == (Verdict.WARNING, "Chỗ trống ở var: 3072 MB")
    assert "giải phóng" in scarce.remedy


def test_the_papers_fonts_are_there() -> None:
    (told,) = font_looks()

    assert told == Look(what="Phông chữ Liberation Serif")


def test_fonts_that_are_missing_are_told() -> None:
    (told,) = font_looks("No Such Family")

    assert told.verdict is Verdict.PROBLEM
    assert told.remedy.startswith("thiếu kiểu Regular, Bold, Italic, Bold Italic;")


@pytest.mark.parametrize(
    ("script", "verdict"),
    [
        pytest.param(None, Verdict.WARNING, id="no program to ask"),
        pytest.param("exit 1", Verdict.WARNING, id="one that fails"),
        pytest.param(
            'case "$1" in *lang=vi) exit 0;; esac\n'
            'for s in Regular Bold Italic "Bold Italic"; do echo ":style=$s"; done',
            Verdict.PROBLEM,
            id="fonts without our letters",
        ),
    ],
)
def test_fonts_are_asked_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, verdict: Verdict
) -> None:
    if script is not None:
        program = tmp_path / "fc-list"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))

    (told,) = font_looks()

    assert told.verdict is verdict
    assert told.remedy


@pytest.mark.parametrize(
    ("now", "newest", "is_well"),
    [
        pytest.param("2026-11-12 08:00", None, True, id="nothing to compare with"),
        pytest.param("2026-11-12 08:00", "2026-11-12 08:09", True, id="minutes apart"),
        pytest.param("2026-11-12 08:00", "2026-11-12 08:11", False, id="behind the exports"),
        pytest.param("2025-12-31 23:59", None, False, id="a battery that is empty"),
        pytest.param("2100-01-01 00:00", None, False, id="far ahead"),
    ],
)
def test_the_clock_is_held_against_what_is_known(
    now: str, newest: str | None, *, is_well: bool
) -> None:
    (told,) = clock_looks(vn(now), newest=vn(newest) if newest else None)

    assert (told.verdict is Verdict.OK) is is_well
    assert bool(told.remedy) is not is_well


def test_the_watchers_port_is_looked_at(office: FolderOffice) -> None:
    with closing(socket.create_server((LOOPBACK, 0))) as other:
        edit(office, 'listen = ""', f'listen = "{LOOPBACK}:{other.getsockname()[1]}"')
        settings = load(office.settings, {})
        (taken,) = listen_looks(settings)
        with alone(office.var, at=vn("2026-11-12 08:00")):
            (ours,) = listen_looks(settings)
    (free,) = listen_looks(settings)

    assert taken.verdict is Verdict.WARNING
    assert (ours.verdict, free.verdict) == (Verdict.OK, Verdict.OK)
    assert check_machine.FAMILY == "Liberation Serif"


# The ways out


@pytest.mark.parametrize(
    ("password", "verdict", "remedy"),
    [
        pytest.param("mật khẩu", "warning", "hết hạn ngày", id="a certificate of two days"),
        pytest.param("sai", "problem", "từ chối tên đăng nhập hoặc mật khẩu", id="no entry"),
    ],
)
def test_the_mail_server_is_tried_without_a_mail(
    office: FolderOffice, certificate: Certificate, password: str, verdict: str, remedy: str
) -> None:
    with a_post(starttls=certificate.server, login=("may", "mật khẩu")) as post:
        more = (
            f'[mail]\nchannel = "smtp"\nhost = "{LOOPBACK}"\nport = {post.port}\n'
            f'username = "may"\nca_file = "{certificate.file}"\n'
        )
        edit(office, "[mail]\n", more)
        looks = looked(office, env={"DUNGHAN_MAIL_PASSWORD": password})

    (told,) = named(looks, "Máy chủ thư")
    assert post.accepted == []
    assert told["verdict"] == verdict
    assert remedy in told["remedy"]


@pytest.mark.parametrize(
    ("at", "verdict", "remedy"),
    [
        pytest.param("2026-11-12 08:00", Verdict.OK, "", id="years ahead"),
        pytest.param("2030-12-12 08:00", Verdict.WARNING, "còn 19 ngày", id="weeks ahead"),
        pytest.param("2031-01-01 08:00", Verdict.PROBLEM, "đã hết hạn", id="over"),
    ],
)
def test_the_offices_own_certificate_is_told_with_its_end(
    office: FolderOffice, tmp_path: Path, at: str, verdict: Verdict, remedy: str
) -> None:
    decided = f"""
[letters]
numbering = "own"
numbering_decision = "Quyết định số 12/QĐ-UBND"
issue = "automatic"
issue_decision = "Quyết định số 15/QĐ-UBND"
certificate = "{authority().agency.pkcs12(tmp_path)}"
"""
    edit(office, "[watch]", f"{decided}\n[watch]")
    settings = load(office.settings, {"DUNGHAN_CERTIFICATE_PASSWORD": SECRET})

    (told,) = certificate_looks(settings, at=vn(at))

    assert told.what == "Chứng thư số của đơn vị có hiệu lực đến 01/01/2031"
    assert told.verdict is verdict
    assert remedy in told.remedy
    with pytest.raises(SigningKeyError):
        list(certificate_looks(load(office.settings, {}), at=vn(at)))


def test_an_office_without_a_certificate_has_none_to_look_at(office: FolderOffice) -> None:
    assert list(certificate_looks(load(office.settings, {}), at=vn("2026-11-12"))) == []


def test_a_file_that_holds_no_certificate_is_told(tmp_path: Path) -> None:
    path = tmp_path / "chung-thu-so.p12"
    path.write_bytes(b"no certificate")

    for file in (path, tmp_path / "none.p12"):
        with pytest.raises(SigningKeyError):
            certificate_end(file, SECRET)


def test_the_folder_of_returned_mail_is_looked_at_where_one_is_named(
    office: FolderOffice,
) -> None:
    edit(office, 'folder = "mail"\n', 'folder = "mail"\nbounces = "tra-lai"\n')
    folder = office.folder / "tra-lai"

    missing = list(folder_looks(load(office.settings, {})))[-1]
    folder.mkdir()
    there = list(folder_looks(load(office.settings, {})))[-1]

    assert (missing.verdict, there.verdict) == (Verdict.PROBLEM, Verdict.OK)
    assert str(folder) in there.what
