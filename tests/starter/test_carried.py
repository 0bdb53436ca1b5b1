"""What an office begins with: the program's own files, and settings that run as they are."""

import tomllib
from pathlib import Path

from monitor.domain.directory import Role
from monitor.domain.laid_out import Kind
from monitor.settings import load
from monitor.sources.directory import read_directory
from monitor.starter.carried import HERE, SOURCE, carried_files
from monitor.starter.unit import Places

ROOT = Path(__file__).resolve().parents[2]
PLACES = Places(
    folder=Path("/srv/don-vi"), user="dunghan", python=Path("/opt/dunghan/bin/python3")
)


def begun(folder: Path) -> Path:
    for path, file in carried_files(PLACES).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(file.content)
    return folder / "settings.toml"


def test_a_checkout_is_read_where_it_is() -> None:
    assert SOURCE == ROOT
    templates = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
    }
    files = carried_files(PLACES)

    assert {path: files[path].content for path in templates} == templates
    assert {files[path].kind for path in templates} == {Kind.FOLLOWED}


def test_every_change_to_the_settings_finds_its_place_once() -> None:
    text = (ROOT / "settings.toml").read_text(encoding="utf-8")
    changes = tomllib.loads((HERE / "starting.toml").read_text(encoding="utf-8"))["settings"]

    assert [change["old"] for change in changes if text.count(change["old"]) != 1] == []


def test_the_settings_name_what_lies_beside_them(tmp_path: Path) -> None:
    settings = load(begun(tmp_path), {})

    paths = settings.paths
    assert [paths.templates, paths.calendar, paths.units] == [
        tmp_path / "templates",
        tmp_path / "calendar.toml",
        tmp_path / "units.csv",
    ]
    assert settings.sources[0].folder == tmp_path / "nhan"
    assert settings.sources[0].move_done
    text = (tmp_path / "settings.toml").read_text(encoding="utf-8")
    assert "examples/" not in text
    assert "Tân Bình An" not in text


def test_the_directory_is_whole_and_plainly_invented(tmp_path: Path) -> None:
    paths = load(begun(tmp_path), {}).paths

    directory = read_directory(paths.units, paths.officials, paths.procedures)

    assert {official.role for official in directory.officials.values()} >= {
        Role.LEADER,
        Role.SIGNER,
        Role.HEAD,
        Role.HANDLER,
    }
    mailboxes = {official.mailbox for official in directory.officials.values()}
    mailboxes |= {unit.mailbox for unit in directory.units.values()} - {""}
    assert all(mailbox.endswith("@vidu.example") for mailbox in mailboxes)
    assert all("Ví Dụ" in one.source_name for one in directory.officials.values())


def test_passwords_have_a_place_and_no_value() -> None:
    text = carried_files(PLACES)["mat-khau.env"].content.decode()

    assert all(line.startswith("#") for line in text.splitlines() if line)
    assert "DUNGHAN_MAIL_PASSWORD" in text
