"""apology_due presses for a letter while it can still be out before the deadline."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, PromiseKind, Status
from monitor.domain.finding import Severity
from monitor.domain.letter import Letter, LetterState
from monitor.domain.rule import judge
from monitor.rules.apology_due import RULE, check, moments
from tests.builders import (
    a_case,
    a_dossier,
    a_letter,
    a_procedure,
    a_promise,
    days_term,
    vn,
)

DOSSIER = a_dossier(received="2026-11-02 08:00")  # ten days: due Monday 16 November
DUE = "2026-11-16 17:00"
ASKED = a_letter(LetterState.ASKED, deadline=DUE)


@pytest.mark.parametrize(
    ("at", "stages"),
    [
        pytest.param("2026-11-12 06:59", [], id="two days before, not open yet"),
        pytest.param("2026-11-12 07:00", ["silent"], id="two working days before"),
        pytest.param("2026-11-16 23:59", ["silent"], id="the due day"),
        pytest.param("2026-11-17 00:00", [], id="past: apology_missing speaks"),
    ],
)
def test_silence_counts_from_two_working_days_before(at: str, stages: list[str]) -> None:
    findings = check(a_case(DOSSIER, at=at, letter=ASKED))

    assert [finding.stage for finding in findings] == stages


@pytest.mark.parametrize(
    ("at", "stages"),
    [
        pytest.param("2026-11-03 10:59", [], id="the morning is left to answer"),
        pytest.param("2026-11-03 11:00", ["silent"], id="half a working day after the asking"),
    ],
)
def test_a_term_of_two_days_leaves_a_morning(at: str, stages: list[str]) -> None:
    letter = a_letter(LetterState.ASKED, deadline="2026-11-04 17:00")
    case = a_case(DOSSIER, at=at, procedure=a_procedure(days_term(2)), letter=letter)

    findings = check(case)

    assert [finding.stage for finding in findings] == stages


@pytest.mark.parametrize(
    ("state", "at", "stages"),
    [
        pytest.param(None, "2026-11-12 09:00", [], id="nobody was asked"),
        pytest.param(LetterState.ASKED, "2026-11-11 09:00", [], id="asked, time to answer"),
        pytest.param(LetterState.ASKED, "2026-11-12 09:00", ["silent"], id="asked, silent"),
        pytest.param(LetterState.IN_TIME, "2026-11-12 09:00", [], id="in time"),
        pytest.param(
            LetterState.DRAFT, "2026-11-09 09:00", ["answered"], id="late, early said"
        ),
        pytest.param(LetterState.DRAFT, "2026-11-16 09:00", ["answered"], id="the due day"),
        pytest.param(LetterState.DRAFT, "2026-11-17 09:00", [], id="past"),
        pytest.param(LetterState.APPROVED, "2026-11-12 09:00", ["answered"], id="approved"),
        pytest.param(LetterState.REFUSED, "2026-11-12 09:00", ["answered"], id="refused"),
        pytest.param(LetterState.ISSUED, "2026-11-12 09:00", [], id="issued"),
        pytest.param(LetterState.NO_LETTER, "2026-11-12 09:00", [], id="none is owed"),
    ],
)
def test_stage_follows_the_letter(
    state: LetterState | None, at: str, stages: list[str]
) -> None:
    letter = a_letter(state, deadline=DUE) if state else None
    case = a_case(DOSSIER, at=at, letter=letter)

    findings = check(case)

    assert [finding.stage for finding in findings] == stages


@pytest.mark.parametrize(
    "letter",
    [
        pytest.param(None, id="no letter"),
        pytest.param(a_letter(LetterState.DRAFT, deadline="2026-11-03 17:00"), id="a draft"),
    ],
)
def test_a_term_of_a_day_has_no_day_before_it(letter: Letter | None) -> None:
    case = a_case(DOSSIER, at="2026-11-03 16:00", procedure=a_procedure(days_term(1)))

    assert list(check(replace(case, letter=letter))) == []


def test_a_date_moved_once_is_not_pressed_for_again() -> None:
    again = a_promise(DUE, kind=PromiseKind.REAPPOINTMENT)
    dossier = a_dossier(promised="2026-11-10 17:00", promises=(again,))

    assert list(check(a_case(dossier, at="2026-11-12 09:00"))) == []


def test_a_dossier_that_another_agency_decides_is_left_alone() -> None:
    assert list(check(a_case(DOSSIER, at="2026-11-12 09:00", is_ours=False))) == []


@pytest.mark.parametrize(
    ("letter", "state"),
    [
        pytest.param(a_letter(LetterState.APPROVED, deadline=DUE), "approved", id="approved"),
        pytest.param(ASKED, "asked", id="silent"),
    ],
)
def test_a_finding_says_where_the_letter_stands_and_until_when(
    letter: Letter, state: str
) -> None:
    (finding,) = check(replace(a_case(DOSSIER, at="2026-11-12 09:00"), letter=letter))

    assert finding.key[:2] == (DOSSIER.code, "apology_due")
    assert finding.deadline == vn(DUE)
    assert finding.tells == (Role.HANDLER, Role.HEAD, Role.SIGNER)
    assert finding.severity is Severity.WARNING
    assert finding.facts["days_left"] == 2
    assert finding.facts["latest_issue_on"] == date(2026, 11, 13)
    assert finding.facts["letter"] == state


def test_moments_are_the_beginning_of_silence_and_the_end_of_the_due_day() -> None:
    found = list(moments(a_case(DOSSIER, at="2026-11-03 09:00", letter=ASKED)))

    assert found == [vn("2026-11-12 07:00"), vn("2026-11-17")]


def test_an_ended_dossier_is_silent() -> None:
    case = a_case(replace(DOSSIER, status=Status.WITHDRAWN), at="2026-11-12 09:00")

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_a_source_without_status_cannot_know() -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {Carried.STATUS})

    assert judge(a_case(dossier, at="2026-11-12 09:00"), [RULE]).unknown == ("apology_due",)
