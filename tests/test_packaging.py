"""What is installed is whole: every package is found, every file of words goes along."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def source_files() -> list[Path]:
    return [
        path
        for folder in ("monitor", "reports")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in source_files() if path.suffix == ".py"}

    assert [str(one) for one in folders if not (one / "__init__.py").exists()] == []


def test_files_that_are_no_code_are_installed_too() -> None:
    patterns: dict[str, list[str]] = PROJECT["tool"]["setuptools"]["package-data"]
    installed = {
        path
        for package, names in patterns.items()
        for name in names
        for path in (ROOT / package.replace(".", "/")).glob(name)
    }

    assert {path for path in source_files() if path.suffix != ".py"} == installed
