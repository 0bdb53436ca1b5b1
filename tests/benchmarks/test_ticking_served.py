"""A tick on PostgreSQL is measured, in stores as small as can be."""

import pytest

from benchmarks import ticking, ticking_served


def test_every_row_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking_served, "TURNS", 1)
    monkeypatch.setattr(ticking, "TURNS", 1)

    rows = list(ticking_served.measure(rows=2_000, few=1_000))

    assert [one.name for one in rows] == [
        "served_scan_200_due_of_2k_vs_1k",
        "served_scan_200_due_of_2k_log",
        "served_tick_nothing_due_of_2k_first",
        "served_tick_nothing_due_of_2k",
        "served_disk_a_dossier_of_2k",
    ]
    assert all(one.ours > 0 for one in rows)
