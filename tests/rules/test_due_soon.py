"""due_soon speaks once per threshold, and never on the due day of a term of days."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.domain.term import Term, TermUnit
from monitor.rules.due_soon import RULE, check, moments
from tests.builders import (
    POLICY_2026,
    a_case,
    a_dossier,
    a_pause,
    a_procedure,
    days_term,
    hours_term,
    vn,
)

DOSSIER = a_dossier(received="2026-11-02 08:00")  # ten days: due Monday 16 November
SAME_DAY = a_procedure(Term(1, TermUnit.SAME_DAY))


@pytest.mark.parametrize(
    ("at", "stages"),
    [
        pytest.param("2026-11-10 16:00", [], id="four days left: silent"),
        pytest.param("2026-11-11 06:59", [], id="three days left, but not open yet"),
        pytest.param("2026-11-11 07:00", ["3d"], id="three days left"),
        pytest.param("2026-11-12 09:00", ["3d"], id="two left: same stage, so same key"),
        pytest.param("2026-11-13 09:00", ["1d"], id="one day left"),
        pytest.param("2026-11-15 09:00", ["1d"], id="the Sunday before"),
        pytest.param("2026-11-16 06:59", ["1d"], id="the due day, not open yet"),
        pytest.param("2026-11-16 07:00", [], id="the due day opens: due_today speaks"),
        pytest.param("2026-11-17 09:00", [], id="late: overdue speaks"),
    ],
)
def test_stage_of_a_term_of_days(at: str, stages: list[str]) -> None:
    findings = check(a_case(DOSSIER, at=at))

    assert [finding.stage for finding in findings] == stages


@pytest.mark.parametrize(
    ("at", "stages"),
    [
        pytest.param("2026-11-03 10:59", [], id="more than four hours left"),
        pytest.param("2026-11-03 11:00", ["4h"], id="four hours left, over the noon break"),
        pytest.param("2026-11-03 15:59", ["4h"], id="more than one left"),
        pytest.param("2026-11-03 16:00", ["1h"], id="one hour left"),
        pytest.param("2026-11-03 23:59", ["1h"], id="closed, but late by date only tomorrow"),
        pytest.param("2026-11-04 00:00", [], id="late"),
    ],
)
def test_stage_of_a_term_of_one_day(at: str, stages: list[str]) -> None:
    case = a_case(DOSSIER, at=at, procedure=a_procedure(days_term(1)))

    findings = check(case)

    assert [finding.stage for finding in findings] == stages


@pytest.mark.parametrize(
    ("at", "stages"),
    [
        pytest.param("2026-11-03 07:59:59", [], id="a second more than one hour left"),
        pytest.param("2026-11-03 08:00:00", ["1h"], id="one hour left"),
        pytest.param("2026-11-03 09:00:00", ["1h"], id="the due instant is in time"),
        pytest.param("2026-11-03 09:00:01", [], id="late by the second"),
    ],
)
def test_stage_of_a_term_of_hours(at: str, stages: list[str]) -> None:
    case = a_case(
        a_dossier(received="2026-11-02 16:00"),  # due Tuesday 09:00
        at=at,
        procedure=a_procedure(hours_term(3)),
        policy=replace(POLICY_2026, warn_hours=(1,)),
    )

    findings = check(case)

    assert [finding.stage for finding in findings] == stages


@pytest.mark.parametrize(
    ("as_of", "at", "stages"),
    [
        pytest.param("2026-11-03 07:00", "2026-11-03 07:59:59", ["4h"], id="an hour old"),
        pytest.param("2026-11-03 07:00", "2026-11-03 08:00", [], id="older"),
        pytest.param("2026-11-02 16:30", "2026-11-03 07:20", ["4h"], id="over the night"),
        pytest.param("2026-11-02 16:30", "2026-11-03 07:30", [], id="older, over the night"),
    ],
)
def test_hours_are_counted_by_fresh_data_only(as_of: str, at: str, stages: list[str]) -> None:
    policy = replace(POLICY_2026, warn_hours=(8, 4), warn_days=(3,))
    dossier = a_dossier(received="2026-11-02 14:30", as_of=as_of)
    case = a_case(dossier, at=at, procedure=a_procedure(hours_term(4)), policy=policy)

    assert [finding.stage for finding in check(case)] == stages
    assert vn("2026-11-03 08:00") in moments(case) or as_of != "2026-11-03 07:00"


def test_days_are_counted_by_data_of_any_age() -> None:
    dossier = a_dossier(received="2026-11-02 08:00", as_of="2026-11-05 07:00")

    findings = check(a_case(dossier, at="2026-11-12 09:00"))

    assert [finding.stage for finding in findings] == ["3d"]


def test_a_same_day_dossier_received_late_is_warned_at_once() -> None:
    case = a_case(
        a_dossier(received="2026-11-02 14:30"), at="2026-11-02 14:31", procedure=SAME_DAY
    )

    findings = check(case)

    assert [finding.stage for finding in findings] == ["4h"]


def test_a_finding_carries_what_a_line_of_a_digest_needs() -> None:
    (finding,) = check(a_case(DOSSIER, at="2026-11-12 09:00"))

    assert finding.key == (DOSSIER.code, "due_soon", "3d", vn("2026-11-16 17:00"))
    assert finding.severity is Severity.WARNING
    assert finding.tells == (Role.HANDLER,)
    assert finding.facts == {
        "due_at": vn("2026-11-16 17:00"),
        "basis": "computed",
        "is_estimated": False,
        "days_left": 2,
    }


@pytest.mark.parametrize(
    ("at", "seconds"),
    [
        pytest.param("2026-11-03 13:30", 12_600, id="an afternoon left"),
        pytest.param("2026-11-03 18:00", 0, id="closed: none, never less than none"),
    ],
)
def test_hours_left_are_told_in_working_seconds(at: str, seconds: int) -> None:
    (finding,) = check(a_case(DOSSIER, at=at, procedure=a_procedure(days_term(1))))

    assert finding.facts["seconds_left"] == seconds
    assert "days_left" not in finding.facts


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(pauses=(a_pause("2026-11-05 08:00"),)), id="paused"),
        pytest.param(a_dossier(status=Status.WITHDRAWN), id="withdrawn"),
        pytest.param(a_dossier(finished="2026-11-12 08:00"), id="finished"),
        pytest.param(a_dossier(received=None), id="without dates"),
    ],
)
def test_nothing_is_said_nor_awaited_where_no_clock_runs(dossier: Dossier) -> None:
    case = a_case(dossier, at="2026-11-13 09:00")

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_moments_are_the_thresholds_and_the_opening_of_the_due_day() -> None:
    found = list(moments(a_case(DOSSIER, at="2026-11-03 09:00")))

    assert found == [vn("2026-11-11 07:00"), vn("2026-11-13 07:00"), vn("2026-11-16 07:00")]


def test_a_threshold_before_the_loaded_calendar_is_left_out() -> None:
    case = a_case(a_dossier(received="2026-01-01"), at="2026-01-05 09:00")
    early = replace(case, policy=replace(POLICY_2026, warn_days=(30, 1)))

    found = list(moments(early))

    assert found == [vn("2026-01-14 07:00"), vn("2026-01-15 07:00")]


def test_a_source_without_status_cannot_know() -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {Carried.STATUS})

    judged = judge(a_case(dossier, at="2026-11-13 09:00"), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("due_soon",))
