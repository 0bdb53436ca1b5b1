"""due_today speaks from the opening of the due day until the deadline has passed."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.domain.term import Term, TermUnit
from monitor.rules.due_today import RULE, check, moments
from tests.builders import a_case, a_dossier, a_procedure, days_term, hours_term, vn

DOSSIER = a_dossier(received="2026-11-02 08:00")  # ten days: due Monday 16 November


@pytest.mark.parametrize(
    ("at", "count"),
    [
        pytest.param("2026-11-15 12:00", 0, id="the day before"),
        pytest.param("2026-11-16 06:59", 0, id="the due day, not open yet"),
        pytest.param("2026-11-16 07:00", 1, id="the due day opens"),
        pytest.param("2026-11-16 23:59", 1, id="closed, but the day is not over"),
        pytest.param("2026-11-17 00:00", 0, id="the day is over"),
    ],
)
def test_speaks_on_the_due_day(at: str, count: int) -> None:
    findings = list(check(a_case(DOSSIER, at=at)))

    assert len(findings) == count


@pytest.mark.parametrize(
    ("at", "count"),
    [
        pytest.param("2026-11-13 06:59", 0, id="Friday, not open yet"),
        pytest.param("2026-11-13 07:00", 1, id="Friday opens"),
        pytest.param("2026-11-14 10:00", 1, id="the Saturday itself"),
        pytest.param("2026-11-15 00:00", 0, id="the Saturday is over"),
    ],
)
def test_a_due_day_of_rest_is_told_on_the_working_day_before(at: str, count: int) -> None:
    dossier = a_dossier(promised="2026-11-14 10:00")  # a Saturday

    findings = list(check(a_case(dossier, at=at)))

    assert len(findings) == count


def test_a_term_of_many_hours_ends_by_the_second() -> None:
    dossier = a_dossier(received="2026-11-02 08:00")  # twelve hours: due Tuesday 14:00
    procedure = a_procedure(hours_term(12))

    due = list(check(a_case(dossier, at="2026-11-03 13:30:00", procedure=procedure)))
    past = list(check(a_case(dossier, at="2026-11-03 15:30:00", procedure=procedure)))

    assert (len(due), len(past)) == (1, 0)


@pytest.mark.parametrize(
    "term",
    [
        pytest.param(days_term(1), id="one day"),
        pytest.param(hours_term(8), id="eight hours"),
        pytest.param(Term(1, TermUnit.SAME_DAY), id="within the day"),
    ],
)
def test_short_terms_are_left_to_due_soon(term: Term) -> None:
    case = a_case(DOSSIER, at="2026-11-03 07:30", procedure=a_procedure(term))

    assert list(check(case)) == []


def test_a_finding_carries_what_a_line_of_a_digest_needs() -> None:
    (finding,) = check(a_case(DOSSIER, at="2026-11-16 09:00"))

    assert finding.key == (DOSSIER.code, "due_today", "once", vn("2026-11-16 17:00"))
    assert finding.severity is Severity.WARNING
    assert finding.tells == (Role.HANDLER,)
    assert finding.facts["days_left"] == 0


def test_moments_are_the_opening_and_the_end_of_the_due_day() -> None:
    found = list(moments(a_case(DOSSIER, at="2026-11-03 09:00")))

    assert found == [vn("2026-11-16 07:00"), vn("2026-11-17 00:00")]


def test_an_ended_dossier_is_silent() -> None:
    case = a_case(replace(DOSSIER, status=Status.RETURNED), at="2026-11-16 09:00")

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_a_source_without_status_cannot_know() -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {Carried.STATUS})

    assert judge(a_case(dossier, at="2026-11-16 09:00"), [RULE]).unknown == ("due_today",)
