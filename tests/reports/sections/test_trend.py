"""Each month as of its own end; what nobody knows is not told, and points compare."""

from dataclasses import replace

from monitor.domain.dossier import Channel
from monitor.domain.past import Past
from reports.sections.rates import Rates
from reports.sections.trend import Trend
from tests.reports.past import a_past, a_past_period
from tests.reports.snapshots import NOVEMBER, OFFICE_NOVEMBER, a_report, a_snapshot


def test_the_office_up_to_november() -> None:
    report = a_report(*OFFICE_NOVEMBER, past=a_past())

    trend = report.part(Trend)
    assert [
        (line.period.code, line.counts.received, line.counts.resolved, line.counts.given_up)
        for line in trend.months
        if line.counts
    ] == [
        ("2026-07", 14, 4, 4),
        ("2026-08", 0, 5, 5),
        ("2026-09", 0, 5, 5),
        ("2026-10", 5, 2, 0),
        ("2026-11", 14, 11, 2),
    ]
    assert sum(line.counts is None for line in trend.months) == 7
    assert trend.months[-1] == trend.now
    assert trend.now.counts
    assert trend.now.counts.rate == report.part(Rates).lines[0].rate
    assert [one.period.code for one in trend.months if one.is_partly_known][-1] == "2026-09"
    assert [code for code, _ in trend.compared] == ["year_before"]


def test_points_are_those_of_the_printed_rates() -> None:
    trend = a_report(*OFFICE_NOVEMBER, past=a_past()).part(Trend)

    assert trend.before
    assert trend.before.counts
    october = trend.before.counts.rate
    assert (october.numerator, october.denominator) == (1, 3)
    assert trend.points_before == 3636 - 3333
    assert trend.points_year_before is None


def test_a_period_without_a_rate_is_not_compared() -> None:
    before = a_past_period(NOVEMBER, a_snapshot(due=None, channel=None))
    past = Past(before=before)

    with_none = a_report(*OFFICE_NOVEMBER, past=past).part(Trend)
    none_now = a_report(past=replace(past, before=a_past().before)).part(Trend)

    assert with_none.points_before is None
    assert none_now.points_before is None
    assert with_none.before
    assert with_none.before.counts
    assert with_none.before.counts.online is None
    assert not with_none.now.is_partly_known


def test_a_month_that_nobody_knows_has_no_figures() -> None:
    trend = a_report(past=a_past(), is_known=False).part(Trend)

    assert trend.now.counts is None
    assert (trend.points_before, trend.points_year_before) == (None, None)


def test_without_a_past_the_month_stands_alone() -> None:
    trend = a_report(a_snapshot(channel=Channel.ONLINE)).part(Trend)

    assert (trend.months, trend.before, trend.year_before) == ((), None, None)
    assert [code for code, _ in trend.compared] == ["now"]
