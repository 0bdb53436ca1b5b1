"""Causes are counted over late dossiers alone."""

from reports.sections.causes import Causes
from tests.reports.snapshots import (
    CULTURE,
    ECONOMY,
    LAND_BRANCH,
    OFFICE,
    OFFICE_NOVEMBER,
    SLOW,
    a_report,
    a_snapshot,
)


def test_the_office_in_november() -> None:
    counts = a_report(*OFFICE_NOVEMBER).part(Causes).counts

    assert [(one.cause, one.count) for one in counts] == [("A1", 3), ("B2", 1), ("", 3)]
    assert counts[0].cause_text == SLOW[1]


def test_a_cause_given_for_a_dossier_in_time_does_not_count() -> None:
    report = a_report(a_snapshot(ended="2026-11-10 09:00", cause=SLOW))

    assert report.part(Causes).counts == ()


def test_every_nature_is_told_whether_it_occurred_or_not() -> None:
    causes = a_report(*OFFICE_NOVEMBER).part(Causes)

    assert [(one.nature, one.count) for one in causes.natures] == [
        ("CQ", 3),
        ("KQ", 1),
        ("DL", 0),
        ("", 3),
    ]


def test_causes_go_to_the_agency_that_decides() -> None:
    agencies = a_report(*OFFICE_NOVEMBER).part(Causes).by_agency

    assert [(one.name, one.is_outside, one.count) for one in agencies] == [
        (OFFICE[1], False, 3),
        (CULTURE[1], False, 2),
        (LAND_BRANCH, True, 1),
        (ECONOMY[1], False, 1),
    ]
    assert [(one.cause, one.count) for one in agencies[0].counts] == [("A1", 1), ("", 2)]
