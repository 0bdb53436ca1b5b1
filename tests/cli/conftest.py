"""Offices that the tests of the command line share."""

import shutil
from pathlib import Path

import pytest

from tests.offices import FolderOffice, an_office, lay_messages, three_messages

MORNING = "2026-11-11T07:15"


@pytest.fixture
def office(tmp_path: Path) -> FolderOffice:
    """Return an office on its first day: nothing read yet."""
    return an_office(tmp_path / "office")


@pytest.fixture(scope="session")
def worked(tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    """Return an office after a morning's work, that nobody writes to."""
    office = an_office(tmp_path_factory.mktemp("worked") / "office")
    lay_messages(office.inbox, three_messages())
    office.done("tick", "--at", MORNING)
    return office


@pytest.fixture
def busy(worked: FolderOffice, tmp_path: Path) -> FolderOffice:
    """Return the same office, to work in."""
    return FolderOffice(folder=Path(shutil.copytree(worked.folder, tmp_path / "office")))
