"""`dunghan init DIR`: an office begins, and is brought to a new version of the program."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main
from monitor.cli.check_laid import laid_looks
from tests.offices import ROOT, FolderOffice

RECORD = ".laid-out.json"
FOLLOWED = "templates/emails/layout.html"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    """Return an office as `init` lays it out, that nobody writes to."""
    folder = tmp_path_factory.mktemp("begun") / "Ủy ban xã"
    result = init(folder)
    assert result.exit_code == 0, result.output
    (folder.parent / "told").write_text(result.stdout, encoding="utf-8")
    return FolderOffice(folder=folder)


@pytest.fixture
def office(begun: FolderOffice, tmp_path: Path) -> FolderOffice:
    """Return the same office, to work in."""
    return FolderOffice(folder=Path(shutil.copytree(begun.folder, tmp_path / "Ủy ban xã")))


def init(folder: Path) -> Result:
    return CliRunner().invoke(main, ["init", str(folder)], prog_name="dunghan")


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "var" not in path.relative_to(folder).parts
    }


def seen(office: FolderOffice) -> list[str]:
    """Return what `check` says of the files alone: it looks at paper for seconds."""
    return [f"{one.what}: {one.remedy}" for one in laid_looks(office.settings)]


def laid_by_an_older_program(office: FolderOffice, name: str, text: str = "older") -> None:
    """Leave a file as an older version of the program would have laid it out."""
    record = office.folder / RECORD
    marks = json.loads(record.read_bytes())
    marks[name] = sha256(text.encode()).hexdigest()
    record.write_text(json.dumps(marks), encoding="utf-8")
    (office.folder / name).write_text(text, encoding="utf-8")


def test_an_office_begins_with_all_it_needs(begun: FolderOffice) -> None:
    laid = files(begun.folder)

    assert {path for path in laid if not path.startswith("templates/")} == {
        RECORD,
        "calendar.toml",
        "dunghan.service",
        "mat-khau.env",
        "officials.csv",
        "procedures.csv",
        "settings.toml",
        "units.csv",
    }
    templates = {path for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert {path for path in laid if path.startswith("templates/")} == {
        path.relative_to(ROOT).as_posix() for path in templates
    }
    for name, mode in {
        ".": 0o700,
        "nhan": 0o700,
        "var": 0o700,
        "settings.toml": 0o600,
        "mat-khau.env": 0o600,
        "var/monitor.db": 0o600,
        "templates/emails": 0o700,
    }.items():
        assert (begun.folder / name).stat().st_mode & 0o777 == mode


def test_it_is_told_what_to_do_next(begun: FolderOffice) -> None:
    told = (begun.folder.parent / "told").read_text(encoding="utf-8")

    assert f"Đã đặt vào {begun.folder}: calendar.toml, dunghan.service, mat-khau.env" in told
    assert "tệp mẫu trong templates." in told
    assert "Đã chuẩn bị cơ sở dữ liệu" in told
    assert f"2. Kiểm tra: dunghan --settings '{begun.settings}' check" in told
    assert f"sudo cp '{begun.folder}/dunghan.service' /etc/systemd/system/" in told


def test_a_sample_that_nobody_edited_is_told(begun: FolderOffice) -> None:
    (told,) = seen(begun)

    assert told.startswith("Vẫn là đơn vị ví dụ: officials.csv, procedures.csv, units.csv: ")


def test_a_second_time_changes_nothing(office: FolderOffice) -> None:
    (office.folder / "units.csv").write_text(
        (office.folder / "units.csv").read_text(encoding="utf-8").replace("Ví Dụ", "Mẫu"),
        encoding="utf-8",
    )
    before = files(office.folder)
    unit = before.pop("dunghan.service")  # it names the folder, and the copy lies elsewhere

    result = init(office.folder)

    assert result.exit_code == 0
    after = files(office.folder)
    assert after.pop("dunghan.service") != unit
    assert after.pop(RECORD) != before.pop(RECORD)
    assert after == before
    assert "Đã đặt vào" not in result.stdout


def test_a_new_version_keeps_what_was_edited_and_names_it(office: FolderOffice) -> None:
    init(office.folder)
    edited, plain, gone = FOLLOWED, "templates/emails/item.txt", "templates/handoff/group.txt"
    laid_by_an_older_program(office, edited)
    (office.folder / edited).write_text("ours", encoding="utf-8")
    laid_by_an_older_program(office, plain)
    laid_by_an_older_program(office, "templates/old.txt")
    (office.folder / gone).unlink()

    warned = "\n".join(seen(office))
    told = office.done("init")
    lagging = "\n".join(seen(office))

    assert f"Cũ hơn phiên bản này của chương trình: {plain}" in warned
    assert f"Đã sửa tại đơn vị và cũ hơn phiên bản này của chương trình: {edited}" in warned
    assert f"Đã bị xóa: {gone}" in warned
    assert (office.folder / edited).read_text(encoding="utf-8") == "ours"
    assert (office.folder / f"{edited}.new").read_bytes() == (ROOT / edited).read_bytes()
    assert (office.folder / plain).read_bytes() == (ROOT / plain).read_bytes()
    assert not (office.folder / gone).exists()
    for line in (
        f"  - {plain}",
        f"  - {edited} (bản mới: {edited}.new)",
        f"  - {gone}",
        "  - templates/old.txt",
    ):
        assert line in told.splitlines()
    assert f"bản mới của chương trình còn để bên cạnh (đuôi .new): {edited}" in lagging
    assert "Cũ hơn phiên bản này" not in lagging


def test_an_offer_that_was_taken_up_is_told_no_more(office: FolderOffice) -> None:
    for name in ("units.csv", "officials.csv", "procedures.csv"):
        (office.folder / name).write_bytes((office.folder / name).read_bytes() + b"\n")
    laid_by_an_older_program(office, FOLLOWED)
    (office.folder / FOLLOWED).write_text("ours", encoding="utf-8")
    init(office.folder)
    (office.folder / FOLLOWED).unlink()
    (office.folder / f"{FOLLOWED}.new").rename(office.folder / FOLLOWED)

    assert seen(office) == ["Thiết lập, lịch, mẫu văn bản do dunghan init đặt: "]


def test_many_files_behind_are_one_short_warning(office: FolderOffice) -> None:
    for name in ("subject.txt", "body.txt", "body.html"):
        laid_by_an_older_program(office, f"templates/emails/digest/{name}")
        laid_by_an_older_program(office, f"templates/emails/leader/{name}")

    behind = next(one for one in seen(office) if one.startswith("Cũ hơn phiên bản này"))

    assert "templates/emails/digest/body.txt và 4 tệp khác: " in behind


def test_the_unit_file_follows_the_settings(office: FolderOffice, tmp_path: Path) -> None:
    init(office.folder)
    for name in ("units.csv", "officials.csv", "procedures.csv"):
        (office.folder / name).write_bytes((office.folder / name).read_bytes() + b"\n")
    outside = tmp_path / "chung"
    text = office.settings.read_text(encoding="utf-8")
    text = text.replace('folder = "nhan"', f'folder = "{outside.as_posix()}"')
    office.settings.write_text(text, encoding="utf-8")

    told = office.done("init")

    unit = (office.folder / "dunghan.service").read_text(encoding="utf-8")
    assert f'ReadWritePaths="{office.folder}" -{outside}\n' in unit
    assert "Tệp dịch vụ systemd đã đổi" in told
    assert "Việc tiếp theo" not in told


def test_templates_that_the_settings_do_not_use_are_told(office: FolderOffice) -> None:
    text = office.settings.read_text(encoding="utf-8")
    text = text.replace('templates = "templates"', f'templates = "{ROOT}/templates"')
    office.settings.write_text(text, encoding="utf-8")

    told = init(office.folder).stdout

    assert f"Thiết lập đang dùng mẫu ở {ROOT}/templates" in told


def a_file(folder: Path) -> Path:
    path = folder / "a file"
    path.write_text("mine", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("place", "status", "told"),
    [
        pytest.param(a_file, 1, "đã có tệp khác cùng tên", id="a file"),
        pytest.param(
            lambda _: Path("/proc/dunghan"), 1, "Không làm việc được với", id="no disk"
        ),
        pytest.param(lambda one: one / "a\nb", 2, "ký tự xuống dòng", id="no name for a unit"),
    ],
)
def test_a_place_that_cannot_be_used_is_told(
    tmp_path: Path, place: Callable[[Path], Path], status: int, told: str
) -> None:
    before = files(tmp_path)

    result = init(place(tmp_path))

    assert result.exit_code == status
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert files(tmp_path).keys() - before.keys() <= {"a file"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    result = init(tmp_path / "office")

    assert result.exit_code == 1
    assert "không có quyền" in result.stderr


def test_broken_settings_are_told_before_anything_is_touched(office: FolderOffice) -> None:
    laid_by_an_older_program(office, FOLLOWED)
    office.settings.write_text("[store", encoding="utf-8")
    before = files(office.folder)

    result = init(office.folder)

    assert result.exit_code == 1
    assert "chưa đúng" in result.stderr
    assert files(office.folder) == before


KILLED = """
import sys
from pathlib import Path
from monitor.starter import Places, carried_files, lay
folder = Path(sys.argv[1])
lay(folder, carried_files(Places(folder=folder, user="mau", python=Path("/usr/bin/python3"))))
"""


def test_an_init_that_was_killed_is_completed(begun: FolderOffice, tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT)  # noqa: S603 - ours
    while not (tmp_path / "templates").is_dir():
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    half = files(tmp_path).keys()

    assert init(tmp_path).exit_code == 0

    assert RECORD not in half
    assert files(tmp_path).keys() >= files(begun.folder).keys()
    told = seen(FolderOffice(folder=tmp_path))
    assert not [one for one in told if "hơn phiên bản này" in one]
