"""Fixtures of the played script."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import a_database, a_server
from tests.same.cluster import Cluster, a_cluster
from tests.same.office import IS_LONG, lay_out
from tests.stores import postgres

__all__ = ["cluster", "postgres"]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Yield an office of many on a server of its own, which may crash."""
    with a_server() as server, a_database(server) as url:
        office = lay_out(tmp_path / "many", url=url, is_cluster=True)
        with a_cluster(office, server, is_plain=not IS_LONG) as cluster:
            yield cluster
