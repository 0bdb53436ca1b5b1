"""promise_too_late compares the slip with the date that the term allows."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, PromiseKind, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.rules.promise_too_late import RULE, check, moments
from tests.builders import (
    a_case,
    a_dossier,
    a_pause,
    a_procedure,
    a_promise,
    hours_term,
    vn,
)

AT = "2026-11-06 09:00"
LATE = a_dossier(received="2026-11-02 08:00", promised="2026-11-17 17:00")  # law: the 16th


@pytest.mark.parametrize(
    ("promised", "count"),
    [
        pytest.param("2026-11-13 17:00", 0, id="earlier than the law allows"),
        pytest.param("2026-11-16 17:00", 0, id="on the lawful day"),
        pytest.param("2026-11-16 23:00", 0, id="after closing, but the same day"),
        pytest.param("2026-11-16", 0, id="the lawful day without a time"),
        pytest.param("2026-11-17 07:00", 1, id="the day after"),
    ],
)
def test_terms_of_days_are_compared_by_the_day(promised: str, count: int) -> None:
    findings = list(check(a_case(a_dossier(promised=promised), at=AT)))

    assert len(findings) == count


@pytest.mark.parametrize(
    ("promised", "count"),
    [
        pytest.param("2026-11-03 07:00", 0, id="the next opening is the same working time"),
        pytest.param("2026-11-03 07:01", 1, id="a working minute later"),
    ],
)
def test_terms_of_hours_are_compared_by_working_time(promised: str, count: int) -> None:
    dossier = a_dossier(received="2026-11-02 07:00", promised=promised)  # due at closing

    findings = list(
        check(a_case(dossier, at="2026-11-02 09:00", procedure=a_procedure(hours_term(8))))
    )

    assert len(findings) == count


def test_the_first_promise_is_judged_not_the_re_appointment() -> None:
    again = a_promise("2026-11-27 17:00", kind=PromiseKind.REAPPOINTMENT)
    dossier = a_dossier(promised="2026-11-16 17:00", promises=(again,))

    assert list(check(a_case(dossier, at=AT))) == []


def test_a_pause_is_given_back_on_both_sides_and_keeps_the_key() -> None:
    pause = a_pause("2026-11-04 08:00", "2026-11-06 08:00")
    paused = replace(LATE, pauses=(pause,))

    (before,) = check(a_case(LATE, at=AT))
    (after,) = check(a_case(paused, at=AT))

    assert before.key == after.key
    assert after.facts["promised_at"] == vn("2026-11-19 17:00")
    assert after.facts["statutory_at"] == vn("2026-11-18 17:00")


def test_the_one_stop_unit_hears_of_both_dates() -> None:
    (finding,) = check(a_case(LATE, at=AT))

    assert finding.key == (LATE.code, "promise_too_late", "once", vn("2026-11-17 17:00"))
    assert finding.tells == (Role.ONE_STOP,)
    assert finding.severity is Severity.WARNING
    assert finding.facts == {
        "promised_at": vn("2026-11-17 17:00"),
        "statutory_at": vn("2026-11-16 17:00"),
        "received_at": vn("2026-11-02 08:00"),
        "is_estimated": False,
    }


def test_without_a_promise_of_its_own_nothing_is_judged() -> None:
    again = a_promise("2026-11-27 17:00", kind=PromiseKind.REAPPOINTMENT)

    assert list(check(a_case(a_dossier(promises=(again,)), at=AT))) == []


def test_without_a_term_nothing_is_judged() -> None:
    case = a_case(LATE, at=AT)
    unlisted = replace(case, procedure=None)
    no_term = replace(case, procedure=replace(a_procedure(), term=None))

    assert (list(check(unlisted)), list(check(no_term))) == ([], [])


def test_an_ended_dossier_is_silent() -> None:
    assert list(check(a_case(replace(LATE, status=Status.FINISHED), at=AT))) == []


def test_time_alone_changes_nothing() -> None:
    assert list(moments(a_case(LATE, at=AT))) == []


@pytest.mark.parametrize(
    "absent", [Carried.PROMISED, Carried.RECEIVED, Carried.STATUS, Carried.PROCEDURE]
)
def test_a_source_without_the_column_cannot_know(absent: Carried) -> None:
    dossier = replace(LATE, carries=frozenset(Carried) - {absent})

    judged = judge(a_case(dossier, at=AT), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("promise_too_late",))
