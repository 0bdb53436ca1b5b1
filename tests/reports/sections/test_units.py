"""Units from the lowest rate, few dossiers unranked, and their sum against the whole."""

from dataclasses import replace

import pytest

from reports.children import Place
from reports.identities import Block, Identity
from reports.section import Month
from reports.sections.units import Units, make
from tests.reports.snapshots import (
    CULTURE,
    ECONOMY,
    OFFICE,
    OFFICE_NOVEMBER,
    SCOPE,
    a_month,
    a_report,
    a_snapshot,
)


def told(units: Units) -> list[tuple[str, int | None, int, int, int]]:
    return [
        (one.code, one.rank, one.rate.numerator, one.rate.denominator, one.letters_missing)
        for one in units.lines
    ]


def test_the_office_in_november() -> None:
    units = a_report(*OFFICE_NOVEMBER, least=3).part(Units)

    assert told(units) == [
        ("VP", 1, 0, 3, 2),
        ("KT", 2, 1, 3, 0),
        ("VHXH", 3, 3, 5, 1),
        ("", None, 0, 0, 0),
    ]
    assert [one.place for one in units.lines] == [Place.CHILD] * 3 + [Place.UNKNOWN]
    assert (units.total.to_process, units.total.late, units.total.overdue) == (17, 3, 4)
    assert units.total.letters_missing == 3
    assert not units.failures
    assert {check.block for check in units.checks} == {Block.CHILD}


def test_few_dossiers_are_not_ranked_and_neither_is_the_unit_itself() -> None:
    units = a_report(
        *OFFICE_NOVEMBER,
        a_snapshot("own", unit=("UBND", "Ủy ban nhân dân xã Tân Bình An")),
        least=4,
    ).part(Units)

    assert told(units)[:3] == [
        ("VHXH", 1, 3, 5, 1),
        ("KT", None, 1, 3, 0),
        ("VP", None, 0, 3, 2),
    ]
    assert [(one.code, one.is_few) for one in units.lines[1:]] == [
        ("KT", True),
        ("VP", True),
        ("", False),
        ("UBND", True),
    ]


def test_equal_rates_stand_by_how_many_were_missed() -> None:
    kept, missed = "2026-11-12 09:00", "2026-11-13 09:00"
    units = a_report(
        *(a_snapshot(f"c{n}", unit=CULTURE, ended=one) for n, one in enumerate((kept, missed))),
        *(
            a_snapshot(f"e{n}", unit=ECONOMY, ended=one)
            for n, one in enumerate((kept, missed, kept, missed))
        ),
    ).part(Units)

    assert [(one.code, one.rank) for one in units.lines] == [
        ("KT", 1),
        ("VHXH", 2),
        ("VP", None),
    ]


@pytest.fixture
def of_another_tree() -> Month:
    """Return a month of the culture unit that holds a dossier of another."""
    scope = replace(SCOPE, unit=CULTURE[0], unit_name=CULTURE[1])
    return a_month(a_snapshot("a"), a_snapshot("b", unit=OFFICE), scope=scope)


def test_a_dossier_of_another_tree_is_told_as_a_failure(of_another_tree: Month) -> None:
    units = make(of_another_tree)

    assert [one.place for one in units.lines] == [Place.OWN]
    assert [
        (check.identity, check.column, check.left, check.right) for check in units.failures
    ] == [(Identity.SUM, column, 1, 2) for column in ("total", "online", "pending", "overdue")]
