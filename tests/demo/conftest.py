"""The sample office, made once."""

from pathlib import Path

import pytest

from monitor.demo.lives import Life
from monitor.demo.making import make_lives
from monitor.domain.directory import Directory
from monitor.sources.directory import read_directory

ROOT = Path(__file__).resolve().parents[2]
DIRECTORY = ROOT / "examples" / "directory"


@pytest.fixture(scope="session")
def directory() -> Directory:
    return read_directory(
        DIRECTORY / "units.csv", DIRECTORY / "officials.csv", DIRECTORY / "procedures.csv"
    )


@pytest.fixture(scope="session")
def lives(directory: Directory) -> tuple[Life, ...]:
    return make_lives(directory)
