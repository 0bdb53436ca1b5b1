"""stale_source speaks of a system from which nothing has come for too long."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Severity
from monitor.rules.stale_source import check, moments
from tests.builders import POLICY_2026, vn
from tests.rules.unit_cases import a_source, a_unit_case

LEDGER = frozenset({Carried.RECEIVED, Carried.COLLECTED})


@pytest.mark.parametrize(
    ("at", "stages"),
    [
        pytest.param("2026-11-10 07:00", [], id="the next morning: one working day"),
        pytest.param("2026-11-10 10:59:59", [], id="a second before"),
        pytest.param("2026-11-10 11:00", ["tinh 2026-11-09T07:00"], id="twelve hours"),
        pytest.param("2026-11-12 09:00", ["tinh 2026-11-09T07:00"], id="the same key later"),
        pytest.param("2026-11-09 06:00", [], id="a past day replayed"),
    ],
)
def test_stage(at: str, stages: list[str]) -> None:
    findings = check(a_unit_case(at=at, sources=(a_source(),)))

    assert [finding.stage for finding in findings] == stages


def test_a_weekend_makes_no_source_old() -> None:
    friday = a_source(exported="2026-11-13 07:00")

    sunday = a_unit_case(at="2026-11-15 20:00", sources=(friday,))

    assert list(check(sunday)) == []
    assert list(moments(sunday)) == [vn("2026-11-16 11:00")]


def test_a_newer_export_that_is_old_again_speaks_anew() -> None:
    at = "2026-11-16 09:00"
    (first,) = check(a_unit_case(at=at, sources=(a_source(),)))

    (second,) = check(a_unit_case(at=at, sources=(a_source(exported="2026-11-09 16:00"),)))

    assert first.key != second.key


def test_each_system_speaks_for_itself() -> None:
    old, fresh = a_source("dat"), a_source("tinh", exported="2026-11-12 07:00")

    (finding,) = check(a_unit_case(sources=(fresh, old)))

    assert finding.facts["system"] == "dat"


def test_of_one_system_the_source_that_shows_an_end_counts() -> None:
    ends = a_source(source="list")
    ledger = a_source(source="ledger", exported="2026-11-12 07:00", carries=LEDGER)

    (finding,) = check(a_unit_case(sources=(ends, ledger)))

    assert finding.facts["exported_at"] == vn("2026-11-09 07:00")


def test_where_no_source_shows_an_end_the_newest_counts() -> None:
    old = a_source(source="ledger", carries=LEDGER)
    new = a_source(source="other", exported="2026-11-12 07:00", carries=LEDGER)

    assert list(check(a_unit_case(sources=(new, old)))) == []


def test_below_the_topmost_unit_nothing_is_said() -> None:
    case = a_unit_case(sources=(a_source(),), is_top=False)

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_the_office_chooses_how_old() -> None:
    weekly = replace(POLICY_2026, stale_source_hours=40)

    case = a_unit_case(sources=(a_source(),), policy=weekly)

    assert list(check(case)) == []
    assert list(moments(case)) == [vn("2026-11-13 17:00")]


def test_beyond_the_loaded_calendar_nothing_is_said() -> None:
    case = a_unit_case(at="2026-12-31 16:00", sources=(a_source(exported="2026-12-31 07:00"),))

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_a_finding_carries_what_a_line_needs() -> None:
    (finding,) = check(a_unit_case(sources=(a_source(),)))

    assert finding.key == ("KT", "stale_source", "tinh 2026-11-09T07:00", None)
    assert finding.severity is Severity.WARNING
    assert finding.tells == (Role.OPERATOR, Role.HEAD)
    assert finding.facts == {
        "system": "tinh",
        "exported_at": vn("2026-11-09 07:00"),
        "imported_at": vn("2026-11-09 07:00"),
        "limit_hours": 12,
    }
