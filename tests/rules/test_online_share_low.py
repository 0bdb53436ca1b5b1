"""online_share_low speaks while too few of the month's dossiers come in online."""

from datetime import date

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.rule import judge
from monitor.rules.online_share_low import RULE, check
from tests.builders import vn
from tests.rules.unit_cases import a_unit_case, figures


@pytest.mark.parametrize(
    ("online", "channelled", "stages"),
    [
        pytest.param(10, 20, [], id="half of them: the target is met"),
        pytest.param(9, 20, ["2026-11"], id="one less"),
        pytest.param(0, 19, [], id="nineteen are too few to judge"),
        pytest.param(None, None, [], id="no source tells the channel"),
        pytest.param(3, None, [], id="nor of how many"),
    ],
)
def test_stage(online: int | None, channelled: int | None, stages: list[str]) -> None:
    findings = check(a_unit_case(month=figures(online=online, channelled=channelled)))

    assert [finding.stage for finding in findings] == stages


def test_the_answer_turns_with_the_month() -> None:
    assert list(RULE.moments(a_unit_case())) == [vn("2026-12-01")]


@pytest.mark.parametrize("missing", [Carried.CHANNEL, Carried.RECEIVED])
def test_a_source_without_channel_or_receipt_cannot_know(missing: Carried) -> None:
    case = a_unit_case(carries=frozenset(Carried) - {missing})

    assert judge(case, [RULE]).unknown == ("online_share_low",)


def test_a_finding_shows_what_the_share_is_made_of() -> None:
    (finding,) = check(a_unit_case(month=figures(online=9, channelled=30, received=33)))

    assert finding.key == ("KT", "online_share_low", "2026-11", None)
    assert finding.tells == (Role.HEAD, Role.LEADER)
    assert finding.facts == {
        "first_on": date(2026, 11, 1),
        "until": vn("2026-11-12 07:10"),
        "definition": "online",
        "numerator": 9,
        "denominator": 30,
        "target": 5_000,
        "received": 33,
    }
