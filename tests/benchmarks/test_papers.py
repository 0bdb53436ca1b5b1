"""Real workers set the letters that are measured: a few of them."""

import os

import pytest

from benchmarks import papers

LONG = "DUNGHAN_EXAMPLES_TIMES" in os.environ  # `make soak`


@pytest.mark.skipif(not LONG, reason="three processes and their children start: half a minute")
def test_every_row_is_measured() -> None:
    rows = list(papers.measure(count=papers.WARMING, rounds=1))

    assert [one.name for one in rows] == [
        "papers_of_8_by_2_workers",
        "papers_cpu_of_lead",
        "papers_cpu_of_pdf",
        "papers_cpu_of_server",
        "papers_worker_memory",
    ]
    assert rows[0].ours > 0
