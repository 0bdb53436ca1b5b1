"""asked_late speaks of requests that came only days after the receipt."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.rules.asked_late import RULE, check, moments
from tests.builders import POLICY_2026, a_case, a_dossier, a_pause, vn

AT = "2026-11-12 09:00"
LATE = a_dossier(pauses=(a_pause("2026-11-06 08:00"),))  # received on Monday the 2nd


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        pytest.param("2026-11-02 09:00", 0, id="at once"),
        pytest.param("2026-11-05 17:00", 0, id="on the third working day after"),
        pytest.param("2026-11-06 07:00", 1, id="on the fourth"),
    ],
)
def test_three_working_days_are_in_time(asked: str, count: int) -> None:
    findings = list(check(a_case(a_dossier(pauses=(a_pause(asked),)), at=AT)))

    assert len(findings) == count


def test_a_weekend_does_not_count() -> None:
    dossier = a_dossier(received="2026-11-05 08:00", pauses=(a_pause("2026-11-10 08:00"),))

    assert list(check(a_case(dossier, at=AT))) == []


def test_only_the_first_request_is_judged() -> None:
    soon = a_pause("2026-11-03 08:00", "2026-11-04 08:00")
    dossier = replace(LATE, pauses=(soon, *LATE.pauses))

    assert list(check(a_case(dossier, at=AT))) == []


def test_a_procedure_may_leave_more_days() -> None:
    policy = replace(POLICY_2026, supplement_days=5)

    assert list(check(a_case(LATE, at=AT, policy=policy))) == []


def test_the_head_hears_after_how_many_days() -> None:
    (finding,) = check(a_case(LATE, at=AT))

    assert finding.key == (LATE.code, "asked_late", "once", None)
    assert finding.tells == (Role.HEAD,)
    assert finding.severity is Severity.NOTICE
    assert finding.facts == {
        "received_at": vn("2026-11-02 08:00"),
        "asked_at": vn("2026-11-06 08:00"),
        "days": 4,
        "allowed": 3,
    }


def test_days_that_nobody_has_loaded_are_not_counted() -> None:
    dossier = a_dossier(received="2025-12-01 08:00", pauses=(a_pause("2025-12-30 08:00"),))

    assert list(check(a_case(dossier, at=AT))) == []


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(), id="never asked"),
        pytest.param(replace(LATE, status=Status.FINISHED), id="ended"),
        pytest.param(replace(LATE, received_at=None), id="not received"),
    ],
)
def test_others_are_silent(dossier: Dossier) -> None:
    assert list(check(a_case(dossier, at=AT))) == []


def test_time_alone_changes_nothing() -> None:
    assert list(moments(a_case(LATE, at=AT))) == []


@pytest.mark.parametrize("absent", [Carried.PAUSES, Carried.RECEIVED, Carried.STATUS])
def test_a_source_without_the_column_cannot_know(absent: Carried) -> None:
    dossier = replace(LATE, carries=frozenset(Carried) - {absent})

    assert judge(a_case(dossier, at=AT), [RULE]).unknown == ("asked_late",)
