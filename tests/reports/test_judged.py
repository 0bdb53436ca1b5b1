"""Each dossier is judged as of the period's end, against its first promise."""

import pytest

from monitor.domain.figures import Snapshot
from monitor.domain.reckoning import Outcome
from reports.judged import judge
from tests.builders import CALENDAR_2026
from tests.reports.snapshots import NOVEMBER, a_snapshot


@pytest.mark.parametrize(
    ("snapshot", "outcome"),
    [
        pytest.param(a_snapshot(ended="2026-11-11 17:00"), Outcome.EARLY, id="a day before"),
        pytest.param(a_snapshot(ended="2026-11-12 07:00"), Outcome.ON_TIME, id="the same day"),
        pytest.param(
            a_snapshot(ended="2026-11-12 21:00"), Outcome.ON_TIME, id="by date, not by hour"
        ),
        pytest.param(a_snapshot(ended="2026-11-13 07:00"), Outcome.LATE, id="a day after"),
        pytest.param(
            a_snapshot(due_again="2026-11-20 17:00", ended="2026-11-18 09:00"),
            Outcome.LATE,
            id="promised again: the first promise counts",
        ),
        pytest.param(
            a_snapshot(due="2026-11-12 10:00", by_minute=True, ended="2026-11-12 10:00"),
            Outcome.ON_TIME,
            id="terms of hours: equality is on time",
        ),
        pytest.param(
            a_snapshot(due="2026-11-12 10:00", by_minute=True, ended="2026-11-12 10:01"),
            Outcome.LATE,
            id="terms of hours: a minute after",
        ),
        pytest.param(
            a_snapshot(due="2026-11-12 10:00", by_minute=True, ended="2026-11-12"),
            Outcome.ON_TIME,
            id="a date without an hour is compared by date",
        ),
        pytest.param(
            a_snapshot(
                received="2012-01-05 08:00",
                due="2012-02-01 10:00",
                by_minute=True,
                ended="2012-02-01 11:00",
            ),
            Outcome.UNKNOWN,
            id="by the minute, outside the calendar",
        ),
        pytest.param(a_snapshot(given_up="2026-11-20 09:00"), Outcome.GIVEN_UP, id="given up"),
        pytest.param(
            a_snapshot(due=None, ended="2026-11-20 09:00"),
            Outcome.NO_DEADLINE,
            id="no deadline",
        ),
        pytest.param(
            a_snapshot(ended="2026-11-20 09:00", unknown=True),
            Outcome.UNKNOWN,
            id="the source cannot tell",
        ),
        pytest.param(a_snapshot(due="2026-12-01 17:00"), Outcome.WITHIN, id="due later"),
        pytest.param(
            a_snapshot(due="2026-11-30 17:00"), Outcome.OVERDUE, id="open, due on the last day"
        ),
        pytest.param(
            a_snapshot(due="2026-11-30 17:00", ended="2026-12-01"),
            Outcome.OVERDUE,
            id="ended when the period had ended: was open",
        ),
        pytest.param(
            a_snapshot(paused=True), Outcome.PAUSED, id="paused, not known since when"
        ),
        pytest.param(
            a_snapshot(due=None, paused="2026-11-10 09:00"),
            Outcome.PAUSED,
            id="paused without a deadline",
        ),
        pytest.param(
            a_snapshot(paused="2026-11-12 18:00"), Outcome.PAUSED, id="paused on the due day"
        ),
        pytest.param(
            a_snapshot(paused="2026-11-13 08:00"),
            Outcome.OVERDUE,
            id="paused after the due day: was late before",
        ),
    ],
)
def test_outcome(snapshot: Snapshot, outcome: Outcome) -> None:
    judged = judge(snapshot, NOVEMBER, CALENDAR_2026)

    assert judged.reckoning.outcome is outcome


