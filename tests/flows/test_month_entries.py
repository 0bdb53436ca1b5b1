"""Ends that exports lacked, and overdue dossiers that no recent export shows."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.dossier import Carried, Status
from monitor.domain.month_entries import DataDoubts, LateEntries
from monitor.domain.period import Period
from monitor.domain.record import Record
from monitor.flows.figures import month_counts
from monitor.flows.month_entries import data_doubts
from monitor.store.work import SqlStore
from reports.judged import Judged, judge
from tests.builders import CALENDAR_2026, vn
from tests.exports import a_record
from tests.notices.office import DIRECTORY, OFFICE
from tests.reports.snapshots import a_snapshot
from tests.store.taking import take

NOVEMBER = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
OPEN = a_record(promised="2026-11-16 17:00")


def over(at: str) -> Record:
    return replace(OPEN, status=Status.FINISHED, finished_at=vn(at))


def doubts(store: SqlStore, *late: Judged) -> DataDoubts:
    with store.reading() as work:
        counts = month_counts(
            work, OFFICE, DIRECTORY.units["XA"], NOVEMBER, at=vn("2026-12-02 08:00")
        )
        return data_doubts(counts, OFFICE, late, NOVEMBER)


@pytest.mark.parametrize(
    ("without", "shown", "late"),
    [
        pytest.param(("10", "12"), "17", (5,), id="five days after the first that lacked it"),
        pytest.param(("10", "12"), "13", (3,), id="three days are more than two"),
        pytest.param(("10", "11"), "12", (), id="two days are not"),
        pytest.param((), "27", (), id="no export before could have shown it"),
        pytest.param(("09",), "27", (), id="one of its own day could not"),
        pytest.param(("13",), "16", (), id="a weekend lies between"),
    ],
)
def test_an_end_is_entered_late_where_exports_lacked_it(
    store: SqlStore, without: tuple[str, ...], shown: str, late: tuple[int, ...]
) -> None:
    take(store, OPEN, exported="2026-11-06 07:10")
    for day in without:
        take(store, OPEN, exported=f"2026-11-{day} 07:10")
    take(store, over("2026-11-09 09:00"), exported=f"2026-11-{shown} 07:10")

    found = doubts(store)

    assert found.ended == 1
    assert found.late == tuple(LateEntries(unit="VHXH", days=days, count=1) for days in late)


def test_an_export_that_shows_no_end_lacks_none(store: SqlStore) -> None:
    take(store, OPEN, exported="2026-11-10 07:10", carries=frozenset({Carried.RECEIVED}))
    take(store, over("2026-11-09 09:00"), exported="2026-11-20 07:10")

    assert doubts(store) == DataDoubts(ended=1)


def test_beyond_the_calendar_no_days_are_counted(store: SqlStore) -> None:
    take(store, OPEN, exported="2026-11-10 07:10")
    take(store, over("2026-11-09 09:00"), exported="2031-01-10 07:10")

    assert doubts(store) == DataDoubts(ended=1)


@pytest.mark.parametrize("at", ["2026-10-31 23:59", "2026-12-01 00:00"])
def test_what_ended_outside_the_period_is_not_counted(store: SqlStore, at: str) -> None:
    take(store, over(at), exported="2026-12-01 07:10")

    assert doubts(store) == DataDoubts()


@pytest.mark.parametrize(
    ("shown", "ended", "is_stale"),
    [
        pytest.param("2026-11-25 07:10", None, True, id="three days before the end"),
        pytest.param("2026-11-26 07:10", None, False, id="two days before"),
        pytest.param("2026-12-05 07:10", None, False, id="after the end"),
        pytest.param("2026-11-25 07:10", "2026-11-18 09:00", False, id="ended"),
        pytest.param(None, None, False, id="no source shows an end"),
    ],
)
def test_an_overdue_dossier_is_stale_where_no_late_export_shows_it(
    store: SqlStore, shown: str | None, ended: str | None, *, is_stale: bool
) -> None:
    one = replace(a_snapshot("d1", ended=ended), shown_at=vn(shown) if shown else None)

    found = doubts(store, judge(one, NOVEMBER, CALENDAR_2026))

    assert found.stale == (frozenset({"d1"}) if is_stale else frozenset())
