"""apology_ask puts its question in time, once, and only where an answer can help."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, PromiseKind, Status
from monitor.domain.finding import Severity
from monitor.domain.letter import LetterState
from monitor.domain.procedure import Procedure
from monitor.domain.rule import judge
from monitor.domain.term import Term, TermUnit
from monitor.rules.apology_ask import RULE, check, moments
from tests.builders import (
    a_case,
    a_dossier,
    a_letter,
    a_procedure,
    a_promise,
    days_term,
    hours_term,
    vn,
)

DOSSIER = a_dossier(received="2026-11-02 08:00")  # ten days: due Monday 16 November
DUE = "2026-11-16 17:00"


@pytest.mark.parametrize(
    ("at", "count"),
    [
        pytest.param("2026-11-11 06:59", 0, id="three days before, not open yet"),
        pytest.param("2026-11-11 07:00", 1, id="three working days before"),
        pytest.param("2026-11-16 16:59", 1, id="the due day: still better than no answer"),
        pytest.param("2026-11-17 00:00", 0, id="past: apology_missing speaks"),
    ],
)
def test_asks_from_three_working_days_before(at: str, count: int) -> None:
    findings = list(check(a_case(DOSSIER, at=at)))

    assert len(findings) == count


@pytest.mark.parametrize(
    ("procedure", "asked"),
    [
        pytest.param(a_procedure(days_term(2)), ["2026-11-03 07:00"], id="two working days"),
        pytest.param(
            a_procedure(Term(2, TermUnit.CALENDAR_DAYS)), ["2026-11-03 07:00"], id="two days"
        ),
        pytest.param(a_procedure(hours_term(16)), ["2026-11-03 07:00"], id="sixteen hours"),
        pytest.param(a_procedure(days_term(3)), ["2026-11-02 07:00"], id="three: on receipt"),
        pytest.param(a_procedure(days_term(1)), [], id="one day: not asked"),
        pytest.param(a_procedure(hours_term(8)), [], id="eight hours: not asked"),
        pytest.param(a_procedure(Term(1, TermUnit.SAME_DAY)), [], id="within the day: not"),
    ],
)
def test_short_terms_are_asked_the_day_before_or_not_at_all(
    procedure: Procedure, asked: list[str]
) -> None:
    case = a_case(DOSSIER, at="2026-11-02 08:00", procedure=procedure)

    asked_at = [moment for moment in moments(case) if moment.hour == 7 and not moment.second]

    assert asked_at == [vn(text) for text in asked]


@pytest.mark.parametrize(
    ("dossier", "count"),
    [
        pytest.param(a_dossier(promised="2026-11-03 17:00"), 0, id="promised in a day"),
        pytest.param(a_dossier(promised="2026-11-04 17:00"), 0, id="in two: asked tomorrow"),
        pytest.param(a_dossier(promised="2026-11-05 17:00"), 1, id="in three: asked today"),
        pytest.param(
            a_dossier(received=None, promised="2026-11-03 17:00"), 1, id="receipt not known"
        ),
        pytest.param(
            a_dossier(received="2025-11-03 08:00", promised="2026-11-03 17:00"),
            1,
            id="received before the loaded calendar",
        ),
    ],
)
def test_without_a_term_the_slip_tells_how_short_it_is(dossier: Dossier, count: int) -> None:
    case = a_case(dossier, at="2026-11-02 09:00")

    findings = list(check(replace(case, procedure=None)))

    assert len(findings) == count


@pytest.mark.parametrize(
    ("state", "deadline", "count"),
    [
        pytest.param(LetterState.ASKED, DUE, 1, id="asked, not answered"),
        pytest.param(LetterState.IN_TIME, DUE, 0, id="in time"),
        pytest.param(LetterState.DRAFT, DUE, 0, id="late"),
        pytest.param(LetterState.ISSUED, DUE, 0, id="issued"),
        pytest.param(LetterState.IN_TIME, "2026-11-10 17:00", 1, id="answered for another day"),
        pytest.param(LetterState.ISSUED, "2026-11-10 17:00", 0, id="issued for another day"),
    ],
)
def test_an_answer_ends_the_question(state: LetterState, deadline: str, count: int) -> None:
    letter = a_letter(state, deadline=deadline)

    findings = list(check(a_case(DOSSIER, at="2026-11-12 09:00", letter=letter)))

    assert len(findings) == count


def test_a_date_moved_once_is_not_asked_about_again() -> None:
    again = a_promise(DUE, kind=PromiseKind.REAPPOINTMENT)
    dossier = a_dossier(promised="2026-11-10 17:00", promises=(again,))

    assert list(check(a_case(dossier, at="2026-11-12 09:00"))) == []


def test_a_dossier_that_another_agency_decides_is_not_asked_about() -> None:
    assert list(check(a_case(DOSSIER, at="2026-11-12 09:00", is_ours=False))) == []


def test_a_finding_says_until_when_a_letter_is_in_time() -> None:
    (finding,) = check(a_case(DOSSIER, at="2026-11-12 09:00"))

    assert finding.key == (DOSSIER.code, "apology_ask", "once", vn(DUE))
    assert finding.tells == (Role.HANDLER,)
    assert finding.severity is Severity.WARNING
    assert finding.facts["days_left"] == 2
    assert finding.facts["latest_issue_on"] == date(2026, 11, 13)


def test_moments_are_the_asking_and_the_end_of_the_due_day() -> None:
    found = list(moments(a_case(DOSSIER, at="2026-11-03 09:00")))

    assert found == [vn("2026-11-11 07:00"), vn("2026-11-17")]


def test_an_ended_dossier_is_silent() -> None:
    case = a_case(replace(DOSSIER, status=Status.WITHDRAWN), at="2026-11-12 09:00")

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_a_source_without_status_cannot_know() -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {Carried.STATUS})

    assert judge(a_case(dossier, at="2026-11-12 09:00"), [RULE]).unknown == ("apology_ask",)
