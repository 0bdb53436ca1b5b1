"""Offices that the tests of the command line share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nursery import Nursery, nursery, warm_children
from tests.offices import FolderOffice, an_office, lay_messages, three_messages
from tests.stores import NAME, blank, copy_store

__all__ = ["blank", "nursery"]

MORNING = "2026-11-11T07:15"


@pytest.fixture(scope="package", autouse=True)
def warm(nursery: Nursery) -> Iterator[None]:
    """Have what commands print and sign with start warm."""
    with warm_children(nursery):
        yield


@pytest.fixture
def bare(tmp_path: Path) -> FolderOffice:
    """Return an office that has never run a command."""
    return an_office(tmp_path / "office")


@pytest.fixture
def office(bare: FolderOffice, blank: Path) -> FolderOffice:
    """Return an office on its first day: set up, nothing read yet."""
    bare.var.mkdir(mode=0o700)
    copy_store(blank, bare.var / NAME)
    return bare


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
    return a_copy(worked, tmp_path)


def a_copy(office: FolderOffice, folder: Path) -> FolderOffice:
    """Copy an office that nobody writes to, and return the copy."""
    return FolderOffice(folder=Path(shutil.copytree(office.folder, folder / "office")))
