"""Late dossiers that may be late in the data alone, and what the rate would be without."""

from monitor.domain.month_entries import DataDoubts, LateEntries
from reports.sections.lateness_of_data import Doubt, LatenessOfData
from tests.reports.snapshots import CULTURE, ECONOMY, OFFICE_NOVEMBER, a_report, a_snapshot

UNCLOSED = ("C2", "Đã có kết quả, chưa kết thúc trên hệ thống", "DL")


def test_a_cause_in_the_data_and_an_old_export_raise_a_doubt() -> None:
    told = a_report(
        a_snapshot("kept", ended="2026-11-12 09:00"),
        a_snapshot("late", ended="2026-11-16 09:00"),
        a_snapshot("unclosed", ended="2026-11-16 09:00", cause=UNCLOSED),
        a_snapshot("not shown", unit=ECONOMY, received="2026-11-03 08:00"),
        a_snapshot("both", cause=UNCLOSED),
        doubts=DataDoubts(stale=frozenset({"not shown", "both"})),
    ).part(LatenessOfData)

    assert [(one.code, one.doubt) for one in told.lines] == [
        ("both", Doubt.CAUSE),
        ("unclosed", Doubt.CAUSE),
        ("not shown", Doubt.STALE),
    ]
    assert (told.by_cause, told.stale, told.doubtful) == (2, 1, 3)
    assert (told.stated.numerator, told.stated.denominator) == (1, 5)
    assert (told.if_in_time.numerator, told.if_in_time.denominator) == (4, 5)
    assert [(one.name, one.by_cause, one.stale) for one in told.by_unit] == [
        (CULTURE[1], 2, 0),
        (ECONOMY[1], 0, 1),
    ]


def test_what_cannot_be_judged_is_told_by_unit() -> None:
    told = a_report(*OFFICE_NOVEMBER).part(LatenessOfData)

    assert (told.unknown, told.no_deadline, told.doubtful) == (1, 1, 0)
    assert told.stated == told.if_in_time
    assert [(one.code, one.unknown, one.no_deadline) for one in told.by_unit] == [
        ("", 1, 0),
        ("VP", 0, 1),
    ]


def test_ends_entered_late_have_their_mean_and_the_longest() -> None:
    told = a_report(
        doubts=DataDoubts(
            ended=9,
            late=(
                LateEntries(unit="KT", days=3, count=2),
                LateEntries(unit="KT", days=10, count=1),
                LateEntries(unit="VHXH", days=4, count=1),
            ),
        )
    ).part(LatenessOfData)

    assert (told.ended, told.entered_late, told.mean_days) == (9, 4, 50)
    assert [(one.code, one.entered_late, one.most_days) for one in told.by_unit] == [
        ("KT", 3, 10),
        ("VHXH", 1, 4),
    ]
