"""overdue speaks of what an export still shows open after its deadline, and grows."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, PromiseKind, Status
from monitor.domain.finding import Severity
from monitor.domain.letter import UNCLOSED, LetterState
from monitor.domain.rule import judge
from monitor.rules.overdue import RULE, check, moments
from tests.builders import (
    a_case,
    a_dossier,
    a_letter,
    a_pause,
    a_procedure,
    a_promise,
    hours_term,
    vn,
)

DOSSIER = a_dossier(received="2026-11-02 08:00")  # ten days: due Monday 16 November


@pytest.mark.parametrize(
    ("at", "stages"),
    [
        pytest.param("2026-11-16 18:00", [], id="the due day is not over"),
        pytest.param("2026-11-17 09:00", ["0d"], id="the first day late"),
        pytest.param("2026-11-18 09:00", ["1d"], id="one working day late"),
        pytest.param("2026-11-19 09:00", ["1d"], id="two: same stage, so same key"),
        pytest.param("2026-11-20 09:00", ["3d"], id="three working days late"),
        pytest.param("2026-11-23 09:00", ["3d"], id="four: a weekend does not count"),
        pytest.param("2026-11-24 00:00", ["5d"], id="five, once the 23rd is over"),
        pytest.param("2026-12-24 09:00", ["5d"], id="weeks late: no further stage"),
    ],
)
def test_stage(at: str, stages: list[str]) -> None:
    findings = check(a_case(DOSSIER, at=at))

    assert [finding.stage for finding in findings] == stages


@pytest.mark.parametrize(
    ("at", "as_of", "stages"),
    [
        pytest.param("2026-11-19 09:00", "2026-11-16 17:30", [], id="no export since"),
        pytest.param("2026-11-17 09:00", "2026-11-17 07:10", ["0d"], id="an export since"),
        pytest.param("2026-11-17 09:00", "2026-11-17", ["0d"], id="dated the day after"),
        pytest.param("2026-11-20 09:00", "2026-11-17 07:10", ["0d"], id="none since that"),
        pytest.param(
            "2026-11-26 09:00", "2026-11-18 07:10", ["1d"], id="a repeat seen, not two"
        ),
        pytest.param("2026-11-16 09:00", "2026-11-20 07:10", [], id="a past day replayed"),
    ],
)
def test_an_export_must_have_seen_it(at: str, as_of: str, stages: list[str]) -> None:
    findings = check(a_case(replace(DOSSIER, as_of=vn(as_of)), at=at))

    assert [finding.stage for finding in findings] == stages


def test_lateness_grows_by_exports_alone() -> None:
    case = a_case(replace(DOSSIER, as_of=vn("2026-11-17 07:10")), at="2026-11-26 09:00")

    (finding,) = check(case)

    assert finding.facts["days_late"] == 0
    assert finding.tells == (Role.HANDLER, Role.HEAD)


@pytest.mark.parametrize(
    ("at", "tells"),
    [
        pytest.param("2026-11-17 09:00", (Role.HANDLER, Role.HEAD), id="first the head"),
        pytest.param(
            "2026-11-18 09:00", (Role.HANDLER, Role.HEAD, Role.LEADER), id="then the leader"
        ),
    ],
)
def test_it_climbs(at: str, tells: tuple[Role, ...]) -> None:
    (finding,) = check(a_case(DOSSIER, at=at))

    assert finding.tells == tells


@pytest.mark.parametrize(
    ("at", "stages"),
    [
        pytest.param("2026-11-02 17:00:00", [], id="the due instant is in time"),
        pytest.param("2026-11-03 07:00:00", [], id="the next opening is the same instant"),
        pytest.param("2026-11-03 07:00:01", ["0d"], id="one working second late"),
        pytest.param("2026-11-04 00:00:00", ["1d"], id="one working day late"),
    ],
)
def test_a_term_of_hours_is_late_by_the_second(at: str, stages: list[str]) -> None:
    dossier = a_dossier(received="2026-11-02 07:00")  # eight hours: due at closing

    findings = check(a_case(dossier, at=at, procedure=a_procedure(hours_term(8))))

    assert [finding.stage for finding in findings] == stages


def test_midnight_does_not_make_a_term_of_hours_late() -> None:
    dossier = a_dossier(received="2026-11-02 07:00")  # due 17:00, the same as 07:00 next day

    findings = check(
        a_case(dossier, at="2026-11-03 00:00", procedure=a_procedure(hours_term(8)))
    )

    assert list(findings) == []


def test_a_date_moved_in_time_is_the_one_that_counts() -> None:
    again = a_promise("2026-11-27 17:00", kind=PromiseKind.REAPPOINTMENT)
    dossier = a_dossier(promised="2026-11-16 17:00", promises=(again,))

    before = list(check(a_case(dossier, at="2026-11-20 09:00")))
    (after,) = check(a_case(dossier, at="2026-11-30 09:00"))

    assert before == []
    assert after.deadline == vn("2026-11-27 17:00")
    assert after.facts["first_due_at"] == vn("2026-11-16 17:00")


def test_a_finding_carries_what_a_line_of_a_digest_needs() -> None:
    (finding,) = check(a_case(DOSSIER, at="2026-11-19 09:00"))

    assert finding.key == (DOSSIER.code, "overdue", "1d", vn("2026-11-16 17:00"))
    assert finding.severity is Severity.BREACH
    assert finding.facts == {
        "due_at": vn("2026-11-16 17:00"),
        "basis": "computed",
        "is_estimated": False,
        "days_late": 2,
        "first_due_at": vn("2026-11-16 17:00"),
        "as_of": vn("2026-11-19 09:00"),
    }


@pytest.mark.parametrize(
    "ended",
    [
        pytest.param(a_dossier(pauses=(a_pause("2026-11-05 08:00"),)), id="paused"),
        pytest.param(a_dossier(status=Status.PAUSED_FINANCE), id="paused by its status alone"),
        pytest.param(a_dossier(status=Status.STOPPED), id="stopped"),
        pytest.param(a_dossier(finished="2026-11-20 08:00"), id="finished late"),
    ],
)
def test_what_has_ended_or_waits_is_silent(ended: Dossier) -> None:
    case = a_case(ended, at="2026-11-25 09:00")

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_moments_are_the_end_of_the_due_day_and_each_repeat() -> None:
    found = list(moments(a_case(DOSSIER, at="2026-11-03 09:00")))

    assert found == [
        vn(day) for day in ["2026-11-17", "2026-11-18", "2026-11-20", "2026-11-24"]
    ]


def test_a_repeat_beyond_the_loaded_calendar_is_left_out() -> None:
    dossier = a_dossier(promised="2026-12-29 17:00")

    found = list(moments(a_case(dossier, at="2026-12-01 09:00")))

    assert found == [vn("2026-12-30"), vn("2026-12-31")]


def test_a_deadline_on_the_last_loaded_closing_never_passes_by_the_minute() -> None:
    dossier = a_dossier(received="2026-12-31 07:00")
    case = a_case(dossier, at="2026-12-31 23:00", procedure=a_procedure(hours_term(8)))

    assert (list(check(case)), list(moments(case))) == ([], [])


# The unit says that the result exists


SAID = replace(
    a_letter(LetterState.IN_TIME, deadline="2026-11-16 17:00"),
    cause=UNCLOSED,
    answered_at=vn("2026-11-17 10:00"),
)


@pytest.mark.parametrize(
    ("at", "as_of", "stage"),
    [
        pytest.param("2026-11-17 10:00", "2026-11-17 07:10", "data", id="from the answer on"),
        pytest.param("2026-11-19 23:59", "2026-11-19 17:00", "data", id="two working days"),
        pytest.param("2026-11-20 09:00", "2026-11-19 17:00", "data", id="no export since"),
        pytest.param("2026-11-20 09:00", "2026-11-20 07:10", "3d", id="still shown open"),
    ],
)
def test_a_result_that_is_said_to_exist_is_a_matter_of_data(
    at: str, as_of: str, stage: str
) -> None:
    case = a_case(replace(DOSSIER, as_of=vn(as_of)), at=at, letter=SAID)

    assert [finding.stage for finding in check(case)] == [stage]


def test_only_who_can_close_the_dossier_hears_of_it() -> None:
    (data,) = check(a_case(DOSSIER, at="2026-11-18 09:00", letter=SAID))
    (late,) = check(a_case(DOSSIER, at="2026-11-20 09:00", letter=SAID))

    assert (data.tells, data.severity) == (
        (Role.HANDLER, Role.ONE_STOP),
        Severity.WARNING,
    )
    assert Role.LEADER in late.tells
    assert late.severity is Severity.BREACH


def test_the_end_of_the_days_to_enter_it_is_a_moment() -> None:
    assert vn("2026-11-20") in moments(a_case(DOSSIER, at="2026-11-17 11:00", letter=SAID))


def test_a_source_without_status_cannot_know() -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {Carried.STATUS})

    assert judge(a_case(dossier, at="2026-11-17 09:00"), [RULE]).unknown == ("overdue",)
