"""stale_unit speaks of a unit with work in hand of which nothing moves, as far as is seen."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.finding import Severity
from monitor.rules.stale_unit import check, moments
from tests.builders import POLICY_2026, vn
from tests.rules.unit_cases import a_unit_case

MOVED = "2026-11-02 07:10"  # five working days later Monday 9 November has ended


@pytest.mark.parametrize(
    ("at", "stages"),
    [
        pytest.param("2026-11-09 23:59:59", [], id="the fifth day still runs"),
        pytest.param("2026-11-10 00:00", ["2026-11-02"], id="five working days have ended"),
        pytest.param("2026-11-20 09:00", ["2026-11-02"], id="the same key later"),
    ],
)
def test_stage(at: str, stages: list[str]) -> None:
    findings = check(a_unit_case(at=at, open_dossiers=3, moved=MOVED, as_of=at))

    assert [finding.stage for finding in findings] == stages


@pytest.mark.parametrize(
    ("as_of", "stages"),
    [
        pytest.param("2026-11-09 17:00", [], id="no export since: the source is old"),
        pytest.param("2026-11-10 07:10", ["2026-11-02"], id="an export since shows it"),
        pytest.param(None, [], id="of no export"),
    ],
)
def test_only_what_an_export_could_show_counts(as_of: str | None, stages: list[str]) -> None:
    findings = check(a_unit_case(open_dossiers=3, moved=MOVED, as_of=as_of))

    assert [finding.stage for finding in findings] == stages


def test_without_open_dossiers_nothing_has_to_move() -> None:
    assert list(check(a_unit_case(moved=MOVED, as_of="2026-11-12 07:10"))) == []


def test_where_no_movement_was_ever_kept_nothing_is_said() -> None:
    case = a_unit_case(open_dossiers=3, as_of="2026-11-12 07:10")

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_the_moment_is_the_end_of_the_last_day() -> None:
    patient = replace(POLICY_2026, stale_unit_days=10)

    assert list(moments(a_unit_case(moved=MOVED))) == [vn("2026-11-10")]
    assert list(moments(a_unit_case(moved=MOVED, policy=patient))) == [vn("2026-11-17")]
    assert list(moments(a_unit_case(moved="2026-12-30"))) == []


def test_a_finding_carries_what_a_line_needs() -> None:
    case = a_unit_case(open_dossiers=3, moved=MOVED, as_of="2026-11-12 07:10")

    (finding,) = check(case)

    assert finding.key == ("KT", "stale_unit", "2026-11-02", None)
    assert finding.severity is Severity.WARNING
    assert finding.tells == (Role.HEAD, Role.OPERATOR)
    assert finding.facts == {
        "last_moved_at": vn(MOVED),
        "as_of": vn("2026-11-12 07:10"),
        "open": 3,
        "limit_days": 5,
    }
