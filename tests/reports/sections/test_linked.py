"""Linked dossiers on time are a part of the linked: 108 of 111 in a district's account."""

from reports.sections.linked import Linked
from tests.reports.sections.supplying import a_supply
from tests.reports.snapshots import a_report


def test_linked_dossiers_and_those_on_the_spot() -> None:
    given = a_supply(linked=111, linked_on_time=108, on_the_spot=188, spot_least=1, spot_most=2)
    lines = {one.name: one for one in a_report(supplied=given).part(Linked).lines}

    share = lines["linked_on_time"].share
    assert share is not None
    assert share.hundredths == 9730
    saved = [lines[name].amount for name in ("on_the_spot", "spot_least", "spot_most")]
    assert [one.value for one in saved if one is not None] == [188, 1, 2]
