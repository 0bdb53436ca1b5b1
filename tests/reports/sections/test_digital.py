"""Digitised dossiers are a part of those received, results of those resolved."""

from monitor.domain.figures import Share
from reports.sections.digital import Digital
from tests.reports.sections.supplying import a_supply
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report


def test_each_figure_is_a_part_of_its_own_whole() -> None:
    given = a_supply(digitised=13, electronic_results=9)
    lines = a_report(*OFFICE_NOVEMBER, supplied=given).part(Digital).lines

    assert [(one.name, one.share_of, one.share) for one in lines] == [
        ("digitised", "received", Share(numerator=13, denominator=14)),
        ("electronic_results", "with_result", Share(numerator=9, denominator=9)),
        ("reused", "received", None),
    ]
    assert lines[2].amount is None
