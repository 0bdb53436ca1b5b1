"""Digitised dossiers are a part of those received, results of those resolved."""

from monitor.domain.figures import Share
from reports.sections.digital import Digital
from tests.reports.sections.supplying import a_supply
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report, a_snapshot


def test_each_figure_is_a_part_of_its_own_whole() -> None:
    given = a_supply(digitised=13, electronic_results=9)
    lines = a_report(*OFFICE_NOVEMBER, supplied=given).part(Digital).lines

    assert [(one.name, one.share_of, one.share) for one in lines] == [
        ("digitised", "received", Share(numerator=13, denominator=14)),
        ("electronic_results", "with_result", Share(numerator=9, denominator=9)),
        ("reused", "received", None),
    ]
    assert lines[2].amount is None


def test_more_than_its_whole_is_no_share() -> None:
    lines = (
        a_report(a_snapshot(), supplied=a_supply(digitised=500, reused=1)).part(Digital).lines
    )

    assert [(one.share, one.at_odds) for one in lines[::2]] == [
        (None, Share(numerator=500, denominator=1)),
        (Share(numerator=1, denominator=1), None),
    ]


def test_something_of_nothing_is_no_share() -> None:
    line = a_report(supplied=a_supply(digitised=50)).part(Digital).lines[0]

    assert (line.share, line.at_odds) == (None, Share(numerator=50, denominator=0))
    assert line.is_of_dossiers
