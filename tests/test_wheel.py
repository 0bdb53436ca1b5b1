"""An office installs a wheel: it carries everything, and works without a checkout."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]
CARRIED = ("templates", "examples/directory", "calendar.toml", "settings.toml")
BUILT_FROM = ("monitor", "reports", "pyproject.toml", "setup.py", *CARRIED)
FILES = "monitor/starter/files"
WHOLE = "DUNGHAN_EXAMPLES_TIMES" in os.environ  # `make soak`: looks at paper, too
AT = "2026-06-01T08:00"


def run(*words: str | Path, folder: Path, **environ: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, *map(str, words)],
        cwd=folder,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(*words: str | Path, folder: Path) -> None:
    quiet = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-index")
    run("-m", "pip", words[0], *quiet, *words[1:], folder=folder)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of a copy, so that nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    for place in (*BUILT_FROM, *(one.name for one in ROOT.glob("requirements*.in"))):
        path, copy = ROOT / place, folder / "source" / place
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, copy)
    pip("wheel", "--no-build-isolation", "--wheel-dir", "..", ".", folder=folder / "source")
    (built,) = folder.glob("dunghan-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    pip("install", "--target", target, wheel, folder=target)
    return target


def test_it_carries_every_file(wheel: Path) -> None:
    with ZipFile(wheel) as package:
        names = {name for name in package.namelist() if ".dist-info/" not in name}
    code = {
        path.relative_to(ROOT).as_posix()
        for folder in ("monitor", "reports")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    carried = {
        f"{FILES}/{path.relative_to(ROOT).as_posix()}"
        for place in CARRIED
        for path in [ROOT / place, *(ROOT / place).rglob("*")]
        if path.is_file()
    }

    assert names == code | carried
    assert {
        "monitor/store/migrations/versions/0001_first.py",
        "monitor/starter/dunghan.service",
        f"{FILES}/templates/letters/layout.html",
    } <= names


def test_an_office_begins_with_what_is_installed(installed: Path, tmp_path: Path) -> None:
    def dunghan(*words: str) -> str:
        place = {"PYTHONPATH": str(installed)}
        return run("-P", "-m", "monitor", *words, folder=tmp_path, **place)

    office = tmp_path / "Ủy ban xã"
    told = dunghan("init", str(office))

    assert "Đã chuẩn bị cơ sở dữ liệu" in told
    template = "templates/emails/layout.html"
    assert (office / template).read_bytes() == (installed / FILES / template).read_bytes()
    if WHOLE:
        (office / template).unlink()
        assert f"chép từ {installed / FILES}" in dunghan("init", str(office))
        shutil.copy(installed / FILES / template, office / template)
        settings = ("--settings", str(office / "settings.toml"))
        assert "[chưa]" not in dunghan(*settings, "check", "--at", AT)
        dunghan(*settings, "tick", "--at", AT)
