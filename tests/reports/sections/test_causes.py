"""Causes are counted over late dossiers alone."""

from reports.sections.causes import Causes
from tests.reports.snapshots import OFFICE_NOVEMBER, SLOW, a_report, a_snapshot


def test_the_office_in_november() -> None:
    counts = a_report(*OFFICE_NOVEMBER).part(Causes).counts

    assert [(one.cause, one.count) for one in counts] == [("A1", 3), ("B2", 1), ("", 3)]
    assert counts[0].cause_text == SLOW[1]


def test_a_cause_given_for_a_dossier_in_time_does_not_count() -> None:
    report = a_report(a_snapshot(ended="2026-11-10 09:00", cause=SLOW))

    assert report.part(Causes).counts == ()
