"""Many periods counted in one pass: each as if its dossiers were judged one by one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.domain.dossier import Carried, Pause, PauseKind, Status
from monitor.domain.office import Office
from monitor.domain.period import MonthScheme, Period
from monitor.domain.reckoning import Outcome, Reckoning, Tally
from monitor.flows.figures import figures, month_counts
from monitor.flows.ingest import ingest
from monitor.flows.month_past import asked_in, past_of
from monitor.flows.scan import scan
from monitor.rules import RULES
from monitor.store.engine import writing
from monitor.store.tables import dossiers
from monitor.store.work import SqlStore
from reports.sections.rates import Rates
from reports.sections.table06a import Table06a
from reports.sections.trend import Trend
from tests.builders import vn
from tests.exports import a_file, a_record
from tests.flows.lives import PERIODS, PRESENT, lived, one_by_one
from tests.notices.office import COMMUNE, DIRECTORY, OFFICE, TELLING

__all__ = ["lived"]

NOVEMBER = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
FROM_THE_15TH = replace(OFFICE, months=MonthScheme(15))


def alike(reckoning: Reckoning) -> Reckoning:
    """Return what one pass tells: an early end is one on time."""
    is_early = reckoning.outcome is Outcome.EARLY
    outcome = Outcome.ON_TIME if is_early else reckoning.outcome
    return replace(reckoning, outcome=outcome, is_given_up_late=False)


def counted(tallies: Iterable[Tally]) -> Counter[Reckoning]:
    found: Counter[Reckoning] = Counter()
    for one in tallies:
        found[alike(one.reckoning)] += one.count
    return found


@pytest.mark.parametrize("unit", [COMMUNE.code, "VHXH"])
def test_settled_dossiers_are_reckoned_as_one_by_one_in_each_period(
    lived: SqlStore, unit: str
) -> None:
    with lived.reading() as work:
        counts = month_counts(work, OFFICE, DIRECTORY.units[unit], NOVEMBER, at=PRESENT)
        past = counts.past(PERIODS)
        unsettled = set(past.unsettled())
        found = {one.code: list(past.tallies(one)) for one in PERIODS}

    for period in PERIODS:
        judged = one_by_one(lived, period, unit)
        settled = [alike(one) for code, one in judged.items() if code not in unsettled]
        assert counted(found[period.code]) == Counter(settled), period.code
        assert len(settled) > (25 if unit == COMMUNE.code else 5)
    assert len(unsettled) > 20


@pytest.mark.parametrize("office", [OFFICE, FROM_THE_15TH], ids=["1st", "15th"])
def test_each_month_is_told_as_of_its_own_end(lived: SqlStore, office: Office) -> None:
    period = office.months.month("2026-12")
    with lived.reading() as work:
        counts = month_counts(work, office, COMMUNE, period, at=PRESENT)
        past = past_of(work, office, counts, period)

    assert past.before is not None
    assert past.months[-2] == past.before
    assert [one.period for one in past.months] == list(office.months.months_until(period))
    known = {one.period: one.tallies for one in past.months if one.tallies is not None}
    assert list(known) == list(office.months.months_until(period, 3))
    for one, tallies in known.items():
        expected = one_by_one(lived, one, COMMUNE.code)
        assert counted(tallies) == Counter(map(alike, expected.values())), one.code
        assert expected


def test_what_a_bound_cuts_or_nobody_has_judged_yet_is_judged_alone(store: SqlStore) -> None:
    late_pause = Pause(paused_at=vn("2026-11-26 08:00"), resumed_at=vn("2026-11-30 08:00"))
    shared: dict[str, Any] = {
        "received": "2026-10-05 08:00",
        "promised": "2026-11-27 17:00",
        "unit": "KT",
    }
    judged = (
        a_record("ended before it waited", finished="2026-10-20 09:00", **shared),
        a_record("waits, nobody says since when", **shared | {"promised": "2026-10-30 17:00"}),
        a_record("altered since", **shared),
        a_record("of a store that was just upgraded", **shared),
    )
    later = (
        replace(judged[0], pauses=(late_pause,)),
        replace(judged[1], status=Status.PAUSED_SUPPLEMENT),
    )
    altered = replace(judged[2], finished_at=vn("2026-10-29 09:00"), status=Status.FINISHED)
    for records, exported, is_judged in (
        (judged, "2026-10-21 07:10", True),
        ((*later, judged[2], judged[3]), "2026-12-02 07:10", True),
        ((*later, altered, judged[3]), "2026-12-02 08:10", False),
    ):
        file = a_file(*records, exported=exported, carries=frozenset(Carried))
        ingest(store, DIRECTORY, file, max_reject_share=0, at=vn(exported))
        if is_judged:
            scan(store, OFFICE, RULES, at=vn(exported))
    with writing(store.engine) as connection:
        is_upgraded = dossiers.c.code == judged[3].code
        connection.execute(dossiers.update().where(is_upgraded).values(shows_end=None))

    with store.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, NOVEMBER, at=PRESENT)
        past = past_of(work, OFFICE, counts, NOVEMBER)
        alone = counts.past([one.period for one in past.months]).unsettled()

    assert alone == sorted(one.code for one in judged)
    for one in past.months[-2:]:
        expected = one_by_one(store, one.period, COMMUNE.code)
        assert counted(one.tallies or ()) == Counter(map(alike, expected.values()))


def test_the_last_month_of_the_trend_is_the_month_of_the_report(lived: SqlStore) -> None:
    with lived.reading() as work:
        report = figures(work, OFFICE, TELLING, COMMUNE, NOVEMBER, at=PRESENT)

    trend = report.part(Trend)
    counts, table = trend.months[-1].counts, report.part(Table06a).total
    assert trend.months[-1] == trend.now
    assert counts is not None
    assert counts.rate == report.part(Rates).lines[0].rate
    assert (counts.to_process, counts.received, counts.resolved) == (
        table.total,
        table.received,
        table.resolved,
    )
    assert (counts.late, counts.overdue, counts.online) == (
        table.late,
        table.overdue,
        table.online,
    )
    assert counts.late
    assert counts.overdue


def test_what_was_asked_for_is_counted_by_its_pauses(store: SqlStore) -> None:
    asked_twice = tuple(
        Pause(paused_at=vn(at), resumed_at=vn(f"{at[:10]} 16:00"), kind=kind)
        for at, kind in (
            ("2026-09-30 08:00", PauseKind.SUPPLEMENT),
            ("2026-11-02 08:00", PauseKind.SUPPLEMENT),
            ("2026-11-03 08:00", PauseKind.FINANCE),
            ("2026-11-30 08:00", PauseKind.SUPPLEMENT),
            ("2026-12-01 08:00", PauseKind.SUPPLEMENT),
        )
    )
    records = (
        a_record("a", received="2026-09-01 08:00", unit="KT", pauses=asked_twice),
        a_record("b", received="2026-09-01 08:00", unit="KT", pauses=asked_twice[1:2]),
        a_record("c", received="2026-09-01 08:00", unit="VHXH", pauses=asked_twice[:1]),
        a_record("d", received="2026-09-01 08:00", unit="VPDK", pauses=asked_twice),
    )
    file = a_file(*records, exported="2026-12-02 07:10", carries=frozenset(Carried))
    ingest(store, DIRECTORY, file, max_reject_share=0, at=PRESENT)

    with store.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, NOVEMBER, at=PRESENT)
        asked = asked_in(work, OFFICE, counts, NOVEMBER)

    assert asked.now is not None
    assert asked.quarter_before is not None
    now = [(one.unit, one.requests, one.dossiers, one.again) for one in asked.now]
    before = [(one.unit, one.requests, one.again) for one in asked.quarter_before]
    assert now == [("KT", 3, 2, 1)]
    assert sorted(before) == [("KT", 1, 0), ("VHXH", 1, 0)]


def test_what_no_source_carries_and_nobody_knows_yet_is_not_told(store: SqlStore) -> None:
    with store.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, NOVEMBER, at=PRESENT)
        past = past_of(work, OFFICE, counts, NOVEMBER)
        asked = asked_in(work, OFFICE, counts, NOVEMBER)

    assert {one.tallies for one in past.months} == {None}
    assert (asked.now, asked.quarter_before, past.known_since) == (None, None, None)


def test_a_month_is_known_once_something_had_come(store: SqlStore) -> None:
    carries = frozenset({Carried.RECEIVED, Carried.STATUS})
    old = a_record("old", received="2024-05-02 08:00", finished="2024-05-03 09:00")
    new = a_record("new", received="2026-11-02 08:00")
    for record, source in ((new, "new"), (old, "old")):
        file = a_file(record, exported="2026-12-01 07:10", source=source, carries=carries)
        ingest(store, DIRECTORY, file, max_reject_share=0, at=PRESENT)
        with store.reading() as work:
            counts = month_counts(work, OFFICE, COMMUNE, NOVEMBER, at=PRESENT)
            past = past_of(work, OFFICE, counts, NOVEMBER)
        known = [one.tallies is not None for one in past.months]
        assert known == [source == "old"] * 11 + [True]
    assert past.known_since == vn("2026-12-01 07:10")
