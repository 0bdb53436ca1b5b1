"""How much sooner results come, on average."""

import pytest

from monitor.domain.pace import Pace, PaceCount


def a_count(procedure: str, dossiers: int, days: int) -> PaceCount:
    return PaceCount(procedure=procedure, dossiers=dossiers, days=days, sooner=1, later=0)


@pytest.mark.parametrize(
    ("dossiers", "days", "tenths"), [(2, 5, 25), (3, 5, 17), (4, -1, -3), (3, 0, 0)]
)
def test_the_average_is_rounded_half_away_from_zero(
    dossiers: int, days: int, tenths: int
) -> None:
    assert a_count("p", dossiers, days).tenths == tenths


def test_the_total_adds_up_all_procedures() -> None:
    pace = Pace(procedures=(a_count("p", 2, 5), a_count("q", 1, -2)))

    assert pace.total == PaceCount(procedure="", dossiers=3, days=3, sooner=2, later=0)
    assert Pace().total is None
