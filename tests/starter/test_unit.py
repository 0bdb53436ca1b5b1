"""The systemd unit: filled for one office, taken by systemd, and closed to all else."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.starter.carried import carried_files
from monitor.starter.unit import UNIT, Places

MOST_EXPOSED = 1.4  # measured by systemd 252, of 10; what is left is its way to the mail server
ANALYZE = shutil.which("systemd-analyze")
systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not on this machine")

OFFICE = Places(
    folder=Path("/srv/don-vi"), user="dunghan", python=Path("/opt/dunghan/bin/python3")
)


def filled(places: Places) -> str:
    return carried_files(places)[UNIT].content.decode()


def lines(places: Places, *keys: str) -> list[str]:
    return [line for line in filled(places).splitlines() if line.partition("=")[0] in keys]


def analyze(*words: str) -> str:
    done = subprocess.run(  # noqa: S603 - systemd's own tool
        [str(ANALYZE), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_it_names_the_office_its_user_and_its_program() -> None:
    call = "/opt/dunghan/bin/python3 -P -m monitor --settings /srv/don-vi/settings.toml run"
    assert lines(OFFICE, "User", "ExecStart", "EnvironmentFile", "ProtectHome") == [
        "User=dunghan",
        f"ExecStart={call}",
        "EnvironmentFile=-/srv/don-vi/mat-khau.env",
        "ProtectHome=yes",
    ]
    assert lines(OFFICE, "ReadWritePaths") == ["ReadWritePaths=/srv/don-vi"]


def test_folders_beside_the_office_are_written_to_and_may_be_missing() -> None:
    places = Places(
        folder=OFFICE.folder,
        user="dunghan",
        python=OFFICE.python,
        written=(Path("/srv/chung/nhan"), Path("/srv/don-vi/var"), Path("/srv/chung/nhan")),
    )

    assert lines(places, "ReadWritePaths") == ["ReadWritePaths=/srv/don-vi -/srv/chung/nhan"]


@pytest.mark.parametrize("field", ["folder", "python", "written", "read"])
def test_what_lies_in_a_home_stays_to_be_seen(field: str) -> None:
    place = Path("/home/mau/don-vi")
    folder = place if field == "folder" else OFFICE.folder
    python = place if field == "python" else OFFICE.python
    written = (place,) if field == "written" else ()
    read = (place,) if field == "read" else ()

    places = Places(folder=folder, user="mau", python=python, written=written, read=read)

    assert lines(places, "ProtectHome") == ["ProtectHome=read-only"]


def test_signs_that_mean_something_to_systemd_mean_nothing_in_a_path() -> None:
    folder = Path('/srv/Ủy ban 100% "A" $HOME\\x')
    places = Places(folder=folder, user="dunghan", python=Path("/opt/đúng hạn/$p%/python3"))

    assert lines(places, "Description", "EnvironmentFile", "ReadWritePaths") == [
        'Description=Đúng Hạn: /srv/Ủy ban 100%% "A" $HOME\\x',
        'EnvironmentFile=-/srv/Ủy ban 100%% "A" $HOME\\x/mat-khau.env',
        'ReadWritePaths="/srv/Ủy ban 100%% \\"A\\" $HOME\\\\x"',
    ]
    (start,) = lines(places, "ExecStart")
    assert start.startswith('ExecStart="/opt/đúng hạn/$p%%/python3" -P -m monitor')
    assert start.endswith('"/srv/Ủy ban 100%% \\"A\\" $$HOME\\\\x/settings.toml" run')


@systemd
@pytest.mark.parametrize("name", ["don-vi", 'Ủy ban 100% "A" $HOME\\x'])
def test_systemd_takes_it_as_it_is(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    python = tmp_path / "chương trình $p 5%" / "python3"  # systemd takes no quotes there
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    places = Places(folder=folder, user="root", python=python, written=(folder / "khác",))
    unit = tmp_path / UNIT
    unit.write_text(filled(places), encoding="utf-8")

    assert analyze("verify", str(unit)) == ""


@systemd
def test_it_leaves_little_exposed(tmp_path: Path) -> None:
    unit = tmp_path / UNIT
    unit.write_text(filled(OFFICE), encoding="utf-8")

    told = analyze("security", "--offline=true", "--no-pager", str(unit))

    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", told)
    assert exposure
    assert float(exposure[1]) <= MOST_EXPOSED


def test_it_waits_for_no_timer_and_ends_in_time() -> None:
    wanted = (
        "Type=notify",
        "Restart=on-failure",
        "WatchdogSec=120",
        "TimeoutStopSec=15",
        "ExecReload=/bin/kill -HUP $MAINPID",
    )

    assert set(wanted) <= set(filled(OFFICE).splitlines())
    assert not [path for path in carried_files(OFFICE) if path.endswith(".timer")]
