"""Estimates by the national formulas: numerators and denominators, or no data."""

from dataclasses import replace

import pytest

from monitor.domain.figures import Share
from monitor.domain.index_facts import Handling, IndexFacts, InTime, Measure
from monitor.domain.supplied_sums import Supplied
from reports.section import Month
from reports.sections.estimates import Estimates, HandlingLine, Index, make
from tests.reports.sections.supplying import a_supply
from tests.reports.snapshots import CIVIL, DIRECTORY, LAND, OFFICE_NOVEMBER, a_month, a_snapshot

FACTS = IndexFacts(
    in_time=InTime(kept=12, judged=15, unknown=2),
    handlings=(
        Handling(procedure=CIVIL[1], measure=Measure.WORKING_DAYS, dossiers=2, amount=9),
        Handling(procedure=LAND[1], measure=Measure.WORKING_HOURS, dossiers=3, amount=5_400),
    ),
    unmeasured=1,
)
OURS = DIRECTORY.procedures
PRICED = replace(
    DIRECTORY,
    procedures={
        **OURS,
        LAND[1]: replace(OURS[LAND[1]], fee=50_000),
        CIVIL[1]: replace(OURS[CIVIL[1]], yields_paper=False),
    },
)


def the_month(supplied: Supplied | None = None) -> Month:
    month = a_month(*OFFICE_NOVEMBER, index=FACTS, supplied=supplied or Supplied())
    return replace(month, directory=PRICED)


def shares(figures: Estimates) -> dict[Index, tuple[int, int] | None]:
    return {
        line.index: (line.share.numerator, line.share.denominator) if line.share else None
        for line in figures.lines
    }


def test_what_dossiers_tell_is_told_and_what_nobody_supplied_is_not() -> None:
    figures = make(the_month())

    assert shares(figures) == {
        Index.IN_TIME: (12, 15),
        Index.ONLINE: (8, 13),  # one of an unknown channel is left out
        Index.IN_PERSON: (4, 13),
        Index.POST: (1, 13),
        **dict.fromkeys(
            (Index.PAID_ONLINE, Index.ELECTRONIC, Index.DIGITISED, Index.REUSED), None
        ),
        Index.SATISFIED: None,
    }
    assert (figures.unknown, figures.no_channel, figures.unmeasured) == (2, 1, 1)
    assert [line.full_from for line in figures.lines] == [
        *(None, 50, None, None, None, None),
        *(80, 80, 90),
    ]


def test_procedures_stand_in_order_of_their_dossiers() -> None:
    assert make(the_month()).handlings == (
        HandlingLine(
            procedure=LAND[1],
            name=LAND[1],
            measure=Measure.WORKING_HOURS,
            dossiers=3,
            hundredths=50,
        ),
        HandlingLine(
            procedure=CIVIL[1],
            name=CIVIL[1],
            measure=Measure.WORKING_DAYS,
            dossiers=2,
            hundredths=450,
        ),
    )


def test_supplied_figures_are_divided_by_their_dossiers() -> None:
    supplied = a_supply(
        payments=2,
        electronic_results=3,
        digitised=7,
        reused=1,
        complaints=1,
        ratings_dissatisfied=2,
    )

    found = shares(make(the_month(supplied)))

    assert found[Index.PAID_ONLINE] == (2, 3)
    assert found[Index.ELECTRONIC] == (3, 4)  # of five more the procedure yields no paper
    assert found[Index.DIGITISED] == (7, 14)
    assert found[Index.REUSED] == (1, 14)
    assert found[Index.SATISFIED] == (9, 15)


@pytest.mark.parametrize(
    ("supplied", "index", "expected"),
    [
        pytest.param(a_supply(payments=9), Index.PAID_ONLINE, None, id="more than there are"),
        pytest.param(
            a_supply(complaints=9, ratings_dissatisfied=7),
            Index.SATISFIED,
            None,
            id="more disliked than there are",
        ),
        pytest.param(a_supply(complaints=1), Index.SATISFIED, None, id="no ratings"),
        pytest.param(
            a_supply(complaints=8, ratings_dissatisfied=7),
            Index.SATISFIED,
            (0, 15),
            id="never below nothing",
        ),
    ],
)
def test_what_cannot_be_is_not_told(
    supplied: Supplied, index: Index, expected: tuple[int, int] | None
) -> None:
    assert shares(make(the_month(supplied)))[index] == expected


def test_where_no_channel_is_known_the_three_are_not_0() -> None:
    found = shares(make(a_month(a_snapshot(channel=None))))

    assert {found[index] for index in (Index.ONLINE, Index.IN_PERSON, Index.POST)} == {None}


def test_more_than_there_are_is_told_beside_them() -> None:
    supplied = a_supply(payments=9, digitised=500, complaints=9, ratings_dissatisfied=7)

    lines = make(the_month(supplied)).lines

    odd = {line.index: line.at_odds for line in lines if line.at_odds}
    assert odd == {
        Index.PAID_ONLINE: Share(numerator=9, denominator=3),
        Index.DIGITISED: Share(numerator=500, denominator=14),
        Index.SATISFIED: Share(numerator=16, denominator=15),
    }


def test_nothing_to_divide_by_is_no_share() -> None:
    figures = make(a_month())

    assert figures.lines[0].share == Share(numerator=0, denominator=0)
    assert figures.lines[0].share.hundredths is None
