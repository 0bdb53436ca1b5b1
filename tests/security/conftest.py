"""An office to be attacked."""

from pathlib import Path

import pytest

from tests.offices import FolderOffice, an_office
from tests.stores import NAME, blank, copy_store

__all__ = ["blank"]


@pytest.fixture
def office(tmp_path: Path, blank: Path) -> FolderOffice:
    """Return an office on its first day: set up, nothing read yet."""
    office = an_office(tmp_path / "office")
    office.var.mkdir(mode=0o700)
    copy_store(blank, office.var / NAME)
    return office
