"""What nobody planned for reaches a report: no data, merged units, edges, one code twice."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Level, Unit
from monitor.domain.dossier import Status
from monitor.domain.period import Period
from monitor.domain.record import Record
from monitor.flows.figures import judged
from monitor.store.work import SqlStore
from reports.sections.freshness import Freshness
from reports.sections.rates import Rates
from reports.sections.table06a import Table06a
from reports.sections.trend import Trend
from reports.table import Row
from tests.builders import vn
from tests.flows.bureau import KNOWN, NOVEMBER, Bureau
from tests.notices.office import a_directory, an_office

FINISHED = replace(KNOWN, status=Status.FINISHED, finished_at=vn("2026-11-10 09:00"))


@pytest.fixture
def bureau(store: SqlStore) -> Bureau:
    return Bureau(store)


def total(bureau: Bureau, period: Period = NOVEMBER) -> Row:
    return bureau.figures(period).part(Table06a).total


OVER = replace(FINISHED, received_at=vn("2026-07-02 08:00"), finished_at=vn("2026-07-03 09:00"))


@pytest.mark.parametrize(
    ("record", "exported"),
    [
        pytest.param(OVER, "2026-11-20 07:10", id="a dossier of before"),
        pytest.param(KNOWN, "2026-08-31 23:59", id="an export of before"),
    ],
)
def test_a_period_without_data_is_a_report_of_nothing(
    bureau: Bureau, record: Record, exported: str
) -> None:
    bureau.take(record, exported=exported)
    august = Period.month("2026-08")

    report = bureau.figures(august)
    made = bureau.make(august)

    assert report.part(Table06a).total.total == 0
    assert report.part(Table06a).is_known
    assert report.part(Trend).now.counts == report.part(Trend).months[-1].counts is not None
    assert [one.rate.hundredths for one in report.part(Rates).lines] == [None] * len(
        report.part(Rates).lines
    )
    assert made.workbook_size > 0


@pytest.mark.parametrize(
    ("records", "exported"),
    [
        pytest.param((), "", id="no import"),
        pytest.param((KNOWN,), "2026-09-01 00:00", id="nothing came before it was over"),
    ],
)
def test_a_period_before_anything_is_known_has_no_zeros(
    bureau: Bureau, records: tuple[Record, ...], exported: str
) -> None:
    if records:
        bureau.take(*records, exported=exported)

    report = bureau.figures(Period.month("2026-08"))

    parts = (report.part(Table06a), report.part(Rates), report.part(Freshness))
    assert [one.is_known for one in parts] == [False] * 3
    assert report.part(Trend).now.counts is None
    assert report.part(Trend).months[-1].counts is None


def test_units_that_were_merged_away_are_counted_above_and_told(bureau: Bureau) -> None:
    old = [replace(FINISHED, code=f"old{n}", unit=f"Xã cũ {n}") for n in (2, 1, 1)]
    bureau.take(
        KNOWN,
        *(replace(one, code=f"{one.code}-{place}") for place, one in enumerate(old)),
        exported="2026-12-01 07:10",
    )

    report = bureau.figures()

    told = report.part(Freshness)
    assert report.part(Table06a).total.total == 4
    assert (told.unknown_unit, told.unknown_units) == (3, ("Xã cũ 1", "Xã cũ 2"))


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        pytest.param("2026-10-31 23:59:59", (0, 1), id="the last second before"),
        pytest.param("2026-11-01 00:00:00", (1, 0), id="the first of the month"),
        pytest.param("2026-11-30 23:59:59", (1, 0), id="the last of the month"),
        pytest.param("2026-12-01 00:00:00", (0, 0), id="the first after"),
    ],
)
def test_a_receipt_at_the_edge_is_counted_in_one_month(
    bureau: Bureau, received: str, expected: tuple[int, int]
) -> None:
    bureau.take(replace(KNOWN, received_at=vn(received)), exported="2026-12-02 07:10")

    row = total(bureau)

    assert (row.online + row.direct, row.carried) == expected


@pytest.mark.parametrize(
    ("ended", "resolved", "pending"),
    [
        pytest.param("2026-10-31 23:59:59", 0, 0, id="before the month"),
        pytest.param("2026-11-01 00:00:00", 1, 0, id="the first of the month"),
        pytest.param("2026-11-30 23:59:59", 1, 0, id="the last of the month"),
        pytest.param("2026-12-01 00:00:00", 0, 1, id="the first after"),
    ],
)
def test_an_end_at_the_edge_is_counted_in_one_month(
    bureau: Bureau, ended: str, resolved: int, pending: int
) -> None:
    old = replace(FINISHED, received_at=vn("2026-10-05 08:00"), finished_at=vn(ended))
    bureau.take(old, exported="2026-12-02 07:10")

    row = total(bureau)

    assert (row.resolved, row.pending) == (resolved, pending)


def test_one_received_finished_and_opened_again_in_a_month_is_one_open_dossier(
    bureau: Bureau,
) -> None:
    bureau.take(KNOWN, exported="2026-11-05 07:10")
    bureau.take(FINISHED, exported="2026-11-11 07:10")
    bureau.take(replace(KNOWN, finished_at=None), exported="2026-12-01 07:10")

    row = total(bureau)

    assert (row.total, row.resolved, row.pending) == (1, 0, 1)


def test_one_code_from_two_systems_is_one_dossier_and_told(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-11-20 07:10")
    bureau.take(FINISHED, replace(KNOWN, code="own"), exported="2026-11-21 07:10", system="bo")
    bureau.take(FINISHED, replace(KNOWN, code="own"), exported="2026-11-22 07:10", system="bo")

    row, told = total(bureau), bureau.figures().part(Freshness)

    assert (row.total, row.resolved) == (2, 0)
    assert told.of_other_system == 1
    assert bureau.figures(Period.month("2026-12")).part(Freshness).of_other_system == 0


def test_one_opened_again_after_the_month_had_ended_in_it(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-11-05 07:10")
    bureau.take(FINISHED, exported="2026-12-01 07:10")
    before = total(bureau)

    bureau.take(replace(KNOWN, finished_at=None), exported="2026-12-03 07:10")
    after, trend = total(bureau), bureau.figures().part(Trend)

    assert (before.resolved, before.pending) == (after.resolved, after.pending) == (1, 0)
    assert trend.months[-1].counts == trend.now.counts


def test_one_altered_and_not_judged_yet_is_counted_all_the_same(bureau: Bureau) -> None:
    early = replace(KNOWN, received_at=vn("2026-10-05 08:00"))
    bureau.take(early, exported="2026-10-10 07:10")
    ended = replace(early, status=Status.FINISHED, finished_at=vn("2026-10-29 09:00"))
    bureau.take(ended, exported="2026-10-30 07:10")

    rate = bureau.figures().part(Rates).lines[0].rate

    assert (rate.numerator, rate.denominator) == (1, 1)


def test_of_two_units_without_one_above_the_larger_answers_for_unknown_ones(
    bureau: Bureau,
) -> None:
    other = Unit(code="XB", name="Another commune", level=Level.COMMUNE)
    bureau.office = an_office(a_directory(other))
    bureau.take(replace(KNOWN, unit="Phòng Lạ"), exported="2026-11-20 07:10")

    assert total(bureau).total == 1


def test_what_stands_in_an_outside_agency_is_not_counted_and_told(bureau: Bureau) -> None:
    bureau.take(KNOWN, replace(KNOWN, code="theirs", unit="VPDK"), exported="2026-11-20 07:10")

    assert total(bureau).total == 1
    assert bureau.figures().part(Freshness).elsewhere == 1


def test_one_without_a_receipt_stands_in_no_period(bureau: Bureau) -> None:
    bureau.take(replace(KNOWN, received_at=None), exported="2026-11-20 07:10")

    with bureau.store.reading() as work:
        assert list(judged(work, bureau.office, [KNOWN.code], NOVEMBER)) == []
