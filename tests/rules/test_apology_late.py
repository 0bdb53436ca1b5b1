"""apology_late speaks of letters that went out only after the deadline."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Status
from monitor.domain.finding import Severity
from monitor.domain.letter import Letter, LetterState
from monitor.domain.rule import judge
from monitor.rules.apology_late import RULE, check, moments
from tests.builders import a_case, a_dossier, a_letter, a_procedure, hours_term, vn

AT = "2026-11-20 09:00"
DOSSIER = a_dossier(promised="2026-11-16 17:00")


def dated(day: int, *, approved: str = "2026-11-13 09:00") -> Letter:
    """Return a letter of November that was recorded only later."""
    return replace(
        a_letter(LetterState.ISSUED, deadline="2026-11-16 17:00"),
        dated_on=date(2026, 11, day),
        approved_at=vn(approved),
        issued_at=vn("2026-11-19 09:00"),
        new_due_at=vn("2026-11-27 17:00"),
    )


@pytest.mark.parametrize(
    ("letter", "count"),
    [
        pytest.param(dated(13), 0, id="dated before the due day, recorded after"),
        pytest.param(dated(16), 0, id="dated on the due day"),
        pytest.param(dated(17), 1, id="dated after it"),
        pytest.param(replace(dated(17), state=LetterState.DELIVERED), 1, id="and delivered"),
        pytest.param(replace(dated(17), state=LetterState.APPROVED), 0, id="not issued"),
        pytest.param(replace(dated(17), dated_on=None), 0, id="without a date"),
        pytest.param(None, 0, id="no letter"),
    ],
)
def test_the_date_on_the_letter_decides(letter: Letter | None, count: int) -> None:
    assert len(list(check(a_case(DOSSIER, at=AT, letter=letter)))) == count


@pytest.mark.parametrize(
    ("approved", "count"),
    [
        pytest.param("2026-11-16 17:00", 0, id="approved at the deadline"),
        pytest.param("2026-11-17 07:00", 0, id="no working time later"),
        pytest.param("2026-11-17 07:01", 1, id="a working minute later"),
    ],
)
def test_a_term_of_hours_goes_by_the_hour_of_approval(approved: str, count: int) -> None:
    letter = dated(16, approved=approved)
    hours = a_procedure(hours_term(8))

    found = list(check(a_case(DOSSIER, at=AT, letter=letter, procedure=hours)))

    assert len(found) == count


def test_an_approval_without_its_hour_accuses_nobody() -> None:
    letter = replace(dated(16), approved_at=None)
    hours = a_procedure(hours_term(8))

    assert list(check(a_case(DOSSIER, at=AT, letter=letter, procedure=hours))) == []


def test_head_and_leader_hear_of_it() -> None:
    (finding,) = check(a_case(DOSSIER, at=AT, letter=dated(17)))

    assert finding.key == (DOSSIER.code, "apology_late", "once", vn("2026-11-16 17:00"))
    assert finding.tells == (Role.HEAD, Role.LEADER)
    assert finding.severity is Severity.BREACH
    assert finding.facts == {
        "due_at": vn("2026-11-16 17:00"),
        "dated_on": date(2026, 11, 17),
        "new_due_at": vn("2026-11-27 17:00"),
    }


def test_it_ends_with_the_dossier() -> None:
    dossier = replace(DOSSIER, status=Status.FINISHED)

    assert list(check(a_case(dossier, at=AT, letter=dated(17)))) == []


def test_another_agency_s_dossier_is_its_own() -> None:
    assert list(check(a_case(DOSSIER, at=AT, letter=dated(17), is_ours=False))) == []


def test_time_alone_changes_nothing() -> None:
    assert list(moments(a_case(DOSSIER, at=AT, letter=dated(17)))) == []


def test_a_source_without_status_cannot_know() -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {Carried.STATUS})
    case = a_case(dossier, at=AT, letter=dated(17))

    assert judge(case, [RULE]).unknown == ("apology_late",)
