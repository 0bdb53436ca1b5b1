"""The bars name who decides, most late dossiers first."""

from reports.sections.agencies import Agencies
from tests.reports.snapshots import (
    ECONOMY,
    LAND_BRANCH,
    OFFICE_NOVEMBER,
    a_report,
    a_snapshot,
)


def test_the_office_in_november() -> None:
    bars = a_report(*OFFICE_NOVEMBER).part(Agencies).bars

    assert [(bar.name, bar.is_outside, bar.resolved_late, bar.overdue) for bar in bars] == [
        ("Văn phòng HĐND và UBND", False, 1, 2),
        ("Phòng Văn hóa - Xã hội", False, 1, 1),
        (LAND_BRANCH, True, 0, 1),
        ("Phòng Kinh tế", False, 1, 0),
    ]
    assert [bar.late for bar in bars] == [3, 2, 1, 1]


def test_nothing_late_has_no_bars() -> None:
    report = a_report(a_snapshot(ended="2026-11-10 09:00", unit=ECONOMY))

    assert report.part(Agencies).bars == ()