@pytest.mark.parametrize(
    ("snapshot", "marks"),
    [
        pytest.param(
            a_snapshot(received="2026-11-01"),
            {"received", "pending", "due"},
            id="first instant",
        ),
        pytest.param(
            a_snapshot(received="2026-10-31 23:59"),
            {"carried", "pending", "due"},
            id="before it",
        ),
        pytest.param(a_snapshot(received="2026-12-01"), set(), id="received when it was over"),
        pytest.param(
            a_snapshot(received="2026-10-05 08:00", ended="2026-11-01"),
            {"carried", "resolved", "due"},
            id="ended at its first instant",
        ),
        pytest.param(
            a_snapshot(received="2026-10-05 08:00", ended="2026-10-31 23:59"),
            {"due"},
            id="ended before it, but fell due in it",
        ),
        pytest.param(
            a_snapshot(
                received="2026-10-05 08:00", due="2026-10-20 17:00", ended="2026-10-30 09:00"
            ),
            set(),
            id="late, and over before it",
        ),
        pytest.param(
            a_snapshot(
                received="2026-10-05 08:00", due="2026-10-20 17:00", ended="2026-11-02 09:00"
            ),
            {"carried", "resolved", "due"},
            id="overdue from before, resolved in it",
        ),
        pytest.param(
            a_snapshot(received="2026-10-05 08:00", due="2026-10-20 17:00"),
            {"carried", "pending", "due"},
            id="overdue from before, still open",
        ),
        pytest.param(
            a_snapshot(due="2026-12-10 17:00", ended="2026-11-10 09:00"),
            {"received", "resolved"},
            id="falls due after it",
        ),
        pytest.param(
            a_snapshot(given_up="2026-11-10 09:00"), {"received", "resolved"}, id="given up"
        ),
        pytest.param(a_snapshot(paused=True), {"received", "pending"}, id="paused"),
        pytest.param(a_snapshot(due=None), {"received", "pending"}, id="no deadline"),
        pytest.param(a_snapshot(unknown=True), {"received", "pending"}, id="cannot be told"),
        pytest.param(
            a_snapshot(received="2026-12-02 08:00", ended="2026-11-10 09:00"),
            {"resolved"},
            id="a defect of the data: ended before it was received",
        ),
    ],
)
def test_what_counts_it(snapshot: Snapshot, marks: set[str]) -> None:
    judged = judge(snapshot, NOVEMBER, CALENDAR_2026)

    names = ("received", "carried", "resolved", "pending", "due")
    assert {name for name in names if getattr(judged.reckoning, f"is_{name}")} == marks


@pytest.mark.parametrize(
    ("snapshot", "days"),
    [
        pytest.param(a_snapshot(ended="2026-11-12 09:00"), None, id="not late"),
        pytest.param(a_snapshot(ended="2026-11-13 09:00"), 1, id="the next working day"),
        pytest.param(a_snapshot(ended="2026-11-14 09:00"), 1, id="a Saturday adds none"),
        pytest.param(
            a_snapshot(due="2026-11-23 17:00", ended="2026-11-25 09:00"),
            1,
            id="24 November is a day off",
        ),
        pytest.param(
            a_snapshot(due="2026-11-13 17:00", ended="2026-11-14 09:00"),
            0,
            id="late on a day of rest: no working day yet",
        ),
        pytest.param(a_snapshot(due="2026-11-26 17:00"), 2, id="open: to the last day"),
        pytest.param(
            a_snapshot(received="2012-01-05 08:00", due="2012-02-01 17:00"),
            None,
            id="outside the calendar: late, but not by how many days",
        ),
    ],
)
def test_working_days_late(snapshot: Snapshot, days: int | None) -> None:
    judged = judge(snapshot, NOVEMBER, CALENDAR_2026)

    assert judged.days_late == days


def test_outside_the_calendar_a_term_of_days_is_still_judged() -> None:
    snapshot = a_snapshot(received="2012-01-05 08:00", due="2012-02-01 17:00")

    judged = judge(snapshot, NOVEMBER, CALENDAR_2026)

    assert judged.reckoning.outcome is Outcome.OVERDUE


def test_the_agency_is_who_decides() -> None:
    ours = judge(a_snapshot(), NOVEMBER, CALENDAR_2026)
    theirs = judge(a_snapshot(agency="Land office"), NOVEMBER, CALENDAR_2026)

    assert (ours.agency, theirs.agency) == ("Phòng Văn hóa - Xã hội", "Land office")
