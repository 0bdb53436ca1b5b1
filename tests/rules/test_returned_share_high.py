"""returned_share_high speaks while too many of the month's dossiers go back."""

from datetime import date

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.rule import judge
from monitor.rules.returned_share_high import RULE, check
from tests.builders import vn
from tests.rules.unit_cases import a_unit_case, figures


@pytest.mark.parametrize(
    ("withdrawn", "sent_back", "ended", "stages"),
    [
        pytest.param(1, 1, 20, [], id="a tenth of them: the limit is kept"),
        pytest.param(2, 1, 20, ["2026-11"], id="one more"),
        pytest.param(9, 9, 19, [], id="nineteen are too few to judge"),
        pytest.param(None, 3, 20, [], id="no source tells what was withdrawn"),
        pytest.param(3, None, 20, [], id="nor what was sent back"),
        pytest.param(3, 3, None, [], id="nor of how many"),
    ],
)
def test_stage(
    withdrawn: int | None, sent_back: int | None, ended: int | None, stages: list[str]
) -> None:
    month = figures(withdrawn=withdrawn, sent_back=sent_back, ended=ended)

    findings = check(a_unit_case(month=month))

    assert [finding.stage for finding in findings] == stages


def test_the_answer_turns_with_the_month() -> None:
    assert list(RULE.moments(a_unit_case())) == [vn("2026-12-01")]


def test_a_source_without_status_cannot_know() -> None:
    case = a_unit_case(carries=frozenset(Carried) - {Carried.STATUS})

    assert judge(case, [RULE]).unknown == ("returned_share_high",)


def test_a_finding_shows_what_the_share_is_made_of() -> None:
    month = figures(withdrawn=4, sent_back=3, ended=40, asked=None)

    (finding,) = check(a_unit_case(month=month))

    assert finding.key == ("KT", "returned_share_high", "2026-11", None)
    assert finding.tells == (Role.HEAD, Role.LEADER)
    assert finding.facts == {
        "first_on": date(2026, 11, 1),
        "until": vn("2026-11-12 07:10"),
        "definition": "returned",
        "numerator": 7,
        "denominator": 40,
        "target": 1_000,
        "withdrawn": 4,
        "sent_back": 3,
        "asked": None,
    }
