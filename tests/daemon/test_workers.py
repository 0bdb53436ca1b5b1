"""`dunghan worker`: processes that share the work of one office on a server."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.daemon.process import QUICK, an_open_office, lay, running, until
from tests.offices import FolderOffice
from tests.postgres import Server, a_database

CLUSTER = QUICK.replace("[run]", '[run]\ndispatcher = "cluster"')


@pytest.fixture
def environ(postgres: Server) -> Iterator[Mapping[str, str]]:
    with a_database(postgres) as url:
        yield {"DUNGHAN_STORE_URL": url}


@pytest.fixture
def spread(tmp_path: Path) -> FolderOffice:
    return an_open_office(tmp_path / "office", more=CLUSTER)


def test_a_worker_needs_a_cluster(office: FolderOffice) -> None:
    refused = office.call("worker", "--queues", "pdf")

    assert refused.exit_code == 1
    assert 'dispatcher = "cluster"' in refused.stderr


@pytest.mark.parametrize(
    "queues", ["", "pdfs", "pdf,pdf", "pdf=0", "pdf=17", "pdf=x", "pdf;mail"]
)
def test_queues_are_named_once_each(office: FolderOffice, queues: str) -> None:
    refused = office.call("worker", "--queues", queues)

    assert refused.exit_code == 2
    assert "--queues" in refused.stderr


def test_processes_share_the_work_and_tell_who_they_are(
    spread: FolderOffice, environ: Mapping[str, str]
) -> None:
    lay(spread)

    with (
        running(spread, "worker", "--queues", "lead,scan", env=environ) as first,
        running(spread, "worker", "--queues", "pdf=2,mail", env=environ) as second,
    ):
        until(lambda: bool(spread.mails), first)
        told = spread.call("status", env=environ).stdout
        ends = [one.end() for one in (first, second)]
    after = spread.call("status", env=environ).stdout

    assert "lead, scan" in told
    assert "mail, pdf" in told
    assert "Không tiến trình nào làm các hàng: lead, scan, pdf, mail" in after
    for _, log in ends:
        assert [line["event"] for line in log if line["level"] in {"error", "critical"}] == []
