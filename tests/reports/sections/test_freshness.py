"""The report says what it rests on, and what it could not know."""

from dataclasses import replace

from reports.scope import SourceAge
from reports.sections.freshness import Freshness
from tests.builders import vn
from tests.reports.snapshots import OFFICE_NOVEMBER, SCOPE, a_report


def test_the_office_in_november() -> None:
    told = a_report(*OFFICE_NOVEMBER).part(Freshness)

    assert told.sources == SCOPE.sources
    assert told.stale == ()
    assert told.not_covered == ("hệ thống của Bộ Công an", "phần mềm đất đai")
    assert (told.no_deadline, told.unknown) == (1, 1)
    assert (told.no_unit, told.no_field, told.no_channel) == (1, 1, 1)


def test_an_export_made_before_the_period_ended_is_told() -> None:
    early = SourceAge(name="ledger", exported_at=vn("2026-11-30 23:59"))
    scope = replace(SCOPE, sources=(*SCOPE.sources, early), without_receipt=3)

    told = a_report(scope=scope).part(Freshness)

    assert told.stale == (early,)
    assert told.without_receipt == 3
