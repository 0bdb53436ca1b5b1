"""apology_missing speaks of late dossiers whose citizen has had no letter."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Status
from monitor.domain.finding import Severity
from monitor.domain.letter import UNCLOSED, LetterState
from monitor.domain.rule import judge
from monitor.rules.apology_missing import RULE, check, moments
from tests.builders import a_case, a_dossier, a_letter, a_procedure, hours_term, vn

DOSSIER = a_dossier(received="2026-11-02 08:00")  # ten days: due Monday 16 November
DUE = "2026-11-16 17:00"


@pytest.mark.parametrize(
    ("at", "as_of", "count"),
    [
        pytest.param("2026-11-16 18:00", "2026-11-16 17:30", 0, id="the due day is not over"),
        pytest.param("2026-11-17 09:00", "2026-11-16 17:30", 0, id="no export since"),
        pytest.param("2026-11-17 09:00", "2026-11-17 07:10", 1, id="an export since"),
        pytest.param("2026-11-16 09:00", "2026-11-20 07:10", 0, id="a past day replayed"),
    ],
)
def test_speaks_where_overdue_does(at: str, as_of: str, count: int) -> None:
    findings = list(check(a_case(replace(DOSSIER, as_of=vn(as_of)), at=at)))

    assert len(findings) == count


@pytest.mark.parametrize(
    ("state", "count"),
    [
        *(
            pytest.param(state, 1, id=f"{state.value}: the citizen has had nothing")
            for state in (
                LetterState.ASKED,
                LetterState.IN_TIME,
                LetterState.DRAFT,
                LetterState.APPROVED,
                LetterState.REFUSED,
                LetterState.WITHDRAWN,
            )
        ),
        pytest.param(LetterState.ISSUED, 0, id="issued"),
        pytest.param(LetterState.DELIVERED, 0, id="delivered"),
    ],
)
def test_only_a_letter_issued_ends_it(state: LetterState, count: int) -> None:
    case = a_case(DOSSIER, at="2026-11-17 09:00", letter=a_letter(state, deadline=DUE))

    findings = list(check(case))

    assert [finding.facts["letter"] for finding in findings] == [state.value] * count


def test_short_terms_owe_a_letter_too() -> None:
    case = a_case(DOSSIER, at="2026-11-02 15:00", procedure=a_procedure(hours_term(4)))

    (finding,) = check(case)

    assert finding.deadline == vn("2026-11-02 14:00")


def test_a_dossier_that_another_agency_decides_owes_none_of_ours() -> None:
    assert list(check(a_case(DOSSIER, at="2026-11-17 09:00", is_ours=False))) == []


def test_head_and_leader_hear_of_it() -> None:
    (finding,) = check(a_case(DOSSIER, at="2026-11-19 09:00"))

    assert finding.key == (DOSSIER.code, "apology_missing", "once", vn(DUE))
    assert finding.tells == (Role.HEAD, Role.LEADER)
    assert finding.severity is Severity.BREACH
    assert finding.facts == {
        "due_at": vn(DUE),
        "basis": "computed",
        "is_estimated": False,
        "days_late": 2,
        "letter": None,
        "as_of": vn("2026-11-19 09:00"),
    }


def test_lateness_grows_by_exports_alone() -> None:
    case = a_case(replace(DOSSIER, as_of=vn("2026-11-17 07:10")), at="2026-11-26 09:00")

    (finding,) = check(case)

    assert finding.facts["days_late"] == 0


def test_its_moment_is_the_end_of_the_due_day() -> None:
    assert list(moments(a_case(DOSSIER, at="2026-11-03 09:00"))) == [vn("2026-11-17")]


def test_an_ended_dossier_is_silent() -> None:
    case = a_case(replace(DOSSIER, status=Status.FINISHED), at="2026-11-17 09:00")

    assert (list(check(case)), list(moments(case))) == ([], [])


# The unit says that the result exists


SAID = replace(
    a_letter(LetterState.IN_TIME, deadline=DUE),
    cause=UNCLOSED,
    answered_at=vn("2026-11-17 10:00"),
)


@pytest.mark.parametrize(
    ("at", "as_of", "stage"),
    [
        pytest.param("2026-11-17 10:00", "2026-11-17 07:10", "data", id="from the answer on"),
        pytest.param("2026-11-19 23:59", "2026-11-19 17:00", "data", id="two working days"),
        pytest.param("2026-11-20 09:00", "2026-11-19 17:00", "data", id="no export since"),
        pytest.param("2026-11-20 09:00", "2026-11-20 07:10", "once", id="still shown open"),
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

    assert judge(a_case(dossier, at="2026-11-17 09:00"), [RULE]).unknown == ("apology_missing",)
