"""Results are parts of those rated; shares that do not come to 100 % are said."""

import pytest

from reports.sections.satisfaction import Rated, Satisfaction
from tests.reports.sections.supplying import a_supply
from tests.reports.snapshots import a_report

RATINGS = ("ratings", "ratings_very_satisfied", "ratings_satisfied", "ratings_dissatisfied")


def people(*counts: int) -> Rated:
    given = a_supply(dict(zip(RATINGS, counts, strict=False)))
    return a_report(supplied=given).part(Satisfaction).people


@pytest.mark.parametrize(
    ("counts", "unsorted", "is_rounded"),
    [
        pytest.param((298, 288, 10, 0), 0, False, id="a centre in April 2020"),
        pytest.param((143, 121, 20, 2), 0, True, id="100,01 %"),
        pytest.param((143, 121, 20, 1), 1, False, id="one without a result"),
        pytest.param((143, 121, 20), None, False, id="a result nobody gave"),
        pytest.param((0, 0, 0, 0), 0, False, id="nobody was asked"),
    ],
)
def test_results_are_parts_of_the_rated(
    counts: tuple[int, ...], unsorted: int | None, *, is_rounded: bool
) -> None:
    rated = people(*counts)

    assert (rated.unsorted, rated.is_rounded) == (unsorted, is_rounded)
    assert [one.share.numerator for one in rated.results if one.share] == list(counts[1:])


def test_shares_are_those_of_the_account() -> None:
    shares = [one.share for one in people(298, 288, 10, 0).results]

    assert [one.hundredths for one in shares if one is not None] == [9664, 336, 0]


def test_officials_and_complaints_have_their_place() -> None:
    given = a_supply(officials_rated=12, officials_good=7, complaints=1, complaints_answered=1)
    found = a_report(supplied=given).part(Satisfaction)

    assert [one.name for one in found.officials.results if one.amount] == ["officials_good"]
    assert found.officials.total.amount is not None
    answered = found.complaints[1].share
    assert answered is not None
    assert answered.hundredths == 10_000
