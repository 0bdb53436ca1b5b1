"""An office that works around the clock, and a log of its own for each test."""

from pathlib import Path

import pytest

from tests.daemon.process import an_open_office
from tests.offices import FolderOffice
from tests.stores import blank, postgres, postgres_engine, store, warm_engine

__all__ = ["blank", "office", "postgres", "postgres_engine", "store", "warm_engine"]


@pytest.fixture
def office(tmp_path: Path) -> FolderOffice:
    return an_open_office(tmp_path / "office")
