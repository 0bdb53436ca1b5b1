"""unit_rate_low speaks while too few of the month's deadlines are met."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.rules.unit_rate_low import RULE, check
from tests.builders import POLICY_2026, vn
from tests.rules.unit_cases import a_unit_case, figures


@pytest.mark.parametrize(
    ("kept", "late", "carried", "stages"),
    [
        pytest.param(19, 1, 0, [], id="95 of a hundred: the target is met"),
        pytest.param(18, 2, 0, ["2026-11"], id="one less"),
        pytest.param(19, 1, 1, ["2026-11"], id="overdue from before counts as late"),
        pytest.param(10, 9, 0, [], id="nineteen are too few to judge"),
        pytest.param(0, 0, 40, [], id="nothing fell due this month: old ones do not judge it"),
        pytest.param(0, 0, 0, [], id="nothing at all"),
        pytest.param(None, None, None, [], id="no source tells"),
        pytest.param(18, 2, None, [], id="nor part of it"),
        pytest.param(18, None, 0, [], id="whichever"),
    ],
)
def test_stage(
    kept: int | None, late: int | None, carried: int | None, stages: list[str]
) -> None:
    month = figures(kept=kept, late=late, carried=carried)

    findings = check(a_unit_case(month=month))

    assert [finding.stage for finding in findings] == stages


def test_the_office_chooses_target_and_least_number() -> None:
    strict = replace(POLICY_2026, on_time_target=0.9951, unit_min_dossiers=2_000)

    met = a_unit_case(month=figures(kept=9_951, late=49, carried=0), policy=strict)
    missed = a_unit_case(month=figures(kept=9_950, late=50, carried=0), policy=strict)

    assert list(check(met)) == []
    assert [finding.facts["target"] for finding in check(missed)] == [9_951]


def test_the_answer_turns_with_the_month() -> None:
    december = figures("2026-12-31 09:00")

    assert list(RULE.moments(a_unit_case())) == [vn("2026-12-01")]
    assert list(RULE.moments(a_unit_case(month=december))) == [vn("2027-01-01")]


def test_a_source_without_status_cannot_know() -> None:
    case = a_unit_case(carries=frozenset(Carried) - {Carried.STATUS})

    assert judge(case, [RULE]).unknown == ("unit_rate_low",)


def test_a_finding_shows_what_the_rate_is_made_of() -> None:
    (finding,) = check(a_unit_case(month=figures(kept=30, late=5, carried=2)))

    assert finding.key == ("KT", "unit_rate_low", "2026-11", None)
    assert finding.severity is Severity.WARNING
    assert finding.tells == (Role.HEAD, Role.LEADER)
    assert finding.facts == {
        "first_on": date(2026, 11, 1),
        "until": vn("2026-11-12 07:10"),
        "definition": "due",
        "numerator": 30,
        "denominator": 37,
        "target": 9_500,
        "late": 5,
        "carried": 2,
    }
