"""Each rate says what it divides, and what stands outside it."""

from dataclasses import astuple

import pytest

from monitor.domain.dossier import Channel
from monitor.domain.figures import Rate, RateDefinition, Snapshot
from monitor.domain.supplied_sums import Portal, Supplied
from reports.sections.rates import PortalRate, RateLine, Rates
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report, a_snapshot


def test_the_office_in_november() -> None:
    rates = a_report(*OFFICE_NOVEMBER).part(Rates)

    assert rates == Rates(
        lines=(
            RateLine(rate=_rate(RateDefinition.DUE, 4, 11), given_up=2, paused=1, unsure=1),
            RateLine(rate=_rate(RateDefinition.RESOLVED, 6, 9), given_up=0, paused=0, unsure=2),
            RateLine(
                rate=_rate(RateDefinition.RESOLVED_KEPT, 4, 7), given_up=2, paused=0, unsure=2
            ),
        ),
        online=_rate(RateDefinition.ONLINE, 8, 13),
        portal=None,
        is_known=True,
    )


@pytest.mark.parametrize(
    ("snapshot", "kept", "due"),
    [
        pytest.param(a_snapshot(ended="2026-11-12 09:00"), 1, 1, id="in time"),
        pytest.param(a_snapshot(ended="2026-11-13 09:00"), 0, 1, id="late"),
        pytest.param(a_snapshot(), 0, 1, id="open and overdue counts late"),
        pytest.param(
            a_snapshot(received="2026-10-05 08:00", ended="2026-10-20 09:00"),
            1,
            1,
            id="ended early, before the period its deadline lies in",
        ),
        pytest.param(
            a_snapshot(received="2026-10-05 08:00", due="2026-10-20 17:00"),
            0,
            1,
            id="overdue from before and still open",
        ),
        pytest.param(
            a_snapshot(due="2026-12-10 17:00", ended="2026-11-12 09:00"),
            0,
            0,
            id="falls due next month: counts there",
        ),
        pytest.param(a_snapshot(given_up="2026-11-12 09:00"), 0, 0, id="given up is outside"),
        pytest.param(a_snapshot(paused=True), 0, 0, id="paused is outside"),
        pytest.param(a_snapshot(unknown=True), 0, 0, id="what cannot be told is outside"),
    ],
)
def test_the_headline_counts_what_fell_due(snapshot: Snapshot, kept: int, due: int) -> None:
    headline = a_report(snapshot).part(Rates).lines[0].rate

    assert (headline.numerator, headline.denominator) == (kept, due)


def test_an_empty_month_has_no_rate() -> None:
    rates = a_report().part(Rates)

    assert [line.rate.hundredths for line in rates.lines] == [None, None, None]
    assert rates.online == _rate(RateDefinition.ONLINE, 0, 0)


def test_without_a_single_known_channel_the_online_share_is_not_known() -> None:
    report = a_report(a_snapshot("a", channel=None), a_snapshot("b", channel=None))

    assert report.part(Rates).online is None


def test_an_unknown_channel_among_known_ones_is_left_out() -> None:
    report = a_report(a_snapshot("a", channel=None), a_snapshot("b", channel=Channel.ONLINE))

    assert report.part(Rates).online == _rate(RateDefinition.ONLINE, 1, 1)


def test_given_up_is_outside_the_headline_only_once_it_would_have_been_due() -> None:
    report = a_report(
        a_snapshot("a", given_up="2026-11-12 09:00"),
        a_snapshot("b", due="2026-12-10 17:00", given_up="2026-11-12 09:00"),
    )

    assert astuple(report.part(Rates).lines[0])[1:] == (1, 0, 0)


def _rate(definition: RateDefinition, numerator: int, denominator: int) -> Rate:
    return Rate(definition=definition, numerator=numerator, denominator=denominator)


@pytest.mark.parametrize(
    ("snapshots", "difference"),
    [
        pytest.param(OFFICE_NOVEMBER, 6234, id="above our 36,36 %"),
        pytest.param((), None, id="nothing fell due"),
    ],
)
def test_the_portals_own_rate_stands_beside_ours(
    snapshots: tuple[Snapshot, ...], difference: int | None
) -> None:
    supplied = Supplied(portal=Portal(hundredths=9870, reason="Cổng tính theo giờ"))

    assert a_report(*snapshots, supplied=supplied).part(Rates).portal == PortalRate(
        hundredths=9870, difference=difference, reason="Cổng tính theo giờ"
    )
