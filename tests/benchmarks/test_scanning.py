"""The scans that are measured find what they should, in a store as small as can be."""

import pytest

from benchmarks import scanning, ticking
from benchmarks.filled import DUE, OFFICE, filled_store
from benchmarks.plain_sql import PlainScan
from monitor.flows.scan import scan
from monitor.rules import RULES


def test_every_row_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "TURNS", 1)
    monkeypatch.setattr(scanning, "IDLE_TURNS", 1)
    monkeypatch.setattr(ticking, "TURNS", 1)

    rows = list(scanning.measure(rows=2_000, few=1_000))

    assert [one.name for one in rows] == [
        "scan_nothing_due_of_2k",
        "scan_200_due_of_2k_vs_1k",
        "scan_200_due_of_2k_vs_plain_sql",
        "scan_200_due_of_2k_a_second",
        "scan_due_of_2k_vs_walking_the_open",
        "tick_nothing_due_of_2k_first",
        "tick_nothing_due_of_2k",
        "reconcile_200_open_of_2k",
    ]
    assert all(one.ours > 0 for one in rows)
    assert [one.name for one in rows if one.target is None] == [
        "tick_nothing_due_of_2k_first",
        "tick_nothing_due_of_2k",
    ]


def test_plain_sql_leaves_what_the_scan_has_left() -> None:
    with filled_store(1_000) as store:
        done = scan(store, OFFICE, RULES, at=DUE)
        plain = PlainScan(store, at=scanning.AT)
        with store.reading() as work:
            ours = [one.finding for one in work.findings.standing()]
            looks = work.agenda.judged(limit=1_000)
        scanning.bring_back(store, 1_000)

        again = plain.run(batch=30)

        plain.close()
        with store.reading() as work:
            assert [one.finding for one in work.findings.standing()] == ours
            assert work.agenda.judged(limit=1_000) == looks
    assert again == done.judged == len(looks) == 100
