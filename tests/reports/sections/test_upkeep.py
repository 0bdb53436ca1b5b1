"""Slips that are missing, units that stood still, units with nothing online."""

from datetime import date

from monitor.domain.dossier import Channel
from monitor.domain.still_units import StillUnit
from reports.sections.upkeep import Upkeep
from tests.reports.sections.supplying import a_supply
from tests.reports.snapshots import (
    CULTURE,
    ECONOMY,
    OFFICE,
    OFFICE_NOVEMBER,
    a_report,
    a_snapshot,
)


def test_slips_are_parts_of_what_was_received() -> None:
    given = a_supply(slips_missing=3)
    printed, missing = a_report(*OFFICE_NOVEMBER, supplied=given).part(Upkeep).lines

    assert printed.amount is None
    assert missing.share is not None
    assert missing.share.hundredths == 2143


def test_units_with_nothing_online_are_named() -> None:
    found = a_report(
        a_snapshot("1", unit=CULTURE, channel=Channel.ONLINE),
        a_snapshot("2", unit=ECONOMY, channel=Channel.POST),
        a_snapshot("3", unit=OFFICE, channel=None),
    ).part(Upkeep)

    assert found.looked_at == 2
    assert found.none_online is not None
    assert [(one.code, one.received) for one in found.none_online] == [("KT", 1)]


def test_without_channels_nobody_knows() -> None:
    assert a_report(a_snapshot(channel=None)).part(Upkeep).none_online is None
    assert a_report().part(Upkeep).none_online == ()


def test_units_that_stood_still_are_told_with_their_days() -> None:
    still = StillUnit(unit="KT", since=date(2026, 11, 2), until=None, limit_days=5)
    (line,) = a_report(still=(still,)).part(Upkeep).still

    assert (line.name, line.since, line.until) == (ECONOMY[1], date(2026, 11, 2), None)
